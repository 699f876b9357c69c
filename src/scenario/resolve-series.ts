/**
 * Measured files in simulated time: replayed participants, traces of conferences and observed series.
 */
import type { ReplayRoom, TraceConference } from '../workload/demand.ts';
import { addDays, MS_PER_MINUTE, parseTimeOfDay, parseWallTime, type WallTime } from './clock.ts';
import type { ObservedSeries } from './evidence.ts';
import type { Issue } from './issues.ts';
import type { Path } from './parse.ts';
import {
  horizonText,
  type ResolveContext,
  report,
  resolveTime,
  toSimulatedMs,
  type ZonedHorizon,
} from './resolve-context.ts';
import {
  REPLAYED_PARTICIPANTS_MAX,
  type WrittenObserved,
  type WrittenReplay,
  type WrittenTrace,
} from './schema-demand.ts';
import { columnIndex, columnReport, numberColumn, type Table } from './table.ts';

/** Longest conference of a trace, minutes. */
const TRACE_DURATION_MINUTES_MAX = 24 * 60;

export interface ReplaySeries {
  readonly timeMs: Float64Array;
  readonly participants: Float64Array;
  readonly roomSize: number;
  readonly largeRooms: readonly ReplayRoom[];
}

export function resolveReplay(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenReplay,
  path: Path,
): ReplaySeries | null {
  const largeRooms = (written.largeRooms ?? []).map((room, index) =>
    resolveLargeRoom(context, horizon, room, [...path, 'largeRooms', index]),
  );
  const table = tableOf(context, written.file, [...path, 'file']);
  if (table === null) return null;
  const times = timeColumn(context, horizon, table, written.timeColumn, 'increasing');
  const options = { min: 0, max: REPLAYED_PARTICIPANTS_MAX, blank: 'refused' } as const;
  const values = numberColumn(table, written.participantsColumn, options, context.issues);
  if (times === null || values === null) return null;
  const samples = insideHorizon(times, values, horizon.durationMs);
  if (samples.timeMs.length === 0) return refuseOutside(context, horizon, path);
  if (!samples.values.some((value) => value > 0)) {
    report(
      context,
      path,
      `gives no participant at all: ${written.participantsColumn} is zero over the whole horizon`,
    );
    return null;
  }
  if (largeRooms.includes(null)) return null;
  return {
    timeMs: samples.timeMs,
    participants: samples.values,
    roomSize: written.roomSize,
    largeRooms: largeRooms as readonly ReplayRoom[],
  };
}

function resolveLargeRoom(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: NonNullable<WrittenReplay['largeRooms']>[number],
  path: Path,
): ReplayRoom | null {
  const fromMs = resolveTime(context, horizon, written.from, [...path, 'from']);
  const untilMs = resolveTime(context, horizon, written.until, [...path, 'until']);
  if (fromMs === null || untilMs === null) return null;
  if (untilMs <= fromMs) {
    report(context, [...path, 'until'], `must be after from (${written.from})`, { got: written.until });
    return null;
  }
  return { fromMs, untilMs, size: written.size, joinRatio: written.joinRatio };
}

/** Samples within the horizon; the last one before it becomes the value at its beginning. */
function insideHorizon(
  times: Float64Array,
  values: Float64Array,
  durationMs: number,
): { readonly timeMs: Float64Array; readonly values: Float64Array } {
  let first = 0;
  while (first + 1 < times.length && times[first + 1]! <= 0) first++;
  let end = times.length;
  while (end > first && times[end - 1]! >= durationMs) end--;
  const timeMs = times.slice(first, end);
  if (timeMs.length > 0) timeMs[0] = Math.max(0, timeMs[0]!);
  return { timeMs, values: values.slice(first, end) };
}

export function resolveTrace(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenTrace,
  path: Path,
): readonly TraceConference[] | null {
  const table = tableOf(context, written.file, [...path, 'file']);
  if (table === null) return null;
  const starts = timeColumn(context, horizon, table, written.startColumn, 'not-decreasing');
  const minutes = numberColumn(
    table,
    written.durationMinutesColumn,
    { min: 0, max: TRACE_DURATION_MINUTES_MAX, blank: 'refused' },
    context.issues,
  );
  const sizes = numberColumn(
    table,
    written.participantsColumn,
    { min: 1, max: REPLAYED_PARTICIPANTS_MAX, blank: 'refused' },
    context.issues,
  );
  if (starts === null || minutes === null || sizes === null) return null;
  const conferences: TraceConference[] = [];
  starts.forEach((startMs, row) => {
    if (startMs < 0 || startMs >= horizon.durationMs) return;
    conferences.push({
      startMs,
      durationMs: minutes[row]! * MS_PER_MINUTE,
      participants: Math.round(sizes[row]!),
    });
  });
  return conferences.length === 0 ? refuseOutside(context, horizon, path) : conferences;
}

export function resolveObserved(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenObserved,
  path: Path,
): ObservedSeries | null {
  const table = tableOf(context, written.file, [...path, 'file']);
  if (table === null) return null;
  const times = timeColumn(context, horizon, table, written.timeColumn, 'increasing');
  const options = { min: 0, max: Number.MAX_SAFE_INTEGER, blank: 'missing' } as const;
  const values = numberColumn(table, written.valueColumn, options, context.issues);
  if (times === null || values === null) return null;
  const rows = [...times.keys()].filter(
    (row) => times[row]! >= 0 && times[row]! <= horizon.durationMs && !Number.isNaN(values[row]!),
  );
  if (rows.length === 0) return refuseOutside(context, horizon, path);
  return {
    name: written.name,
    column: written.column,
    minute: Float64Array.from(rows, (row) => times[row]! / MS_PER_MINUTE),
    value: Float64Array.from(rows, (row) => values[row]!),
    // Said as seen from the project: the way up from the scenario's own folder tells a reader nothing.
    source: `${written.file.replace(/^(\.\.?\/)+/, '')}, column ${written.valueColumn}`,
  };
}

function refuseOutside(context: ResolveContext, horizon: ZonedHorizon, path: Path): null {
  if (!horizon.isStandIn)
    report(context, [...path, 'file'], `has no row inside the horizon (${horizonText(horizon)})`);
  return null;
}

/** The table read for a file name; its own issues when it could not be read. */
function tableOf(context: ResolveContext, file: string, path: Path): Table | null {
  const found = context.files.get(file);
  if (found === undefined) throw new Error(`resolveStudy: the file ${file} was not passed in`);
  if (found.ok) return found.value;
  for (const issue of found.issues) {
    // A file that is not there is the scenario's mistake; what is wrong inside a file is shown inside it.
    if (issue.line === null)
      report(context, path, `names a file that ${issue.problem}`, { got: file, ...hintOf(issue) });
    else context.issues.push(issue);
  }
  return null;
}

function hintOf(issue: Issue): { readonly hint?: string } {
  return issue.hint === null ? {} : { hint: issue.hint };
}

/**
 * A column of clock times as simulated milliseconds. Times of day begin on the first day of the horizon; one that is
 * before the row above belongs to the next day.
 */
function timeColumn(
  context: ResolveContext,
  horizon: ZonedHorizon,
  table: Table,
  column: string,
  order: 'increasing' | 'not-decreasing',
): Float64Array | null {
  const index = columnIndex(table, column, context.issues);
  if (index === null) return null;
  const faults = columnReport(table, column, context.issues);
  const times = new Float64Array(table.rows.length);
  let day: WallTime = { ...horizon.startWall, hour: 0, minute: 0, second: 0 };
  let previous = Number.NEGATIVE_INFINITY;
  let previousOfDay = Number.NEGATIVE_INFINITY;
  table.rows.forEach((row, position) => {
    const word = row[index]!.trim();
    const ofDay = parseTimeOfDay(word);
    const wall = ofDay === null ? parseWallTime(word) : null;
    if (ofDay !== null) {
      const seconds = (ofDay.hour * 60 + ofDay.minute) * 60 + ofDay.second;
      if (seconds < previousOfDay) day = addDays(day, 1);
      previousOfDay = seconds;
    } else if (wall === null) {
      faults.add(
        position,
        'must be a time, HH:MM or YYYY-MM-DDTHH:MM',
        word === '' ? 'nothing' : `"${word}"`,
      );
      return;
    }
    const timeMs = toSimulatedMs(horizon, wall ?? { ...day, ...ofDay! });
    const isInOrder = order === 'increasing' ? timeMs > previous : timeMs >= previous;
    if (!isInOrder) faults.add(position, 'must be later than the row above', word);
    previous = timeMs;
    times[position] = timeMs;
  });
  return faults.finish() ? times : null;
}
