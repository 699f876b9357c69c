// Goal: bridges as pods wait for nodes, start on them, leave them, and nodes are what is paid for.
// Method: timelines worked out by hand; a boot of 165 s for a node and 75 s for a pod, a shutdown of 60 s.
import { describe, expect, it } from 'vitest';
import type { KarpenterSettings, NodeSettings } from '../../../../src/cloud/nodes/node-settings.ts';
import type { Demand, Scenario } from '../../../../src/scenario/scenario.ts';
import type { RunRows } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { shippedClusterAutoscaler } from '../../../support/nodes.ts';
import {
  aBridgePool,
  aCloud,
  aCurveDemand,
  aScenario,
  aTimetableScenario,
  hourMs,
} from '../../../support/scenario.ts';

const karpenter: KarpenterSettings = {
  kind: 'karpenter',
  batchIdleSeconds: 1,
  batchMaxSeconds: 10,
  disruptionPollSeconds: 10,
  consolidateAfterSeconds: 0,
  validationSeconds: 15,
  budgetRatio: 1,
  consolidationPolicy: 'WhenEmptyOrUnderutilized',
  registrationTimeoutSeconds: 900,
};

/** A timetable of bridges by minute on nodes for so many pods. Two hours. */
function onNodes(
  steps: readonly (readonly [minute: number, count: number])[],
  podsPerNode: number,
  more: {
    readonly nodes?: Partial<NodeSettings>;
    readonly cloud?: Parameters<typeof aCloud>[0];
    readonly demand?: Scenario['demand'];
  } = {},
): RunRows {
  const scenario = aTimetableScenario(steps, more.demand);
  const bridges = aBridgePool({
    initialCount: steps[0]![1],
    nodes: {
      groups: [
        { instanceType: 'test/xs', podsPerNode, priceRatio: 1, minCount: 0, maxCount: 100, priority: 0 },
      ],
      autoscaler: shippedClusterAutoscaler,
      evictsPods: false,
      placement: 'spread',
      podDeletionCost: 'none',
      bootFailureRatio: 0,
      readyStage: 1,
      ...more.nodes,
    },
  });
  const deployment = { ...scenario.deployment, cloud: aCloud(more.cloud), bridges };
  return simulate({ ...scenario, deployment }, { seed: 1, replication: 0 });
}

const ready = ({ minutes }: RunRows, minute: number) => minutes.bridgesReady[minutes.minute.indexOf(minute)];

describe('one pod a node', () => {
  const rows = onNodes(
    [
      [0, 1],
      [30, 3],
      [60, 1],
    ],
    1,
  );

  it('is ready after a scan, a node and a pod', () => {
    // Ordered at 30 min; scanned within 10 s; 165 + 75 s later ready: 34 min and up to 10 s.
    expect([33, 35].map((minute) => ready(rows, minute))).toEqual([1, 3]);
    expect(rows.totals.orderToReadySecondsP50).toBeGreaterThanOrEqual(239);
    expect(rows.totals.orderToReadySecondsP95).toBeLessThan(253);
    // Two pods without a node from the order until the node takes them.
    expect(rows.totals.podsPendingMinutes).toBeGreaterThanOrEqual((2 * 165) / 60);
    expect(rows.totals.podsPendingMinutes).toBeLessThan((2 * 176) / 60);
  });

  it('leaves its node empty, which is paid for ten minutes more', () => {
    // Pods go at 60 min and are gone at 61; unneeded from the next scan, for 600 s: gone at 71 min and up to 20 s.
    expect(rows.totals.nodeLaunches).toBe(2);
    const paidMs = rows.lives
      .filter(({ startMs }) => startMs > 0)
      .map(({ startMs, endMs }) => endMs - startMs);
    expect(paidMs).toHaveLength(2);
    for (const ms of paidMs) {
      expect(ms).toBeGreaterThanOrEqual(41 * 60_000 - 10_000);
      expect(ms).toBeLessThanOrEqual(41 * 60_000 + 20_000);
    }
  });

  it('has its bill in node-hours, and pod-hours beside', () => {
    const livesMs = rows.lives.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    expect(livesMs / hourMs).toBeCloseTo(rows.totals.nodeHoursPaid, 9);
    // Billed by the started second.
    expect(rows.bill[0]?.quantity).toBeCloseTo(rows.totals.nodeHoursPaid, 2);
    // Pods: 2 h, and twice from 30 to 61 min.
    expect(rows.totals.bridgeHoursPaid).toBeCloseTo(2 + (2 * 31) / 60, 9);
  });
});

describe('several pods a node', () => {
  it('need no new node while there is room', () => {
    const rows = onNodes(
      [
        [0, 1],
        [30, 3],
      ],
      4,
    );
    // 75 s of a pod alone: ready at 31 min 15 s.
    expect([31, 32].map((minute) => ready(rows, minute))).toEqual([1, 3]);
    expect(rows.totals.nodeHoursPaid).toBeCloseTo(2, 9);
    expect(rows.totals.podsPendingMinutes).toBe(0);
    expect(rows.totals.bridgeHoursPaid).toBeGreaterThan(4);
  });

  it('leave first where two share a node', () => {
    // Pods 0 and 1 on the first node, 2 on the second. One less: one of the first node, though 2 is the youngest.
    const rows = onNodes(
      [
        [0, 3],
        [30, 2],
      ],
      2,
    );
    // Both nodes stay, each with one: nothing is empty.
    expect(rows.totals.nodeHoursPaid).toBeCloseTo(4, 9);
    expect(rows.totals.bridgeHoursPaid).toBeCloseTo(6 - 89 / 60, 9);
  });
});

describe('a refused node', () => {
  it('is asked for again when the back-off of its group is over', () => {
    // Ordered at 10 min, refused within 10 s: 300 s back-off; refused again after 15 min: 600 s; the quota ends at 20 min;
    // granted after 25 min, 20 s at the latest, ready 240 s later.
    const quota = { pool: null, instanceType: null, maxCount: 1, fromMs: 0, toMs: 20 * 60_000 };
    const rows = onNodes(
      [
        [0, 1],
        [10, 2],
      ],
      1,
      { cloud: { quotas: [quota] } },
    );
    expect(rows.totals.launchesRefused).toBe(2);
    expect([28, 30].map((minute) => ready(rows, minute))).toEqual([1, 2]);
  });
});

describe('an evicted pod', () => {
  it('is stopped after ten minutes with its conferences on it', () => {
    // Four pods on two nodes of two. At 5 min the youngest goes, on the second node; at 10 min one of the two that share
    // the first. Both nodes are half used, below the threshold of 0.6, from 11 min, when the last one is gone. At 21 min
    // one is drained; meetings that began from 12 min on last longer than the 600 s that it has.
    const meetings = aCurveDemand(60, { durationMinutes: { kind: 'constant', value: 100 } });
    const rate = {
      timeMs: Float64Array.of(0, 12 * 60_000, 12.01 * 60_000, 200 * 60_000),
      ratePerHour: Float64Array.of(0, 0, 60, 60),
    };
    const demand = [{ ...meetings, rate } as Demand];
    const steps = [
      [0, 4],
      [5, 3],
      [10, 2],
    ] as const;
    const rows = onNodes(steps, 2, {
      demand,
      nodes: {
        evictsPods: true,
        autoscaler: { ...shippedClusterAutoscaler, scaleDownUtilizationThreshold: 0.6 },
      },
    });
    expect(rows.totals.podEvictions).toBeGreaterThan(0);
    const stopped = rows.incidents.filter(({ detail }) => /eviction from its node/.test(detail));
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped[0]!.affected).toBeGreaterThan(0);
    expect(stopped[0]!.atMs / 60_000).toBeGreaterThanOrEqual(31);
    expect(stopped[0]!.atMs / 60_000).toBeLessThan(31.5);
    expect(rows.totals.participantsMoved).toBeGreaterThanOrEqual(stopped[0]!.affected);
  });
});

describe('Karpenter in a run', () => {
  const rows = onNodes(
    [
      [0, 1],
      [30, 3],
      [60, 1],
    ],
    1,
    { nodes: { autoscaler: karpenter } },
  );

  it('launches a second after the last pod came', () => {
    // 1 + 165 + 75 s.
    expect(rows.totals.orderToReadySecondsP50).toBeCloseTo(241, -1);
    expect(rows.totals.podsPendingMinutes).toBeCloseTo((2 * 166) / 60, 9);
  });

  it('gives an empty node up after its validation', () => {
    // Empty at 61 min, seen then or 10 s later, held back for 15 s: gone at 61:20 or 61:30.
    const ends = rows.lives.filter(({ startMs }) => startMs > 0).map(({ endMs }) => endMs / 1000 - 61 * 60);
    expect(ends).toHaveLength(2);
    for (const end of ends) expect([20, 30]).toContain(end);
  });
});

describe('nodes on spot', () => {
  it('are taken with their pods, and replaced', () => {
    const scenario = aScenario({
      hours: 24,
      demand: [],
      scaling: { bridges: { policy: 'static', static: { count: 20 } }, jibris: null },
    });
    const spot = {
      name: 'test',
      priceRatio: 0.5,
      interruptedPerMonthRatio: -Math.expm1(-0.02 * 730),
      noticeSeconds: 120,
      fallsBackToOnDemand: false,
      onDemandBaseCount: 0,
      onDemandAboveBaseRatio: 0,
    };
    const bridges = aBridgePool({
      initialCount: 20,
      supply: {
        types: [{ instanceType: 'test/xs', priceRatio: 1 }],
        spot,
        warmPool: null,
        rebalanceSeconds: null,
      },
      nodes: {
        groups: [
          { instanceType: 'test/xs', podsPerNode: 2, priceRatio: 1, minCount: 0, maxCount: 100, priority: 0 },
        ],
        autoscaler: shippedClusterAutoscaler,
        evictsPods: false,
        placement: 'spread',
        podDeletionCost: 'none',
        bootFailureRatio: 0,
        readyStage: 1,
      },
    });
    const rows = simulate(
      { ...scenario, deployment: { ...scenario.deployment, bridges } },
      { seed: 4, replication: 0 },
    );
    // Ten nodes for 24 h at 0.02 an hour: 4.8 expected, Poisson; 99.9 % lie between 0 and 13.
    expect(rows.totals.spotInterruptions).toBeGreaterThan(0);
    expect(rows.totals.spotInterruptions).toBeLessThan(14);
    expect(rows.totals.bridgesReadyMean).toBeGreaterThan(19.5);
    expect(rows.minutes.bridgesReady.at(-1)).toBe(20);
  });
});
