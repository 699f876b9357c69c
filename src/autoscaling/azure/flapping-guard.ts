/**
 * Azure Monitor's guard against flapping: it scales in only to counts at which no scale-out rule would fire.
 *
 * The metric is taken to spread evenly over the instances that are left.
 * Source: MicrosoftDocs/azure-docs articles/azure-monitor/autoscale/autoscale-flapping.md.
 */

export interface ScaleOutRule {
  readonly operator: '>' | '>=';
  /** In the unit of the metric, per instance. */
  readonly threshold: number;
}

export interface ScaleInSituation {
  readonly instances: number;
  /** Mean of the metric over the present instances. */
  readonly metricPerInstance: number;
  readonly scaleOutRules: readonly ScaleOutRule[];
}

/** Metric per instance if only `candidate` instances were left. */
function projectedMetric(
  { instances, metricPerInstance }: Omit<ScaleInSituation, 'scaleOutRules'>,
  candidate: number,
): number {
  return (metricPerInstance * instances) / candidate;
}

/** Whether no scale-out rule would fire at `candidate` instances. */
export function mayScaleIn(situation: ScaleInSituation, candidate: number): boolean {
  const projected = projectedMetric(situation, candidate);
  return !situation.scaleOutRules.some(({ operator, threshold }) =>
    operator === '>' ? projected > threshold : projected >= threshold,
  );
}

/** The count to scale in to: `candidate`, or the nearest above it that may be; the present count if none may. */
export function scaleInTarget(situation: ScaleInSituation, candidate: number): number {
  for (let count = candidate; count < situation.instances; count++) {
    if (mayScaleIn(situation, count)) return count;
  }
  return situation.instances;
}
