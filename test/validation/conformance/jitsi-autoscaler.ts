/**
 * Runs the cases of jitsi-autoscaler: what upstream's tests assert, and what upstream's code did on the same input.
 */
import { decideJitsiAutoscaler } from '../../../src/autoscaling/jitsi-autoscaler/decide.ts';
import { InstanceTracker } from '../../../src/autoscaling/jitsi-autoscaler/instance-tracker.ts';
import type { InstanceId } from '../../../src/autoscaling/jitsi-autoscaler/inventory.ts';
import { launchOutcome, planLaunch } from '../../../src/autoscaling/jitsi-autoscaler/launcher.ts';
import { initialJitsiAutoscalerMemory } from '../../../src/autoscaling/jitsi-autoscaler/memory.ts';
import { samplesPerPeriod, summariseSamples } from '../../../src/autoscaling/jitsi-autoscaler/periods.ts';
import {
  countsAvailable,
  type JitsiAutoscalerPolicy,
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
  applySchedule,
  scheduleInhibitsScaleDown,
} from '../../../src/autoscaling/jitsi-autoscaler/schedule-transition.ts';
import {
  isRunning,
  scaleDownLoad,
  selectVictims,
  withoutProtected,
} from '../../../src/autoscaling/jitsi-autoscaler/victims.ts';
import {
  type AutoscalerCase,
  type CaseGroup,
  cloudRunning,
  difference,
  metricsWritten,
  sharedFields,
  trackedInstances,
} from './jitsi-autoscaler-case.ts';
import type { VectorRunner } from './runner.ts';

type Outcome = Readonly<Record<string, unknown>> | null;

/** Any moment: cases give ages, not times. */
const nowMs = 1_750_000_000_000;

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

function autoscaleDecision({ config, inventory, desiredBefore }: AutoscalerCase): Outcome {
  const group = config.group!;
  if (config.missing === true) {
    const threw = `Group ${group.name} not found, failed to process autoscaling`;
    return { ...nothingDone, threw, desiredAfter: null };
  }
  const policy = policyOf(config);
  const memory = {
    ...initialJitsiAutoscalerMemory(policy),
    graceUntilMs: config.gracePeriodActive === true ? nowMs + 1 : Number.NEGATIVE_INFINITY,
  };
  const { scaleUpPeriodsCount, scaleDownPeriodsCount, desiredCount } = group.scalingOptions;
  const periods = (inventory.metricsPerPeriod ?? []).slice(
    0,
    Math.max(scaleUpPeriodsCount, scaleDownPeriodsCount),
  );
  const summaries = periods.map((samples) => summariseSamples(samples, combineOf(group.type)));
  const epochMs = inventory.now === undefined ? nowMs : Date.parse(inventory.now);
  const decision = decideJitsiAutoscaler(policy, memory, {
    nowMs,
    trackedCount: inventory.count!,
    summaries,
    cloudRunningCount: cloudRunning(inventory),
    scaleDownInhibited: scheduleInhibitsScaleDown(policy, { epochMs, region: group.region }),
    groupLocked: Object.keys(config).some((key) => /^lock/i.test(key)),
    reservedNodes: config.reservations?.reservedNodes ?? 0,
  });
  const { rule } = decision;
  const looked = !['group-locked', 'autoscale-disabled', 'grace-period'].includes(rule);
  const grid = rule.startsWith('reservations');
  const measured = looked && !grid && rule !== 'cloud-guard' && rule !== 'empty-group';
  const actions: Readonly<Record<string, string>> = {
    'scale-up': 'increaseDesiredCount',
    reservations: 'increaseDesiredCount',
    'scale-down': 'decreaseDesiredCount',
  };
  return {
    result: measured || grid,
    threw: null,
    desiredAfter: decision.desiredCount,
    action: actions[rule] ?? 'none',
    upserts: decision.desiredCount === desiredBefore ? 0 : 1,
    gracePeriodSet: decision.memory.graceUntilMs === nowMs + group.gracePeriodTTLSec * 1000,
    inventoryReads: looked ? 1 : 0,
    metricReads: measured ? 1 : 0,
    lastRunRecorded: measured ? 1 : 0,
    cloudApiCalls: looked && policy.enableCloudGuard && !grid && inventory.count! < desiredCount ? 1 : 0,
    summaryMetrics: measured && rule !== 'waits-for-launcher' ? summaries : null,
  };
}

const nothingDone = {
  action: 'none',
  upserts: 0,
  gracePeriodSet: false,
  inventoryReads: 0,
  metricReads: 0,
  lastRunRecorded: 0,
  cloudApiCalls: 0,
  summaryMetrics: null,
};

function launchDecision({ config, inventory }: AutoscalerCase): Outcome {
  const { name } = config.group!;
  const outcome = {
    result: true,
    threw: null,
    scaleUpQuantity: 0,
    launchedProtected: null,
    scaleDownCalled: false,
    scaleDownIds: [],
  };
  if (config.missing === true) {
    return { ...outcome, threw: `Group ${name} not found, failed to make launch decisions.` };
  }
  const policy = policyOf(config);
  const tracked = trackedInstances(inventory);
  const memory = {
    ...initialJitsiAutoscalerMemory(policy),
    protectedUntilMs: config.groupScaleDownProtected === true ? nowMs + 1 : Number.NEGATIVE_INFINITY,
  };
  const plan = planLaunch(policy, memory, {
    nowMs,
    trackedCount: tracked.length,
    tracked: () => tracked,
    protectedIds: new Set(inventory.protectedIds),
    untrackedCount: inventory.untracked ?? 0,
    cloudRunningCount: cloudRunning(inventory),
  });
  switch (plan.action) {
    case 'none':
      if (plan.rule === 'launch-disabled') return { ...outcome, result: false };
      if (plan.rule !== 'throttled') return outcome;
      return {
        ...outcome,
        threw: `[Launcher] Scaling throttled, failed to launch ALL new instances for group ${name}`,
      };
    case 'shut-down':
      return { ...outcome, scaleDownCalled: true, scaleDownIds: plan.instanceIds };
    case 'launch': {
      const errors = { complete: null, partial: 'requested', failed: 'ANY' };
      const missed = errors[launchOutcome(plan.count, inventory.launchSucceeds ?? plan.count)];
      return {
        ...outcome,
        threw: missed && `[Launcher] Scaling failed to launch ${missed} new instances for group ${name}`,
        scaleUpQuantity: plan.count,
        launchedProtected: plan.protectedUntilMs !== null,
      };
    }
  }
}

function scheduledScaling({ config, inventory, desiredBefore }: AutoscalerCase): Outcome {
  const untouched = { result: false, optionsAfter: null, audit: [], gracePeriodSet: false };
  if (config.missing === true || config.enabled === false) return untouched;
  const group = config.group!;
  const policy = policyOf(config);
  const before = {
    ...initialJitsiAutoscalerMemory(policy),
    scheduledPeriod: group.scheduledScalingActivePeriod ?? null,
    scheduledBase: group.scheduledScalingBaseOptions ?? null,
  };
  const moment = { nowMs, epochMs: Date.parse(inventory.now!), region: group.region };
  const { memory, reason } = applySchedule(policy, before, moment);
  if (reason === null) return untouched;
  const newDesired = memory.scalingOptions.desiredCount;
  return {
    result: true,
    optionsAfter: memory.scalingOptions,
    activePeriodAfter: memory.scheduledPeriod,
    baseOptionsAfter: memory.scheduledBase,
    audit: [{ actionType: 'scheduledScalingTransition', oldDesired: desiredBefore, newDesired }],
    gracePeriodSet: memory.graceUntilMs > nowMs,
  };
}

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

function combineOf(type: CaseGroup['type']): 'sum' | 'mean' {
  return countsAvailable(type) ? 'sum' : 'mean';
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

function policyOf(config: AutoscalerCase['config']): JitsiAutoscalerPolicy {
  const group = config.group!;
  return jitsiAutoscalerPolicy({
    ...group,
    ...group.scalingOptions,
    enableCloudGuard: group.enableCloudGuard ?? config.cloudGuardEnabledByService ?? false,
  });
}
