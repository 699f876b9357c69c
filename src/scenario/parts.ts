/**
 * The right parts of a scenario that is wrong somewhere: so that each part can be checked whatever the others are.
 */
import { z } from 'zod';

/** The keys of a mapping that are right by themselves, those aside that nobody knows. */
export function rightKeys<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  value: unknown,
): Partial<z.output<z.ZodObject<Shape>>> {
  const right = Object.entries(mappingOf(value)).flatMap(([key, inner]) => {
    const known: unknown = schema.shape[key];
    if (!(known instanceof z.ZodType)) return [];
    const form = rightForm(known, inner);
    return form === null ? [] : [[key, form.value] as const];
  });
  return Object.fromEntries(right) as Partial<z.output<z.ZodObject<Shape>>>;
}

export type Part<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false };

/** A part whose form is right, unknown keys aside; its mistakes were reported with the whole. */
export function part<Value>(schema: z.ZodType<Value, unknown>, value: unknown): Part<Value> {
  const form = rightForm(schema, value);
  return form === null ? { ok: false } : { ok: true, value: form.data };
}

/**
 * The value without keys that nobody knows, so that what its other keys say is checked too.
 *
 * @returns null when anything else is wrong with it
 */
function rightForm<Value>(
  schema: z.ZodType<Value, unknown>,
  value: unknown,
): { readonly value: unknown; readonly data: Value } | null {
  const result = schema.safeParse(value);
  if (result.success) return { value, data: result.data };
  const { issues } = result.error;
  const unknownKeys = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [],
  );
  if (issues.some(({ code }) => code !== 'unrecognized_keys')) return null;
  const known = unknownKeys.reduce<unknown>(without, value);
  const again = schema.safeParse(known);
  return again.success ? { value: known, data: again.data } : null;
}

/** A copy of nested mappings and lists that lacks what stands at the path. */
function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [segment, ...rest] = path;
  if (Array.isArray(value)) {
    return value.map((inner: unknown, index) => (index === segment ? without(inner, rest) : inner));
  }
  const { [String(segment)]: inner, ...others } = mappingOf(value);
  return rest.length === 0 ? others : { ...others, [String(segment)]: without(inner, rest) };
}

export function mappingOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
