/**
 * What became of visitors, in one number each; all 0 without visitor nodes.
 */
export interface VisitorTotals {
  readonly visitorsPeak: number;
  /** Joins that were redirected to a visitor node. */
  readonly visitorsRedirected: number;
  /** Visitor nodes with visitors, and visitors of one node, most at a time. */
  readonly visitorNodesUsedMax: number;
  readonly visitorsPerNodeMax: number;
  /** Of the busiest visitor node; 0 when signalling is not simulated. */
  readonly visitorProsodyCpuCoresMax: number;
  readonly visitorProsodyBacklogSecondsMax: number;
  /** Ends of Prosodys of visitor nodes, by their probes and by faults. */
  readonly visitorProsodyKills: number;
}

/** Names of these totals; a record so that the compiler misses none. */
export const visitorTotalNames = {
  visitorsPeak: true,
  visitorsRedirected: true,
  visitorNodesUsedMax: true,
  visitorsPerNodeMax: true,
  visitorProsodyCpuCoresMax: true,
  visitorProsodyBacklogSecondsMax: true,
  visitorProsodyKills: true,
} satisfies Record<keyof VisitorTotals, true>;

export function visitorTotals(
  visitors: {
    readonly peak: number;
    readonly redirected: number;
    readonly nodesUsedMax: number;
    readonly perNodeMax: number;
  } | null,
  connections: {
    readonly visitorNodes: { readonly cpuCoresMax: number; readonly backlogSecondsMax: number } | null;
    readonly visitorNodeLives: { readonly kills: number } | null;
  } | null,
): VisitorTotals {
  const prosodies = connections?.visitorNodes;
  return {
    visitorsPeak: visitors?.peak ?? 0,
    visitorsRedirected: visitors?.redirected ?? 0,
    visitorNodesUsedMax: visitors?.nodesUsedMax ?? 0,
    visitorsPerNodeMax: visitors?.perNodeMax ?? 0,
    visitorProsodyCpuCoresMax: prosodies?.cpuCoresMax ?? 0,
    visitorProsodyBacklogSecondsMax: prosodies?.backlogSecondsMax ?? 0,
    visitorProsodyKills: connections?.visitorNodeLives?.kills ?? 0,
  };
}
