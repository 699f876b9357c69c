/**
 * A token bucket: full at first, refilled at a constant rate, one token a request.
 */
import type { ApiLimit } from './cloud-settings.ts';

export class TokenBucket {
  private readonly limit: ApiLimit;
  private tokens: number;
  private filledAtMs = 0;

  constructor(limit: ApiLimit) {
    this.limit = limit;
    this.tokens = limit.burstRequests;
  }

  /** Takes a token if there is one. */
  take(nowMs: number): boolean {
    this.refill(nowMs);
    // Sums of a rate times small times fall short of a whole token by rounding.
    if (this.tokens < 1 - roundingTolerance) return false;
    this.tokens = Math.max(0, this.tokens - 1);
    return true;
  }

  /** When there will be a token, at the earliest; now if there is one. Simulated milliseconds. */
  nextTokenMs(nowMs: number): number {
    this.refill(nowMs);
    return nowMs + (Math.max(0, 1 - this.tokens) / this.limit.requestsPerSecond) * 1000;
  }

  private refill(nowMs: number): void {
    const gained = ((nowMs - this.filledAtMs) / 1000) * this.limit.requestsPerSecond;
    this.tokens = Math.min(this.limit.burstRequests, this.tokens + gained);
    this.filledAtMs = nowMs;
  }
}

const roundingTolerance = 1e-9;
