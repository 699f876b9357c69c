/**
 * Lowers and raises a bridge-wide last-n, the number of videos that anybody on the bridge is sent.
 * Source: jitsi-videobridge a29d97d, LastNReducer.kt; defaults from its reference.conf:215-229.
 */
import { noLimit } from './last-n-limits.ts';

export interface LastNReducerOptions {
  readonly reductionScale: number;
  readonly recoverScale: number;
  readonly minLastN: number;
  /** From here on the limit is lifted. */
  readonly maxEnforcedLastN: number;
}

export const shippedLastNReducer: LastNReducerOptions = {
  reductionScale: 0.75,
  recoverScale: 1.25,
  minLastN: 1,
  maxEnforcedLastN: 40,
};

/**
 * The lower limit; null when nobody is there to be limited.
 *
 * @param forwardedMax most videos forwarded to one endpoint of the bridge; null without endpoints
 */
export function reducedLastN(options: LastNReducerOptions, forwardedMax: number | null): number | null {
  if (forwardedMax === null) return null;
  return Math.max(options.minLastN, Math.floor(forwardedMax * options.reductionScale));
}

/** The higher limit, `noLimit` when it is lifted; null when there is none to raise. */
export function recoveredLastN(options: LastNReducerOptions, lastN: number): number | null {
  if (lastN === noLimit) return null;
  const raised = Math.max(lastN + 1, Math.floor(lastN * options.recoverScale));
  return raised >= options.maxEnforcedLastN ? noLimit : raised;
}
