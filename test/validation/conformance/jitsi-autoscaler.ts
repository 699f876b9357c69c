/**
 * Runs the cases of jitsi-autoscaler: what upstream's tests assert, and what upstream's code did on the same input.
 */
import { InstanceTracker } from '../../../src/autoscaling/jitsi-autoscaler/instance-tracker.ts';
import type { InstanceId } from '../../../src/autoscaling/jitsi-autoscaler/inventory.ts';
import { samplesPerPeriod, summariseSamples } from '../../../src/autoscaling/jitsi-autoscaler/periods.ts';
import {
  jitsiAutoscalerPolicy,
  type ScalingOptions,
} from '../../../src/autoscaling/jitsi-autoscaler/policy.ts';
import { allPeriodsAsk } from '../../../src/autoscaling/jitsi-autoscaler/scale-conditions.ts';
import {
  activePeriod,
  isInHours,
  sameScalingOptions,
  scheduledOptions,
  scheduleTimeZone,
  wallClock,
  withLiveDesired,
} from '../../../src/autoscaling/jitsi-autoscaler/schedule.ts';
import {
  isRunning,
  scaleDownLoad,
  selectVictims,
  withoutProtected,
} from '../../../src/autoscaling/jitsi-autoscaler/victims.ts';
import {
  type AutoscalerCase,
  difference,
  metricsWritten,
  sharedFields,
  trackedInstances,
} from './jitsi-autoscaler-case.ts';
import {
  autoscaleDecision,
  combineOf,
  launchDecision,
  nowMs,
  type Outcome,
  scheduledScaling,
} from './jitsi-autoscaler-jobs.ts';
import type { VectorRunner } from './runner.ts';

export const jitsiAutoscalerRunner: VectorRunner = {
  name: 'jitsi-autoscaler',
  handles: (_file, testCase) =>
    typeof testCase.subject === 'string' && testCase.subject in subjects && 'groupType' in testCase,
  run(testCase) {
    const known = testCase as unknown as AutoscalerCase;
    const actual = subjects[known.subject]!(known);
    const expected = known.expected;
    if (!('asserted' in expected) && !('derived' in expected)) return difference(expected, actual);
    // Derived holds the whole outcome. Asserted may be looser, and was checked against it where both exist.
    const derived = (expected.derived ?? null) as Outcome;
    const asserted = (expected.asserted ?? null) as Outcome;
    if (derived === null) return difference(asserted, actual);
    return difference(derived, actual) ?? difference(sharedFields(asserted, actual), actual);
  },
};

const subjects: Readonly<Record<string, (testCase: AutoscalerCase) => Outcome>> = {
  autoscaleDecision,
  launchDecision,
  scheduledScaling,
  recordLaunch,
  evalScaleCondition: ({ config, inventory }) => {
    const { type, scalingOptions } = config.group!;
    const count = inventory.count!;
    const summaries = inventory.scaleMetrics!;
    return { decision: allPeriodsAsk(inventory.direction!, type, scalingOptions, { count, summaries }) };
  },
  scaleDownSelection: (testCase) => {
    const { config, inventory } = testCase;
    const { type, scalingOptions } = config.group!;
    const protectedIds = new Set(inventory.protectedIds);
    const ids = selectVictims(type, scalingOptions, { tracked: trackedInstances(inventory), protectedIds });
    return { ids, orderedIds: ids, count: ids.length, setOfIds: setLikeExpected(testCase, ids) };
  },
  scaleDownSortMetric: ({ inventory }) => ({ metric: scaleDownLoad(trackedInstances(inventory)[0]!) }),
  runningInstances: ({ inventory }) => ({ count: trackedInstances(inventory).filter(isRunning).length }),
  filterProtected: ({ inventory }) => ({
    remaining: withoutProtected(trackedInstances(inventory), new Set(inventory.protectedIds)).map(
      ({ id }) => id,
    ),
  }),
  metricPeriods,
  summaryMetric: ({ groupType, inventory }) => ({
    summary: inventory.metricsPerPeriod!.map((samples) => summariseSamples(samples, combineOf(groupType))),
  }),
  trackMetric: (testCase) => ({ metricsWritten: metricsWritten(testCase) }),
  localTime: ({ config, inventory }) => ({ ...wallClock(Date.parse(inventory.now!), config.timezone!) }),
  timeInRange: ({ config, inventory }) => ({
    inRange: isInHours({ hour: inventory.hour!, minute: inventory.minute! }, config),
  }),
  activePeriod: (testCase) => ({
    period: activePeriod(testCase.config.scheduledScaling!, momentOf(testCase))?.name ?? null,
  }),
  resolveActiveOptions: (testCase) => {
    const { scheduledScaling: schedule, baseOptions } = testCase.config;
    const options = scheduledOptions(schedule!, baseOptions!, momentOf(testCase));
    return options === null ? null : { ...options };
  },
  resolveTimezone: ({ config, inventory }) => ({
    timezone: scheduleTimeZone(config.scheduledScaling!, {
      region: inventory.region!,
      defaultTimeZone: config.defaultTimezone!,
    }),
  }),
  mergeWithLiveDesired: ({ config, inventory }) => ({
    ...withLiveDesired(config.baseOptions!, inventory.liveOptions!, config.periodOverrides!),
  }),
  scalingOptionsEqual: ({ config }) => ({ equal: sameScalingOptions(config.a!, config.b!) }),
};

function recordLaunch({ config, inventory }: AutoscalerCase): Outcome {
  const policy = jitsiAutoscalerPolicy({ type: 'JVB', ...anyOptions });
  const tracker = new InstanceTracker(policy);
  const launched = inventory.launchSucceeds ?? inventory.quantity!;
  const protectedUntilMs = config.isScaleDownProtected === true ? nowMs + 1 : null;
  for (let id = 0; id < launched; id += 1) tracker.recordLaunch(id, nowMs, { protectedUntilMs });
  return { launched, tracked: tracker.count(nowMs), protectedCalls: tracker.protectedIds(nowMs).size };
}

function metricPeriods({ config, inventory, expected }: AutoscalerCase): Outcome {
  const samples = inventory.samples!.map(({ id, value, ageMs }) => ({
    instanceId: id,
    value,
    atMs: nowMs - ageMs,
  }));
  const { scalePeriod, periodsCount } = config;
  const periods = samplesPerPeriod(samples, {
    nowMs,
    scalePeriod: scalePeriod!,
    periodsCount: periodsCount!,
    metricTTLSec: 3600,
  });
  const content = periods.map((period) =>
    period.map(({ instanceId, value, atMs }) => ({ id: instanceId, value, ageMs: nowMs - atMs })),
  );
  return {
    // Upstream's own cases give the number of periods here, the generated ones their content.
    periods: 'derived' in expected ? periods.length : content,
    periodsContent: content,
    samplesPerPeriod: periods.map((period) => period.length),
    instanceInEveryPeriod: periods[0]?.find(({ instanceId }) =>
      periods.every((period) => period.some((sample) => sample.instanceId === instanceId)),
    )?.instanceId,
  };
}

/** The selected instances in the order the case lists them, where it asserts only the set. */
function setLikeExpected({ expected }: AutoscalerCase, ids: readonly InstanceId[]): readonly InstanceId[] {
  const asserted = expected.asserted as { readonly setOfIds?: readonly InstanceId[] } | undefined;
  const order = asserted?.setOfIds ?? [];
  return ids.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
}

function momentOf({ config, inventory }: AutoscalerCase): { epochMs: number; timeZone: string } {
  return { epochMs: Date.parse(inventory.now!), timeZone: config.timezone! };
}

const anyOptions: ScalingOptions = {
  minDesired: 0,
  maxDesired: 1,
  desiredCount: 0,
  scaleUpQuantity: 1,
  scaleDownQuantity: 1,
  scaleUpThreshold: 1,
  scaleDownThreshold: 0,
  scalePeriod: 60,
  scaleUpPeriodsCount: 1,
  scaleDownPeriodsCount: 1,
};
