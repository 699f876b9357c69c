/**
 * Who runs which vectors, and what must not be pending.
 */
import { jicofoRunner } from './jicofo.ts';
import { jitsiAutoscalerRunner } from './jitsi-autoscaler.ts';
import { jvbLoadRunner } from './jvb-load.ts';
import { kedaAndCloudRunner } from './keda-and-cloud.ts';
import { kubernetesHpaRunner } from './kubernetes-hpa.ts';
import type { VectorRunner } from './runner.ts';

export const runners: readonly VectorRunner[] = [
  kubernetesHpaRunner,
  jitsiAutoscalerRunner,
  kedaAndCloudRunner,
  jicofoRunner,
  jvbLoadRunner,
];

const kubernetesHpa = [
  'resourceUtilization podsAverageValue objectValue objectAverageValue externalValue externalAverageValue',
  'groupPods calculateRequests normalizeNoBehavior stabilizeNoBehavior stabilizeWithBehavior',
  'limitRateWithBehavior scaleUpLimit scaleDownLimit storeScaleEvent reconcile',
];
const jitsiAutoscaler = [
  'evalScaleCondition autoscaleDecision launchDecision scaleDownSelection scaleDownSortMetric metricPeriods',
  'trackMetric summaryMetric timeInRange activePeriod scheduledScaling localTime resolveActiveOptions',
  'resolveTimezone filterProtected mergeWithLiveDesired runningInstances recordLaunch scalingOptionsEqual',
];
const kedaAndCloud = [
  'scaledJobStrategy scaledJobDecision stepScaling roundPercentAdjustment percentAdjustment adjust resolve',
  'predictiveEffectiveMax azureScaleInProjection',
];
const jicofo = [
  'strategy-select selector-select bridge-compare selector-sequence config version-pins cascade',
  'conference-sessions load-redistribution jibri-detector jibri-session',
];
const jvbLoad = [
  'load-manager last-n-reducer steal-detection load-division conference-last-n-limit effective-last-n',
];

/** Subjects and functions of which no case may be pending. */
export const mustBeBuilt: ReadonlySet<string> = new Set(
  [...kubernetesHpa, ...jitsiAutoscaler, ...kedaAndCloud, ...jicofo, ...jvbLoad].flatMap((line) =>
    line.split(' '),
  ),
);
