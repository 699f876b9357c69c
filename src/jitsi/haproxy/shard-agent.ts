/**
 * What the sidecar of a shard tells HAProxy, with its damping: a shard whose Jicofo is unwell, or whose Prosody does not
 * answer in time, is drained for a while before it is called down; one whose Prosody is gone is down at once; and it is
 * well again only some time after the last bad poll.
 *
 * Source: jitsi/signal-sidecar 6090e16, README.md (HEALTH_DAMPENING_INTERVAL 30, DRAIN_GRACE_INTERVAL 120,
 * POLLING_INTERVAL 5) and src/app.ts (weight).
 */
export type ShardHealth = 'well' | 'unwell' | 'dead';

/** What an operator wants of a shard (the sidecar's status file). */
export type ShardOrder = 'ready' | 'drain' | 'maint';

export type AgentReply = 'ready' | 'drain' | 'maint' | 'down';

export interface AgentTiming {
  /** After the last bad poll, a shard is well again. */
  readonly healthDampeningSeconds: number;
  /** From the first soft failure, a shard is drained before it is called down. */
  readonly drainGraceSeconds: number;
}

const never = Number.NEGATIVE_INFINITY;

export class ShardAgent {
  order: ShardOrder = 'ready';
  private readonly timing: AgentTiming;
  /** Since when it has not been well; never when it is. */
  private badSinceMs = never;
  private lastBadMs = never;
  private isDead = false;

  constructor(timing: AgentTiming) {
    this.timing = timing;
  }

  /** Takes a poll of the shard's parts. */
  poll(health: ShardHealth, nowMs: number): void {
    if (health === 'well') {
      if (nowMs - this.lastBadMs >= this.timing.healthDampeningSeconds * 1000) {
        this.badSinceMs = never;
        this.isDead = false;
      }
      return;
    }
    if (this.badSinceMs === never) this.badSinceMs = nowMs;
    this.lastBadMs = nowMs;
    if (health === 'dead') this.isDead = true;
  }

  /** What it tells HAProxy now. */
  reply(nowMs: number): AgentReply {
    if (this.order === 'maint') return 'maint';
    if (this.isDead) return 'down';
    if (this.badSinceMs !== never) {
      // Upstream forces the grace above the dampening, so that a short failure never ends as down.
      const { drainGraceSeconds, healthDampeningSeconds } = this.timing;
      const graceMs =
        Math.max(drainGraceSeconds, drainGraceSeconds === 0 ? 0 : healthDampeningSeconds) * 1000;
      if (nowMs - this.badSinceMs >= graceMs) return 'down';
      return 'drain';
    }
    return this.order;
  }
}

/**
 * Weight that a shard asks for, per cent of its own: 100 up to `participantsMax`, 1 from there. It is meant as a slope and
 * is a step, because the ratio is rounded down before it is multiplied (jitsi/signal-sidecar 6090e16 src/app.ts:83-88).
 *
 * @param participantsMax null when weights are not sent
 */
export function weightPercent(participants: number, participantsMax: number | null): number {
  if (participantsMax === null) return 100;
  const percent = 100 - Math.floor(participants / participantsMax) * 100;
  return Math.max(1, Math.round(percent / 5) * 5);
}
