/**
 * Goal: how much narrower intervals become by common random numbers and by the offered load as control variate.
 * Method: examples 02 and 03, 20 replications. Differences of two variants of 02 with the same random numbers and with
 * other seeds; means of both examples with and without the control variate. Half-widths of 95 % intervals; "runs saved" is
 * the square of the factor, since the half-width falls with the root of the replications.
 */
import { unpairedDifference } from '../src/experiment/check.ts';
import { differenceOf } from '../src/experiment/compare.ts';
import { estimatorOf } from '../src/experiment/estimator.ts';
import { checkScenario } from '../src/io/read-scenario.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import type { RunTotals, TotalName } from '../src/simulation/rows.ts';
import { simulate } from '../src/simulation/simulate.ts';
import { estimate } from '../src/stats/estimate.ts';
import type { Row } from './row.ts';

/** Beyond it what is left is rounding. */
const FACTOR_MAX = 1e6;

export const name = 'variance-reduction';

const totals: readonly TotalName[] = [
  'participantMinutes',
  'participantsPeak',
  'stressP90',
  'overstressedParticipantMinutes',
  'bridgesReadyMean',
  'costPerDay',
];

export async function run({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const replications = quick ? 4 : 20;
  const monday = await variantsOf('examples/02-monday-nine-oclock');
  const office = await variantsOf('examples/03-first-scenario');
  const [tuned, hpa] = [monday[1]!, monday[2]!];
  const rows: Row[] = [];
  const same = runsOf(hpa, replications, 1);
  const base = runsOf(tuned, replications, 1);
  const other = runsOf(tuned, replications, 2);
  for (const total of totals) {
    const unpaired = unpairedDifference(valuesOf(other, total), valuesOf(same, total)).difference;
    const paired = differenceOf(valuesOf(base, total), valuesOf(same, total)).difference;
    rows.push(
      row('common random numbers', 'HPA less fixed 48', total, unpaired.halfWidth95, paired.halfWidth95),
    );
  }
  for (const scenario of [hpa, office[0]!]) {
    const runs = runsOf(scenario, replications, 1);
    const controlled = estimatorOf({ ...scenario, run: { ...scenario.run, controlVariate: 'offered-load' } });
    for (const total of totals) {
      const values = valuesOf(runs, total);
      rows.push(
        row(
          'control variate',
          scenario.variant,
          total,
          estimate(values).halfWidth95,
          controlled(values).halfWidth95,
        ),
      );
    }
  }
  return rows;
}

async function variantsOf(path: string): Promise<readonly Scenario[]> {
  const read = await checkScenario(path);
  if (!read.ok) throw new Error(`${path} is not valid: ${JSON.stringify(read.issues)}`);
  return read.value.variants;
}

function runsOf(scenario: Scenario, replications: number, seed: number): RunTotals[] {
  return Array.from(
    { length: replications },
    (_, replication) => simulate(scenario, { seed, replication }).totals,
  );
}

function valuesOf(runs: readonly RunTotals[], total: TotalName): number[] {
  return runs.map((one) => one[total]);
}

function row(method: string, of: string, total: TotalName, without: number, using: number): Row {
  const factor = using === 0 ? Number.POSITIVE_INFINITY : without / using;
  return {
    method,
    of,
    total,
    'half-width without': without.toPrecision(3),
    with: using.toPrecision(3),
    narrower: without === 0 ? 'no spread' : factor > FACTOR_MAX ? 'no spread left' : `${factor.toFixed(2)} x`,
    'runs saved': without === 0 || factor > FACTOR_MAX ? '' : `${(factor ** 2).toFixed(1)} x`,
  };
}
