/**
 * From a curve over the clock to conferences per hour over the horizon. The clock rules: the curve at 9:00 means 9:00
 * on the wall, also on days of 23 or 25 hours.
 */
import type { RateCurve } from '../workload/demand.ts';
import { addDays, dayOfWeek, MS_PER_DAY, MS_PER_MINUTE, type WallTime } from './clock.ts';
import { compileExpression } from './expression.ts';
import type { Path } from './parse.ts';
import {
  citeParameters,
  findModel,
  type ResolveContext,
  report,
  toSimulatedMs,
  type ZonedHorizon,
} from './resolve-context.ts';
import type { WrittenConferences } from './schema-demand.ts';

/** The curve of a scenario that names none. */
const DEFAULT_CURVE = 'office-weekday';
/** Interval at which a formula is read, minutes; between, the rate is linear. */
const EXPRESSION_STEP_MINUTES = 5;
const MINUTES_PER_DAY = 24 * 60;
const SATURDAY = 6;
const SUNDAY = 0;

export function resolveCurve(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenConferences,
  path: Path,
): RateCurve | null {
  const { curve: named = DEFAULT_CURVE } = written;
  const points =
    typeof named === 'string'
      ? namedCurve(context, horizon, named, written, path)
      : formulaCurve(context, horizon, named.expression, written, path);
  if (points === null) return null;
  if (!horizon.isStandIn && !isAnywherePositive(points, horizon.durationMs)) {
    const at = typeof named === 'string' ? path : [...path, 'curve', 'expression'];
    report(context, at, 'gives no conference at all: its rate is zero over the whole horizon');
    return null;
  }
  return points;
}

function namedCurve(
  context: ResolveContext,
  horizon: ZonedHorizon,
  name: string,
  written: WrittenConferences,
  path: Path,
): RateCurve | null {
  const model = findModel(context, 'demand', name, [...path, 'curve']);
  if (written.peakPerHour === undefined) {
    report(context, [...path, 'peakPerHour'], 'is missing', {
      hint: 'how many conferences begin in the busiest hour?',
    });
    return null;
  }
  if (model === null) return null;
  citeParameters(context, model, ['relativeRateByHour']);
  const relative = model.parameters.relativeRateByHour!.value as readonly number[];
  const scale = (written.peakPerHour * (written.growthRatio ?? 1)) / Math.max(...relative);
  warnOfWeekend(context, horizon, name, written);
  const points = new CurvePoints();
  for (const day of daysOf(horizon)) {
    const factor = scale * weekendFactor(day, written);
    const atMinute = dayClock(horizon, day);
    relative.forEach((rate, hour) => {
      points.add(atMinute(hour * 60), rate * factor);
    });
  }
  return points.curve();
}

function formulaCurve(
  context: ResolveContext,
  horizon: ZonedHorizon,
  expression: string,
  written: WrittenConferences,
  path: Path,
): RateCurve | null {
  const at: Path = [...path, 'curve', 'expression'];
  if (written.peakPerHour !== undefined) {
    report(
      context,
      [...path, 'peakPerHour'],
      'must not be given with a formula, which gives conferences per hour itself',
      {
        atKey: true,
        hint: 'remove it, or use growthRatio to scale the formula',
      },
    );
  }
  if (context.parseExpression === null)
    throw new Error('resolveCurve: a formula was met but no parser was passed in');
  const compiled = compileExpression(expression, ['hour', 'day'], context.parseExpression);
  if (!compiled.ok) {
    const hint = compiled.hint === null ? {} : { hint: compiled.hint };
    report(context, at, compiled.problem, { got: expression, ...hint });
    return null;
  }
  const points = new CurvePoints();
  for (const day of daysOf(horizon)) {
    const factor = (written.growthRatio ?? 1) * weekendFactor(day, written);
    const atMinute = dayClock(horizon, day);
    for (let minute = 0; minute <= MINUTES_PER_DAY; minute += EXPRESSION_STEP_MINUTES) {
      const rate = compiled.formula(minute / 60, dayOfWeek(day));
      if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) {
        const problem = Number.isFinite(rate) ? 'is negative' : 'is not a finite number';
        const hint = Number.isFinite(rate) ? { hint: 'wrap it in max(0, ...)' } : {};
        report(context, at, `${problem} at hour ${minute / 60} of day ${dayOfWeek(day)}`, {
          got: rate,
          ...hint,
        });
        return null;
      }
      points.add(atMinute(minute), rate * factor);
    }
  }
  return points.curve();
}

/** Points in order of time; of two at one moment the second is put a millisecond later, so that rates may jump. */
class CurvePoints {
  private readonly times: number[] = [];
  private readonly rates: number[] = [];

  /** `timeMs` null: the clock never shows that time. */
  add(timeMs: number | null, ratePerHour: number): void {
    if (timeMs === null) return;
    const last = this.times.at(-1);
    if (last === undefined || timeMs > last) this.push(timeMs, ratePerHour);
    else if (timeMs === last && this.rates.at(-1) !== ratePerHour) this.push(timeMs + 1, ratePerHour);
  }

  curve(): RateCurve {
    return { timeMs: Float64Array.from(this.times), ratePerHour: Float64Array.from(this.rates) };
  }

  private push(timeMs: number, ratePerHour: number): void {
    this.times.push(timeMs);
    this.rates.push(ratePerHour);
  }
}

/**
 * Simulated milliseconds of a minute of the day on the wall clock; null for minutes skipped when summer time begins.
 * Days of 24 hours, nearly all, need no look at the zone's rules.
 */
function dayClock(horizon: ZonedHorizon, day: WallTime): (minute: number) => number | null {
  const startMs = toSimulatedMs(horizon, day);
  const endMs = toSimulatedMs(horizon, addDays(day, 1));
  if (endMs - startMs === MS_PER_DAY) return (minute) => startMs + minute * MS_PER_MINUTE;
  return (minute) => {
    if (minute === MINUTES_PER_DAY) return endMs;
    const wall = { ...day, hour: Math.floor(minute / 60), minute: minute % 60 };
    const atMs = toSimulatedMs(horizon, wall);
    const shown = horizon.clock.toWall(horizon.startEpochMs + atMs);
    return shown.hour === wall.hour && shown.minute === wall.minute ? atMs : null;
  };
}

/** Midnights of all calendar days that the horizon touches. */
export function daysOf(horizon: ZonedHorizon): WallTime[] {
  const first = { ...horizon.startWall, hour: 0, minute: 0, second: 0 };
  const days: WallTime[] = [];
  for (let day = first; toSimulatedMs(horizon, day) < horizon.durationMs; day = addDays(day, 1))
    days.push(day);
  return days;
}

export function isWeekend(day: WallTime): boolean {
  return dayOfWeek(day) === SATURDAY || dayOfWeek(day) === SUNDAY;
}

function weekendFactor(day: WallTime, written: WrittenConferences): number {
  return isWeekend(day) ? (written.weekendRatio ?? 1) : 1;
}

function warnOfWeekend(
  context: ResolveContext,
  horizon: ZonedHorizon,
  name: string,
  written: WrittenConferences,
): void {
  const meetsWeekend = written.weekendRatio === undefined && daysOf(horizon).some(isWeekend);
  if (!meetsWeekend || !name.includes('weekday')) return;
  context.warnings.add(
    `the curve ${name} is also used on the weekend of the horizon; set weekendRatio to change that`,
  );
}

function isAnywherePositive(curve: RateCurve, durationMs: number): boolean {
  return curve.ratePerHour.some((rate, index) => {
    if (rate <= 0) return false;
    const before = curve.timeMs[index - 1] ?? Number.NEGATIVE_INFINITY;
    const after = curve.timeMs[index + 1] ?? Number.POSITIVE_INFINITY;
    return before < durationMs && after > 0;
  });
}
