/**
 * A folder of measurements as its `datapackage.json` describes it (Frictionless Data Package): which files, which
 * columns with which units, and which rows are not for fitting. Beyond the standard, a field may name its `quantity`,
 * and package and resources may say what no column does under `given`.
 */
import { z } from 'zod';
import type { ColumnMap } from '../measurement/import-csv.ts';
import { parseJson } from '../measurement/json-text.ts';
import { quantitiesIn } from '../measurement/measurement-table.ts';
import { CalibrationRefused } from '../refusal.ts';
import { type Claim, claimSchema } from './claims.ts';
import { measured } from './column-map-text.ts';
import { checkGiven, type Given } from './given.ts';
import { type MeasurementFormat, measurementFormats } from './import-measurement.ts';

export interface PackageResource {
  readonly name: string;
  /** Path below the folder. */
  readonly path: string;
  readonly format: MeasurementFormat | null;
  /** null when the resource has no schema. */
  readonly map: ColumnMap | null;
  /** Label of Prometheus that names the columns. */
  readonly labelledBy: string | null;
  /** Texts that stand for nothing measured. */
  readonly missingValues: readonly string[];
  /** Whether a row may be fitted; rows kept for validation or reference may not. */
  readonly isFitted: (row: Readonly<Record<string, string>>) => boolean;
  readonly given: Given;
  /** What is said of it elsewhere, to be held against it. */
  readonly claims: readonly Claim[];
  readonly notes: readonly string[];
}

const fieldSchema = z.object({
  name: z.string(),
  type: z.string().optional(),
  unit: z.string().optional(),
  quantity: z.string().optional(),
});

const rowUseSchema = z.object({
  column: z.string(),
  equals: z.string().optional(),
  prefix: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  usedFor: z.string(),
});

const givenSchema = z.record(z.string(), z.union([z.number(), z.string()])).optional();

const resourceSchema = z.object({
  name: z.string().optional(),
  path: z.string(),
  format: z.string().optional(),
  quantity: z.string().optional(),
  unit: z.string().optional(),
  labelledBy: z.string().optional(),
  usedFor: z.string().optional(),
  rowUses: z.array(rowUseSchema).optional(),
  given: givenSchema,
  claims: z.array(claimSchema).optional(),
  schema: z
    .object({ fields: z.array(fieldSchema), missingValues: z.array(z.string()).optional() })
    .optional(),
});
type Resource = z.infer<typeof resourceSchema>;

const packageSchema = z.object({
  name: z.string().optional(),
  title: z.string().optional(),
  given: givenSchema,
  resources: z.array(resourceSchema).min(1),
});

/** Resources that are kept for validation or reference are left out, with a note. */
export function readDataPackage(
  text: string,
  place: string,
): {
  readonly name: string | null;
  readonly resources: readonly PackageResource[];
  readonly notes: readonly string[];
} {
  const parsed = packageSchema.safeParse(parseJson(text, place));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CalibrationRefused({
      place,
      problem: `is no data package (${issue?.path.join('.')}: ${issue?.message})`,
      hint: 'write { "resources": [{ "path": "mine.csv", "schema": { "fields": [{ "name", "type", "unit" }] } }] }',
    });
  }
  const { name, given, resources } = parsed.data;
  const shared = checkGiven(given ?? {});
  const isForFits = ({ usedFor }: Resource) =>
    usedFor === undefined || ['calibration', 'mixed'].includes(usedFor);
  return {
    name: name ?? null,
    resources: resources.filter(isForFits).map((resource) => resourceOf(resource, shared)),
    notes: resources
      .filter((resource) => !isForFits(resource))
      .map(({ path, usedFor }) => `${path} is kept for ${usedFor} and not fitted`),
  };
}

/** @throws CalibrationRefused when nothing of the package may be fitted, or nothing of a table says what it is */
export function requireFitted(resources: readonly PackageResource[], place: string): void {
  if (resources.length === 0) {
    throw new CalibrationRefused({
      place,
      problem: 'keeps every resource for validation or reference',
      hint: 'give one "usedFor": "calibration", or leave usedFor out',
    });
  }
  for (const { path, map, notes } of resources) {
    if (map === null || map.columns.length > 0 || map.time !== undefined || !path.endsWith('.csv')) continue;
    throw new CalibrationRefused({
      place: `${place}, ${path}`,
      problem: 'has no field whose unit names a quantity',
      hint: notes[0] ?? 'write fields such as { "name": "kpps", "type": "number", "unit": "kpps" }',
    });
  }
}

function resourceOf(resource: Resource, shared: Given): PackageResource {
  const { path, schema, rowUses = [] } = resource;
  const mapped = schema === undefined ? null : mapOf(schema.fields);
  const wholeFile = resource.quantity === undefined ? null : measured(path, resource.quantity, resource.unit);
  const kept = rowUses.filter(({ usedFor }) => usedFor !== 'calibration');
  return {
    name: resource.name ?? path,
    path,
    format: formatOf(resource),
    map: wholeFile === null ? (mapped?.map ?? null) : { columns: [{ column: '*', ...wholeFile }] },
    labelledBy: resource.labelledBy ?? null,
    missingValues: schema?.missingValues ?? [''],
    isFitted: (row) => !kept.some((use) => matches(row[use.column] ?? '', use)),
    given: { ...shared, ...checkGiven(resource.given ?? {}) },
    claims: resource.claims ?? [],
    notes: [
      ...(mapped === null || mapped.unused.length === 0
        ? []
        : [
            `${path}: not used, as their unit names no quantity (add "quantity" to the field): ${mapped.unused.join(', ')}`,
          ]),
      ...kept.map(({ column, usedFor }) => `${path}: rows kept for ${usedFor} (by ${column}) are not fitted`),
    ],
  };
}

function formatOf({ path, format }: Resource): MeasurementFormat | null {
  if (format === undefined || format === 'json') return null;
  const known = measurementFormats.find((candidate) => candidate === format);
  if (known !== undefined) return known;
  throw new CalibrationRefused({
    place: path,
    problem: `has the format '${format}'`,
    hint: `use one of ${measurementFormats.join(', ')}`,
  });
}

/** Numbers whose unit belongs to one quantity alone need no more; others say their quantity. */
function mapOf(fields: readonly z.infer<typeof fieldSchema>[]): {
  map: ColumnMap;
  unused: readonly string[];
} {
  const unused: string[] = [];
  let time: ColumnMap['time'];
  const columns = fields.flatMap(({ name, type, unit, quantity }) => {
    if (type === 'datetime') time = { column: name, format: 'iso' };
    else if (type === 'time') time = { column: name, format: 'hh:mm' };
    else if (unit === 'epoch-s' || unit === 'epoch-ms') time = { column: name, format: unit };
    else if (quantity !== undefined) return [{ column: name, ...measured(name, quantity, unit) }];
    else if (type === 'number' || type === 'integer' || (type === undefined && unit !== undefined)) {
      const [only, ...others] = unit === undefined ? [] : quantitiesIn(unit);
      if (only !== undefined && others.length === 0) return [{ column: name, quantity: only, unit: unit! }];
      unused.push(unit === undefined ? name : `${name} (${unit})`);
    }
    return [];
  });
  return { map: { ...(time === undefined ? {} : { time }), columns }, unused };
}

function matches(value: string, use: z.infer<typeof rowUseSchema>): boolean {
  if (use.equals !== undefined) return value === use.equals;
  if (use.prefix !== undefined) return value.startsWith(use.prefix);
  return use.from !== undefined && use.to !== undefined && value >= use.from && value <= use.to;
}
