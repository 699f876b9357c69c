/**
 * Parts of a sweep put together: the cells of all of them are those of the whole, and so are the tables.
 */
import type { Shard } from './shard.ts';
import type { CellResult, SweepRow } from './sweep.ts';

/** What was swept: the same for all shards. */
export interface SweepDesign {
  readonly version: string;
  /** Hash of the program that ran it. */
  readonly program: string;
  readonly scenario: string;
  readonly seed: number;
  readonly replications: number;
  /** Paths that are varied. */
  readonly names: readonly string[];
  /** In the order of the design. */
  readonly cells: readonly { readonly key: string; readonly values: readonly unknown[] }[];
}

/** What a directory holds of a sweep. */
export interface SweepPart {
  readonly name: string;
  readonly design: SweepDesign;
  readonly results: ReadonlyMap<string, CellResult>;
  /** Shards that were finished in it; none when it was not swept by shards. */
  readonly shards: readonly Shard[];
}

/** What is wrong with merging these parts, all of it; empty when they make a whole. */
export function sweepMergeProblems(parts: readonly SweepPart[]): string[] {
  const [first, ...others] = parts;
  if (first === undefined) return ['there is nothing to merge'];
  const problems = others.flatMap((other) => differences(first, other));
  if (problems.length > 0) return problems;
  const unmarked = parts.find(({ shards }) => shards.length === 0);
  if (unmarked !== undefined) {
    const isWhole = unmarked.design.cells.every(({ key }) => unmarked.results.has(key));
    return [
      isWhole
        ? `${unmarked.name} is a whole sweep, not a shard of one`
        : `${unmarked.name} has no finished shard; the same command with its --out goes on`,
    ];
  }
  const marks = parts.flatMap(({ name, shards }) => shards.map((shard) => ({ name, ...shard })));
  const { count } = marks[0]!;
  const odd = marks.find((mark) => mark.count !== count);
  if (odd !== undefined) {
    return [
      `${marks[0]!.name} and ${odd.name} are of different numbers of shards: ${count} and ${odd.count}`,
    ];
  }
  const byIndex = new Map<number, string>();
  for (const { name, index } of marks) {
    const before = byIndex.get(index);
    if (before !== undefined) problems.push(`${before} and ${name} are both shard ${index}/${count}`);
    else byIndex.set(index, name);
  }
  const missing = Array.from({ length: count }, (_, index) => index).filter((index) => !byIndex.has(index));
  if (missing.length > 0) {
    problems.push(`shards are missing: ${missing.map((index) => `${index}/${count}`).join(', ')}`);
  }
  const lost = first.design.cells.filter(({ key }) => parts.every(({ results }) => !results.has(key)));
  if (problems.length === 0 && lost.length > 0) {
    problems.push(
      `${lost.length} of ${first.design.cells.length} cells are missing or damaged; run their shards again`,
    );
  }
  return problems;
}

function differences(first: SweepPart, other: SweepPart): string[] {
  const pair = `${first.name} and ${other.name}`;
  const [one, another] = [first.design, other.design];
  const checks: readonly (readonly [string, string | number, string | number])[] = [
    ['versions of jitsim', one.version, another.version],
    ['scenarios', one.scenario, another.scenario],
    ['seeds', one.seed, another.seed],
    ['numbers of replications', one.replications, another.replications],
    ['keys', one.names.join(', '), another.names.join(', ')],
  ];
  const found = checks.flatMap(([what, a, b]) =>
    a === b ? [] : [`${pair} are of different ${what}: ${a} and ${b}`],
  );
  if (found.length > 0) return found;
  if (one.program !== another.program) {
    return [`${pair} were run by different programs that both call themselves version ${one.version}`];
  }
  return JSON.stringify(one.cells) === JSON.stringify(another.cells)
    ? []
    : [`${pair} are of different scenarios or designs: their cells are not the same`];
}

/**
 * The rows of the whole, in the order of the design.
 *
 * @throws RangeError when the parts do not make a whole; see {@link sweepMergeProblems}
 */
export function mergeSweeps(parts: readonly SweepPart[]): SweepRow[] {
  const problems = sweepMergeProblems(parts);
  if (problems.length > 0) throw new RangeError(`mergeSweeps: ${problems.join('; ')}`);
  return parts[0]!.design.cells.map(({ key, values }) => {
    const part = parts.find(({ results }) => results.has(key))!;
    return { ...part.results.get(key)!, values };
  });
}
