/**
 * Reserved instances and savings plans against the usage of one hour, in the order that AWS documents:
 *
 *   1. zonal reserved instances   2. regional ones   3. EC2 instance savings plans   4. compute savings plans
 *
 * Within a kind of plan the usage with the highest saving comes first, on a tie that with the lowest rate. A plan is a
 * sum of money an hour, counted at the plan's rates; what is not used within the hour is lost. The rest is on demand.
 * Regional reserved instances cover other sizes of their family too, see size-flexibility.ts.
 *
 * Source: docs.aws.amazon.com, Savings Plans User Guide, "Understanding how Savings Plans apply to your usage".
 */
import { familyOf } from './instance-family.ts';
import { reservedShare } from './size-flexibility.ts';

export interface Reservation {
  readonly kind: 'reserved';
  readonly id: string;
  readonly instanceType: string;
  /** Null for a regional reservation. */
  readonly zone: string | null;
  /** Instances reserved every hour of the term. */
  readonly count: number;
  /** What one costs an hour, upfront payments spread over the term. */
  readonly costPerHour: number;
}

export interface SavingsPlan {
  readonly kind: 'instance-savings-plan' | 'compute-savings-plan';
  readonly id: string;
  /** Money committed an hour, at the plan's rates. */
  readonly commitPerHour: number;
  /** For an instance plan: `aws/eu-west-1/c5`, the family of one region; null for a compute plan. */
  readonly family: string | null;
}

export type Commitment = Reservation | SavingsPlan;

/** Usage of one kind within an hour. */
export interface HourUse {
  readonly instanceType: string;
  readonly zone: string | null;
  /** On-demand price of an hour. */
  readonly onDemand: number;
  /** Price of an hour under each commitment by its id; one that is not named covers nothing of it. */
  readonly rates: ReadonlyMap<string, number>;
}

/** Hours of use `use` that commitment `commitment` covered (both indices). */
export interface Coverage {
  readonly use: number;
  readonly commitment: number;
  readonly hours: number;
}

/**
 * Applies the commitments to an hour.
 *
 * @param hours instance-hours of each use in the hour
 * @returns what is covered, in order of application; all else is on demand
 */
export function applyCommitments(
  uses: readonly HourUse[],
  hours: ArrayLike<number>,
  commitments: readonly Commitment[],
): Coverage[] {
  const left = Array.from(hours);
  const coverages: Coverage[] = [];
  const cover = (use: number, commitment: number, coveredHours: number): void => {
    left[use]! -= coveredHours;
    coverages.push({ use, commitment, hours: coveredHours });
  };
  for (const zonal of [true, false]) {
    for (const [index, reservation] of commitments.entries()) {
      if (reservation.kind !== 'reserved' || (reservation.zone !== null) !== zonal) continue;
      let available = reservation.count;
      for (const { use, share } of matching(uses, reservation)) {
        const covered = Math.min(available / share, left[use]!);
        if (covered <= 0) continue;
        available -= covered * share;
        cover(use, index, covered);
      }
    }
  }
  const money = commitments.map((plan) => (plan.kind === 'reserved' ? 0 : plan.commitPerHour));
  for (const kind of ['instance-savings-plan', 'compute-savings-plan'] as const) {
    for (const { use, plan, rate } of bySaving(uses, commitments, kind)) {
      const covered = rate === 0 ? left[use]! : Math.min(left[use]!, money[plan]! / rate);
      if (covered <= 0) continue;
      money[plan]! -= covered * rate;
      cover(use, plan, covered);
    }
  }
  return coverages;
}

/** What a reservation covers, the smallest sizes first, and how much of it an hour of each takes up. */
function matching(uses: readonly HourUse[], reservation: Reservation): { use: number; share: number }[] {
  return uses
    .flatMap(({ instanceType, zone }, use) => {
      if (reservation.zone !== null && reservation.zone !== zone) return [];
      const share = reservedShare(reservation, instanceType);
      return share === null ? [] : [{ use, share }];
    })
    .sort((a, b) => a.share - b.share);
}

interface Saving {
  readonly use: number;
  readonly plan: number;
  readonly rate: number;
  readonly ratio: number;
}

/** What plans of a kind may cover: all of them together, highest saving first, on a tie the lowest rate. */
function bySaving(
  uses: readonly HourUse[],
  commitments: readonly Commitment[],
  kind: SavingsPlan['kind'],
): Saving[] {
  const savings: Saving[] = [];
  for (const [plan, commitment] of commitments.entries()) {
    if (commitment.kind !== kind) continue;
    for (const [use, { instanceType, onDemand, rates }] of uses.entries()) {
      const rate = rates.get(commitment.id);
      const isInFamily =
        commitment.family === null || familyOf(instanceType) === commitment.family.toLowerCase();
      if (rate !== undefined && isInFamily) savings.push({ use, plan, rate, ratio: 1 - rate / onDemand });
    }
  }
  return savings.sort((a, b) => {
    const difference = b.ratio - a.ratio;
    // Savings are quotients: what differs in the last digits only is a tie.
    return Math.abs(difference) > 1e-9 ? difference : a.rate - b.rate;
  });
}
