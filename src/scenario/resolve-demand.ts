/**
 * `demand` entries: the class, its media, and how its conferences come about.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import type { MediaProfile } from '../jitsi/media-profile.ts';
import type { ConferenceClass, DemandClass, StartAlignment } from '../workload/demand.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, wallTimeText } from './clock.ts';
import type { MediaSettings } from './media-settings.ts';
import type { ModelReference } from './model-values.ts';
import type { Path } from './parse.ts';
import {
  type FoundModel,
  type ResolveContext,
  report,
  resolveModel,
  resolveTime,
  toSimulatedMs,
  type ZonedHorizon,
} from './resolve-context.ts';
import { daysOf, isWeekend, resolveCurve } from './resolve-curve.ts';
import { resolveRecordingHabits } from './resolve-jibris.ts';
import { conferenceMedia, resolveChanges } from './resolve-media.ts';
import { resolveParticipantRegions } from './resolve-regions.ts';
import { resolveReplay, resolveTrace } from './resolve-series.ts';
import type { Demand } from './scenario.ts';
import {
  demandKinds,
  type WrittenBurst,
  type WrittenConferences,
  type WrittenDemand,
} from './schema-demand.ts';
import { shippedDefault } from './shipped-default.ts';
import { distributionOf, rangeOf, type WrittenDistribution } from './values.ts';

/** Media of a demand entry that names none. */
const DEFAULT_MEDIA = 'meeting-default';
/** Means beyond these are slips of the pen: a conference of a day, of a stadium. */
const MEAN_SIZE_MAX = 100_000;
const MEAN_DURATION_MINUTES_MAX = 24 * 60;

const alignmentMinutes = { hour: 60, '30min': 30, '15min': 15 } as const;

/** One demand for each entry, several for a burst that repeats; empty (with issues) when the entry is wrong. */
export function resolveDemand(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenDemand,
  settings: MediaSettings,
  path: Path,
): Demand[] {
  const kinds = demandKinds.filter((kind) => written[kind] !== undefined);
  if (kinds.length !== 1) {
    const problem =
      kinds.length === 0
        ? 'says nothing of how its conferences come about'
        : `has ${kinds.join(' and ')} at once`;
    report(context, path, problem, { hint: `write exactly one of ${demandKinds.join(', ')}` });
  }
  const conferenceClass = resolveClass(context, written.class, [...path, 'class']);
  const profile = resolveMedia(context, written.media, [...path, 'media']);
  const changes = resolveChanges(context, written.changes, [...path, 'changes']);
  const name = written.name ?? conferenceClass?.name ?? 'conferences';
  const arrivals = kinds.length === 1 ? resolveArrivals(context, horizon, written, name, path) : [];
  const regions = resolveParticipantRegions(context, written, path);
  const recording =
    written.recording === undefined
      ? null
      : resolveRecordingHabits(context, written.recording, [...path, 'recording']);
  if (conferenceClass === null || profile === null) return [];
  const media = conferenceMedia(context, profile, settings, written.layout, path);
  const placed = {
    ...(regions === null ? {} : { regions }),
    ...(changes === null ? {} : { changes }),
    ...(recording === null ? {} : { recording }),
  };
  return arrivals.map((arrival) => ({ ...arrival, conferenceClass, media, ...placed }));
}

/** Of an entry that is wrong elsewhere: are class and media right, as far as they are given? */
export function checkModelNames(context: ResolveContext, written: Partial<WrittenDemand>, path: Path): void {
  if (written.class !== undefined) resolveClass(context, written.class, [...path, 'class']);
  if (written.media !== undefined) resolveMedia(context, written.media, [...path, 'media']);
}

type WithoutClass<Type> = Type extends unknown ? Omit<Type, 'conferenceClass'> : never;
/** How conferences come about, whatever they look like. */
type Arrivals = WithoutClass<DemandClass>;

function resolveArrivals(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenDemand,
  name: string,
  path: Path,
): Arrivals[] {
  const { conferences, burst, replay, trace } = written;
  if (conferences !== undefined) {
    const at = [...path, 'conferences'];
    const alignment = resolveAlignment(context, horizon, conferences, at);
    const rate = resolveCurve(context, horizon, conferences, at);
    return rate === null ? [] : [{ kind: 'curve', name, rate, alignment }];
  }
  if (burst !== undefined) {
    const starts = resolveBurst(context, horizon, burst, name, [...path, 'burst']);
    return starts.map((start) => ({ kind: 'burst', ...start, conferences: burst.conferences }));
  }
  if (replay !== undefined) {
    const series = resolveReplay(context, horizon, replay, [...path, 'replay']);
    return series === null ? [] : [{ kind: 'participant-series', name, ...series }];
  }
  const list = trace === undefined ? null : resolveTrace(context, horizon, trace, [...path, 'trace']);
  return list === null ? [] : [{ kind: 'trace', name, conferences: list }];
}

function resolveAlignment(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenConferences,
  path: Path,
): StartAlignment | null {
  if (written.alignTo === undefined) {
    if (written.alignedRatio !== undefined) {
      report(context, [...path, 'alignedRatio'], 'has no meaning without alignTo', { atKey: true });
    }
    return null;
  }
  const periodMinutes = alignmentMinutes[written.alignTo];
  // Marks are those of the user's clock: a full hour at or before the beginning is one of them.
  const { minute, second } = horizon.startWall;
  const originMs = minute + second === 0 ? 0 : -(minute * MS_PER_MINUTE + second * MS_PER_SECOND);
  const ratio = written.alignedRatio ?? shippedDefault(context, 'alignedRatio', [...path, 'alignedRatio']);
  return { periodMinutes, ratio, originMs };
}

function resolveBurst(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenBurst,
  name: string,
  path: Path,
): { readonly name: string; readonly startMs: number }[] {
  const startMs = resolveTime(context, horizon, written.at, [...path, 'at']);
  if (startMs === null) return [];
  if (startMs === horizon.durationMs) {
    report(context, [...path, 'at'], 'is the end of the horizon: nothing of it would be seen', {
      got: written.at,
    });
    return [];
  }
  const repeat = written.repeat ?? 'once';
  if (repeat === 'once') return [{ name, startMs }];
  const first = horizon.clock.toWall(horizon.startEpochMs + startMs);
  const starts = daysOf(horizon)
    .filter((day) => repeat === 'daily' || !isWeekend(day))
    .map((day) => ({ ...first, year: day.year, month: day.month, day: day.day }))
    .map((wall) => ({
      name: `${name} ${wallTimeText(wall).slice(0, 10)}`,
      startMs: toSimulatedMs(horizon, wall),
    }))
    .filter((start) => start.startMs >= 0 && start.startMs < horizon.durationMs);
  if (starts.length === 0) {
    report(context, [...path, 'repeat'], 'leaves no burst inside the horizon', { got: repeat });
  }
  return starts;
}

function resolveClass(context: ResolveContext, written: ModelReference, path: Path): ConferenceClass | null {
  const found = resolveModel(context, 'conferences', written, path);
  if (found === null) return null;
  const { values } = found;
  const distribution = (value: unknown): Distribution => distributionOf(value as WrittenDistribution);
  const host = values.hostJoinOffsetSeconds as WrittenDistribution | null;
  const conferenceClass: ConferenceClass = {
    name: found.name,
    size: distribution(values.size),
    durationMinutes: distribution(values.durationMinutes),
    joinOffsetSeconds: distribution(values.joinOffsetSeconds),
    hostJoinOffsetSeconds: host === null ? null : distributionOf(host),
    leaveOffsetSeconds: distribution(values.leaveOffsetSeconds),
    audioSenderRatio: values.audioSenderRatio,
    audioSendersMax: values.audioSendersMax,
    videoSenderRatio: values.videoSenderRatio,
    videoSendersMax: values.videoSendersMax,
    recordingRatio: values.recordingRatio,
  };
  return isPlausible(context, conferenceClass, found, path) ? conferenceClass : null;
}

function isPlausible(
  context: ResolveContext,
  conferenceClass: ConferenceClass,
  found: FoundModel<'conferences'>,
  path: Path,
): boolean {
  const at = (key: string): Path => (found.replaced.has(key) ? [...path, key] : path);
  const size = rangeOf(conferenceClass.size);
  const duration = rangeOf(conferenceClass.durationMinutes);
  const before = context.issues.length;
  if (size.max < 1 || size.mean <= 0) {
    report(context, at('size'), 'gives conferences without participants', {
      hint: 'a conference has at least 1',
    });
  } else if (size.mean > MEAN_SIZE_MAX) {
    report(context, at('size'), `gives conferences of ${Math.round(size.mean)} participants on average`, {
      hint: `the largest mean taken is ${MEAN_SIZE_MAX}`,
    });
  }
  if (duration.max <= 0 || duration.mean <= 0) {
    report(context, at('durationMinutes'), 'gives conferences that last no time at all');
  } else if (duration.mean > MEAN_DURATION_MINUTES_MAX) {
    report(
      context,
      at('durationMinutes'),
      `gives conferences of ${Math.round(duration.mean)} minutes on average`,
      {
        hint: `the largest mean taken is ${MEAN_DURATION_MINUTES_MAX} minutes (a day)`,
      },
    );
  }
  return context.issues.length === before;
}

function resolveMedia(
  context: ResolveContext,
  written: ModelReference | undefined,
  path: Path,
): MediaProfile | null {
  const found = resolveModel(context, 'media', written ?? DEFAULT_MEDIA, path);
  return found === null ? null : { name: found.name, ...found.values };
}
