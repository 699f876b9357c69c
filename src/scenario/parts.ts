/**
 * The right parts of a scenario that is wrong somewhere: so that each part can be checked whatever the others are.
 */
import { z } from 'zod';

/** The keys of a mapping that are right by themselves. */
export function rightKeys<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  value: unknown,
): Partial<z.output<z.ZodObject<Shape>>> {
  const right = Object.entries(mappingOf(value)).filter(([key, inner]) => {
    const known: unknown = schema.shape[key];
    return known instanceof z.ZodType && known.safeParse(inner).success;
  });
  return Object.fromEntries(right) as Partial<z.output<z.ZodObject<Shape>>>;
}

export type Part<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false };

/** A part whose form is right; its mistakes were reported with the whole. */
export function part<Value>(
  schema: { safeParse(value: unknown): { success: true; data: Value } | { success: false } },
  value: unknown,
): Part<Value> {
  const result = schema.safeParse(value);
  return result.success ? { ok: true, value: result.data } : { ok: false };
}

export function mappingOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
