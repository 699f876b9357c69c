/**
 * A simulated day against the measured one: how far off it is, whether it scales when the real one did, and whether it is
 * early or late. Every score has one value a replication, and so an interval.
 */
import type { ObservableColumn, ObservedSeries } from '../scenario/evidence.ts';
import type { Study } from '../scenario/study.ts';
import type { MinuteColumns } from '../simulation/rows.ts';
import { type Estimate, estimate } from '../stats/estimate.ts';
import { variantOf } from './executor.ts';
import type { ReplicationRuns } from './replicate.ts';
import { matchEvents, scaleEvents } from './scale-events.ts';
import { bestLagMinutes, seriesAgreement } from './series-agreement.ts';

/** Columns whose steps are decisions to scale. */
const scaledColumns: readonly ObservableColumn[] = ['bridgesDesired', 'bridgesReady', 'jibrisBusy'];

export interface ScaleEventScore {
  readonly observed: number;
  readonly simulated: Estimate;
  /** Events that have a counterpart within the window. */
  readonly matched: Estimate;
  /** Mean of simulated minus observed over matched events, minutes; over replications that matched any. */
  readonly lagMinutes: Estimate;
}

export interface SeriesScore {
  readonly series: string;
  readonly column: ObservableColumn;
  readonly source: string;
  /** Measured samples that have a simulated minute. */
  readonly samples: number;
  readonly meanAbsolutePercentageError: Estimate;
  readonly bias: Estimate;
  /** Over replications in which the simulated series varies. */
  readonly correlation: Estimate;
  /** Shift of the whole series at which it correlates best, minutes; positive when the simulation is late. */
  readonly lagMinutes: Estimate;
  /** Null for series that are no counts of instances. */
  readonly events: ScaleEventScore | null;
}

export interface Backtest {
  readonly scenario: string;
  readonly seed: number;
  readonly replications: number;
  readonly eventWindowMinutes: number;
  readonly variants: readonly { readonly variant: string; readonly series: readonly SeriesScore[] }[];
}

export interface BacktestOptions {
  /** Furthest apart that two scale events may be and still be the same one. Default 15 minutes. */
  readonly eventWindowMinutes?: number;
}

/** Most minutes by which a series is shifted to find its lag. */
const SHIFT_MAX_MINUTES = 60;
const EVENT_WINDOW_MINUTES = 15;

/** Scores every variant against every measured series of the study. */
export function backtest(
  study: Study,
  runs: readonly ReplicationRuns[],
  options: BacktestOptions = {},
): Backtest {
  const windowMinutes = options.eventWindowMinutes ?? EVENT_WINDOW_MINUTES;
  return {
    scenario: study.name,
    seed: variantOf(study, 0).run.seed,
    replications: runs.length,
    eventWindowMinutes: windowMinutes,
    variants: study.variants.map(({ variant, observed }, index) => ({
      variant,
      series: observed.map((series) =>
        scoreSeries(
          series,
          runs.map(({ rows }) => rows[index]!.minutes),
          windowMinutes,
        ),
      ),
    })),
  };
}

function scoreSeries(
  series: ObservedSeries,
  minutes: readonly MinuteColumns[],
  windowMinutes: number,
): SeriesScore {
  const { minute, measured } = aligned(series, minutes[0]!.minute.length);
  const columns = minutes.map((run) => run[series.column]);
  const scores = columns.map((column) => ({
    ...seriesAgreement(
      minute.map((at) => column[at - 1]!),
      measured,
    ),
    lag: bestLagMinutes({ simulated: column, minute, measured, shiftMax: SHIFT_MAX_MINUTES }),
  }));
  return {
    series: series.name,
    column: series.column,
    source: series.source,
    samples: minute.length,
    meanAbsolutePercentageError: estimate(
      scores.map(({ meanAbsolutePercentageError }) => meanAbsolutePercentageError),
    ),
    bias: estimate(scores.map(({ bias }) => bias)),
    correlation: estimateOfKnown(scores.map(({ correlation }) => correlation)),
    lagMinutes: estimateOfKnown(scores.map(({ lag }) => lag)),
    events: scaledColumns.includes(series.column)
      ? scoreEvents(minute, measured, columns, windowMinutes)
      : null,
  };
}

/** Measured samples on the simulation's minutes: the nearest minute's, the last of several. */
function aligned(
  series: ObservedSeries,
  minutesMax: number,
): { readonly minute: number[]; readonly measured: number[] } {
  const byMinute = new Map<number, number>();
  series.minute.forEach((at, index) => {
    const whole = Math.round(at);
    if (whole >= 1 && whole <= minutesMax) byMinute.set(whole, series.value[index]!);
  });
  return { minute: [...byMinute.keys()], measured: [...byMinute.values()] };
}

function scoreEvents(
  minute: readonly number[],
  measured: readonly number[],
  columns: readonly Float64Array[],
  windowMinutes: number,
): ScaleEventScore {
  const observed = scaleEvents(minute, measured);
  const runs = columns.map((column) => {
    const simulated = scaleEvents(
      minute,
      minute.map((at) => column[at - 1]!),
    );
    return { simulated, matches: matchEvents({ observed, simulated, windowMinutes }) };
  });
  const lags = runs.map(
    ({ matches }) => matches.reduce((sum, { lagMinutes }) => sum + lagMinutes, 0) / matches.length,
  );
  return {
    observed: observed.length,
    simulated: estimate(runs.map(({ simulated }) => simulated.length)),
    matched: estimate(runs.map(({ matches }) => matches.length)),
    lagMinutes: estimateOfKnown(lags),
  };
}

/** Over the replications that have a value; `replications` says how many. */
function estimateOfKnown(values: readonly number[]): Estimate {
  return estimate(values.filter((value) => !Number.isNaN(value)));
}
