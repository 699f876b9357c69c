/**
 * What a policy may look at, by the names that scenarios use. Every figure is one that a real deployment exports, with
 * the lag it has there; the simulation reads them (`simulation/controllers/pool-signals.ts`).
 */

/** Of one bridge. */
export const bridgeMetrics = ['cpu', 'stress', 'packetRateKpps', 'participants', 'conferences'] as const;
/** Of one Jibri: 1 while it records or finalises, else 0. */
export const jibriMetrics = ['busy'] as const;
/** Of the pool as a whole: work in the last minute that found no instance. They exist without any instance. */
export const bridgePoolMetrics = ['joinsFailed'] as const;
export const jibriPoolMetrics = ['recordingsRefused'] as const;

export type InstanceMetric = (typeof bridgeMetrics)[number] | (typeof jibriMetrics)[number];
export type PoolMetric = (typeof bridgePoolMetrics)[number] | (typeof jibriPoolMetrics)[number];
export type ScalingMetric = InstanceMetric | PoolMetric;

/** How the figures of the ready instances become one. */
export const metricAggregates = ['sum', 'mean', 'max'] as const;
export type MetricAggregate = (typeof metricAggregates)[number];

export function isPoolMetric(metric: ScalingMetric): metric is PoolMetric {
  return metric === 'joinsFailed' || metric === 'recordingsRefused';
}

/** For descriptions of keys. */
export const metricUnits =
  'cpu: cores; stress: 1 is full, as last published; packetRateKpps: thousand packets a second, in and out; participants, conferences: of the bridge; busy: 1 while a Jibri records or finalises, else 0; joinsFailed, recordingsRefused: in the last minute';
