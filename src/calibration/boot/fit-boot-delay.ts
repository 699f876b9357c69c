/**
 * A boot model from observed boots: the median time of each stage and the spread of the whole.
 *
 * One factor stretches all stages of a boot (a slow node is slow throughout), so its logarithm is the mean over the
 * stages of ln(time / median time). Interval of the spread: bootstrap over boots.
 */
import { sampleStandardDeviation } from 'simple-statistics';
import { sampleQuantile } from '../../stats/sample-quantile.ts';
import {
  type Interval,
  type NextUnit,
  percentileIntervals95,
  resampleIndices,
} from '../fitting/bootstrap.ts';
import { CalibrationRefused } from '../refusal.ts';

/** Seconds from the launch request to each stage, by stage name. */
export type ObservedBoot = Readonly<Record<string, number>>;

/** Of the form of a boot model (`cloud/boot-model.ts`), which this folder may not name. */
export interface BootFit {
  readonly model: {
    readonly name: string;
    readonly stages: readonly { readonly name: string; readonly atSeconds: number }[];
    readonly spreadLogStandardDeviation: number;
  };
  readonly stageIntervals95: Readonly<Record<string, Interval>>;
  readonly spreadInterval95: Interval;
  readonly warnings: readonly string[];
}

/** Boots that tell a spread at all; 20 tell it to about a sixth. */
const bootsMin = 3;
const bootsAdvised = 20;

export function fitBootDelay(options: {
  readonly name: string;
  readonly boots: readonly ObservedBoot[];
  /** Stage names in the order they are reached; the last one is serving. */
  readonly stages: readonly string[];
  readonly nextUnit: NextUnit;
  readonly draws: number;
}): BootFit {
  const { boots, stages, nextUnit } = options;
  checkBoots(boots, stages);
  const best = fitBoots(boots, stages);
  const draws = Array.from({ length: options.draws }, () => {
    const drawn = fitBoots(
      resampleIndices(boots.length, nextUnit).map((i) => boots[i]!),
      stages,
    );
    return [...drawn.medians, drawn.spread];
  });
  const intervals = percentileIntervals95(draws);
  return {
    model: {
      name: options.name,
      stages: stages.map((name, j) => ({ name, atSeconds: best.medians[j]! })),
      spreadLogStandardDeviation: best.spread,
    },
    stageIntervals95: Object.fromEntries(stages.map((name, j) => [name, intervals[j]!])),
    spreadInterval95: intervals[stages.length]!,
    warnings:
      boots.length < bootsAdvised
        ? [
            `${boots.length} boots: slow ones are rare and may be missing; ${bootsAdvised} or more are advised`,
          ]
        : [],
  };
}

function checkBoots(boots: readonly ObservedBoot[], stages: readonly string[]): void {
  const place = 'boot delay';
  if (boots.length < bootsMin) {
    throw new CalibrationRefused({
      place,
      problem: `${boots.length} ${boots.length === 1 ? 'boot says' : 'boots say'} nothing about the spread, at least ${bootsMin} are needed`,
      hint: 'launch a few more instances, or use a shipped boot model whose spread is assumed',
    });
  }
  for (const [i, boot] of boots.entries()) {
    let before = 0;
    for (const stage of stages) {
      const at = boot[stage];
      if (at === undefined || !(at > 0) || !Number.isFinite(at) || at < before) {
        throw new CalibrationRefused({
          place: `${place}, boot ${i + 1}`,
          problem: `stage ${stage} at ${String(at)} s${at !== undefined && at < before ? `, before the stage before it (${before} s)` : ''}`,
          hint: 'give seconds from the launch request, rising from stage to stage',
        });
      }
      before = at;
    }
  }
}

function fitBoots(
  boots: readonly ObservedBoot[],
  stages: readonly string[],
): { medians: number[]; spread: number } {
  const medians = stages.map((stage) =>
    sampleQuantile(
      boots.map((boot) => boot[stage]!),
      0.5,
    ),
  );
  const factors = boots.map((boot) => {
    const logs = stages.map((stage, j) => Math.log(boot[stage]! / medians[j]!));
    return logs.reduce((total, value) => total + value, 0) / logs.length;
  });
  return { medians, spread: sampleStandardDeviation(factors) };
}
