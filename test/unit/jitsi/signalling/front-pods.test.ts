// Goal: front pods hold what nginx holds, refuse what it refuses, and fail their probes while they refuse.
// Method: arithmetic with OpenFUN's settings (2 pods x 4 workers x 768 worker_connections = 6144 sockets): at 4 sockets
//   a participant 1536 find room, at 3.85 1594 in two pods of 797; with 2048 connections 4096.
import { describe, expect, it } from 'vitest';
import { FrontPods, noPod } from '../../../../src/jitsi/signalling/front-pods.ts';
import { socketsMaxOfPod } from '../../../../src/jitsi/signalling/shard.ts';
import { aSignallingModel } from '../../../support/signalling.ts';

function pods(
  frontWorkerConnections: number | null,
  overrides: { socketsPerPageLoad?: number } = {},
): FrontPods {
  const socketsMax = socketsMaxOfPod(aSignallingModel({ frontWorkerConnections }));
  return new FrontPods({ pods: 2, socketsMax, socketsPerPageLoad: 0, pageLoadSeconds: 65, ...overrides });
}

function fill(fronts: FrontPods, sockets: number): number {
  let participants = 0;
  while (participants < 10_000 && fronts.open(sockets, 0) !== noPod) participants += 1;
  return participants;
}

describe('front pods', () => {
  it.each([
    [768, 4, 1536],
    [768, 3.85, 2 * 797],
    [2048, 4, 4096],
  ])(
    'with %i connections a worker take %f sockets each of %i participants',
    (connections, sockets, expected) => {
      expect(fill(pods(connections), sockets)).toBe(expected);
    },
  );

  it('never refuse without a ceiling', () => {
    expect(fill(pods(null), 4)).toBe(10_000);
  });

  it('are filled evenly', () => {
    const fronts = pods(768);
    for (let i = 0; i < 101; i++) fronts.open(4, 0);
    expect([fronts.sockets(0, 0), fronts.sockets(1, 0)]).toEqual([204, 200]);
    expect(fronts.socketsTotal(0)).toBe(404);
  });

  it('refuse their probes while they refuse sockets, and no longer', () => {
    const fronts = pods(768);
    fill(fronts, 4);
    expect(fronts.answersProbe(0, 0)).toBe(false);
    expect(fronts.answersProbe(1, 0)).toBe(false);
    fronts.close(1, 4);
    expect(fronts.open(4, 0)).toBe(1);
    expect(fronts.answersProbe(0, 0)).toBe(true);
    expect(fronts.answersProbe(1, 0)).toBe(true);
  });

  it('are not asked while they are down, and begin empty', () => {
    const fronts = pods(768);
    fill(fronts, 4);
    fronts.stop(0);
    expect(fronts.open(4, 0)).toBe(noPod);
    fronts.start(0);
    expect(fronts.sockets(0, 0)).toBe(0);
    expect(fronts.open(4, 0)).toBe(0);
  });

  it('take no more than the rest of their room from one who is in already', () => {
    const fronts = pods(1);
    expect(fronts.open(2, 0)).toBe(0);
    expect(fronts.extend(0, 2, 0)).toBe(true);
    expect(fronts.extend(0, 2, 0)).toBe(false);
    expect(fronts.sockets(0, 0)).toBe(4);
  });

  it('keep the sockets of a page load for 65 s', () => {
    const fronts = pods(768, { socketsPerPageLoad: 5 });
    fronts.open(4, 0);
    fronts.notePageLoad(0, 0);
    expect(fronts.sockets(0, 64_000)).toBe(9);
    expect(fronts.sockets(0, 66_000)).toBe(4);
  });
});
