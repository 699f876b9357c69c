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
import type { Varied } from '../scenario/vary.ts';
import type { TotalName } from '../simulation/rows.ts';
import { usageFailure } from './failures.ts';
import { type Arguments, suggestion } from './options.ts';
import { readTotal, readVaried } from './vary-option.ts';

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
  if (varied.length === 0) throw usageFailure('sweep needs --vary, as --vary scaling.bridges.count=4..12:5');
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
  return [...new Set(asked)].map((word) => readTotal('--total', word));
}
