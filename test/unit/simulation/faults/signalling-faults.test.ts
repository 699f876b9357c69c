/**
 * Goal: faults of a shard's parts put participants out for exactly as long as their clients' timings say, and those whom
 * Jicofo invites again come back one after the other.
 * Method: forty participants in one conference, all in by minute 11; models whose times are constants, so that every
 * wait can be added up by hand.
 */
import { describe, expect, it } from 'vitest';
import type { SignallingModel } from '../../../../src/jitsi/signalling/signalling-model.ts';
import type { Fault } from '../../../../src/scenario/faults.ts';
import type { RunRows } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aBurst, aSignallingModel } from '../../../support/signalling.ts';

const people = 40;
const timing = { kind: 'at', atMs: 30.5 * 60_000 } as const;
const seconds = (value: number) => ({ kind: 'constant', value }) as const;

/** Clients resume after exactly 2 s; overlays last exactly 10 s. */
const steadyClients: Partial<SignallingModel> = {
  resumeWaitLowSeconds: 2,
  resumeWaitBaseSeconds: 2,
  reloadOverlayMinSeconds: 10,
  reloadOverlaySpreadSeconds: 0,
};

function runWith(fault: Fault, model: Partial<SignallingModel> = {}): RunRows {
  const signalling = aSignallingModel({ ...steadyClients, ...model });
  const scenario = { ...aBurst({ participants: people, signalling, hours: 1 }), faults: [fault] };
  return simulate(scenario, { seed: 5, replication: 0 });
}

function expectAllBack({ totals, minutes }: RunRows, dropped: number, secondsOut: number): void {
  expect(totals.participantsDropped).toBe(dropped);
  expect(totals.participantMinutesOut).toBeCloseTo(secondsOut / 60, 6);
  expect(totals.disconnectedParticipantMinutes).toBeCloseTo(secondsOut / 60, 6);
  expect(minutes.participantsOut.at(-1)).toBe(0);
  expect(minutes.participants.at(-1)).toBe(people);
  expect(totals.joinsSucceeded).toBe(people);
}

describe('a fault of signalling', () => {
  it('prosody-kill: overlay 10 s, then conference requests at 10, 11, 13, 17 and 25 s; the focus is back at 24 s', () => {
    const run = runWith(
      { kind: 'prosody-kill', name: 'kill', timing, shard: null },
      { reloadRatio: 1, prosodyStartSeconds: seconds(5), focusMissingSeconds: seconds(19) },
    );
    expect(run.totals.prosodyKills).toBe(1);
    expectAllBack(run, people, people * 25);
    expect(run.incidents.find(({ kind }) => kind === 'prosody-killed')).toMatchObject({
      atMs: timing.atMs,
      affected: people,
      detail: expect.stringContaining('was killed (kill)'),
    });
  });

  it('front-loss: half of the participants hang on one of two pods, and resume on the other after 2 s', () => {
    const run = runWith({ kind: 'front-loss', name: 'loss', timing, shard: 0, pods: 1, outageSeconds: 60 });
    expect(run.totals.frontRestarts).toBe(1);
    expectAllBack(run, people / 2, (people / 2) * 2);
  });

  it('front-loss of all pods for 5 s: the tries at 2 and 4 s are refused, that at 6 s is not', () => {
    const run = runWith(
      { kind: 'front-loss', name: 'loss', timing, shard: null, pods: null, outageSeconds: 5 },
      { resumeWaitStepsMax: 1 },
    );
    expectAllBack(run, people, people * 6);
  });

  it('reconnect-storm: everybody resumes after 2 s', () => {
    expectAllBack(runWith({ kind: 'reconnect-storm', name: 'storm', timing, ratio: 1 }), people, people * 2);
  });

  it('churn: each of three cycles costs everybody a page load of 4 s', () => {
    const run = runWith(
      { kind: 'churn', name: 'churn', timing, ratio: 1, cycles: 3, periodSeconds: 60, awaySeconds: 0 },
      { pageLoadSeconds: seconds(4) },
    );
    expectAllBack(run, people * 3, people * 3 * 4);
  });

  it('takes part of the participants when the ratio says so', () => {
    // Binomial: 40 at 0.5, standard deviation 3.2.
    const { totals } = runWith({ kind: 'reconnect-storm', name: 'storm', timing, ratio: 0.5 });
    expect(Math.abs(totals.participantsDropped - people / 2)).toBeLessThan(4 * 3.2);
    expect(totals.participantsDropped).not.toBe(people);
  });
});

describe('invitations after a loss', () => {
  const paced = { prosodyPerJoinCoreSeconds: 1, prosodyProbeTimeoutSeconds: 1000, pingTimeoutSeconds: 1000 };
  // The n-th of forty is back n seconds after invitations begin: 1 + 2 + ... + 40.
  const inTurn = (people * (people + 1)) / 2;

  it('are a closed loop: a bridge crash brings one participant back each second', () => {
    const { totals, minutes } = runWith(
      {
        kind: 'bridge-crash',
        name: 'crash',
        timing,
        count: 1,
        pick: 'busiest',
        loss: 'process',
        restartSeconds: null,
      },
      paced,
    );
    expect(totals.participantsDropped).toBe(people);
    expect(totals.participantMinutesOut).toBe(0);
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo(inTurn / 60, 6);
    expect(minutes.participants.at(-1)).toBe(people);
    // Nobody waits for more than one invitation to be worked on, whoever else does.
    expect(minutes.prosodyBacklogSeconds[30]).toBeCloseTo(1, 6);
  });

  it('begin when Jicofo is back after its restart', () => {
    const { totals } = runWith({ kind: 'jicofo-restart', name: 'restart', timing, absenceSeconds: 7 }, paced);
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo((inTurn + people * 7) / 60, 6);
    expect(totals.participantsDropped).toBe(people);
  });
});
