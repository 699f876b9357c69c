/**
 * Google Cloud's sustained-use discount: the longer instances of a type run in a month, the less the further hours cost.
 *
 *   share of the month   N1    N2, N2D, C2
 *   first quarter        100 %  100 %
 *   second               80 %   86.78 %
 *   third                60 %   73.3 %
 *   last                 40 %   60 %
 *
 * Hours of several instances are laid end to end into as few whole months as they fill ("inferred instances"), which
 * gives the largest discount. E2, C3 and later families have none.
 *
 * Source: Google Cloud documentation, "Sustained use discounts" (30 % for a whole month of N1, 20 % of N2 and C2).
 */

const general = [1, 0.8, 0.6, 0.4] as const;
const optimised = [1, 0.8678, 0.733, 0.6] as const;

export type SustainedUse = readonly [number, number, number, number];

/** The schedule of a Google Cloud machine type; null for families without one and for other providers. */
export function sustainedUseOf(provider: string, instanceType: string): SustainedUse | null {
  if (provider !== 'gcp') return null;
  const family = instanceType.split('-')[0]!.toLowerCase();
  if (family === 'n1') return general;
  return ['n2', 'n2d', 'c2'].includes(family) ? optimised : null;
}

/** Hours charged in each quarter of the schedule, and the share of the price that is paid there. */
export function sustainedUseTiers(options: {
  readonly hours: number;
  readonly hoursInMonth: number;
  readonly schedule: SustainedUse;
}): { readonly hours: number; readonly paidShare: number }[] {
  const { hours, hoursInMonth, schedule } = options;
  const quarter = hoursInMonth / schedule.length;
  const full = Math.floor(hours / hoursInMonth);
  const rest = hours - full * hoursInMonth;
  return schedule
    .map((paidShare, index) => ({
      hours: full * quarter + Math.min(quarter, Math.max(0, rest - index * quarter)),
      paidShare,
    }))
    .filter((tier) => tier.hours > 0);
}
