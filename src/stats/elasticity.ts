/**
 * How well a supply of instances follows a demand for them: the elasticity metrics of the SPEC Research Group.
 *
 * With demand d(t) and supply s(t) as step functions over T, and (x)+ = max(x, 0):
 *
 *   accuracy     under = 1/T sum of (d - s)+ / d dt        over = 1/T sum of (s - d)+ / d dt
 *   timeshare    under = share of time with d > s          over = share of time with s > d
 *   instability  share of time, from the second sample on, in which s and d do not move the same way:
 *                min(|sgn(delta s) - sgn(delta d)|, 1)
 *   jitter       (adaptations of s - adaptations of d) / T: above 0 the supply oscillates, below 0 it is inert
 *
 * Ratios are 0 to 1 (over may be more), where the publication gives percent. It knows no demand of 0: there the accuracies
 * count instances, as for a demand of 1.
 *
 * Source: Herbst et al., Ready for Rain? A View from SPEC Research on the Future of Cloud Metrics, SPEC-RG-2016-01;
 * Bauer et al., IEEE TPDS 2018 (deviation and speedup).
 */
import { estimate } from './estimate.ts';

export interface ElasticityCurves {
  /** Instances needed and instances there, sample by sample; whole numbers from 0. */
  readonly demand: ArrayLike<number>;
  readonly supply: ArrayLike<number>;
  /** Time between samples, hours. */
  readonly stepHours: number;
}

export interface Elasticity {
  readonly underAccuracyRatio: number;
  readonly overAccuracyRatio: number;
  readonly underTimeRatio: number;
  readonly overTimeRatio: number;
  readonly instabilityRatio: number;
  /** Adaptations of the supply beyond those of the demand, per hour. */
  readonly jitterPerHour: number;
  /** Instance-hours supplied beyond the demand. */
  readonly surplusHours: number;
}

/** All 0 for curves without a sample. */
export function elasticity({ demand, supply, stepHours }: ElasticityCurves): Elasticity {
  const samples = demand.length;
  let [under, over, underTime, overTime, surplus, unlike] = [0, 0, 0, 0, 0, 0];
  let [supplyChanges, demandChanges] = [0, 0];
  for (let i = 0; i < samples; i++) {
    const [d, s] = [demand[i]!, supply[i]!];
    const unit = Math.max(1, d);
    under += Math.max(0, d - s) / unit;
    over += Math.max(0, s - d) / unit;
    surplus += Math.max(0, s - d);
    if (d > s) underTime += 1;
    if (s > d) overTime += 1;
    if (i === 0) continue;
    const supplyMove = Math.sign(s - supply[i - 1]!);
    const demandMove = Math.sign(d - demand[i - 1]!);
    if (supplyMove !== demandMove) unlike += 1;
    if (supplyMove !== 0) supplyChanges += 1;
    if (demandMove !== 0) demandChanges += 1;
  }
  const mean = (sum: number, count: number): number => (count <= 0 ? 0 : sum / count);
  return {
    underAccuracyRatio: mean(under, samples),
    overAccuracyRatio: mean(over, samples),
    underTimeRatio: mean(underTime, samples),
    overTimeRatio: mean(overTime, samples),
    instabilityRatio: mean(unlike, samples - 1),
    jitterPerHour: mean(supplyChanges - demandChanges, samples * stepHours),
    surplusHours: surplus * stepHours,
  };
}

/** The four figures that a speedup compares. */
export type ProvisioningRatios = Pick<
  Elasticity,
  'underAccuracyRatio' | 'overAccuracyRatio' | 'underTimeRatio' | 'overTimeRatio'
>;

/**
 * Ratios below this count as this: a policy that is never short would otherwise be infinitely better than any other.
 * An assumption: a thousandth is less than a minute and a half of a day.
 */
const ratioFloor = 0.001;

/**
 * How much better a policy follows the demand than a baseline: the geometric mean of the four improvements.
 *
 *   (thetaU_n / thetaU_k * thetaO_n / thetaO_k * tauU_n / tauU_k * tauO_n / tauO_k)^(1/4)
 *
 * Above 1 the policy is better. Ratios below 0.001 count as 0.001.
 */
export function elasticSpeedup(policy: ProvisioningRatios, baseline: ProvisioningRatios): number {
  const gain = (of: keyof ProvisioningRatios): number =>
    Math.max(ratioFloor, baseline[of]) / Math.max(ratioFloor, policy[of]);
  return (
    (gain('underAccuracyRatio') *
      gain('overAccuracyRatio') *
      gain('underTimeRatio') *
      gain('overTimeRatio')) **
    0.25
  );
}

/** A geometric mean with the 95 % interval around it; both ends NaN with fewer than 2 replications. */
export interface SpeedupEstimate {
  readonly geometricMean: number;
  readonly low95: number;
  readonly high95: number;
}

/**
 * Speedup of a policy over a baseline that met the same demand, replication by replication: a factor, so its logarithms are
 * averaged, and Student's t gives their interval.
 *
 *   exp(mean(ln e_i) -+ t(0.975; n - 1) * s / sqrt(n)),   e_i the speedup of replication i
 *
 * @param options one entry a replication, of the same replications in the same order; at least one
 */
export function elasticSpeedupEstimate(options: {
  readonly policy: readonly ProvisioningRatios[];
  readonly baseline: readonly ProvisioningRatios[];
}): SpeedupEstimate {
  const { policy, baseline } = options;
  if (policy.length !== baseline.length || policy.length === 0) {
    throw new RangeError(
      `elasticSpeedupEstimate: ${policy.length} replications cannot be paired with ${baseline.length}`,
    );
  }
  const { mean, halfWidth95 } = estimate(
    policy.map((ratios, replication) => Math.log(elasticSpeedup(ratios, baseline[replication]!))),
  );
  return {
    geometricMean: Math.exp(mean),
    low95: Math.exp(mean - halfWidth95),
    high95: Math.exp(mean + halfWidth95),
  };
}

/**
 * How far a policy is from the perfect one in one number: the 3-norm of accuracies, timeshares and instability (Bauer
 * et al.), as a ratio; 0 is perfect.
 */
export function scalingDeviation(metrics: ProvisioningRatios & Pick<Elasticity, 'instabilityRatio'>): number {
  const { underAccuracyRatio, overAccuracyRatio, underTimeRatio, overTimeRatio, instabilityRatio } = metrics;
  return Math.cbrt(
    underAccuracyRatio ** 3 +
      overAccuracyRatio ** 3 +
      underTimeRatio ** 3 +
      overTimeRatio ** 3 +
      instabilityRatio ** 3,
  );
}
