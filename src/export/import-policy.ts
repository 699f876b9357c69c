/**
 * A policy from a file of an operator: a HorizontalPodAutoscaler manifest, or groups of jitsi-autoscaler.
 */

import { z } from 'zod';
import type { Checked, Issue } from '../scenario/issues.ts';
import { type ParsedFile, type Path, parseFile } from '../scenario/parse.ts';
import { isMapping } from '../scenario/parts.ts';
import { check, type IssuePlace, issueAt } from '../scenario/zod-issues.ts';
import type { ExportPool } from './export-target.ts';
import type { ImportedPolicy } from './imported-policy.ts';
import { readGroup } from './read-group.ts';
import { readHpa } from './read-hpa.ts';

export interface ImportOptions {
  /** The pool that the policy is for; null for what the file says. */
  readonly pool: ExportPool | null;
  /** Only the object of that name; null for all. */
  readonly name: string | null;
}

/**
 * Reads YAML or JSON. Fields that nobody knows are issues, fields that say nothing about scaling are notes.
 *
 * @param file as it is named in issues
 */
export function importPolicy(file: string, text: string, options: ImportOptions): Checked<ImportedPolicy[]> {
  const parsed = parseFile(file, text);
  if (!parsed.ok) return { ok: false, issues: parsed.issues.map(withoutScenarioHint) };
  const place: IssuePlace = { parsed: parsed.value, pathInFile: (path) => path };
  const issues: Issue[] = [];
  const policies = readAny(parsed.value, options, place, issues);
  if (issues.length > 0) return { ok: false, issues };
  const named = policies.filter(({ name }) => options.name === null || name === options.name);
  return onePerPool(named, policies, options, place);
}

/** Hints of the YAML reader speak of scenarios. */
function withoutScenarioHint(issue: Issue): Issue {
  return issue.hint?.includes('scenario') === true
    ? { ...issue, hint: 'keep one document in the file' }
    : issue;
}

function readAny(
  { value }: ParsedFile,
  { pool, name }: ImportOptions,
  place: IssuePlace,
  issues: Issue[],
): ImportedPolicy[] {
  const isWanted = (one: unknown, found: unknown): boolean =>
    isMapping(one) && (name === null || found === name);
  if (isMapping(value) && value.kind === 'List' && Array.isArray(value.items)) {
    return value.items.flatMap((item: unknown, index) => {
      const metadata = isMapping(item) ? item.metadata : null;
      return isWanted(item, isMapping(metadata) ? metadata.name : null)
        ? present(readHpa(item, ['items', index], pool, place, issues))
        : [];
    });
  }
  if (isMapping(value) && (value.kind !== undefined || value.apiVersion !== undefined)) {
    return present(readHpa(value, [], pool, place, issues));
  }
  if (isMapping(value) && value.scalingOptions !== undefined) {
    return present(readGroup(value, [], null, pool, place, issues));
  }
  if (isMapping(value) && value.groupEntries !== undefined) {
    const file = check(groupsFileSchema, value, [], place, issues);
    return (file?.groupEntries ?? []).flatMap((group, index) => {
      const groupName = isMapping(group) ? String(group.name) : '';
      const own = file?.jitsim?.[groupName];
      const ownAt: Path = ['jitsim', groupName];
      return isWanted(group, groupName)
        ? present(
            readGroup(
              group,
              ['groupEntries', index],
              own === undefined ? null : { value: own, path: ownAt },
              pool,
              place,
              issues,
            ),
          )
        : [];
    });
  }
  const problem = 'is neither a HorizontalPodAutoscaler nor groups of jitsi-autoscaler';
  const hint =
    'a manifest has kind: HorizontalPodAutoscaler, a groups.json has groupEntries, a group scalingOptions';
  issues.push(issueAt(place, [], problem, { hint }));
  return [];
}

const groupsFileSchema = z.strictObject({
  groupEntries: z.array(z.unknown()).min(1),
  jitsim: z.record(z.string(), z.unknown()).optional(),
});

function present(policy: ImportedPolicy | null): ImportedPolicy[] {
  return policy === null ? [] : [policy];
}

/**
 * A scenario has one policy for each pool.
 *
 * @param all that were read, of which `policies` are wanted
 */
function onePerPool(
  policies: ImportedPolicy[],
  all: readonly ImportedPolicy[],
  { name }: ImportOptions,
  place: IssuePlace,
): Checked<ImportedPolicy[]> {
  const refused = (problem: string, hint: string): Checked<never> => ({
    ok: false,
    issues: [issueAt(place, [], problem, { hint })],
  });
  if (policies.length === 0) {
    const names = all.map((one) => one.name).join(', ');
    return refused(
      `has no policy named ${name ?? ''}`,
      names === '' ? 'look at the names in the file' : `it has ${names}`,
    );
  }
  for (const { pool } of policies) {
    const names = policies.filter((one) => one.pool === pool).map((one) => one.name);
    if (names.length > 1) {
      return refused(
        `has ${names.length} policies for the ${pool}`,
        `choose with --name: ${names.join(', ')}`,
      );
    }
  }
  return { ok: true, value: policies };
}
