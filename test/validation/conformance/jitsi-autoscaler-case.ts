/**
 * The cases of jitsi-autoscaler as they stand in the files, and the way from their wire names to ours.
 */
import {
  type InstanceCondition,
  type InstanceStats,
  type JibriBusyStatus,
  launchedCondition,
  metricOfReport,
  nomadStress,
  type TrackedInstance,
} from '../../../src/autoscaling/jitsi-autoscaler/inventory.ts';
import type {
  JitsiAutoscalerPolicy,
  ScalingOptions,
  ScheduledPeriod,
  ScheduledScaling,
} from '../../../src/autoscaling/jitsi-autoscaler/policy.ts';

export interface AutoscalerCase {
  readonly subject: string;
  readonly groupType: JitsiAutoscalerPolicy['type'];
  readonly config: CaseConfig;
  readonly inventory: CaseInventory;
  readonly desiredBefore: number | null;
  /** Either the outcome itself, or what upstream's test asserts and what upstream's code gave. */
  readonly expected: Readonly<Record<string, unknown>>;
}

export type CaseGroup = JitsiAutoscalerPolicy & {
  readonly name: string;
  readonly region: string;
  readonly scheduledScalingActivePeriod?: string;
  readonly scheduledScalingBaseOptions?: ScalingOptions;
};

/** All configuration any subject uses; each uses a few. */
interface CaseConfig extends Pick<ScheduledPeriod, 'startHour' | 'startMinute' | 'endHour' | 'endMinute'> {
  readonly group?: CaseGroup;
  readonly cloudGuardEnabledByService?: boolean;
  readonly gracePeriodActive?: boolean;
  readonly groupScaleDownProtected?: boolean;
  readonly isScaleDownProtected?: boolean;
  readonly missing?: boolean;
  readonly enabled?: boolean;
  readonly reservations?: { readonly reservedNodes: number };
  readonly scheduledScaling?: ScheduledScaling;
  readonly timezone?: string;
  readonly defaultTimezone?: string;
  readonly baseOptions?: ScalingOptions;
  readonly periodOverrides?: Partial<ScalingOptions>;
  readonly a?: ScalingOptions;
  readonly b?: ScalingOptions;
  readonly scalePeriod?: number;
  readonly periodsCount?: number;
}

interface CaseInventory {
  readonly now?: string;
  readonly region?: string;
  readonly count?: number;
  readonly quantity?: number;
  readonly scaleMetrics?: readonly number[];
  readonly direction?: 'up' | 'down';
  readonly hour?: number;
  readonly minute?: number;
  readonly liveOptions?: ScalingOptions;
  readonly metricsPerPeriod?: readonly (readonly { readonly instanceId: string; readonly value: number }[])[];
  readonly samples?: readonly { readonly id: string; readonly value: number; readonly ageMs: number }[];
  readonly tracked?: readonly CaseState[];
  readonly protectedIds?: readonly string[];
  readonly untracked?: number;
  readonly launchSucceeds?: number;
  readonly cloud?: { readonly running?: number; readonly provisioning?: number; readonly apiFails?: boolean };
  readonly state?: CaseState;
  readonly report?: CaseReport;
  readonly shutdownCommandPending?: boolean;
}

interface CaseState {
  readonly instanceId: string;
  readonly shutdownStatus?: boolean;
  readonly status: {
    readonly provisioning: boolean;
    readonly stats?: WireStats;
    readonly jibriStatus?: { readonly busyStatus: JibriBusyStatus };
  };
}

interface CaseReport {
  readonly shutdownStatus?: boolean;
  readonly statsError?: boolean;
  readonly stats?: WireStats & {
    readonly status?: { readonly busyStatus: JibriBusyStatus };
    readonly Gauges?: readonly NomadGauge[];
  };
}

interface WireStats {
  readonly stress_level?: number;
  readonly participants?: number;
  readonly allocatedCPU?: number;
  readonly connections?: number;
  readonly graceful_shutdown?: boolean;
}

interface NomadGauge {
  readonly Name: string;
  readonly Value: number;
  readonly Labels: Readonly<Record<string, string>>;
}

export function trackedInstances({ tracked }: CaseInventory): readonly TrackedInstance[] {
  return (tracked ?? []).map((state) => ({ id: state.instanceId, atMs: 0, ...conditionOf(state) }));
}

/** RUNNING and PROVISIONING instances; null when the cloud does not answer. */
export function cloudRunning({ cloud }: CaseInventory): number | null {
  if (cloud?.apiFails === true) return null;
  return (cloud?.running ?? 0) + (cloud?.provisioning ?? 0);
}

/** The samples a report, or a state, writes. */
export function metricsWritten({ groupType, inventory }: AutoscalerCase): readonly number[] {
  const { report, state } = inventory;
  const condition = state === undefined ? reported(report!) : conditionOf(state);
  const value = metricOfReport(groupType, condition, inventory.shutdownCommandPending === true);
  return value === null ? [] : [value];
}

function conditionOf({ status, shutdownStatus }: CaseState): InstanceCondition {
  return {
    provisioning: status.provisioning,
    shutdownReported: shutdownStatus === true,
    stats: status.stats === undefined ? null : statsOf(status.stats),
    jibriStatus: status.jibriStatus?.busyStatus ?? null,
  };
}

function reported({ stats, statsError, shutdownStatus }: CaseReport): InstanceCondition {
  const silent = statsError === true || stats === undefined || Object.keys(stats).length === 0;
  return {
    ...launchedCondition,
    provisioning: false,
    shutdownReported: shutdownStatus === true,
    stats: silent ? null : stats.Gauges === undefined ? statsOf(stats) : nomadStatsOf(stats.Gauges),
    jibriStatus: silent ? null : (stats.status?.busyStatus ?? null),
  };
}

function statsOf(wire: WireStats): InstanceStats {
  const given = {
    stressLevel: wire.stress_level,
    participants: wire.participants,
    allocatedCpu: wire.allocatedCPU,
    connections: wire.connections,
    gracefulShutdown: wire.graceful_shutdown,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function nomadStatsOf(gauges: readonly NomadGauge[]): InstanceStats {
  const cpu = (which: string): number =>
    gauges.find((gauge) => gauge.Name === `nomad.client.${which}.cpu`)?.Value ?? 0;
  const allocated = cpu('allocated');
  return {
    stressLevel: nomadStress({ allocated, unallocated: cpu('unallocated') }),
    allocatedCpu: allocated,
    gracefulShutdown: gauges.some(
      ({ Labels: labels }) => (labels.node_scheduling_eligibility ?? 'eligible') !== 'eligible',
    ),
  };
}

/** The first field in which an outcome is not as expected; fields that are not expected are not looked at. */
export function difference(expected: unknown, actual: unknown, place = 'outcome'): string | null {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) return mismatch(expected, actual, place);
    return firstDifference(
      expected.map((item, index) => difference(item, actual[index], `${place}[${index}]`)),
    );
  }
  if (isRecord(expected) && isRecord(actual)) {
    return firstDifference(
      Object.entries(expected).map(([field, value]) => difference(value, actual[field], `${place}.${field}`)),
    );
  }
  return Object.is(expected, actual) ? null : mismatch(expected, actual, place);
}

/** The fields of what upstream asserts that the whole outcome has too; others say the same in prose. */
export function sharedFields(asserted: unknown, outcome: unknown): unknown {
  if (!isRecord(asserted) || !isRecord(outcome)) return asserted;
  return Object.fromEntries(Object.entries(asserted).filter(([field]) => field in outcome));
}

function firstDifference(differences: readonly (string | null)[]): string | null {
  return differences.find((found) => found !== null) ?? null;
}

function mismatch(expected: unknown, actual: unknown, place: string): string {
  return `${place}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
