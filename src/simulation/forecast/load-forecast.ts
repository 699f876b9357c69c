/**
 * The load that a scenario's demand is expected to put on a pool over the horizon: what policies that know the timetable
 * are given. Mean and variance, in the load of one full instance: packets over the packet rate of stress 1 for bridges,
 * busy Jibris for Jibris.
 */
import { packetRateAtStress } from '../../jitsi/bridge-capacity.ts';
import type { Demand, Scenario } from '../../scenario/scenario.ts';
import { mean } from '../../stats/distributions/moments.ts';
import { conferencePacketRate, type LoadMoments, packetRateOfSize } from './conference-load.ts';
import { conferencesPresent } from './conferences-present.ts';

export interface LoadForecast {
  /** Time between two points, milliseconds; the first stands at 0. */
  readonly stepMs: number;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Between points the load is linear: rates change over quarters of an hour, bursts fall on the clock. */
const stepMs = 60_000;

/** Forecasts belong to scenarios; all replications of one share it. */
const known = new WeakMap<Scenario, Map<string, LoadForecast>>();

export function loadForecast(scenario: Scenario, pool: 'bridges' | 'jibris'): LoadForecast {
  const ofScenario = known.get(scenario) ?? new Map<string, LoadForecast>();
  known.set(scenario, ofScenario);
  const forecast = ofScenario.get(pool) ?? compute(scenario, pool);
  ofScenario.set(pool, forecast);
  return forecast;
}

function compute(scenario: Scenario, pool: 'bridges' | 'jibris'): LoadForecast {
  const points = Math.floor(scenario.horizon.durationMs / stepMs) + 1;
  const forecast = { stepMs, mean: new Float64Array(points), variance: new Float64Array(points) };
  for (const demand of scenario.demand) {
    const each = pool === 'bridges' ? ofBridges(scenario, demand) : ofJibris(scenario, demand);
    if (each.mean === 0) continue;
    const stayed = pool === 'jibris' ? withFinalising(scenario, demand) : demand;
    const present = conferencesPresent(stayed, points, stepMs);
    const spread = Math.max(0, each.meanSquare - each.mean ** 2);
    for (let point = 0; point < points; point++) {
      const conferences = present.mean[point]!;
      forecast.mean[point]! += conferences * each.mean;
      // A random sum: E N Var X + Var N (E X)^2.
      forecast.variance[point]! += conferences * spread + present.variance[point]! * each.mean ** 2;
    }
  }
  return forecast;
}

/** Load of one conference, in bridges at stress 1. */
function ofBridges(scenario: Scenario, demand: Demand): LoadMoments {
  const { model, stress } = scenario.deployment.bridges;
  const fullPps = packetRateAtStress(1, { model, stressMeasure: stress.measure, speedFactor: 1 });
  if (demand.kind === 'participant-series') {
    const pps = packetRateOfSize(demand.conferenceClass, demand.media, demand.roomSize);
    return { mean: pps / fullPps, meanSquare: (pps / fullPps) ** 2 };
  }
  const { mean: pps, meanSquare } = conferencePacketRate(demand.conferenceClass, demand.media);
  return { mean: pps / fullPps, meanSquare: meanSquare / fullPps ** 2 };
}

/** A conference needs a Jibri or not. */
function ofJibris(_scenario: Scenario, demand: Demand): LoadMoments {
  // Replayed series have rooms, not conferences that somebody records from beginning to end.
  const ratio = demand.kind === 'participant-series' ? 0 : demand.conferenceClass.recordingRatio;
  return { mean: ratio, meanSquare: ratio };
}

/** A Jibri is busy until its recording is finalised: the stay is longer by the mean of that. */
function withFinalising(scenario: Scenario, demand: Demand): Demand {
  const seconds = scenario.deployment.jibris?.finaliseSeconds;
  if (seconds === undefined || demand.kind === 'participant-series') return demand;
  const longerMinutes = mean(seconds) / 60;
  if (longerMinutes === 0) return demand;
  const { conferenceClass } = demand;
  const { durationMinutes } = conferenceClass;
  const meanMinutes = mean(durationMinutes);
  if (!(meanMinutes > 0)) return demand;
  return {
    ...demand,
    conferenceClass: {
      ...conferenceClass,
      durationMinutes: stretched(durationMinutes, 1 + longerMinutes / meanMinutes),
    },
  };
}

/** The distribution with every value times a factor, where its family allows; else unchanged. */
function stretched(
  distribution: Demand['conferenceClass']['durationMinutes'],
  factor: number,
): Demand['conferenceClass']['durationMinutes'] {
  switch (distribution.kind) {
    case 'constant':
      return { kind: 'constant', value: distribution.value * factor };
    case 'uniform':
      return { kind: 'uniform', low: distribution.low * factor, high: distribution.high * factor };
    case 'exponential':
      return { kind: 'exponential', mean: distribution.mean * factor };
    case 'lognormal':
      return { ...distribution, median: distribution.median * factor };
    case 'gamma':
    case 'weibull':
      return { ...distribution, scale: distribution.scale * factor };
    case 'normal':
      return {
        kind: 'normal',
        mean: distribution.mean * factor,
        standardDeviation: distribution.standardDeviation * factor,
      };
    case 'discrete':
    case 'empirical':
      return { ...distribution, values: distribution.values.map((value) => value * factor) };
    case 'clamped':
      return {
        kind: 'clamped',
        of: stretched(distribution.of, factor),
        ...(distribution.min === undefined ? {} : { min: distribution.min * factor }),
        ...(distribution.max === undefined ? {} : { max: distribution.max * factor }),
      };
    case 'poisson':
      return distribution;
  }
}

/** The value of a forecast at a time, linear between its points; the last one beyond the horizon. */
export function forecastAt(forecast: LoadForecast, values: Float64Array, atMs: number): number {
  const position = Math.min(values.length - 1, Math.max(0, atMs / forecast.stepMs));
  const before = Math.floor(position);
  const after = Math.min(values.length - 1, before + 1);
  return values[before]! + (position - before) * (values[after]! - values[before]!);
}
