/** Versions of the bridges, and conferences pinned to one, as users write them. */
import { z } from 'zod';
import { positive, text, wholeNumber } from './values.ts';

const VERSIONS_MAX = 20;
const PINS_MAX = 100;

export const versionsSchema = z
  .array(
    z.strictObject({
      version: text('Version of the bridge, release included, as Jicofo hears it.'),
      from: text(
        'From when on bridges that begin to serve are of it: HH:MM in the time zone of the horizon, or YYYY-MM-DDTHH:MM. Default from the start, the bridges that are there included.',
      ).optional(),
      weight: wholeNumber(
        'Of versions with the same from, bridges take turns in proportion to this. Default 1.',
        1,
        1000,
      ).optional(),
    }),
  )
  .min(1)
  .max(VERSIONS_MAX)
  .describe(
    'Versions of the bridges. A conference keeps to the version of its first bridge unless allowMixedVersions. Default one version.',
  );

export const pinsSchema = z
  .array(
    z.strictObject({
      version: text('Version that they are pinned to.'),
      demand: text('Name of the demand whose conferences are pinned. Default all.').optional(),
      from: text(
        'From when on: HH:MM in the time zone of the horizon, or YYYY-MM-DDTHH:MM. Default from the start.',
      ).optional(),
      minutes: positive('For how long, minutes. Default to the end.', 1e6).optional(),
    }),
  )
  .max(PINS_MAX)
  .describe(
    "Jicofo's pins of conferences to a version of the bridges; the first that fits counts. Default none.",
  );

export type WrittenVersions = z.output<typeof versionsSchema>;
export type WrittenPins = z.output<typeof pinsSchema>;
