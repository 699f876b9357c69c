/**
 * What decides how many nodes there are.
 */
import type { RunContext } from '../run-context.ts';
import { ClusterAutoscaler } from './cluster-autoscaler.ts';
import { Karpenter } from './karpenter.ts';
import { NodeGroupScaling } from './node-group-scaling.ts';
import type { NodeAutoscaler, NodesView } from './nodes-view.ts';

export function createNodeAutoscaler(context: RunContext, view: NodesView): NodeAutoscaler {
  const { autoscaler } = view.settings;
  switch (autoscaler.kind) {
    case 'cluster-autoscaler':
      return new ClusterAutoscaler(context, view, autoscaler);
    case 'karpenter':
      return new Karpenter(view, autoscaler);
    case 'asg':
      return new NodeGroupScaling(view, autoscaler);
    case 'none': {
      const never = (): number => Number.POSITIVE_INFINITY;
      return { start: never, look: never, podsPending: never };
    }
  }
}
