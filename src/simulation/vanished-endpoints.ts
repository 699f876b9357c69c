/**
 * Participants who disappear without leaving: their endpoint sends nothing any more, and stays on its bridge until the
 * bridge has missed it for long enough (jitsi-videobridge a29d97d: inactivity-timeout 1 min, checked every minute, so one
 * to two minutes). Until then it counts as a participant, as in the bridge's own statistics.
 *
 * Simplification: it is still sent to until it expires, and when its bridge stops it is moved like the others.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';
import type { TimelineBuffer } from '../workload/timeline.ts';
import { endpointVanishedKind, entity } from './entities.ts';
import type { RunContext } from './run-context.ts';

const inactivityTimeoutMs = 60_000;
const checkPeriodMs = 60_000;

export class VanishedEndpoints {
  /** Whether anybody may disappear in this run: where nobody does, nothing need be looked up. */
  isUsed = false;
  private readonly context: RunContext;
  /** By participant: how long its endpoint outlives it, milliseconds; NaN when it leaves properly. */
  private readonly outlivesMs: number[] = [];
  /** By participant: the conference it vanished from; by conference: how many endpoints are to expire. */
  private readonly conferenceOf: number[] = [];
  private readonly awaited: number[] = [];

  constructor(context: RunContext) {
    this.context = context;
  }

  /** Draws who of the conference will vanish. */
  open(slot: number, base: number, timeline: TimelineBuffer, ratio: number, stream: RandomStream): void {
    this.isUsed = true;
    this.awaited[slot] = 0;
    for (let i = 0; i < timeline.participantCount; i++) {
      const vanishes = stream.nextUnit() < ratio;
      const outlivesMs = inactivityTimeoutMs + stream.nextUnit() * checkPeriodMs;
      this.outlivesMs[base + i] = vanishes ? outlivesMs : Number.NaN;
    }
  }

  /** Whether the participant, who would leave now, vanishes instead; its endpoint then expires later. */
  takes(slot: number, participant: number, nowMs: number): boolean {
    const outlivesMs = this.outlivesMs[participant] ?? Number.NaN;
    if (Number.isNaN(outlivesMs)) return false;
    const expiresMs = nowMs + outlivesMs;
    this.conferenceOf[participant] = slot;
    this.awaited[slot] = (this.awaited[slot] ?? 0) + 1;
    if (expiresMs < this.context.endMs) {
      this.context.list.schedule(entity(endpointVanishedKind, participant), expiresMs);
    }
    return true;
  }

  /** Whether endpoints of the conference are still to expire. */
  isAwaited(slot: number): boolean {
    return (this.awaited[slot] ?? 0) > 0;
  }

  /** The endpoint expires; returns its conference. */
  expire(participant: number): number {
    const slot = this.conferenceOf[participant]!;
    this.outlivesMs[participant] = Number.NaN;
    this.awaited[slot]! -= 1;
    return slot;
  }
}
