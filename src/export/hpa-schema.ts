/**
 * A HorizontalPodAutoscaler of autoscaling/v2 as operators write it; v2beta2, which it replaced, has the same fields.
 * Source: kubernetes/api autoscaling/v2/types.go (2026 master).
 */
import { z } from 'zod';
import { wholeNumber } from '../scenario/values.ts';

const quantity = z.union([z.string(), z.number()]);
const target = z.strictObject({
  type: z.enum(['Utilization', 'AverageValue', 'Value']),
  averageUtilization: wholeNumber('', 1).optional(),
  averageValue: quantity.optional(),
  value: quantity.optional(),
});
const metric = z.strictObject({ name: z.string().min(1), selector: z.unknown().optional() });
const described = z.looseObject({ kind: z.string(), name: z.string() });

const metricSpec = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('Resource'),
    resource: z.strictObject({ name: z.string(), target }),
  }),
  z.strictObject({ type: z.literal('Pods'), pods: z.strictObject({ metric, target }) }),
  z.strictObject({
    type: z.literal('Object'),
    object: z.strictObject({ metric, target, describedObject: described }),
  }),
  z.strictObject({ type: z.literal('External'), external: z.strictObject({ metric, target }) }),
  z.strictObject({
    type: z.literal('ContainerResource'),
    containerResource: z.strictObject({ name: z.string(), container: z.string(), target }),
  }),
]);

const rules = z.strictObject({
  stabilizationWindowSeconds: wholeNumber('', 0, 3600).optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).optional(),
  policies: z
    .array(
      z.strictObject({
        type: z.enum(['Pods', 'Percent']),
        value: wholeNumber('', 1),
        periodSeconds: wholeNumber('', 1, 1800),
      }),
    )
    .max(20)
    .optional(),
  tolerance: quantity.optional(),
});

export const hpaManifestSchema = z.strictObject({
  apiVersion: z.enum(['autoscaling/v2', 'autoscaling/v2beta2']),
  kind: z.literal('HorizontalPodAutoscaler'),
  metadata: z.looseObject({
    name: z.string().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.strictObject({
    scaleTargetRef: z.looseObject({ kind: z.string(), name: z.string() }),
    minReplicas: wholeNumber('').optional(),
    maxReplicas: wholeNumber(''),
    metrics: z.array(metricSpec).min(1).max(10),
    behavior: z.strictObject({ scaleUp: rules.optional(), scaleDown: rules.optional() }).optional(),
  }),
  status: z.unknown().optional(),
});

export type HpaManifest = z.output<typeof hpaManifestSchema>;
export type HpaMetricSpec = HpaManifest['spec']['metrics'][number];
export type HpaTarget = z.output<typeof target>;
export type HpaRulesSpec = z.output<typeof rules>;
