/**
 * Policies that are given the future in a run: square-root staffing and model-predictive control the expected load, the
 * oracle the load that came.
 */
import { decideMpc } from '../../autoscaling/reference-policies/mpc.ts';
import { decideStaffing, type StaffingPolicy } from '../../autoscaling/reference-policies/staffing.ts';
import { normalTailBeta, squareRootStaffing } from '../../queueing/square-root-staffing.ts';
import type { MpcScaling, OracleScaling, StaffingScaling } from '../../scenario/scenario.ts';
import { forecastAt, loadForecast } from '../forecast/load-forecast.ts';
import { bootLeadMs } from '../oracle/foresight.ts';
import type { RunContext } from '../run-context.ts';
import type { Controller } from './controller.ts';
import { intervalController, presentCount } from './interval-controller.ts';
import { leastWorkFirst, type PoolSignals } from './pool-signals.ts';

export function squareRootStaffingController(
  context: RunContext,
  signals: PoolSignals,
  scaling: StaffingScaling,
): Controller {
  const { policy, controlIntervalSeconds, leadSeconds, minCount, maxCount } = scaling;
  const { mean, variance, stepMs } = loadForecast(context.scenario, signals.pool.name);
  const beta = normalTailBeta(scaling.overflowProbability);
  const required = mean.map((expected, step) =>
    requirement(
      scaling,
      beta,
      expected * scaling.forecastRatio,
      variance[step]! * scaling.forecastRatio ** 2,
    ),
  );
  const staffing: StaffingPolicy = {
    required,
    stepMs,
    leadMs: leadSeconds * 1000,
    minCount,
    maxCount,
    source: `the forecast with ${beta.toFixed(2)} standard deviations to spare`,
  };
  return intervalController(context, signals, {
    policy,
    intervalSeconds: controlIntervalSeconds,
    looksAt: 'the forecast of demand, and nothing measured',
    decide: (nowMs) => decideStaffing(staffing, null, { nowMs }),
  });
}

function requirement({ target }: StaffingScaling, beta: number, mean: number, variance: number): number {
  if (!(mean > 0)) return 0;
  const offeredLoadErlangs = mean / target;
  // Variance of the load in instances, over its mean: conferences are lumps of it.
  const peakedness = Math.max(Number.MIN_VALUE, variance / (mean * target));
  return squareRootStaffing({ offeredLoadErlangs, beta, peakedness });
}

export function mpcController(context: RunContext, signals: PoolSignals, scaling: MpcScaling): Controller {
  const { policy, mpc, target, controlIntervalSeconds, observedWeightDecay, forecastRatio } = scaling;
  const intervalMs = controlIntervalSeconds * 1000;
  const forecast = loadForecast(context.scenario, signals.pool.name);
  const lagSteps = Math.ceil(scaling.launchLagSeconds / controlIntervalSeconds);
  const expectedAt = (atMs: number): number => forecastAt(forecast, forecast.mean, atMs) * forecastRatio;
  return intervalController(context, signals, {
    policy,
    intervalSeconds: controlIntervalSeconds,
    decide(nowMs) {
      const surprise = signals.load(nowMs) - expectedAt(nowMs);
      const expected = Array.from({ length: scaling.horizonSteps }, (_, step) => {
        const ahead = lagSteps + step;
        const load = expectedAt(nowMs + ahead * intervalMs) + surprise * observedWeightDecay ** ahead;
        return Math.max(0, load) / target;
      });
      return decideMpc(mpc, null, { nowMs, count: presentCount(signals), expected });
    },
  });
}

export function oracleController(
  context: RunContext,
  signals: PoolSignals,
  scaling: OracleScaling,
): Controller {
  const { plan, minCount, maxCount, policy } = scaling;
  if (plan === null) throw new Error('oracleController: the demand has not been seen yet');
  const leadMs = bootLeadMs(context.scenario, signals.pool.name);
  const staffing: StaffingPolicy = { ...plan, leadMs, minCount, maxCount, source: 'what is to come' };
  return intervalController(context, signals, {
    policy,
    intervalSeconds: 60,
    looksAt: 'the load to come, as it was seen in a run before',
    // It drains those that lose least.
    victims: leastWorkFirst(signals),
    decide: (nowMs) => decideStaffing(staffing, null, { nowMs }),
  });
}
