/**
 * Runs the cases of jitsi-videobridge about load management: stress, the last-n reducer, steal, last-n limits.
 */
import { conferenceLastNLimit, effectiveLastN } from '../../../src/jitsi/load-management/last-n-limits.ts';
import {
  type LastNReducerOptions,
  recoveredLastN,
  reducedLastN,
} from '../../../src/jitsi/load-management/last-n-reducer.ts';
import { LoadManager } from '../../../src/jitsi/load-management/load-manager.ts';
import { loadRatio } from '../../../src/jitsi/load-management/load-measurement.ts';
import { StealDetection } from '../../../src/jitsi/load-management/steal-detection.ts';
import { type Json, mismatch, runSteps } from './assertions.ts';
import type { VectorRunner } from './runner.ts';

const subjects: Readonly<Record<string, (input: Json, expected: Json) => string | null>> = {
  'load-manager': loadManager,
  'last-n-reducer': lastNReducer,
  'steal-detection': stealDetection,
  'load-division': loadDivision,
  'conference-last-n-limit': (input, expected) => {
    const { limits, conferenceSize } = input as { limits: [number, number][]; conferenceSize: number };
    return mismatch(expected, { limit: conferenceLastNLimit(limits, conferenceSize) });
  },
  'effective-last-n': (input, expected) =>
    mismatch(expected, { lastN: effectiveLastN(input.values as number[]) }),
};

export const jvbLoadRunner: VectorRunner = {
  name: 'jitsi-videobridge load management',
  handles: (_file, { subject }) => typeof subject === 'string' && Object.hasOwn(subjects, subject),
  run(testCase) {
    const { subject, input, expected } = testCase as { subject: string; input: Json; expected: Json };
    return subjects[subject]!(input, expected);
  },
};

interface ManagerInput {
  readonly loadThreshold: number;
  readonly recoveryThreshold: number;
  readonly reducer: { readonly impactTimeMs: number; readonly recoverReturns: boolean } | null;
  readonly steps: readonly { readonly op: string; readonly value?: number; readonly ms?: number }[];
}

function loadManager(input: Json, expected: Json): string | null {
  const { loadThreshold, recoveryThreshold, reducer, steps } = input as unknown as ManagerInput;
  let reduceCalls = 0;
  let recoverCalls = 0;
  const counting = reducer && {
    impactTimeMs: reducer.impactTimeMs,
    reduce: () => {
      reduceCalls += 1;
    },
    recover: () => {
      recoverCalls += 1;
      return reducer.recoverReturns;
    },
  };
  const manager = new LoadManager({ loadThreshold, recoveryThreshold }, counting);
  let nowMs = 0;
  return runSteps(steps, expected, ({ op, value, ms }) => {
    if (op === 'load') manager.measured(value!, nowMs);
    else if (op === 'elapse') nowMs += ms!;
    else if (op !== 'observe') throw new Error(`unknown step ${op}`);
    return { reduceCalls, recoverCalls, stress: manager.stress, overloaded: manager.isOverloaded };
  });
}

interface ReducerInput {
  readonly config: LastNReducerOptions;
  readonly conferences: readonly { readonly forwardedPerEndpoint: readonly number[] }[];
  readonly lastN: number;
  readonly action: 'reduce' | 'recover';
}

function lastNReducer(input: Json, expected: Json): string | null {
  const { config, conferences, lastN, action } = input as unknown as ReducerInput;
  const forwarded = conferences.flatMap(({ forwardedPerEndpoint }) => forwardedPerEndpoint);
  const set =
    action === 'recover'
      ? recoveredLastN(config, lastN)
      : reducedLastN(config, forwarded.length === 0 ? null : Math.max(...forwarded));
  return mismatch(expected, { lastNSets: set === null ? 0 : 1, lastN: set ?? lastN, ran: set !== null });
}

function stealDetection(input: Json, expected: Json): string | null {
  const { steps } = input as { steps: { op: string; procStat: string[] }[] };
  const detection = new StealDetection();
  return runSteps(steps, expected, ({ procStat }) => ({ load: detection.update(procStat) }));
}

function loadDivision(input: Json, expected: Json): string | null {
  const { numeratorKind, numerator, denominatorKind, denominator } = input as {
    numeratorKind: string;
    numerator: number;
    denominatorKind: string;
    denominator: number;
  };
  const divide = (): Json => {
    try {
      const load = { kind: numeratorKind, value: numerator };
      return { result: loadRatio(load, { kind: denominatorKind, value: denominator }) };
    } catch (error) {
      if (error instanceof RangeError) return { error: 'unsupported' };
      throw error;
    }
  };
  return mismatch(expected, divide());
}
