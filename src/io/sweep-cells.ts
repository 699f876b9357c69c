/**
 * The cells of a sweep: the scenario resolved once for each combination of values, each with the hash of its content.
 */
import type { Combination } from '../experiment/designs.ts';
import type { SweepCell } from '../experiment/sweep.ts';
import { type Checked, fileIssue, type Issue } from '../scenario/issues.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Setting } from '../scenario/settings.ts';
import type { Study } from '../scenario/study.ts';
import type { Varied } from '../scenario/vary.ts';
import { contentKey } from './content-key.ts';
import type { ScenarioSource } from './read-scenario.ts';

export interface SweepCellsOptions {
  readonly varied: readonly Varied[];
  readonly combinations: readonly Combination[];
  /** Settings of all cells. */
  readonly settings?: readonly Setting[];
  /** Variant that is swept; the first unless named. */
  readonly variant?: string;
  /** Changes what is run: seed, replications. */
  readonly adjust?: (study: Study) => Study;
  readonly version: string;
}

/** Resolves every combination; all that is wrong with any of them is told once. */
export function sweepCells(
  source: ScenarioSource,
  options: SweepCellsOptions,
): Checked<readonly SweepCell[]> {
  const { varied, combinations, settings = [], variant, adjust = (study) => study, version } = options;
  const cells: SweepCell[] = [];
  const issues = new Map<string, Issue>();
  for (const values of combinations) {
    const own = varied.map(({ path }, index) => ({ path, value: values[index] }));
    const checked = source.studyWith(
      [{ name: variant ?? source.name, settings: [...settings, ...own] }],
      variant,
    );
    if (!checked.ok) {
      for (const issue of checked.issues) issues.set(JSON.stringify(issue), issue);
      continue;
    }
    const study = adjust(checked.value);
    cells.push({ values, study, key: cellKey(study.variants[0]!, version) });
  }
  if (issues.size > 0) return { ok: false, issues: [...issues.values()] };
  const currencies = new Set(cells.map(({ study }) => study.variants[0]!.prices.bridges.currency));
  if (currencies.size > 1) {
    const problem = `would be swept over costs in ${[...currencies].join(' and ')}, which cannot be compared`;
    return { ok: false, issues: [fileIssue(source.file, problem)] };
  }
  return { ok: true, value: cells };
}

/**
 * Over the resolved scenario, with everything it took from models and prices, with seed and replications, and over the
 * program and its version; the variant's name is left out.
 */
function cellKey(scenario: Scenario, version: string): string {
  return contentKey({ ...scenario, variant: '', version });
}
