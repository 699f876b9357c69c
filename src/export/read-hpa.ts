/**
 * The policy `kubernetes-hpa` of a HorizontalPodAutoscaler manifest.
 */
import { z } from 'zod';
import type { Issue } from '../scenario/issues.ts';
import type { Path } from '../scenario/parse.ts';
import { kubernetesHpaSettings } from '../scenario/schema-kubernetes-hpa.ts';
import { check, type IssuePlace, issueAt } from '../scenario/zod-issues.ts';
import { type ExportPool, exportPools } from './export-target.ts';
import { settingsAnnotation } from './hpa.ts';
import {
  type HpaManifest,
  type HpaMetricSpec,
  type HpaRulesSpec,
  type HpaTarget,
  hpaManifestSchema,
} from './hpa-schema.ts';
import { given, type ImportedPolicy } from './imported-policy.ts';
import { knownMetricNames, metricOfName } from './metric-names.ts';
import { parseQuantity } from './quantity.ts';

interface Reading {
  readonly place: IssuePlace;
  readonly issues: Issue[];
  readonly notes: string[];
}

const annotatedSchema = z.strictObject({
  pool: z.enum(exportPools),
  ...z.strictObject(kubernetesHpaSettings).partial().shape,
});

/**
 * @param path of the manifest in its file
 * @param pool that it scales; null for what its metrics say
 * @returns null, with issues, when it is wrong or says what a scenario cannot
 */
export function readHpa(
  value: unknown,
  path: Path,
  pool: ExportPool | null,
  place: IssuePlace,
  issues: Issue[],
): ImportedPolicy | null {
  const checked = check(hpaManifestSchema, value, path, place, issues);
  if (checked === null) return null;
  const before = issues.length;
  const reading: Reading = { place, issues, notes: [] };
  const { spec, metadata } = checked;
  const annotated = annotatedSettings(reading, checked, path);
  const metrics = spec.metrics.map((metric, index) =>
    metricOf(reading, metric, [...path, 'spec', 'metrics', index]),
  );
  const behavior = behaviorOf(reading, spec.behavior, [...path, 'spec', 'behavior']);
  const { minReplicas = 1, maxReplicas } = spec;
  if (minReplicas > maxReplicas) {
    const problem = `must be at least minReplicas (${minReplicas})`;
    refuse(reading, [...path, 'spec', 'maxReplicas'], problem, 'swap the two values?', maxReplicas);
  }
  if (issues.length > before) return null;
  const isOfJibris = metrics.some(
    (metric) => metric?.metric === 'busy' || metric?.metric === 'recordingsRefused',
  );
  const { pool: annotatedPool, ...settings } = annotated ?? {};
  const found = pool ?? annotatedPool ?? (isOfJibris ? 'jibris' : 'bridges');
  return {
    pool: found,
    name: metadata.name ?? 'unnamed',
    scaling: given({
      policy: 'kubernetes-hpa',
      min: minReplicas,
      max: maxReplicas,
      metrics,
      behavior,
      ...settings,
    }),
    notes: [...reading.notes, ...notesOf(checked, annotated !== null, found)],
  };
}

function annotatedSettings(
  { place, issues }: Reading,
  { metadata }: HpaManifest,
  path: Path,
): z.output<typeof annotatedSchema> | null {
  const text = metadata.annotations?.[settingsAnnotation];
  if (text === undefined) return null;
  const at: Path = [...path, 'metadata', 'annotations', settingsAnnotation];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    issues.push(issueAt(place, at, 'is not JSON', { hint: 'remove the annotation, or export it anew' }));
    return null;
  }
  return check(annotatedSchema, value, at, place, issues);
}

interface WrittenMetric {
  readonly metric: string;
  readonly [key: string]: unknown;
}

function metricOf(reading: Reading, spec: HpaMetricSpec, path: Path): WrittenMetric | null {
  switch (spec.type) {
    case 'Resource': {
      const { name, target } = spec.resource;
      if (name !== 'cpu') return refuse(reading, [...path, 'resource', 'name'], `scales on ${name}`, cpuOnly);
      return {
        metric: 'cpu',
        source: 'resource',
        ...targetOf(reading, target, [...path, 'resource', 'target']),
      };
    }
    case 'ContainerResource':
      return refuse(
        reading,
        path,
        'scales on the usage of one container',
        'a bridge is simulated as one container: use Resource',
      );
    case 'Pods':
      return named(reading, 'pods', spec.pods, [...path, 'pods']);
    case 'Object':
      return named(reading, 'object', spec.object, [...path, 'object']);
    case 'External':
      return named(reading, 'external', spec.external, [...path, 'external']);
  }
}

const cpuOnly = 'cpu is the only resource that is simulated';

function named(
  reading: Reading,
  source: 'pods' | 'object' | 'external',
  {
    metric,
    target,
  }: { readonly metric: { readonly name: string; readonly selector?: unknown }; readonly target: HpaTarget },
  path: Path,
): WrittenMetric | null {
  const known = metricOfName(metric.name, source === 'pods');
  if (known === null) {
    return refuse(
      reading,
      [...path, 'metric', 'name'],
      `names a metric that is not simulated: ${metric.name}`,
      `known are ${knownMetricNames.join(', ')}; for a whole pool also with _sum, _avg or _max`,
    );
  }
  if (metric.selector !== undefined) reading.notes.push(`the selector of ${metric.name} is left out`);
  return {
    metric: known.metric,
    source,
    ...(known.aggregate === null ? {} : { aggregate: known.aggregate }),
    ...targetOf(reading, target, [...path, 'target']),
  };
}

/** The one figure that the type of the target names, by the scenario's key. */
function targetOf(reading: Reading, target: HpaTarget, path: Path): Record<string, number> {
  const keys = { Utilization: 'averageUtilization', AverageValue: 'averageValue', Value: 'value' } as const;
  const key = keys[target.type];
  for (const other of Object.values(keys)) {
    if (other !== key && target[other] !== undefined) {
      refuse(reading, [...path, other], `is no part of a target of type ${target.type}`, `write ${key}`);
    }
  }
  const written = target[key];
  const amount = written === undefined ? null : parseQuantity(written);
  if (amount === null) {
    const problem = written === undefined ? 'is missing' : 'is no quantity';
    refuse(reading, [...path, key], problem, 'write it as 0.8, 800m or 2k', written);
    return {};
  }
  if (amount <= 0) {
    refuse(reading, [...path, key], 'must be above 0', 'Kubernetes refuses it too', written);
    return {};
  }
  return { [key === 'averageUtilization' ? 'averageUtilizationPercent' : key]: amount };
}

function behaviorOf(reading: Reading, behavior: HpaManifest['spec']['behavior'], path: Path): unknown {
  if (behavior === undefined) return null;
  const { scaleUp, scaleDown } = behavior;
  return given({
    scaleUp: scaleUp === undefined ? undefined : rulesOf(reading, scaleUp, [...path, 'scaleUp']),
    scaleDown: scaleDown === undefined ? undefined : rulesOf(reading, scaleDown, [...path, 'scaleDown']),
  });
}

function rulesOf(reading: Reading, { tolerance, ...rules }: HpaRulesSpec, path: Path): unknown {
  const amount = tolerance === undefined ? undefined : parseQuantity(tolerance);
  if (amount === null || (amount !== undefined && (amount < 0 || amount > 1))) {
    refuse(
      reading,
      [...path, 'tolerance'],
      'must be a quantity from 0 to 1',
      'write it as 0.05 or 50m',
      tolerance,
    );
  }
  return given({ ...rules, tolerance: amount });
}

function refuse({ place, issues }: Reading, path: Path, problem: string, hint: string, got?: unknown): null {
  issues.push(issueAt(place, path, problem, { hint, ...(got === undefined ? {} : { got }) }));
  return null;
}

function notesOf({ spec, metadata, status }: HpaManifest, isAnnotated: boolean, pool: ExportPool): string[] {
  const notes: string[] = [];
  const { kind, name } = spec.scaleTargetRef;
  notes.push(`scales ${kind} ${name}, taken for the ${pool}`);
  const unused = Object.keys(metadata).filter((key) => key !== 'name' && key !== 'annotations');
  const annotations = Object.keys(metadata.annotations ?? {}).filter((key) => key !== settingsAnnotation);
  if (annotations.length > 0) unused.push(`annotations ${annotations.join(' and ')}`);
  if (unused.length > 0) notes.push(`left out of metadata: ${unused.join(', ')}`);
  if (status !== undefined) notes.push('left out: status, which is the state of a cluster');
  if (isAnnotated) return notes;
  notes.push(
    'flags of kube-controller-manager (tolerance, sync period, downscale stabilisation) and sidecars are not in a manifest: those of the default preset hold',
  );
  if (
    spec.metrics.some((metric) => metric.type === 'Resource' && metric.resource.target.type === 'Utilization')
  ) {
    notes.push("the percentage needs cpuRequestCores, the CPU request of the Deployment's pods: add it");
  }
  return notes;
}
