// Goal: every key of a budget says what it means, and the budgets of the gallery are valid.
// Method: the JSON Schema walked key by key; every budget file of the examples read as jitsim cost reads it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { budgetJsonSchema } from '../../../src/budget/schema.ts';
import { readBudget } from '../../../src/io/read-budget.ts';
import { formatIssues } from '../../../src/scenario/issues.ts';

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
}

/** Paths of keys without a description. */
function silent(node: unknown, path: string): string[] {
  if (node === null || typeof node !== 'object') return [];
  const { properties = {} } = node as Node;
  const own = Object.entries(properties)
    .filter(([, { description = '' }]) => description.trim().length < 4)
    .map(([key]) => `${path}/${key}`);
  return own.concat(Object.entries(node).flatMap(([key, inner]) => silent(inner, `${path}/${key}`)));
}

test('every key says what it means', () => {
  expect(silent(budgetJsonSchema(), '')).toEqual([]);
});

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));
const budgets = readdirSync(examples)
  .flatMap((example) => ['budget.yaml', 'keep-90-days.yaml'].map((name) => join(examples, example, name)))
  .filter((file) => existsSync(file));

test('the gallery has budgets', () => {
  expect(budgets.length).toBeGreaterThanOrEqual(5);
});

test.each(budgets)('%s is valid, and the scenarios it names are there', async (file) => {
  const read = await readBudget(file, examples);
  expect(read.ok ? '' : formatIssues(read.issues)).toBe('');
  const named = read.ok ? (read.value.written.days ?? []) : [];
  for (const { scenario } of named) expect(existsSync(join(file, '..', scenario!))).toBe(true);
});
