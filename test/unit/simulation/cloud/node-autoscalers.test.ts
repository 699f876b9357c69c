// Goal: node autoscalers give up nodes that never come, wait after a failure, replace dear nodes by cheap ones, and a plain
//   group scales without knowing of pods; Jibris can be pods too.
// Method: scenarios as users write them; timelines worked out by hand with the boot of 165 s for a node and 75 s for a pod
//   (models/boot/openfun-kubernetes without its spread) and the shipped defaults of each autoscaler.
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../../src/scenario/scenario.ts';
import type { LifeRow, RunRows } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { issuesOf, scenarioOf } from '../../../support/study.ts';

const boot = '{ from: openfun-kubernetes, spreadLogStandardDeviation: 0 }';

/** A timetable of bridges on nodes; nobody meets, so that bridges go a few seconds after they are told. */
async function run(options: {
  readonly timetable: string;
  readonly initialCount: number;
  readonly nodes: string;
  readonly cloud?: string;
}): Promise<RunRows> {
  const scenario = await scenarioOf(`name: S
horizon: { start: 2026-11-23T00:00, hours: 3 }
demand: [{ class: team-meeting, conferences: { curve: flat, peakPerHour: 0.0001 } }]
deployment:
  ${options.cloud === undefined ? '' : `cloud: ${options.cloud}`}
  bridges:
    initialCount: ${options.initialCount}
    boot: ${boot}
    nodes: ${options.nodes}
scaling: { bridges: { policy: scheduled, timetable: ${options.timetable}, prewarmSeconds: 0 } }
`);
  return simulate(scenario, { seed: 1, replication: 0 });
}

const ready = ({ minutes }: RunRows, minute: number) => minutes.bridgesReady[minutes.minute.indexOf(minute)];
const launched = ({ lives }: RunRows): readonly LifeRow[] => lives.filter(({ startMs }) => startMs > 0);

describe('nodes that never become ready', () => {
  it('are given up by Cluster Autoscaler after 15 minutes, and the group is put off', async () => {
    const rows = await run({
      timetable: '[{ at: "00:00", count: 1 }, { at: "00:30", count: 2 }]',
      initialCount: 1,
      nodes: '{ bootFailureRatio: 1 }',
    });
    // Launched within a scan of 30:00, given up at the first scan beyond 15 min; back-offs of 300, 600 and 1200 s between
    // attempts of 900 s: launches about 30, 50, 75 and 110 min, the next after 155 min.
    expect(launched(rows).map(({ startMs }) => Math.floor(startMs / 60_000))).toEqual([30, 50, 75, 110, 155]);
    const [first] = launched(rows);
    expect(first!.endMs - first!.startMs).toBeGreaterThan(900_000);
    expect(first!.endMs - first!.startMs).toBeLessThanOrEqual(910_000);
    expect(rows.incidents.filter(({ kind }) => kind === 'node-never-ready')).toHaveLength(5);
    expect(ready(rows, 179)).toBe(1);
  });

  it('are given up by Karpenter after 15 minutes and replaced at once', async () => {
    const rows = await run({
      timetable: '[{ at: "00:00", count: 1 }, { at: "00:30", count: 2 }]',
      initialCount: 1,
      nodes: '{ bootFailureRatio: 1, autoscaler: { kind: karpenter } }',
    });
    const starts = launched(rows).map(({ startMs }) => startMs / 1000);
    for (const [index, start] of starts.slice(1).entries()) {
      expect(start - starts[index]!).toBeGreaterThan(900);
      expect(start - starts[index]!).toBeLessThanOrEqual(920);
    }
    expect(starts.length).toBeGreaterThan(8);
  });

  it('are never missed by a plain group', async () => {
    const rows = await run({
      timetable: '[{ at: "00:00", count: 1 }, { at: "00:30", count: 2 }]',
      initialCount: 1,
      nodes: '{ bootFailureRatio: 1, autoscaler: { kind: asg, metric: podsRequested } }',
    });
    // One node of one pod, two wanted: 2 / 1 over 0.8 is 2.5, so 3 nodes are desired; two launched and never there.
    expect(launched(rows)).toHaveLength(2);
    expect(launched(rows).every(({ endMs }) => endMs === 3 * 3_600_000)).toBe(true);
  });
});

describe('after a removal that the API held up', () => {
  it('Cluster Autoscaler waits three minutes', async () => {
    // Two pods go at 10 min; their nodes are unneeded within 10 s of 10:10 and due at 20 min. The bucket has one token
    // and gets one in 1000 s: one node goes, the other is tried again 180 s later, and every 180 s until a token is there.
    const rows = await run({
      timetable: '[{ at: "00:00", count: 3 }, { at: "00:10", count: 1 }]',
      initialCount: 3,
      nodes: '{}',
      cloud: '{ api: { requestsPerSecond: 0.001, burstRequests: 1 } }',
    });
    const ends = rows.lives.map(({ endMs }) => endMs).filter((endMs) => endMs < 3 * 3_600_000);
    expect(ends).toHaveLength(2);
    const waitedSeconds = (Math.max(...ends) - Math.min(...ends)) / 1000;
    // The first multiple of 180 s, in whole scans of 10 s, beyond 1000 s.
    expect(waitedSeconds).toBe(1080);
  });
});

describe('Karpenter replaces a node by a cheaper one', () => {
  const groups =
    '[{ instanceType: large, podsPerNode: 4, priceRatio: 4 }, { instanceType: small, podsPerNode: 1, priceRatio: 1.2 }]';
  const nodes = (policy: string) =>
    `{ evictsPods: true, groups: ${groups}, autoscaler: { kind: karpenter, budgetRatio: 1, consolidationPolicy: ${policy} } }`;
  const timetable = '[{ at: "00:00", count: 4 }, { at: "00:10", count: 1 }]';

  it('once that is ready, and pays for both until then', async () => {
    const rows = await run({ timetable, initialCount: 4, nodes: nodes('WhenEmptyOrUnderutilized') });
    const [small] = launched(rows);
    expect(small!.instanceType).toBe('small');
    const large = rows.lives.find(({ startMs }) => startMs === 0)!;
    // The pods are gone seconds after 10 min; held back for 15 s; the small node takes 165 s, and its pod 75 s, during which
    // the controller's next pod is bound to it. The large one is drained once the small one is ready.
    expect(small!.startMs / 1000).toBeGreaterThanOrEqual(600 + 15);
    expect(small!.startMs / 1000).toBeLessThan(600 + 60);
    expect(large.endMs - small!.startMs).toBeGreaterThanOrEqual(165_000);
    expect(large.endMs - small!.startMs).toBeLessThan(165_000 + 60_000);
    expect(launched(rows)).toHaveLength(1);
    expect(ready(rows, 30)).toBe(1);
    expect(rows.totals.podEvictions).toBe(1);
  });

  it('not when only empty nodes are consolidated', async () => {
    const rows = await run({ timetable, initialCount: 4, nodes: nodes('WhenEmpty') });
    expect(launched(rows)).toHaveLength(0);
    expect(rows.totals.nodeHoursPaid).toBeCloseTo(3, 9);
  });
});

describe('a plain group of nodes', () => {
  const nodes = (settings: string) =>
    `{ groups: [{ podsPerNode: 2, min: 1 }], autoscaler: { kind: asg${settings} } }`;
  const timetable = '[{ at: "00:00", count: 1 }, { at: "00:30", count: 3 }]';

  it('grows because its nodes are full, not because a pod waits', async () => {
    const rows = await run({ timetable, initialCount: 1, nodes: nodes('') });
    // From 30:00 the one node has 2 of 2 pods: periods of 30, 31 and 32 min above 0.8, the last seen at 33 min: one node
    // by 1 / 0.8 = 1.25, up to 2. A node and a pod later the third bridge is ready: 33:00 + 165 + 75 s. The look of
    // 30:00 may come before the pod is bound, which is one period later.
    const [node] = launched(rows);
    expect([33, 34]).toContain(node!.startMs / 60_000);
    expect(ready(rows, Math.floor(node!.startMs / 60_000) + 3)).toBe(2);
    expect(ready(rows, Math.floor(node!.startMs / 60_000) + 5)).toBe(3);
  });

  it('with pods protected gives up only empty nodes', async () => {
    const rows = await run({
      timetable: '[{ at: "00:00", count: 3 }, { at: "00:20", count: 1 }]',
      initialCount: 3,
      nodes: nodes(', metricDelaySeconds: 0, scaleInPeriods: 2'),
    });
    // Of three pods on two nodes one is left; its node stays and the other goes: 1 of 4 is below 0.72, and
    // 2 x 0.25 / 0.8 = 0.63, up to 1.
    const ended = rows.lives.filter(({ endMs }) => endMs < 3 * 3_600_000);
    expect(ended).toHaveLength(1);
    expect(ended[0]!.endMs / 60_000).toBeGreaterThanOrEqual(21);
    expect(ended[0]!.endMs / 60_000).toBeLessThanOrEqual(23);
    expect(ready(rows, 170)).toBe(1);
  });

  it('has nodes of one size', async () => {
    const text = `name: S
demand: [{ class: team-meeting, conferences: { peakPerHour: 1 } }]
deployment: { bridges: { nodes: { groups: [{}, { podsPerNode: 2 }], autoscaler: { kind: asg } } } }
`;
    expect(await issuesOf(text)).toMatch(/nodes\.groups.*must be one for asg/s);
  });
});

describe('Jibris as pods', () => {
  async function recorders(more: string, policy: string): Promise<Scenario> {
    return scenarioOf(`name: S
horizon: { start: 2026-11-23T00:00, hours: 3 }
demand:
  - class: { from: lecture, recordingRatio: 1 }
    conferences: { curve: flat, peakPerHour: 6 }
deployment:
  bridges: { initialCount: 20 }
  jibris: { initialCount: 2, boot: ${boot}, nodes: ${more} }
scaling: { bridges: { policy: static, count: 20 }, jibris: ${policy} }
`);
  }

  it('wait for nodes, and nodes are what is paid for', async () => {
    const scenario = await recorders(
      '{ groups: [{ podsPerNode: 2 }] }',
      '{ policy: constant-free, free: 2, max: 30 }',
    );
    const rows = simulate(scenario, { seed: 3, replication: 0 });
    expect(rows.totals.recordings).toBeGreaterThan(5);
    expect(rows.totals.podsPendingMinutes).toBeGreaterThan(2);
    const ofJibris = rows.lives.filter(({ pool }) => pool === 'jibris');
    const hours = ofJibris.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / 3_600_000;
    expect(hours).toBeCloseTo(rows.totals.nodeHoursPaid, 9);
    // Two pods a node: pod-hours are beside it, and more.
    expect(rows.totals.jibriHoursPaid).toBeGreaterThan(rows.totals.nodeHoursPaid);
    // Billed by the started hour, each node.
    const billed = rows.bill.find(({ pool }) => pool === 'jibris');
    const started = ofJibris.reduce(
      (sum, { startMs, endMs }) => sum + Math.ceil((endMs - startMs) / 3_600_000),
      0,
    );
    expect(billed?.quantity).toBe(started);
  });

  it('are killed ten minutes after their eviction, with what they record', async () => {
    // Nodes of 4 pods, threshold 1: whatever is not full is emptied when there is room elsewhere.
    const nodes =
      '{ groups: [{ podsPerNode: 4 }], evictsPods: true, autoscaler: { kind: cluster-autoscaler, scaleDownUtilizationThreshold: 1, scaleDownDelayAfterAddSeconds: 0, scaleDownUnneededSeconds: 60 } }';
    const scenario = await recorders(nodes, '{ policy: constant-free, free: 6, max: 30 }');
    const rows = simulate(scenario, { seed: 3, replication: 0 });
    expect(rows.totals.podEvictions).toBeGreaterThan(0);
    expect(rows.totals.recordingsLost).toBeGreaterThan(0);
    expect(rows.incidents.some(({ kind, affected }) => kind === 'instance-taken' && affected === 1)).toBe(
      true,
    );
    const spared = await recorders(
      nodes.replace('evictsPods: true', 'evictsPods: false'),
      '{ policy: constant-free, free: 6, max: 30 }',
    );
    expect(simulate(spared, { seed: 3, replication: 0 }).totals.recordingsLost).toBe(0);
  });

  it('that are idle go first with a deletion cost', async () => {
    const loses = async (cost: string) => {
      const policy =
        '{ policy: scheduled, timetable: [{ at: "00:00", count: 12 }, { at: "01:30", count: 6 }] }';
      const rows = simulate(await recorders(`{ podDeletionCost: ${cost} }`, policy), {
        seed: 3,
        replication: 0,
      });
      const at = rows.minutes.minute.indexOf(92);
      return rows.minutes.jibrisBusy[at]!;
    };
    // Busy ones that are told to go no longer count as serving: fewer stay busy in the pool without the cost.
    expect(await loses('busy')).toBeGreaterThanOrEqual(await loses('none'));
  });
});
