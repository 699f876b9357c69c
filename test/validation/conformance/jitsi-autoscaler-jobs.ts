/**
 * The three jobs of a group, run on a case: schedule, autoscale, launch.
 */
import { decideJitsiAutoscaler } from '../../../src/autoscaling/jitsi-autoscaler/decide.ts';
import { launchOutcome, planLaunch } from '../../../src/autoscaling/jitsi-autoscaler/launcher.ts';
import { initialJitsiAutoscalerMemory } from '../../../src/autoscaling/jitsi-autoscaler/memory.ts';
import { summariseSamples } from '../../../src/autoscaling/jitsi-autoscaler/periods.ts';
import {
  countsAvailable,
  type JitsiAutoscalerPolicy,
  jitsiAutoscalerPolicy,
} from '../../../src/autoscaling/jitsi-autoscaler/policy.ts';
import {
  applySchedule,
  scheduleInhibitsScaleDown,
} from '../../../src/autoscaling/jitsi-autoscaler/schedule-transition.ts';
import {
  type AutoscalerCase,
  type CaseGroup,
  cloudRunning,
  trackedInstances,
} from './jitsi-autoscaler-case.ts';

export type Outcome = Readonly<Record<string, unknown>> | null;

/** Any moment: cases give ages, not times. */
export const nowMs = 1_750_000_000_000;

export function autoscaleDecision({ config, inventory, desiredBefore }: AutoscalerCase): Outcome {
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

export function launchDecision({ config, inventory }: AutoscalerCase): Outcome {
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

export function scheduledScaling({ config, inventory, desiredBefore }: AutoscalerCase): Outcome {
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

export function combineOf(type: CaseGroup['type']): 'sum' | 'mean' {
  return countsAvailable(type) ? 'sum' : 'mean';
}

function policyOf(config: AutoscalerCase['config']): JitsiAutoscalerPolicy {
  const group = config.group!;
  return jitsiAutoscalerPolicy({
    ...group,
    ...group.scalingOptions,
    enableCloudGuard: group.enableCloudGuard ?? config.cloudGuardEnabledByService ?? false,
  });
}
