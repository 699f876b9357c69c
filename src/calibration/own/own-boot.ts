/**
 * A boot model from observed boots of one's own: one row a boot, one column of seconds a stage, in the order of the
 * columns.
 */

import { sampleQuantile } from '../../stats/sample-quantile.ts';
import { fitBootDelay, type ObservedBoot } from '../boot/fit-boot-delay.ts';
import { type FitReport, leaveOneOutInfluence, reportFit } from '../fit-report.ts';
import type { NextUnit } from '../fitting/bootstrap.ts';
import type { MeasurementTable } from '../measurement/measurement-table.ts';
import { calibratedParameter, significant } from '../model-file.ts';
import type { OwnFit } from './own-fit.ts';

export function fitOwnBoot(options: {
  readonly table: MeasurementTable;
  readonly name: string;
  readonly unitsOf: (fit: string) => NextUnit;
  readonly draws: number;
}): OwnFit {
  const { table, name } = options;
  const columns = table.columns.filter(({ quantity }) => quantity === 'duration');
  const stages = columns.map((column) => column.name);
  const rows = columns[0]?.values.length ?? 0;
  const boots = Array.from(
    { length: rows },
    (_, row): ObservedBoot => Object.fromEntries(columns.map((column) => [column.name, column.values[row]!])),
  );
  const fit = fitBootDelay({ name, boots, stages, nextUnit: options.unitsOf('boot'), draws: options.draws });
  const intervals = stages.map((stage) => {
    const [low, high] = fit.stageIntervals95[stage]!;
    return `${stage} ${significant(low)} to ${significant(high)} s`;
  });
  return {
    models: [
      {
        kind: 'boot',
        name,
        title: `Boots as observed in ${table.name}`,
        parameters: {
          stages: {
            value: fit.model.stages.map((stage) => ({
              name: stage.name,
              atSeconds: significant(stage.atSeconds),
            })),
            interval95: null,
            source: table.source,
            trust: 'calibrated',
            note: `medians of ${rows} boots; 95 % intervals: ${intervals.join(', ')}`,
          },
          spreadLogStandardDeviation: calibratedParameter(
            fit.model.spreadLogStandardDeviation,
            fit.spreadInterval95,
            table.source,
          ),
        },
      },
    ],
    reports: [bootReport(table, fit, boots.length)],
    notes: [],
  };
}

/** The report of the last stage: how the boots scatter about its median. */
function bootReport(table: MeasurementTable, fit: ReturnType<typeof fitBootDelay>, boots: number): FitReport {
  const last = fit.model.stages.at(-1)!;
  const total = [...table.columns.filter(({ quantity }) => quantity === 'duration').at(-1)!.values];
  const points = total.map((_, i) => `boot ${i + 1}`);
  const fitted = total.map(() => last.atSeconds);
  return reportFit({
    name: `Boot delay, ${table.name}: time to ${last.name}`,
    formula: 'seconds to each stage = median x one factor a boot',
    unit: 's',
    parameters: [
      ...fit.model.stages.map((stage) => ({
        name: stage.name,
        unit: 's',
        value: stage.atSeconds,
        interval95: fit.stageIntervals95[stage.name]!,
      })),
      {
        name: 'spread',
        unit: 'standard deviation of ln factor',
        value: fit.model.spreadLogStandardDeviation,
        interval95: fit.spreadInterval95,
      },
    ],
    points,
    observed: total,
    fitted,
    estimated: 1,
    influence: leaveOneOutInfluence({
      points,
      observed: total,
      fitted,
      parameters: 1,
      refitWithout: (left) => {
        const median = sampleQuantile(
          total.filter((_, i) => i !== left),
          0.5,
        );
        return total.map(() => median);
      },
    }),
    validRanges: [{ quantity: 'boots', unit: '1', min: boots, max: boots }],
    warnings: fit.warnings,
  });
}
