/**
 * `horizon`, `demand` and `observed` as users write them.
 */

import { z } from 'zod';
import { observableColumns } from './evidence.ts';
import { modelReference } from './model-values.ts';
import { recordingHabitsSchema } from './schema-jibris.ts';
import { changesSchema, layoutSchema } from './schema-media.ts';
import { homeRatioSchema, participantRegionsSchema } from './schema-regions.ts';
import { COUNT_MAX, positive, ratio, text, wholeNumber } from './values.ts';

/** Longest horizon, days. */
const HORIZON_DAYS_MAX = 3660;
/** Most demand entries, large rooms, observed series. */
const ENTRIES_MAX = 1000;

const timeHint = 'HH:MM in the time zone of the horizon, or YYYY-MM-DDTHH:MM.';

export const horizonSchema = z.strictObject({
  start: text(
    'Date and time of the beginning on clocks of timeZone: YYYY-MM-DDTHH:MM. Default 2026-11-23T00:00, a Monday.',
  ).optional(),
  days: positive(
    'Length in days of 24 hours. Default 1. Write days or hours, not both.',
    HORIZON_DAYS_MAX,
  ).optional(),
  hours: positive('Length in hours. Write days or hours, not both.', HORIZON_DAYS_MAX * 24).optional(),
  timeZone: text(
    'IANA time zone in which all clock times are read, such as Europe/Paris. Default UTC.',
  ).optional(),
});

const curveSchema = z
  .union([
    text('Name of a file in models/demand, without .yaml.'),
    z.strictObject({
      expression: z
        .string()
        .min(1)
        .describe(
          'Conferences per hour as a formula of hour (0 to 24 on the clocks of timeZone) and day (0 Sunday to 6 Saturday), such as 40 + 30*sin((hour-6)/24*2*pi).',
        ),
    }),
  ])
  .describe(
    'How the rate moves over the day: a model in models/demand, or a formula. Default office-weekday.',
  );

const conferencesSchema = z.strictObject({
  curve: curveSchema.optional(),
  peakPerHour: positive(
    'Conferences per hour when the curve is at its highest. Required, except with a formula, which gives the rate itself.',
    1e7,
  ).optional(),
  growthRatio: positive(
    'Ratio of the rate to that of the curve: 1.2 for a fifth more. Default 1.',
    1e4,
  ).optional(),
  weekendRatio: ratio('What is left of the curve on Saturdays and Sundays. Default 1.').optional(),
  alignTo: z
    .enum(['hour', '30min', '15min'])
    .describe(
      'Marks of the clock on which conferences are planned to begin. Default: none, they begin at any time.',
    )
    .optional(),
  alignedRatio: ratio(
    'Share of the conferences that begin on a mark; only with alignTo. Default 0.6, an assumption.',
  ).optional(),
});

const burstSchema = z.strictObject({
  at: text(`Planned start of all of them: ${timeHint}`),
  conferences: wholeNumber('Number of conferences that begin then.', 1),
  repeat: z
    .enum(['once', 'daily', 'weekdays'])
    .describe('Whether it comes again on every day of the horizon, or every Monday to Friday. Default once.')
    .optional(),
});

const largeRoomSchema = z.strictObject({
  from: text(`When it begins to fill: ${timeHint}`),
  until: text(`When it no longer fills: ${timeHint}`),
  size: wholeNumber('Participants that it takes.', 1),
  joinRatio: ratio('Share of the joins in that time that go to it until it is full.'),
});

const replaySchema = z.strictObject({
  file: text('CSV file, relative to the scenario file.'),
  timeColumn: text(
    'Column with times: HH:MM (first row on the first day of the horizon), or YYYY-MM-DDTHH:MM[:SS].',
  ),
  participantsColumn: text('Column with the participants present at that time.'),
  roomSize: wholeNumber('Participants of a conference; conferences are filled one after the other.', 1),
  largeRooms: z
    .array(largeRoomSchema)
    .max(ENTRIES_MAX)
    .describe('Conferences larger than the others. Default none.')
    .optional(),
});

const traceSchema = z.strictObject({
  file: text('CSV file with one row for each conference, relative to the scenario file.'),
  startColumn: text(
    'Column with the start: HH:MM (first row on the first day of the horizon), or YYYY-MM-DDTHH:MM[:SS].',
  ),
  durationMinutesColumn: text('Column with the duration, minutes.'),
  participantsColumn: text('Column with the number of participants.'),
});

/** Keys of which a demand entry has exactly one. */
export const demandKinds = ['conferences', 'burst', 'replay', 'trace'] as const;

export const demandSchema = z
  .strictObject({
    name: text('Name shown in results. Default: the name of the class.').optional(),
    class: modelReference('conferences', 'What its conferences look like.'),
    media: modelReference('media', 'Which packets a participant causes. Default meeting-default.').optional(),
    layout: layoutSchema.optional(),
    changes: changesSchema.optional(),
    regions: participantRegionsSchema.optional(),
    homeRatio: homeRatioSchema.optional(),
    recording: recordingHabitsSchema.optional(),
    conferences: conferencesSchema
      .describe('Conferences begin at random, at a rate that follows a curve.')
      .optional(),
    burst: burstSchema.describe('A number of conferences planned for one moment.').optional(),
    replay: replaySchema.describe('A measured number of participants over time, replayed.').optional(),
    trace: traceSchema.describe('A list of measured conferences, replayed.').optional(),
  })
  .meta({ oneOf: demandKinds.map((key) => ({ required: [key] })) });

export const demandListSchema = z.array(demandSchema).min(1).max(ENTRIES_MAX);

export const observedSchema = z.strictObject({
  name: text('Name of the series in charts.'),
  column: z.enum(observableColumns).describe('What it is compared with.'),
  file: text('CSV file, relative to the scenario file.'),
  timeColumn: text(
    'Column with times: HH:MM (first row on the first day of the horizon), or YYYY-MM-DDTHH:MM[:SS].',
  ),
  valueColumn: text('Column with the values; empty cells are missing samples.'),
});

export const observedListSchema = z.array(observedSchema).max(ENTRIES_MAX);

export type WrittenHorizon = z.output<typeof horizonSchema>;
export type WrittenDemand = z.output<typeof demandSchema>;
export type WrittenConferences = z.output<typeof conferencesSchema>;
export type WrittenBurst = z.output<typeof burstSchema>;
export type WrittenReplay = z.output<typeof replaySchema>;
export type WrittenTrace = z.output<typeof traceSchema>;
export type WrittenObserved = z.output<typeof observedSchema>;

/** The hint that every clock time shares. */
export const clockTimeHint = `write ${timeHint}`;
/** Largest number of participants that a replayed file may name. */
export const REPLAYED_PARTICIPANTS_MAX = COUNT_MAX;
