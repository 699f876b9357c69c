/**
 * Puts an imported policy into a scenario file; comments and the rest of the file stay as they are.
 */
import { parseDocument } from 'yaml';
import type { ImportedPolicy } from '../export/imported-policy.ts';
import { type Checked, fileIssue } from '../scenario/issues.ts';
import { checkScenario, scenarioFile } from './read-scenario.ts';
import { readText } from './read-text.ts';
import { writeWholeFile } from './render/write-file.ts';

/**
 * Replaces `scaling.<pool>`. A scenario that would be wrong afterwards is left as it was.
 *
 * @param path scenario file, or a directory with a scenario.yaml
 * @returns the file that was changed
 */
export async function putPolicies(
  path: string,
  policies: readonly ImportedPolicy[],
): Promise<Checked<string>> {
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
    if (after.ok) return file;
    await writeWholeFile(file.value, text.value, { replace: true });
    return after;
  } catch (error) {
    return { ok: false, issues: [fileIssue(file.value, `cannot be written (${String(error)})`)] };
  }
}
