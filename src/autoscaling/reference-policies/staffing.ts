/**
 * Counts worked out beforehand, asked for a lead ahead: what square-root staffing and the oracle do with the future that
 * they are given.
 *
 *   desired(t) = max over u in [t, t + lead] of the requirement at u
 *
 * The requirement is computed where forecasts are made (square-root staffing: ceil(m + beta sqrt(z m)) of the expected
 * load m; the oracle: the load that came). Source: Jennings, Mandelbaum, Massey, Whitt 1996, staffing with a lead.
 */
import type { Decision } from '../decision.ts';

export interface StaffingPolicy {
  /** Instances required at times 0, stepMs, 2 stepMs ...; the last holds on. At least one. */
  readonly required: ArrayLike<number>;
  readonly stepMs: number;
  /** How long before it is needed an instance is asked for, milliseconds. */
  readonly leadMs: number;
  readonly minCount: number;
  readonly maxCount: number;
  /** What the requirement is called in reasons, such as `the forecast`. */
  readonly source: string;
}

export function decideStaffing(
  policy: StaffingPolicy,
  _memory: null,
  { nowMs }: { readonly nowMs: number },
): Decision<null> {
  const { required, stepMs, leadMs, minCount, maxCount, source } = policy;
  const last = required.length - 1;
  const from = Math.min(last, Math.max(0, Math.floor(nowMs / stepMs)));
  const until = Math.min(last, Math.max(from, Math.ceil((nowMs + leadMs) / stepMs)));
  let highest = from;
  for (let step = from; step <= until; step++) if (required[step]! > required[highest]!) highest = step;
  const wanted = required[highest]!;
  const desiredCount = Math.min(maxCount, Math.max(minCount, wanted));
  const when = highest === from ? 'now' : `in ${Math.round((highest * stepMs - nowMs) / 1000)} s`;
  const bound =
    desiredCount < wanted
      ? `; limited by the maximum ${maxCount}`
      : desiredCount > wanted
        ? `; raised to the minimum ${minCount}`
        : '';
  return { desiredCount, memory: null, reason: `${source} needs ${wanted} ${when}${bound}` };
}
