/**
 * What settings can be exported for, and what an export gives: the text of a file that the target takes as it is, or
 * why the target cannot say what the scenario says.
 */
import type { Scenario } from '../scenario/scenario.ts';

/** What settings can be written for. Here, so that the command line names them without loading any writer. */
export const exportTargets = ['hpa', 'keda', 'jitsi-autoscaler', 'asg', 'jicofo', 'jvb', 'alerts'] as const;
export type ExportTarget = (typeof exportTargets)[number];

/** Pools that a policy scales. */
export const exportPools = ['bridges', 'jibris'] as const;
export type ExportPool = (typeof exportPools)[number];

/** One pool with the policy that scales it. */
export interface ScaledPool {
  readonly pool: ExportPool;
  readonly scaling: Scenario['scaling']['bridges'] | NonNullable<Scenario['scaling']['jibris']>;
}

export interface ExportedText {
  readonly ok: true;
  readonly text: string;
  /** What the reader must know before applying it: what the file cannot carry. */
  readonly notes: readonly string[];
}

/** The target has no words for what the scenario asks. */
export interface ExportRefusal {
  readonly ok: false;
  readonly reason: string;
  /** The nearest things that do have words for it. */
  readonly alternatives: readonly string[];
}

export type Exported = ExportedText | ExportRefusal;

/** The pools of a scenario, or only the one asked for. */
export function scaledPools(scenario: Scenario, only: ExportPool | null): readonly ScaledPool[] {
  const { bridges, jibris } = scenario.scaling;
  const all: ScaledPool[] = [{ pool: 'bridges', scaling: bridges }];
  if (jibris !== null) all.push({ pool: 'jibris', scaling: jibris });
  return all.filter(({ pool }) => only === null || pool === only);
}
