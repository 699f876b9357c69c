/**
 * Goal: clients of two versions in one run try again each by its own timing, and the versions of people do not hang on anything
 * else.
 * Method: losses and timings whose outcome can be worked out by hand, so that at one sample exactly the clients of today are
 * still out; their number against the binomial distribution; pure settings byte for byte.
 */
import { describe, expect, it } from 'vitest';
import { clientVersions } from '../../../../src/jitsi/signalling/client-versions.ts';
import type { SignallingModel } from '../../../../src/jitsi/signalling/signalling-model.ts';
import type { Fault } from '../../../../src/scenario/faults.ts';
import type { RunRows } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aBurst, aSignallingModel } from '../../../support/signalling.ts';

const participants = 1000;
const { current } = clientVersions;

interface Case {
  readonly fault: Fault;
  readonly model: Partial<SignallingModel>;
}

/** Nobody reaches the front for 45 s, and Prosody keeps its sessions. */
const frontAway: Case = {
  fault: {
    kind: 'front-loss',
    name: 'front',
    timing: { kind: 'at', atMs: 1_185_000 },
    shard: null,
    pods: null,
    outageSeconds: 45,
  },
  model: { hibernationSeconds: 3600, reloadOverlayMinSeconds: 100, reloadOverlaySpreadSeconds: 0 },
};

/** Everybody loads the page again after 10 s, and finds a focus from 200 s after that on. */
const focusAway: Case = {
  fault: { kind: 'prosody-kill', name: 'kill', timing: { kind: 'at', atMs: 960_000 }, shard: null },
  model: {
    reloadRatio: 1,
    reloadOverlayMinSeconds: 10,
    reloadOverlaySpreadSeconds: 0,
    focusMissingSeconds: { kind: 'constant', value: 210 },
  },
};

function run({ fault, model }: Case, currentRatio: number | null, seed = 1): RunRows {
  const scenario = aBurst({ participants, signalling: aSignallingModel(model) });
  const deployment = {
    ...scenario.deployment,
    ...(currentRatio === null ? {} : { clients: { currentRatio, current } }),
  };
  return simulate({ ...scenario, faults: [fault], deployment }, { seed, replication: 0 });
}

/** Participants who are out so many minutes after the start. */
const outAfter = (rows: RunRows, minute: number): number => rows.minutes.participantsOut[minute - 1]!;

describe('clients of two versions', () => {
  it('resume without end, or reload after three tries', () => {
    // Tries come after 1.5 to 3, 3 to 9 and 4.5 to 27 s more: the third within 39 s, while the front is away for 45. Who goes on
    // trying is back within 45 + 27 s, at 1257 s; who reloads counts down for 100 s from the third try, 9 s or later: at
    // 1294 s. So at 1260 s those with clients of today are out, and nobody else.
    for (const ratio of [0.2, 0.7]) {
      const out = outAfter(run(frontAway, ratio), 21);
      const deviation = Math.sqrt(participants * ratio * (1 - ratio));
      expect(Math.abs(out - participants * ratio)).toBeLessThan(4 * deviation);
    }
    expect(outAfter(run(frontAway, 0), 21)).toBe(0);
    expect(outAfter(run(frontAway, 1), 21)).toBe(participants);
  });

  it('ask again for their conference at most 30 s later, or 120', () => {
    // Requests 0, 1, 3, 7, 15 and 31 s after the first at 970 s; then 61, 91 ... 211, or 63, 127 and 247. The focus is there 200 s
    // after the first, at 1170 s. So at 1200 s those who ask at 1181 s are back, and those who ask at 1217 s are not.
    expect(outAfter(run(focusAway, 0), 20)).toBe(0);
    expect(outAfter(run(focusAway, 1), 20)).toBe(participants);
    const out = outAfter(run(focusAway, 0.7), 20);
    expect(out).toBeGreaterThan(0);
    expect(out).toBeLessThan(participants);
  });

  it('are the same people whatever happens to them', () => {
    for (const seed of [1, 2]) {
      const [front, focus] = [run(frontAway, 0.7, seed), run(focusAway, 0.7, seed)];
      expect(outAfter(focus, 20)).toBe(outAfter(front, 21));
    }
  });

  it.each([
    ['front', frontAway],
    ['focus', focusAway],
  ])('are those of the model or of today alone at shares of 0 and 1 (%s)', (_name, of) => {
    const today = { ...of, model: { ...of.model, ...current } };
    expect(JSON.stringify(run(of, 0))).toBe(JSON.stringify(run(of, null)));
    expect(JSON.stringify(run(of, 1))).toBe(JSON.stringify(run(today, null)));
    expect(JSON.stringify(run(of, 0.5))).not.toBe(JSON.stringify(run(of, null)));
  });
});
