/**
 * The relays of one conference: bridges as nodes, relays as links. Links belong to meshes; within a mesh everybody is
 * linked to everybody, and what came over a mesh is not forwarded within it. Meshes hang together like a tree, so
 * that every packet has one way.
 *
 * Source: jicofo 7ebb13d, Cascade.kt.
 */

/** A link to be made after a removal split the cascade. */
export interface CascadeRepair {
  readonly a: string;
  readonly b: string;
  readonly mesh: string;
}

export class Cascade {
  /** Links taken off nodes that stayed, because the node at the other end went. */
  linksRemoved = 0;
  /** Told of every link, once from each end. */
  onLink: (on: string, towards: string) => void = () => {};
  onLinkRemoved: (on: string, towards: string) => void = () => {};
  /** Mesh of the link to each neighbour, by node. */
  private readonly links = new Map<string, Map<string, string>>();

  get nodes(): readonly string[] {
    return [...this.links.keys()];
  }

  has(node: string): boolean {
    return this.links.has(node);
  }

  neighbours(node: string): readonly string[] {
    return [...this.linksOf(node).keys()];
  }

  /** Nodes with a link in the mesh. */
  membersOf(mesh: string): readonly string[] {
    return this.nodes.filter((node) => [...this.linksOf(node).values()].includes(mesh));
  }

  /**
   * Adds a node to a mesh: linked to all of its members, or to `via` when the mesh is new.
   *
   * @throws RangeError when the node is there already, or a new mesh comes without a node to hang it on
   */
  add(node: string, mesh: string, via: string | null): void {
    if (this.has(node)) throw new RangeError(`Cascade.add: ${node} is in the cascade already`);
    const existing = this.nodes;
    const members = existing.length === 1 ? existing : this.membersOf(mesh);
    const peers = members.length > 0 || existing.length === 0 ? members : [via];
    for (const peer of peers) {
      if (peer === null || !this.has(peer)) {
        throw new RangeError(`Cascade.add: the new mesh ${mesh} needs a node of the cascade, got ${peer}`);
      }
    }
    this.links.set(node, new Map());
    for (const peer of peers) this.link(peer!, node, mesh);
  }

  /**
   * Removes a node. When it joined two or more meshes, the cascade falls apart, and `repair` says how to mend it.
   *
   * @param repair gets the parts that are left, and returns new links
   */
  remove(node: string, repair: (parts: readonly (readonly string[])[]) => readonly CascadeRepair[]): void {
    const links = this.links.get(node);
    if (links === undefined) return;
    this.links.delete(node);
    for (const neighbour of links.keys()) {
      this.linksOf(neighbour).delete(node);
      this.linksRemoved += 1;
      this.onLinkRemoved(neighbour, node);
    }
    const meshes = new Set(links.values());
    if (meshes.size < 2) return;
    const parts = [...meshes].map((mesh) => {
      const members = [...links].filter(([, linkMesh]) => linkMesh === mesh).map(([neighbour]) => neighbour);
      return [...new Set(members.flatMap((member) => this.nodesBehindMesh(mesh, member)))];
    });
    for (const { a, b, mesh } of repair(parts)) this.link(a, b, mesh);
  }

  /** Nodes whose packets reach `from` over its link to `towards`. */
  nodesBehindLink(from: string, towards: string): readonly string[] {
    const mesh = this.linksOf(from).get(towards);
    if (mesh === undefined)
      throw new RangeError(`Cascade.nodesBehindLink: ${from} has no link to ${towards}`);
    return this.nodesBehindMesh(mesh, towards);
  }

  /** The node and those that the mesh reaches through it. */
  nodesBehindMesh(mesh: string, node: string): readonly string[] {
    return [...this.walk(node, mesh).keys()];
  }

  /** For every node that `from` reaches, the one before it on the way; null for `from` itself. */
  pathsFrom(from: string): ReadonlyMap<string, string | null> {
    return this.walk(from, null);
  }

  /** Links from a node to the nearest one that meets the condition; null when none can be reached. */
  distance(from: string, condition: (node: string) => boolean): number | null {
    const before = this.pathsFrom(from);
    for (const found of before.keys()) {
      if (!condition(found)) continue;
      let hops = 0;
      for (let node = before.get(found) ?? null; node !== null; node = before.get(node) ?? null) hops += 1;
      return hops;
    }
    return null;
  }

  /** Whether every mesh is complete, all nodes hang together, and there is one way between any two. */
  isValid(): boolean {
    const { nodes } = this;
    const first = nodes[0];
    if (first === undefined) return true;
    const meshes = new Set(nodes.flatMap((node) => [...this.linksOf(node).values()]));
    let branches = 0;
    for (const mesh of meshes) {
      const members = this.membersOf(mesh);
      branches += members.length - 1;
      const isComplete = members.every((a) =>
        members.every((b) => a === b || this.linksOf(a).get(b) === mesh),
      );
      if (!isComplete) return false;
    }
    // A tree of meshes that spans n nodes has n - 1 branches; with more of them there are two ways somewhere.
    return branches === nodes.length - 1 && this.pathsFrom(first).size === nodes.length;
  }

  /** Breadth first, never on in the mesh by which a node was reached. */
  private walk(from: string, fromMesh: string | null): Map<string, string | null> {
    const before = new Map<string, string | null>([[from, null]]);
    const queue = [{ node: from, mesh: fromMesh }];
    for (const { node, mesh } of queue) {
      for (const [neighbour, linkMesh] of this.linksOf(node)) {
        if (linkMesh === mesh || before.has(neighbour)) continue;
        before.set(neighbour, node);
        queue.push({ node: neighbour, mesh: linkMesh });
      }
    }
    return before;
  }

  private link(a: string, b: string, mesh: string): void {
    if (this.linksOf(a).has(b)) throw new RangeError(`Cascade: ${a} and ${b} are linked already`);
    this.linksOf(a).set(b, mesh);
    this.linksOf(b).set(a, mesh);
    this.onLink(a, b);
    this.onLink(b, a);
  }

  private linksOf(node: string): Map<string, string> {
    const links = this.links.get(node);
    if (links === undefined) throw new RangeError(`Cascade: ${node} is not in the cascade`);
    return links;
  }
}
