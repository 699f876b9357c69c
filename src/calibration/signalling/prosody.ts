/**
 * CPU of Prosody from quiet and ramp minutes of a measured day.
 *
 *   cores = b + a * participants + c0 * joins per second + c1 * (joins per second * occupants already in the room)
 *
 * b is the idle cost with the bridges that were present (their presence goes to every other bridge), a the cost of a
 * participant who stays, c0 + c1 * n the core-seconds of a join into a room of n. Non-negative soft-L1 least squares;
 * intervals by moving blocks of 5 minutes, as neighbouring minutes are not independent.
 *
 * Room sizes matter: without them the cost of a join comes out at 0.14 core-s, twice that of the small rooms, because
 * half the joins of the morning went into one large room. Minutes of a regime change (a restart, a reconnect wave)
 * must not be among the rows: the caller chooses quiet and ramp minutes.
 */
import { type FitReport, leaveOneOutInfluence, reportFit } from '../fit-report.ts';
import { type Interval, type NextUnit, percentileIntervals95, resampleBlocks } from '../fitting/bootstrap.ts';
import { type CollinearityReport, reportCollinearity } from '../fitting/collinearity.ts';
import { fitNonNegative } from '../fitting/non-negative-robust.ts';
import { CalibrationRefused, requireFinite, requirePoints, requireVariation } from '../refusal.ts';
import { joinsByRoom, type LargeRoom } from './joins-by-room.ts';

export interface SignallingMinute {
  /** Minutes on any clock, rising. */
  readonly minute: number;
  readonly participants: number;
  /** Joins less leaves a minute; leaves are taken as costless. */
  readonly netJoinsPerMinute: number;
  readonly cpuCores: number;
}

export interface ProsodyCpuFit {
  /** b: idle cores with the bridges of the test. */
  readonly idleCores: number;
  /** a: cores a participant. */
  readonly perParticipantCores: number;
  /** c0: core-seconds a join into an empty room. */
  readonly perJoinCoreSeconds: number;
  /** c1: core-seconds more a join for every occupant of the room. */
  readonly perJoinAndOccupantCoreSeconds: number;
  readonly idleCoresInterval95: Interval;
  readonly perParticipantCoresInterval95: Interval;
  readonly perJoinCoreSecondsInterval95: Interval;
  readonly perJoinAndOccupantCoreSecondsInterval95: Interval;
  /** Mean absolute percentage error, ratio. */
  readonly meanAbsolutePercentageError: number;
  readonly collinearity: CollinearityReport;
  readonly report: FitReport;
}

/** Minutes below this number cannot separate four parameters with correlated errors. */
const minutesMin = 30;
/** Residuals above this count as peaks that must not dominate, cores. */
const lossScaleCores = 0.01;
const blockMinutes = 5;
/** Variance inflation from which an interval says nothing any more; the load tests have below 10. */
const inflationMax = 1000;

/**
 * @param options.roomSize participants of an ordinary room; its mean occupancy while filling is half of that
 * @param options.largeRoom a room whose growth is known, or null: then every join counts as one into an ordinary room
 *   of unknown size, c1 is 0 and c0 is biased upwards (the report says so)
 */
export function fitProsodyCpu(options: {
  readonly minutes: readonly SignallingMinute[];
  readonly roomSize: number;
  readonly largeRoom: LargeRoom | null;
  readonly nextUnit: NextUnit;
  readonly draws: number;
}): ProsodyCpuFit {
  const { minutes, largeRoom, nextUnit } = options;
  const place = 'Prosody CPU';
  requirePoints(place, minutes.length, minutesMin);
  const cpu = minutes.map((row) => row.cpuCores);
  const participants = minutes.map((row) => row.participants);
  const netJoins = minutes.map((row) => row.netJoinsPerMinute);
  requireFinite(place, { cpu, participants, netJoins });
  requireVariation(place, 'participants', participants);
  requireVariation(place, 'netJoinsPerMinute', netJoins);
  const joins = joinsByRoom({ minutes, roomSize: options.roomSize, largeRoom });
  const columns: Record<string, readonly number[]> = {
    idle: minutes.map(() => 1),
    participants,
    joins: joins.map((row) => row.joinsPerSecond),
    ...(largeRoom === null
      ? {}
      : { 'joins x occupants': joins.map((row) => row.joinsTimesOccupantsPerSecond) }),
  };
  const { idle: _constant, ...varying } = columns;
  const collinearity = reportCollinearity(varying);
  refuseCollinear(place, collinearity);
  const fit = fitNonNegative({ place, columns, y: cpu, scale: lossScaleCores });
  const draws = Array.from({ length: options.draws }, () => {
    const chosen = resampleBlocks(cpu.length, blockMinutes, nextUnit);
    const resampled = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, chosen.map((i) => values[i]!)]),
    );
    return padded(
      fitNonNegative({ place, columns: resampled, y: chosen.map((i) => cpu[i]!), scale: lossScaleCores })
        .coefficients,
    );
  });
  const [idle, perParticipant, perJoin, perOccupant] = padded(fit.coefficients);
  const intervals = percentileIntervals95(draws) as [Interval, Interval, Interval, Interval];
  const errors = cpu.map((value, i) => Math.abs(fit.residuals[i]!) / value);
  const fitted = {
    idleCores: idle,
    perParticipantCores: perParticipant,
    perJoinCoreSeconds: perJoin,
    perJoinAndOccupantCoreSeconds: perOccupant,
    idleCoresInterval95: intervals[0],
    perParticipantCoresInterval95: intervals[1],
    perJoinCoreSecondsInterval95: intervals[2],
    perJoinAndOccupantCoreSecondsInterval95: intervals[3],
    meanAbsolutePercentageError: errors.reduce((total, error) => total + error, 0) / errors.length,
    collinearity,
  };
  const refitWithout = (left: number): number[] =>
    valuesWithout({ place, columns, y: cpu, scale: lossScaleCores }, left);
  const parts = { minutes, cpu, fitted: fit.fitted, parameters: fitted, largeRoom, refitWithout, draws };
  return { ...fitted, report: reportProsody(parts) };
}

/** Two costs whose columns rise together to within rounding cannot be told apart by any number of minutes. */
function refuseCollinear(place: string, { inflation, correlations }: CollinearityReport): void {
  const [name, worst] = Object.entries(inflation).sort(([, a], [, b]) => b - a)[0]!;
  if (worst <= inflationMax) return;
  const [pair] = correlations;
  const columns = pair === undefined ? name : pair.between.join(' and ');
  throw new CalibrationRefused({
    place,
    problem: `${columns} rise together in every minute (variance inflation ${worst.toPrecision(2)}), so their costs cannot be told apart`,
    hint: 'measure a stretch in which nobody joins, or in which people join at another rate',
  });
}

/** Fitted values at every row, from a fit without one of them. */
function valuesWithout(design: Parameters<typeof fitNonNegative>[0], left: number): number[] {
  const keep = (values: readonly number[]) => values.filter((_, i) => i !== left);
  const entries = Object.entries(design.columns);
  const { coefficients } = fitNonNegative({
    ...design,
    columns: Object.fromEntries(entries.map(([name, values]) => [name, keep(values)])),
    y: keep(design.y),
  });
  return design.y.map((_, i) =>
    entries.reduce((total, [, values], j) => total + values[i]! * coefficients[j]!, 0),
  );
}

function padded(coefficients: readonly number[]): [number, number, number, number] {
  return [coefficients[0]!, coefficients[1]!, coefficients[2]!, coefficients[3] ?? 0];
}

function reportProsody(parts: {
  readonly minutes: readonly SignallingMinute[];
  readonly cpu: readonly number[];
  readonly fitted: readonly number[];
  readonly parameters: Omit<ProsodyCpuFit, 'report'>;
  readonly largeRoom: LargeRoom | null;
  readonly refitWithout: (left: number) => readonly number[];
  readonly draws: readonly (readonly number[])[];
}): FitReport {
  const { minutes, parameters, largeRoom } = parts;
  const names = minutes.map((row) => clockText(row.minute));
  const range = (values: readonly number[]) => ({ min: Math.min(...values), max: Math.max(...values) });
  return reportFit({
    name: largeRoom === null ? 'CPU of Prosody, growth of rooms unknown' : 'CPU of Prosody',
    formula: 'cores = b + a x participants + joins per second x (c0 + c1 x occupants of the room)',
    unit: 'cores',
    parameters: [
      { name: 'b', unit: 'cores', value: parameters.idleCores, interval95: parameters.idleCoresInterval95 },
      {
        name: 'a',
        unit: 'cores per participant',
        value: parameters.perParticipantCores,
        interval95: parameters.perParticipantCoresInterval95,
      },
      {
        name: 'c0',
        unit: 'core-s per join',
        value: parameters.perJoinCoreSeconds,
        interval95: parameters.perJoinCoreSecondsInterval95,
      },
      {
        name: 'c1',
        unit: 'core-s per join and occupant',
        value: parameters.perJoinAndOccupantCoreSeconds,
        interval95: largeRoom === null ? null : parameters.perJoinAndOccupantCoreSecondsInterval95,
        ...(largeRoom === null ? { note: 'not fitted: the growth of the rooms is unknown' } : {}),
      },
    ],
    points: names,
    observed: parts.cpu,
    fitted: parts.fitted,
    estimated: largeRoom === null ? 3 : 4,
    influence: leaveOneOutInfluence({
      points: names,
      observed: parts.cpu,
      fitted: parts.fitted,
      parameters: largeRoom === null ? 3 : 4,
      refitWithout: parts.refitWithout,
    }),
    validRanges: [
      { quantity: 'participants', unit: '1', ...range(minutes.map((row) => row.participants)) },
      { quantity: 'net joins', unit: 'per minute', ...range(minutes.map((row) => row.netJoinsPerMinute)) },
    ],
    draws: parts.draws,
    inflation: parameters.collinearity.inflation,
    warnings: [
      ...(largeRoom === null
        ? [
            'of no room it is known how it grew: the cost per join is a mean over the rooms measured, biased upwards for smaller ones',
          ]
        : []),
      ...parameters.collinearity.warnings,
      'net joins hide churn: never fit minutes with a restart or a reconnect wave',
    ],
  });
}

/** `09:27`; minutes count from a midnight. */
function clockText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}:${two(Math.floor(minute % 60))}`;
}
