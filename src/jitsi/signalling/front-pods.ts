/**
 * The web front of a shard: pods of nginx, each with a ceiling of sockets (workers times `worker_connections`, upstream
 * connections included). Sockets go to the ready pod that holds fewest; when that one has no room, none has, and the
 * ingress is refused by one pod after the other. From then on until somebody gets in again, a pod that refused also
 * refuses its probes. One that is not ready keeps its sockets and gets no new ones: it answers again when there is room.
 *
 * Simplification: an even split. A random one would move the ceiling by a few per cent (see docs/background/signalling.md).
 */
import { RecentJoins } from '../recent-joins.ts';

export interface FrontPodsOptions {
  readonly pods: number;
  /** Sockets a pod can hold; Infinity for no ceiling. */
  readonly socketsMax: number;
  /** Sockets a page load keeps open, and for how long. */
  readonly socketsPerPageLoad: number;
  readonly pageLoadSeconds: number;
}

/** No pod takes the socket. */
export const noPod = -1;

/** Sockets of participants are fractions on average: the last one that fits must not be lost to rounding. */
const roundingSockets = 1e-6;

export class FrontPods {
  readonly count: number;
  private readonly options: FrontPodsOptions;
  private readonly held: Float64Array;
  private readonly serving: Uint8Array;
  /** 1 for a pod among the service's endpoints. */
  private readonly ready: Uint8Array;
  /** 1 while those who want in are turned away. */
  private readonly refusing: Uint8Array;
  private readonly pageLoads: RecentJoins;
  private hasRefused = false;
  /** Sockets that were refused last: with room for these there is nobody to turn away. */
  private refusedSockets = 0;

  constructor(options: FrontPodsOptions) {
    this.options = options;
    this.count = options.pods;
    this.held = new Float64Array(options.pods);
    this.serving = new Uint8Array(options.pods).fill(1);
    this.ready = new Uint8Array(options.pods).fill(1);
    this.refusing = new Uint8Array(options.pods);
    this.pageLoads = new RecentJoins(options.pageLoadSeconds, options.pods);
  }

  /** Opens sockets on the pod that holds fewest; returns it, or `noPod` when they are refused. */
  open(sockets: number, nowMs: number): number {
    let fewest = noPod;
    let fewestSockets = Number.POSITIVE_INFINITY;
    for (let pod = 0; pod < this.count; pod++) {
      if (!this.takesConnections(pod)) continue;
      const open = this.sockets(pod, nowMs);
      if (open >= fewestSockets) continue;
      fewest = pod;
      fewestSockets = open;
    }
    if (fewest === noPod) {
      // Pods that serve and are not ready are full: this is for want of room, too.
      this.hasRefused ||= this.serving.includes(1);
      return noPod;
    }
    if (fewestSockets + sockets <= this.options.socketsMax + roundingSockets) {
      this.held[fewest]! += sockets;
      this.refusing.fill(0);
      return fewest;
    }
    for (let pod = 0; pod < this.count; pod++) if (this.takesConnections(pod)) this.refusing[pod] = 1;
    this.hasRefused = true;
    this.refusedSockets = sockets;
    return noPod;
  }

  /** Opens more sockets for somebody on the pod; returns whether there was room. */
  extend(pod: number, sockets: number, nowMs: number): boolean {
    if (this.sockets(pod, nowMs) + sockets > this.options.socketsMax + roundingSockets) {
      this.refusing[pod] = 1;
      this.hasRefused = true;
      return false;
    }
    this.held[pod]! += sockets;
    return true;
  }

  close(pod: number, sockets: number): void {
    this.held[pod] = Math.max(0, this.held[pod]! - sockets);
  }

  /** A page was loaded through the pod. */
  notePageLoad(pod: number, nowMs: number): void {
    if (this.options.socketsPerPageLoad > 0) this.pageLoads.add(pod, nowMs);
  }

  /** Sockets open on the pod. */
  sockets(pod: number, nowMs: number): number {
    const { socketsPerPageLoad } = this.options;
    const loading = socketsPerPageLoad === 0 ? 0 : socketsPerPageLoad * this.pageLoads.count(pod, nowMs);
    return this.held[pod]! + loading;
  }

  socketsTotal(nowMs: number): number {
    let total = 0;
    for (let pod = 0; pod < this.count; pod++) total += this.sockets(pod, nowMs);
    return total;
  }

  /** Whether sockets were refused for want of room since this was last asked. */
  takeRefused(): boolean {
    const { hasRefused } = this;
    this.hasRefused = false;
    return hasRefused;
  }

  isServing(pod: number): boolean {
    return this.serving[pod] === 1;
  }

  /** Puts the pod among the service's endpoints, or takes it out. */
  setReady(pod: number, isReady: boolean): void {
    this.ready[pod] = isReady ? 1 : 0;
  }

  /** Whether the pod has a socket for its probe. */
  answersProbe(pod: number, nowMs: number): boolean {
    if (this.refusing[pod] === 0) return true;
    return this.ready[pod] === 0 && this.sockets(pod, nowMs) + this.refusedSockets <= this.options.socketsMax;
  }

  private takesConnections(pod: number): boolean {
    return this.serving[pod] === 1 && this.ready[pod] === 1;
  }

  /** The pod's container dies, all its sockets with it; those who held them must not close them. */
  stop(pod: number): void {
    this.serving[pod] = 0;
    this.held[pod] = 0;
    this.refusing[pod] = 0;
    this.pageLoads.clear(pod);
  }

  start(pod: number): void {
    this.serving[pod] = 1;
  }
}
