/** What participants went through on the way into their conferences, summed over a run. */
import type { Cause } from '../../jitsi/signalling/connection-table.ts';
import { QuantileSketch } from '../../stats/quantile-sketch.ts';

export class ConnectionCounts {
  /** Came to join; each of them is counted in exactly one of the next four. */
  arrived = 0;
  /** Never in yet. */
  waiting = 0;
  connected = 0;
  /** Was in, dropped, and is not back. */
  out = 0;
  /** Left, gave up, or found no bridge. */
  ended = 0;
  outMax = 0;
  drops = 0;
  /** Participant-milliseconds out, of those who came back or left. */
  outMs = 0;
  /** Seconds out, of those who came back. */
  readonly outSeconds = new QuantileSketch();
  /** Joins that needed more than one attempt. */
  joinsDelayed = 0;
  readonly joinsDelayedBy: Record<Cause, number> = { front: 0, prosody: 0, focus: 0 };
  /** Seconds from wanting to join to being in, of those. */
  readonly joinDelaySeconds = new QuantileSketch();
  /** Seconds from wanting to join to being in. */
  readonly joinWaitSeconds = new QuantileSketch();
  /** Joins that never happened, by what stood in the way last. */
  readonly joinsFailed: Record<Cause, number> = { front: 0, prosody: 0, focus: 0 };

  arrive(): void {
    this.arrived += 1;
    this.waiting += 1;
  }

  /** In for the first time; `delayedBy` stood in the way last, null for nothing. */
  join(waitedMs: number, delayedBy: Cause | null): void {
    this.waiting -= 1;
    this.connected += 1;
    this.joinWaitSeconds.insert(waitedMs / 1000);
    if (delayedBy === null) return;
    this.joinsDelayed += 1;
    this.joinsDelayedBy[delayedBy] += 1;
    this.joinDelaySeconds.insert(waitedMs / 1000);
  }

  drop(): void {
    this.drops += 1;
    this.connected -= 1;
    this.out += 1;
    if (this.out > this.outMax) this.outMax = this.out;
  }

  comeBack(outMs: number): void {
    this.out -= 1;
    this.connected += 1;
    this.outMs += outMs;
    this.outSeconds.insert(outMs / 1000);
  }

  /** Never in, and never will be. */
  fail(cause: Cause): void {
    this.joinsFailed[cause] += 1;
    this.endWaiting();
  }

  endWaiting(): void {
    this.waiting -= 1;
    this.ended += 1;
  }

  endConnected(): void {
    this.connected -= 1;
    this.ended += 1;
  }

  endOut(outMs: number): void {
    this.out -= 1;
    this.ended += 1;
    this.outMs += outMs;
  }
}
