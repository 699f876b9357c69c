/**
 * A scenario file with variants made of settings in place of its own.
 */
import { closest } from './did-you-mean.ts';
import { type Checked, fileIssue } from './issues.ts';
import type { ParsedFile } from './parse.ts';
import { isMapping } from './parts.ts';
import { patchOf, type SettingsVariant } from './settings.ts';
import { merged } from './variants.ts';

/** Names of the variants that a file lists. */
export function variantNames(written: unknown): string[] {
  if (!isMapping(written) || !Array.isArray(written.variants)) return [];
  return written.variants.filter(isMapping).map(({ name }) => String(name));
}

/**
 * The file as if it listed these variants. Settings apply to the variant `base` of the file; to its first when it has
 * any and none is named.
 */
export function withSettings(
  parsed: ParsedFile,
  variants: readonly SettingsVariant[],
  base?: string,
): Checked<ParsedFile> {
  if (!isMapping(parsed.value)) return { ok: true, value: parsed };
  const { variants: own, ...shared } = parsed.value;
  const names = variantNames(parsed.value);
  const chosen = base === undefined ? 0 : names.indexOf(base);
  if (chosen < 0) {
    const near = closest(base!, names);
    const hint = near === null ? `it has: ${names.join(', ') || 'none'}` : `did you mean ${near}?`;
    return { ok: false, issues: [fileIssue(parsed.file, `has no variant ${base}`, hint)] };
  }
  const entry: unknown = Array.isArray(own) ? own[chosen] : undefined;
  const whole = merged(shared, isMapping(entry) ? (entry.set ?? {}) : {});
  const sets = variants.map(({ settings }) => patchOf(whole, settings));
  const problems = sets.filter((set) => typeof set === 'string');
  if (problems.length > 0) {
    return { ok: false, issues: problems.map((problem) => fileIssue(parsed.file, problem)) };
  }
  const listed = variants.map(({ name }, index) => ({ name, set: (sets[index] as { set: unknown }).set }));
  return { ok: true, value: { ...parsed, value: { ...(whole as object), variants: listed } } };
}
