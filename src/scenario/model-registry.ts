/**
 * The models of `models/`, loaded by io and passed in: every parameter with its value, interval, source and trust.
 */
import { z } from 'zod';
import {
  type ModelCitation,
  type ParameterTie,
  type RangeQuantity,
  rangeQuantities,
  type Trust,
} from './evidence.ts';
import type { Checked, Issue } from './issues.ts';
import { type ModelKind, modelKinds, modelValueSchemas } from './model-values.ts';
import type { ParsedFile } from './parse.ts';
import { presetSchema } from './schema-scaling.ts';
import { check, type IssuePlace, issueAt } from './zod-issues.ts';

export interface ModelParameter {
  readonly value: unknown;
  readonly interval95: readonly [number, number] | null;
  readonly source: string;
  readonly trust: Trust;
  readonly note: string | null;
}

export interface Model {
  readonly kind: ModelKind;
  readonly name: string;
  /** One sentence a user understands. */
  readonly title: string;
  /** File it was read from. */
  readonly file: string;
  readonly parameters: Readonly<Record<string, ModelParameter>>;
  /** What was measured; outside of it the model extrapolates. */
  readonly validRanges: readonly ModelRange[];
  /** Parameters that are drawn together when they are uncertain. */
  readonly correlations: readonly ParameterTie[];
}

export interface ModelRange {
  readonly quantity: RangeQuantity;
  readonly min: number;
  readonly max: number;
  readonly source: string;
}

export interface ModelRegistry {
  /** The model, or null when there is none of that name. */
  get(kind: ModelKind, name: string): Model | null;
  /** Names of a kind, sorted. */
  names(kind: ModelKind): readonly string[];
}

/** Of two models of one kind and name the later one counts, so that a user's own shadow the shipped ones. */
export function createModelRegistry(models: readonly Model[]): ModelRegistry {
  const byKey = new Map(models.map((model) => [`${model.kind}/${model.name}`, model]));
  return {
    get: (kind, name) => byKey.get(`${kind}/${name}`) ?? null,
    names: (kind) =>
      [...byKey.values()]
        .filter((model) => model.kind === kind)
        .map((model) => model.name)
        .sort(),
  };
}

const parameterSchema = z.strictObject({
  value: z.unknown().describe('The value: a number, text, null, list or mapping; its unit is in the name.'),
  interval95: z
    .tuple([z.number(), z.number()])
    .nullable()
    .describe('95 % interval in the unit of the value, or null when there is none (say why in note).'),
  source: z.string().min(1).describe('A file of datasets/, project@commit path, or a publication.'),
  trust: z.enum(['assumed', 'published', 'calibrated', 'validated']).describe('How far to believe it.'),
  note: z.string().min(1).optional().describe('What else a reader must know.'),
});

const rangeSchema = z
  .strictObject({
    quantity: z.enum(rangeQuantities).describe('What was varied; the unit is in the name.'),
    min: z.number().describe('Least value measured.'),
    max: z.number().describe('Largest value measured.'),
    source: z.string().min(1).describe('The measurement.'),
  })
  .refine(({ min, max }) => min <= max, { message: 'must have min at most max' });

const correlationSchema = z.strictObject({
  between: z.tuple([z.string(), z.string()]).describe('Two parameters that were estimated together.'),
  correlation: z.number().min(-1).max(1).describe('How they move together, -1 to 1.'),
});

const modelFileSchema = z.strictObject({
  name: z.string().min(1).describe('Name of the file without .yaml.'),
  kind: z.enum(modelKinds).describe('Folder of models/ that it is in.'),
  title: z.string().min(1).describe('One sentence a user understands.'),
  parameters: z.record(z.string(), parameterSchema).describe('The parameters by name.'),
  validRanges: z
    .array(rangeSchema)
    .optional()
    .describe('What was measured; a scenario that leaves it is warned.'),
  correlations: z
    .array(correlationSchema)
    .optional()
    .describe('Parameters that parameter uncertainty draws together, each in one pair at most.'),
});

/** Checks a model file: form, evidence, and the parameters of its kind. */
export function checkModel(parsed: ParsedFile, kind: ModelKind, name: string): Checked<Model> {
  const issues: Issue[] = [];
  const place: IssuePlace = { parsed, pathInFile: (path) => path };
  const file = check(modelFileSchema, parsed.value, [], place, issues);
  if (file === null) return { ok: false, issues };
  if (file.kind !== kind) {
    issues.push(issueAt(place, ['kind'], `must be ${kind}, as its folder is called`, { got: file.kind }));
  }
  if (file.name !== name) {
    issues.push(issueAt(place, ['name'], `must be ${name}, as its file is called`, { got: file.name }));
  }
  for (const [parameter, { value, interval95 }] of Object.entries(file.parameters)) {
    if (value === undefined) issues.push(issueAt(place, ['parameters', parameter, 'value'], 'is missing'));
    if (interval95 === null) continue;
    const [low, high] = interval95;
    if (low > high || (typeof value === 'number' && (value < low || value > high))) {
      const path = ['parameters', parameter, 'interval95'];
      issues.push(issueAt(place, path, 'must be [low, high] with the value between', { got: interval95 }));
    }
  }
  issues.push(...correlationIssues(file, place));
  const values = Object.fromEntries(Object.entries(file.parameters).map(([key, { value }]) => [key, value]));
  const schema = kind === 'policies' ? presetSchema(name) : modelValueSchemas[kind];
  const valuePlace: IssuePlace = {
    parsed,
    pathInFile: ([parameter, ...rest]) => {
      if (parameter === undefined) return ['parameters'];
      const isKnown = schema !== null && parameter in schema.shape;
      const isGiven = parsed.has(['parameters', parameter, 'value']);
      return isKnown && isGiven ? ['parameters', parameter, 'value', ...rest] : ['parameters', parameter];
    },
  };
  if (schema === null)
    issues.push(issueAt(place, ['name'], 'must begin with the name of a policy', { got: name }));
  else check(schema, values, [], valuePlace, issues);
  if (issues.length > 0) return { ok: false, issues };
  const parameters = Object.fromEntries(
    Object.entries(file.parameters).map(([key, { note, ...rest }]) => [key, { ...rest, note: note ?? null }]),
  );
  const { title, validRanges = [], correlations = [] } = file;
  return { ok: true, value: { kind, name, title, file: parsed.file, parameters, validRanges, correlations } };
}

/** Pairs name parameters with an interval, and no parameter is in two of them. */
function correlationIssues(
  { parameters, correlations = [] }: z.infer<typeof modelFileSchema>,
  place: IssuePlace,
): Issue[] {
  const named = correlations.flatMap(({ between }) => between);
  return correlations.flatMap(({ between }, index) =>
    between.flatMap((parameter) => {
      const path = ['correlations', index, 'between'];
      const { interval95 = null } = parameters[parameter] ?? {};
      if (interval95 === null) {
        return [issueAt(place, path, 'must name parameters that have an interval', { got: parameter })];
      }
      if (named.filter((other) => other === parameter).length === 1) return [];
      return [issueAt(place, path, 'must name a parameter in one pair only', { got: parameter })];
    }),
  );
}

/** What a report says of a parameter that was used. */
export function cite(model: Model, parameter: string): ModelCitation {
  const { value, interval95, source, trust } = model.parameters[parameter]!;
  return {
    model: `${model.kind}/${model.name}`,
    parameter,
    value: citedValue(value),
    interval95,
    source,
    trust,
  };
}

/** Longest list cited value by value. */
const LIST_CITED_MAX = 6;

function citedValue(value: unknown): number | string {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (value === null) return 'none';
  if (Array.isArray(value)) {
    if (value.length <= LIST_CITED_MAX) return value.map(citedValue).join('; ');
    const numbers = value.filter((entry) => typeof entry === 'number');
    const range =
      numbers.length === value.length ? `, ${Math.min(...numbers)} to ${Math.max(...numbers)}` : '';
    return `${value.length} values${range}`;
  }
  if (typeof value === 'object') {
    const { kind, ...rest } = value as Readonly<Record<string, unknown>>;
    const words = Object.entries(rest).map(([key, inner]) =>
      typeof inner === 'object' && inner !== null
        ? `${key} (${citedValue(inner)})`
        : `${key} ${citedValue(inner)}`,
    );
    return [...(kind === undefined ? [] : [String(kind)]), ...words].join(', ');
  }
  return String(value);
}
