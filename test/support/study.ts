/**
 * Resolves scenarios written in tests, against the models of the repository, without touching other files.
 */
import { parse } from 'mathjs/number';
import { parseTable } from '../../src/io/csv.ts';
import { readModels } from '../../src/io/read-models.ts';
import type { ParseExpression } from '../../src/scenario/expression.ts';
import { type Checked, formatIssues } from '../../src/scenario/issues.ts';
import { parseFile } from '../../src/scenario/parse.ts';
import { resolveStudy } from '../../src/scenario/resolve.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Table } from '../../src/scenario/table.ts';

const models = await readModels();
if (!models.ok) throw new Error(formatIssues(models.issues));
export const { registry } = models.value;

export const parseExpression = parse as unknown as ParseExpression;

/** The variants of a scenario, or the text of its issues. `files` are CSV texts by name. */
export async function resolved(
  yaml: string,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly Scenario[] | string> {
  const parsed = parseFile('s.yaml', yaml);
  if (!parsed.ok) return formatIssues(parsed.issues);
  const tables = new Map<string, Checked<Table>>();
  for (const [name, text] of Object.entries(files)) tables.set(name, await parseTable(text, name));
  const study = resolveStudy({
    parsed: parsed.value,
    registry,
    files: tables,
    parseExpression,
    hash: () => 'test',
  });
  return study.ok ? study.study.variants : formatIssues(study.issues);
}

/** The only variant of a scenario that must be valid. */
export async function scenarioOf(
  yaml: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Scenario> {
  const variants = await resolved(yaml, files);
  if (typeof variants === 'string') throw new Error(variants);
  return variants[0]!;
}

/** The issues of a scenario that must be wrong, as printed. */
export async function issuesOf(yaml: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const variants = await resolved(yaml, files);
  return typeof variants === 'string' ? variants : 'no issues';
}
