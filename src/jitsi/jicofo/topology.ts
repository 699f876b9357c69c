/**
 * Where a bridge that is new to a conference is linked: one mesh of all, or participants' bridges in a core mesh with
 * visitors' bridges hanging off it.
 *
 * Source: jicofo 7ebb13d, SingleMeshTopologyStrategy.kt and VisitorTopologyStrategy.kt.
 */
import type { Cascade, CascadeRepair } from './cascade.ts';

/** What a topology looks at in a bridge of the conference. */
export interface CascadeBridge {
  readonly isForVisitors: boolean;
  readonly region: number;
  readonly correctedStress: number;
  readonly isOverloaded: boolean;
}

export type BridgeLookup = (node: string) => CascadeBridge;

export interface Topology {
  /** Mesh of the new node, and the node that a new mesh hangs on; null when it is the first. */
  connect(
    cascade: Cascade,
    node: string,
    bridgeOf: BridgeLookup,
  ): { readonly mesh: string; readonly via: string | null };
  /** Links that join the parts again. */
  repair(
    cascade: Cascade,
    parts: readonly (readonly string[])[],
    bridgeOf: BridgeLookup,
  ): readonly CascadeRepair[];
}

const coreMesh = '0';

/** One full mesh; it never falls apart. */
export const singleMesh: Topology = {
  connect: (cascade) => ({ mesh: coreMesh, via: cascade.nodes[0] ?? null }),
  repair: () => [],
};

export class VisitorTopology implements Topology {
  private meshes = 0;

  connect(cascade: Cascade, node: string, bridgeOf: BridgeLookup): { mesh: string; via: string | null } {
    const bridge = bridgeOf(node);
    const { nodes } = cascade;
    if (!bridge.isForVisitors) return { mesh: coreMesh, via: nodes[0] ?? null };
    const via = nodes.length === 0 ? null : pickNeighbour(cascade, bridge, nodes, bridgeOf);
    return { mesh: this.nextMesh(), via };
  }

  repair(
    cascade: Cascade,
    parts: readonly (readonly string[])[],
    bridgeOf: BridgeLookup,
  ): readonly CascadeRepair[] {
    const core = parts.find((part) => part.some((node) => !bridgeOf(node).isForVisitors)) ?? parts[0] ?? [];
    // Upstream's parts are sets without an order; here the order is the one in which the bridges came.
    const inOrder = cascade.nodes.filter((node) => core.includes(node));
    return parts
      .filter((part) => part !== core)
      .map((part) => {
        const a = part[0]!;
        return { a, b: pickNeighbour(cascade, bridgeOf(a), inOrder, bridgeOf), mesh: this.nextMesh() };
      });
  }

  private nextMesh(): string {
    this.meshes += 1;
    return String(this.meshes);
  }
}

/** Nearest to the core, then least stressed: not overloaded in the region, not overloaded, in the region, the first. */
function pickNeighbour(
  cascade: Cascade,
  bridge: CascadeBridge,
  nodes: readonly string[],
  bridgeOf: BridgeLookup,
): string {
  const coreDistance = (node: string): number =>
    cascade.distance(node, (other) => !bridgeOf(other).isForVisitors) ?? Number.MAX_SAFE_INTEGER;
  const sorted = nodes
    .map((node) => ({ node, distance: coreDistance(node), ...bridgeOf(node) }))
    .sort((a, b) => a.distance - b.distance || a.correctedStress - b.correctedStress);
  const found =
    sorted.find(({ isOverloaded, region }) => !isOverloaded && region === bridge.region) ??
    sorted.find(({ isOverloaded }) => !isOverloaded) ??
    sorted.find(({ region }) => region === bridge.region);
  return found?.node ?? nodes[0]!;
}
