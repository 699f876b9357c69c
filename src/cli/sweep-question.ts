/**
 * What `jitsim sweep` is asked: which keys take which values, in which design, and whether that is too much.
 */
import {
  type Combination,
  type Design,
  designs,
  grid,
  gridSize,
  sobolKeysMax,
  spread,
} from '../experiment/designs.ts';
import { totalNames } from '../io/results-format.ts';
import { parseVaried, type Varied } from '../scenario/vary.ts';
import type { TotalName } from '../simulation/rows.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure, usageFailure } from './failures.ts';
import { type Arguments, suggestion } from './options.ts';

/** Most cells without `--yes`, and with it. */
const CELLS_UNASKED_MAX = 1000;
const CELLS_MAX = 100_000;

export interface SweepQuestion {
  readonly varied: readonly Varied[];
  readonly design: Design;
  /** @param seed of a Latin hypercube */
  combinations(seed: number): readonly Combination[];
}

export function sweepQuestion(given: Arguments): SweepQuestion {
  const varied = readVaried(given);
  const design = readDesign(given);
  const points = given.points as number | undefined;
  if (design === 'grid') {
    if (points !== undefined)
      throw usageFailure('--points is for --design lhs and sobol; a grid has its own');
    const open = varied.find(({ kind }) => kind === 'range');
    if (open !== undefined) {
      throw usageFailure(`a grid needs to know how many values ${open.name} takes: write it as 4..12:5`);
    }
    refuseTooMany(gridSize(varied), given);
    return { varied, design, combinations: () => grid(varied) };
  }
  if (points === undefined) throw usageFailure(`--design ${design} needs --points`);
  if (design === 'sobol' && varied.length > sobolKeysMax) {
    throw usageFailure(`Sobol points vary ${sobolKeysMax} keys at most, got ${varied.length}`);
  }
  refuseTooMany(points, given);
  return { varied, design, combinations: (seed) => spread(varied, { design, points, seed }) };
}

function readVaried(given: Arguments): Varied[] {
  const texts = (given.vary as readonly string[] | undefined) ?? [];
  if (texts.length === 0) throw usageFailure('sweep needs --vary, as --vary scaling.bridges.count=4..12:5');
  const varied = texts.map((text) => {
    const read = parseVaried(text);
    if (!read.ok) throw new Failure(exitCodes.wrongInput, `--vary ${text}: ${read.problem}`);
    return read.value;
  });
  const names = varied.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    const other = names.find((one, at) => at !== index && isWithin(name, one));
    if (other === name) throw usageFailure(`${name} is varied twice`);
    if (other !== undefined) throw usageFailure(`${name} is a part of ${other}: vary one of them`);
  }
  return varied;
}

/** Refuses settings of what is varied: they contradict it. */
export function refuseSetting(varied: readonly Varied[], set: string): void {
  const both = varied.find(({ name }) => isWithin(name, set) || isWithin(set, name));
  if (both !== undefined) throw usageFailure(`${set} is set by --set and ${both.name} varied by --vary`);
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

function readDesign(given: Arguments): Design {
  const word = String(given.design ?? 'grid');
  const design = designs.find((known) => known === word);
  if (design !== undefined) return design;
  throw usageFailure(
    `--design must be one of ${designs.join(', ')}, got ${word}${suggestion(word, designs)}`,
  );
}

function refuseTooMany(cells: number, given: Arguments): void {
  if (cells > CELLS_MAX) throw usageFailure(`${cells} cells are more than a sweep takes, ${CELLS_MAX}`);
  if (cells <= CELLS_UNASKED_MAX || given.yes === true) return;
  throw usageFailure(
    `${cells} cells are more than ${CELLS_UNASKED_MAX}: write --yes if that is meant, or --design sobol --points 64`,
  );
}

/** Results that are told and drawn: those asked for, else cost and the objectives. */
export function sweepTotals(given: Arguments, objectives: readonly string[]): readonly TotalName[] {
  const asked = (given.total as readonly string[] | undefined) ?? ['costPerDay', ...objectives];
  return [...new Set(asked)].map((word) => {
    const total = totalNames.find((known) => known === word);
    if (total !== undefined) return total;
    throw usageFailure(`--total knows no result ${word}${suggestion(word, totalNames)}`);
  });
}
