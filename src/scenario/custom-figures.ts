/**
 * What the formula of the policy `custom` may use, by pool. The order is that in which the formula is given the values.
 */
import type { InstanceMetric } from './scaling-metrics.ts';
import { bridgeMetrics, jibriMetrics } from './scaling-metrics.ts';

/** Of every pool: counts, load as the policies of the literature see it, work without an instance, and the clock. */
export const commonFigures = [
  'desired',
  'ready',
  'launching',
  'draining',
  'load',
  'unserved',
  'hour',
  'day',
] as const;

/** How the figures of the ready instances are named: `stressMean`, `participantsSum`, `busyMax`. */
const aggregates = ['Mean', 'Sum', 'Max'] as const;

export interface CustomFigure {
  readonly name: string;
  readonly metric: InstanceMetric;
  readonly aggregate: 'mean' | 'sum' | 'max';
}

export function instanceFigures(pool: 'bridges' | 'jibris'): readonly CustomFigure[] {
  const metrics: readonly InstanceMetric[] = pool === 'bridges' ? bridgeMetrics : jibriMetrics;
  return metrics.flatMap((metric) =>
    aggregates.map((aggregate) => ({
      name: `${metric}${aggregate}`,
      metric,
      aggregate: aggregate.toLowerCase() as CustomFigure['aggregate'],
    })),
  );
}

/** All names that a formula of the pool may use. */
export function customNames(pool: 'bridges' | 'jibris'): readonly string[] {
  return [...commonFigures, ...instanceFigures(pool).map(({ name }) => name)];
}
