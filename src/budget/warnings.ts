/**
 * What the reader of a bill should know first: what was simulated too briefly, what is missing, what covers nothing.
 */
import type { Budget } from './budget.ts';
import type { BudgetContext } from './budget-context.ts';

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
  if (written.traffic.throughNat) {
    warnings.push(
      'bridges behind a NAT gateway pay for every gigabyte twice; give them addresses of their own',
    );
  }
  return [...warnings, ...unmatchedZones(budget)];
}

/** A zonal reservation covers instances of its zone only, and the names of zones are the user's. */
function unmatchedZones({ commitments, kinds }: Budget): string[] {
  const zones = [...new Set(kinds.map(({ site }) => site.zone).filter((zone) => zone !== ''))];
  return commitments.flatMap(({ commitment }) => {
    if (commitment.kind !== 'reserved' || commitment.zone === null || zones.includes(commitment.zone))
      return [];
    const known = zones.length === 0 ? 'the days know no zones' : `they ran in ${zones.join(', ')}`;
    return [`${commitment.id} covers nothing: no instance ran in zone ${commitment.zone}; ${known}`];
  });
}
