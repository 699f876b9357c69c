// Goal: node autoscalers and the ReplicaSet decide as their documentation and source say.
// Method: cases worked out by hand from the documented rules and defaults.
import { describe, expect, it } from 'vitest';
import {
  expand,
  isUnneeded,
  nextBackoffSeconds,
  scaleUpOptions,
} from '../../../src/cloud/nodes/cluster-autoscaler.ts';
import {
  batchClosesMs,
  consolidation,
  disruptionBudget,
  planNodes,
} from '../../../src/cloud/nodes/karpenter.ts';
import type { Expander, NodeGroup } from '../../../src/cloud/nodes/node-settings.ts';
import { compareForDeletion, type PodForDeletion } from '../../../src/cloud/nodes/replica-set-order.ts';
import { shippedClusterAutoscaler } from '../../support/nodes.ts';
import { issuesOf, scenarioOf } from '../../support/study.ts';

const group = (podsPerNode: number, priceRatio: number, more: Partial<NodeGroup> = {}): NodeGroup => ({
  instanceType: `n${podsPerNode}`,
  podsPerNode,
  priceRatio,
  minCount: 0,
  maxCount: 100,
  priority: 0,
  ...more,
});
/** Small, medium (dear), large (cheap a pod). */
const groups = [group(1, 1, { priority: 5 }), group(4, 6), group(8, 6)];

describe('the Cluster Autoscaler', () => {
  const options = scaleUpOptions(groups, 5, { counts: [0, 0, 0], isAvailable: () => true });

  it('packs pending pods on nodes of each group', () => {
    expect(options).toEqual([
      { group: 0, nodes: 5, pods: 5 },
      { group: 1, nodes: 2, pods: 5 },
      { group: 2, nodes: 1, pods: 5 },
    ]);
  });

  it.each<[Expander, number]>([
    // Idle after the scale-up: 0, 3 of 8, 3 of 8.
    ['least-waste', 0],
    ['least-nodes', 2],
    // 5 / 5, 12 / 5, 6 / 5 for each pod.
    ['price', 0],
    ['priority', 0],
  ])('takes by %s the group %i', (expander, expected) => {
    expect(expand(expander, groups, options, () => 0)?.group).toBe(expected);
  });

  it('takes the group that places most pods when groups are limited', () => {
    const limited = [group(1, 1, { maxCount: 3 }), group(4, 6)];
    const some = scaleUpOptions(limited, 4, { counts: [1, 0], isAvailable: () => true });
    expect(some[0]).toEqual({ group: 0, nodes: 2, pods: 2 });
    expect(expand('most-pods', limited, some, () => 0)?.group).toBe(1);
  });

  it('breaks ties at random and has no answer without a group', () => {
    expect(expand('random', groups, options, (count) => count - 1)?.group).toBe(2);
    expect(expand('price', groups, [], () => 0)).toBeNull();
    expect(scaleUpOptions(groups, 5, { counts: [100, 100, 0], isAvailable: (at) => at !== 2 })).toEqual([]);
  });

  it('takes as unneeded what is empty, or little used and movable', () => {
    const settings = { scaleDownUtilizationThreshold: 0.5 };
    const use = { node: 0, pods: 1, podsPerNode: 4, leavingPods: 0 };
    expect(isUnneeded({ ...use, pods: 0 }, 0, settings, false)).toBe(true);
    expect(isUnneeded(use, 10, settings, false)).toBe(false);
    expect(isUnneeded(use, 10, settings, true)).toBe(true);
    expect(isUnneeded(use, 0, settings, true)).toBe(false);
    // Utilisation 2 / 4 is not below 0.5.
    expect(isUnneeded({ ...use, pods: 2 }, 10, settings, true)).toBe(false);
  });

  it('backs off for 5 minutes, then 10, 20 and at most 30, and forgets after 3 hours', () => {
    const settings = { initialBackoffSeconds: 300, maxBackoffSeconds: 1800, backoffResetSeconds: 10_800 };
    const next = (seconds: number, sinceFailureSeconds = 60) =>
      nextBackoffSeconds(settings, { seconds, sinceFailureSeconds });
    expect([nextBackoffSeconds(settings, null), next(300), next(600), next(1200), next(1800)]).toEqual([
      300, 600, 1200, 1800, 1800,
    ]);
    expect(next(1800, 10_801)).toBe(300);
  });
});

describe('Karpenter consolidates a node', () => {
  const anywhere = () => true;
  const large = { group: 2, isSpot: false };

  it('by deleting it when all its pods fit elsewhere', () => {
    expect(consolidation(groups, { ...large, pods: 3, roomElsewhere: 3 }, anywhere)).toEqual({
      kind: 'delete',
    });
  });

  it('by the cheapest node that takes what does not fit elsewhere, if that is cheaper', () => {
    // One pod of three is left over: a node of one for 1 in place of one for 6.
    expect(consolidation(groups, { ...large, pods: 3, roomElsewhere: 2 }, anywhere)).toEqual({
      kind: 'replace',
      group: 0,
    });
    // Two left over need the medium one, which is no cheaper.
    expect(consolidation(groups, { ...large, pods: 3, roomElsewhere: 1 }, anywhere)).toBeNull();
    // The small one would do, and is full.
    expect(consolidation(groups, { ...large, pods: 1, roomElsewhere: 0 }, (group) => group !== 0)).toBeNull();
  });

  it('not by another spot node', () => {
    const spot = { group: 2, pods: 1, roomElsewhere: 0, isSpot: true };
    expect(consolidation(groups, spot, anywhere)).toBeNull();
    expect(consolidation(groups, { ...spot, roomElsewhere: 1 }, anywhere)).toEqual({ kind: 'delete' });
  });
});

describe('Karpenter', () => {
  it('packs a batch on the largest nodes and takes the cheapest type for each', () => {
    const types = [group(1, 1), group(6, 5.5)];
    // 8 pods: a node for 6, where only the large type fits; then one for 2, again only the large one.
    expect(planNodes(types, 8, () => true)).toEqual([1, 1]);
    // 7 pods: 6, and 1 for which the small one is cheaper.
    expect(planNodes(types, 7, () => true)).toEqual([1, 0]);
    // Without the large type one node each.
    expect(planNodes(types, 3, (at) => at === 0)).toEqual([0, 0, 0]);
    expect(planNodes(types, 3, () => false)).toEqual([]);
  });

  it('closes a batch a second after the last pod and ten after the first', () => {
    const settings = { batchIdleSeconds: 1, batchMaxSeconds: 10 };
    expect(batchClosesMs(settings, { firstMs: 0, lastMs: 0 })).toBe(1000);
    expect(batchClosesMs(settings, { firstMs: 0, lastMs: 9500 })).toBe(10_000);
  });

  it('may disrupt a tenth of the nodes, rounded up', () => {
    expect([0, 1, 10, 11].map((nodes) => disruptionBudget({ budgetRatio: 0.1 }, nodes))).toEqual([
      0, 1, 1, 2,
    ]);
  });
});

describe('a ReplicaSet', () => {
  const pod: PodForDeletion = {
    isAssigned: true,
    isRunning: true,
    isReady: true,
    deletionCost: 0,
    podsOnNode: 1,
    readySinceMs: 1000,
    createdMs: 0,
  };
  // In the order of deletion, each different from the plain pod in one thing that decides.
  const ordered: readonly [string, PodForDeletion][] = [
    ['no node', { ...pod, isAssigned: false, isRunning: false, isReady: false }],
    ['pending', { ...pod, isRunning: false, isReady: false }],
    ['not ready', { ...pod, isReady: false }],
    ['cheap to delete', { ...pod, deletionCost: -10 }],
    ['doubled up', { ...pod, podsOnNode: 3 }],
    ['ready lately', { ...pod, readySinceMs: 2000 }],
    ['younger', { ...pod, createdMs: 500 }],
    ['plain', pod],
    ['dear to delete', { ...pod, deletionCost: 10, podsOnNode: 5, readySinceMs: 9000 }],
  ];

  it('deletes in the order of its source', () => {
    const shuffled = ordered.toSorted(([a], [b]) => (a < b ? -1 : 1));
    const sorted = shuffled.toSorted(([, a], [, b]) => compareForDeletion(a, b));
    expect(sorted.map(([name]) => name)).toEqual(ordered.map(([name]) => name));
  });
});

describe('nodes of a scenario', () => {
  const written = (bridges: string): string => `
name: s
demand: [{ class: team-meeting, conferences: { curve: flat, peakPerHour: 1 } }]
deployment: { bridges: { ${bridges} } }
`;

  it('have the defaults of the Cluster Autoscaler', async () => {
    const { bridges } = (await scenarioOf(written('nodes: {}'))).deployment;
    expect(bridges.nodes?.autoscaler).toEqual(shippedClusterAutoscaler);
    expect(bridges.supply.types).toEqual([{ instanceType: 'gp1-xs', priceRatio: 1 }]);
    // nodeVisible, nodeReady: the second stage is the node's last.
    expect(bridges.nodes?.readyStage).toBe(1);
  });

  it.each([
    ['nodes: { groups: [{ min: 3, max: 2 }] }', /groups\[0\]\.max.*at least min \(3\)/],
    ['nodes: { readyStage: nodeRedy }', /readyStage.*is no stage of the boot model/],
    ['nodes: {}, warmPool: { minCount: 2 }', /warmPool.*cannot be had with nodes/],
    ['nodes: { groups: [{ instanceType: unheard-of }] }', /needs priceRatio/],
    ['nodes: { autoscaler: { kind: karpenter, scanIntervalSeconds: 5 } }', /scanIntervalSeconds/],
    ['spot: {}, warmPool: { minCount: 2 }', /warmPool.*cannot be had with spot/],
    ['warmPool: { state: stopped }', /holds nothing/],
  ])('{ %s } is refused with the place', async (keys, problem) => {
    expect(await issuesOf(written(keys))).toMatch(problem);
  });
});
