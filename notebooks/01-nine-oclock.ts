// %% [markdown]
// # Thirty classes begin at nine
//
// A school starts thirty video lessons at 9:00 sharp. Is it the controller or the selection of bridges that hurts, and
// what does a timetable buy? The same question stands as
// [an example](../examples/02-monday-nine-oclock/README.md); here it is asked step by step with the library.

// %%
import {
  chartsOf,
  compareVariants,
  comparisonInWords,
  fixedNumber,
  inThisThread,
  runStudy,
  withPolicy,
} from 'jitsim';
import { readScenario } from 'jitsim/node';
import { show, showTable } from './support/show.ts';

// %% [markdown]
// The scenario file holds five variants. We take its fixed fleet as shipped, and give the same pool to jitsi-autoscaler
// and to a fixed fleet of half the size.

// %%
const study = await readScenario('examples/02-monday-nine-oclock');
const [fixed48] = study.variants;
const autoscaler = study.variants.find(({ variant }) => variant === 'jitsi-autoscaler')!;
const fixed24 = withPolicy(
  {
    ...fixed48!,
    deployment: { ...fixed48!.deployment, bridges: { ...fixed48!.deployment.bridges, initialCount: 24 } },
  },
  'bridges',
  { policy: 'static', static: { count: 24 } },
  'Fixed 24',
);

// %% [markdown]
// Five replications are enough for a look; the example's README has twenty.

// %%
const results = await runStudy(
  { ...study, variants: [fixed48!, fixed24, autoscaler] },
  { executor: inThisThread, version: 'notebook', stopRule: fixedNumber(5) },
);
const rounded = (value: number, digits: number): string => value.toFixed(digits);
showTable(
  results.variants.map(({ variant, estimates }) => ({
    variant,
    'bridges, most': rounded(estimates.bridgesReadyMax.mean, 1),
    'overstressed, %': `${rounded(100 * estimates.overstressedParticipantMinutesRatio.mean, 1)} ± ${rounded(100 * estimates.overstressedParticipantMinutesRatio.halfWidth95, 1)}`,
    'cost per day, EUR': `${rounded(estimates.costPerDay.mean, 2)} ± ${rounded(estimates.costPerDay.halfWidth95, 2)}`,
  })),
);

// %% [markdown]
// All three met the same conferences, so their differences are known better than each of them.

// %%
for (const line of comparisonInWords(compareVariants(results))) show(line);

// %% [markdown]
// The fleet shows why: the autoscaler looks at an average over minutes and adds a bridge at a time, while the classes
// come within two minutes.

// %%
const charts = chartsOf(results);
for (const name of ['fleet', 'pain']) show(charts.find((chart) => chart.name === name)!);
