/**
 * Puts an imported policy into a scenario file; comments and the rest of the file stay, but for the spaces in lists that
 * stand on one line.
 */
import { type Document, parseDocument } from 'yaml';
import type { ImportedPolicy } from '../export/imported-policy.ts';
import { type Checked, fileIssue } from '../scenario/issues.ts';
import { checkScenario, scenarioFile } from './read-scenario.ts';
import { readText } from './read-text.ts';
import { writeWholeFile } from './render/write-file.ts';

export interface PutPolicies {
  /** The file that was changed. */
  readonly file: string;
  /** Variants that set a policy of their own for a pool, so that what was imported does not count for them. */
  readonly overridden: readonly { readonly pool: string; readonly variants: readonly string[] }[];
}

/**
 * Replaces `scaling.<pool>`. A scenario that would be wrong afterwards is left as it was.
 *
 * @param path scenario file, or a directory with a scenario.yaml
 */
export async function putPolicies(
  path: string,
  policies: readonly ImportedPolicy[],
): Promise<Checked<PutPolicies>> {
  const file = await scenarioFile(path);
  if (!file.ok) return file;
  const before = await checkScenario(file.value);
  if (!before.ok) return before;
  const text = await readText(file.value, file.value);
  if (!text.ok) return text;
  const document = parseDocument(text.value);
  for (const { pool, scaling } of policies) document.setIn(['scaling', pool], document.createNode(scaling));
  try {
    await writeWholeFile(file.value, document.toString({ lineWidth: 0 }), { replace: true });
    const after = await checkScenario(file.value);
    if (after.ok)
      return { ok: true, value: { file: file.value, overridden: overriddenIn(document, policies) } };
    await writeWholeFile(file.value, text.value, { replace: true });
    return after;
  } catch (error) {
    return { ok: false, issues: [fileIssue(file.value, `cannot be written (${String(error)})`)] };
  }
}

function overriddenIn(document: Document, policies: readonly ImportedPolicy[]): PutPolicies['overridden'] {
  const { variants } = document.toJS() as { readonly variants?: readonly WrittenVariant[] };
  return policies
    .map(({ pool }) => ({
      pool,
      variants: (variants ?? []).filter(({ set }) => set?.scaling?.[pool] != null).map(({ name }) => name),
    }))
    .filter((one) => one.variants.length > 0);
}

/** As much of a variant as is looked at; that it is one was checked. */
interface WrittenVariant {
  readonly name: string;
  readonly set?: { readonly scaling?: Readonly<Record<string, unknown>> };
}
