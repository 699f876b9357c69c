/**
 * How the bridges of conferences with visitors hang together: those of participants are a full mesh, each visitor bridge
 * hangs on one other bridge, which sends it everything (`jicofo/topology.ts`, over the dense table).
 *
 * Source: jitsi/jicofo@7ebb13d VisitorTopologyStrategy.kt.
 */
import type { ConferenceTable } from './conference-table.ts';

const none = -1;
/** Depth of a visitor bridge with no way to the bridges of participants. */
const loose = Number.MAX_SAFE_INTEGER;

/** What the choice of a neighbour looks at in a bridge. */
export interface TreeView {
  correctedStress(bridge: number, nowMs: number, jicofo: number): number;
  regionOf(bridge: number): number;
}

export class VisitorTree {
  private readonly table: ConferenceTable;
  /** Stress from which a bridge is not hung on while there are others. */
  private readonly stressThreshold: number;
  private readonly view: TreeView;
  /** When and by whose knowledge a neighbour is chosen. */
  private nowMs = 0;
  private jicofo = 0;
  /** By number of the part: whether it is for visitors, the part that it hangs on, and how many hang on it. */
  private readonly isForVisitors: boolean[] = [];
  private readonly parent: number[] = [];
  private readonly children: number[] = [];
  /** By conference: its visitor bridges. */
  private readonly visitorBridges: number[] = [];

  constructor(table: ConferenceTable, stressThreshold: number, view: TreeView) {
    this.table = table;
    this.view = view;
    this.stressThreshold = stressThreshold;
  }

  /** The conference is new to the bridge. */
  add(
    conference: number,
    bridge: number,
    isForVisitors: boolean,
    at: { readonly nowMs: number; readonly jicofo: number },
  ): void {
    this.nowMs = at.nowMs;
    this.jicofo = at.jicofo;
    const part = this.table.partOn(conference, bridge);
    const number = this.table.partNumber(part);
    this.isForVisitors[number] = isForVisitors;
    this.parent[number] = none;
    this.children[number] = 0;
    if (isForVisitors) {
      this.visitorBridges[conference] = this.visitorBridgesOf(conference) + 1;
      this.hang(conference, part);
    } else this.hangLoose(conference, part);
  }

  /** The part has been taken from the table; what hung on it is hung elsewhere. */
  remove(conference: number, part: number, nowMs: number): void {
    this.nowMs = nowMs;
    const number = this.table.partNumber(part);
    if (this.isForVisitors[number]) this.visitorBridges[conference]! -= 1;
    this.unhang(part);
    const orphans: number[] = [];
    for (let other = this.table.first(conference); other >= 0; other = this.table.nextPart(other)) {
      if (this.parentOf(other) !== part) continue;
      this.parent[this.table.partNumber(other)] = none;
      orphans.push(other);
    }
    // All choices are made before any is carried out, as upstream's repair.
    const choices = orphans.map((orphan) => this.neighbour(conference, orphan));
    orphans.forEach((orphan, index) => {
      const found = choices[index]!;
      if (found !== none && !this.hangsOn(found, orphan)) this.hangOn(orphan, found);
    });
    this.isForVisitors[number] = false;
    this.children[number] = 0;
  }

  carriesVisitors(part: number): boolean {
    return this.isForVisitors[this.table.partNumber(part)] === true;
  }

  /** The part that sends it everything; -1 for participants' bridges, and where there is nobody to hang on. */
  parentOf(part: number): number {
    return this.parent[this.table.partNumber(part)] ?? none;
  }

  childrenOf(part: number): number {
    return this.children[this.table.partNumber(part)] ?? 0;
  }

  visitorBridgesOf(conference: number): number {
    return this.visitorBridges[conference] ?? 0;
  }

  /** Links to the bridges of participants. */
  depthOf(part: number): number {
    let depth = 0;
    let at = part;
    while (this.carriesVisitors(at)) {
      at = this.parentOf(at);
      if (at === none) return loose;
      depth += 1;
    }
    return depth;
  }

  /** Visitor bridges with nothing to hang on take the first bridge of participants. */
  private hangLoose(conference: number, core: number): void {
    for (let part = this.table.first(conference); part >= 0; part = this.table.nextPart(part)) {
      const isLoose = part !== core && this.carriesVisitors(part) && this.parentOf(part) === none;
      if (isLoose) this.hang(conference, part);
    }
  }

  private unhang(part: number): void {
    const parent = this.parentOf(part);
    if (parent !== none) this.children[this.table.partNumber(parent)]! -= 1;
    this.parent[this.table.partNumber(part)] = none;
  }

  private hang(conference: number, part: number): void {
    const found = this.neighbour(conference, part);
    if (found !== none) this.hangOn(part, found);
  }

  private hangOn(part: number, parent: number): void {
    this.parent[this.table.partNumber(part)] = parent;
    this.children[this.table.partNumber(parent)]! += 1;
  }

  /**
   * Nearest to the participants' bridges, then least stressed: the first that is not overloaded and in the region, that is
   * not overloaded, or that is in the region. Failing these, the conference's first bridge, however far or stressed.
   * Bridges that hang on nothing come last.
   */
  private neighbour(conference: number, part: number): number {
    const { table, stressThreshold, view, nowMs, jicofo } = this;
    const region = view.regionOf(table.bridgeOf(part));
    let best = none;
    let bestRank = 0;
    let bestDepth = 0;
    let bestStress = 0;
    for (let other = table.first(conference); other >= 0; other = table.nextPart(other)) {
      if (other === part || this.hangsOn(other, part)) continue;
      const depth = this.depthOf(other);
      const stress = view.correctedStress(table.bridgeOf(other), nowMs, jicofo);
      const isFree = stress < stressThreshold;
      const isNear = view.regionOf(table.bridgeOf(other)) === region;
      const rank = (depth === loose ? 4 : 0) + (isFree ? 0 : 2) + (isNear ? 0 : 1);
      const isSorted = isFree || isNear;
      const isBetter =
        best === none ||
        rank < bestRank ||
        (isSorted &&
          rank === bestRank &&
          (depth < bestDepth || (depth === bestDepth && stress < bestStress)));
      if (!isBetter) continue;
      best = other;
      bestRank = rank;
      bestDepth = depth;
      bestStress = stress;
    }
    return best;
  }

  /** Whether the part is below the other one. */
  private hangsOn(part: number, above: number): boolean {
    for (let at = this.parentOf(part); at !== none; at = this.parentOf(at)) if (at === above) return true;
    return false;
  }
}
