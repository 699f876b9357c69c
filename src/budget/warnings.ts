/**
 * What the reader of a bill should know first: what was simulated too briefly, what is missing, what covers nothing.
 */
import type { BoughtCommitment } from '../billing/bill-context.ts';
import type { Budget } from './budget.ts';
import type { BudgetContext } from './budget-context.ts';
import { addMonths, monthOf, monthText } from './calendar.ts';
import { isCovered } from './commitment-prices.ts';
import { isUnknownPlace, placeOfType } from './places.ts';

/** Below this many the mean of the simulated days is a large part of the band. */
const FEW_REPLICATIONS = 10;

export function budgetWarnings({ days, written }: BudgetContext, budget: Budget): string[] {
  const warnings: string[] = [];
  for (const { name, results } of days) {
    if (results.horizonMinutes % (24 * 60) !== 0) {
      warnings.push(
        `${name} was simulated for ${Math.round(results.horizonMinutes / 6) / 10} hours: the rest of its days counts as unused`,
      );
    }
    if (results.replications < 2) warnings.push(`${name} has one replication: P10 to P90 say nothing`);
    else if (results.replications < FEW_REPLICATIONS) {
      warnings.push(
        `${name} has ${results.replications} replications: what a day costs on average is not well known, and P10 to P90 is wide for that`,
      );
    }
  }
  const hasTraffic = budget.days.some(({ samples }) =>
    samples.some(({ measures }) => (measures.get('egress-gigabytes|') ?? 0) > 0),
  );
  if (!hasTraffic && written.traffic.gigabytesPerParticipantHour === undefined) {
    warnings.push(
      'traffic to participants is not in this bill: the results hold none; write traffic.gigabytesPerParticipantHour',
    );
  }
  warnings.push(...placeWarnings(budget));
  if (written.traffic.throughNat) {
    warnings.push(
      'bridges behind a NAT gateway pay for every gigabyte twice; give them addresses of their own',
    );
  }
  return [...warnings, ...idleCommitments(budget)];
}

/** A type without provider and region in its name: where it is bought is a guess, or nobody's. */
function placeWarnings({ place, kinds, written }: Budget): string[] {
  const type = kinds[0]?.instanceType ?? '';
  if (written.place !== undefined || !isUnknownPlace(placeOfType(type, null))) return [];
  const write = 'write place: { provider: ..., region: ... } in a budget';
  return [
    isUnknownPlace(place)
      ? `nobody knows where ${type || 'this'} is bought, so traffic and services have no price: ${write}`
      : `${type} is taken to be bought at ${place.provider}/${place.region}, where alone the lists have it; if not, ${write}`,
  ];
}

/** Commitments that are paid for and cover nothing: mostly a slip in a family, a zone, a provider or a month. */
function idleCommitments(budget: Budget): string[] {
  const uses = [...budget.compute, ...budget.constant.map(({ use }) => use)];
  const last = monthText(addMonths(budget.start, budget.months - 1));
  return budget.commitments.flatMap((bought) => {
    const { commitment, startMonth, years } = bought;
    const end = monthText(addMonths(monthOf(startMonth), 12 * years));
    if (startMonth > last || end <= monthText(budget.start)) {
      return [
        `${commitment.id} counts for nothing: its term, ${startMonth} to before ${end}, lies outside the budget`,
      ];
    }
    const scope =
      commitment.kind === 'reserved' ? { reserved: commitment } : { family: commitment.family ?? undefined };
    if (uses.some((use) => isCovered(use, bought.provider, scope))) return [];
    return [`${commitment.id} covers nothing: ${nothingOf(budget, bought)}`];
  });
}

/** What would have to run for it. Names of zones are the user's. */
function nothingOf({ kinds }: Budget, { commitment, provider }: BoughtCommitment): string {
  if (commitment.kind !== 'reserved')
    return `no instance of ${commitment.family ?? provider} is bought on demand`;
  if (commitment.zone === null) return `no ${commitment.instanceType} is bought on demand`;
  const zones = [...new Set(kinds.map(({ site }) => site.zone).filter((zone) => zone !== ''))];
  if (zones.includes(commitment.zone)) {
    return `no ${commitment.instanceType} is bought on demand in zone ${commitment.zone}`;
  }
  const known = zones.length === 0 ? 'the days know no zones' : `they ran in ${zones.join(', ')}`;
  return `no instance ran in zone ${commitment.zone}; ${known}`;
}
