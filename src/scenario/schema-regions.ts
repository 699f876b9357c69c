/** Regions and zones as users write them: where participants are, where bridges are, how far regions are apart. */
import { z } from 'zod';
import { nonNegative, positive, ratio, text, wholeNumber } from './values.ts';

/** Most regions of a scenario. */
export const REGIONS_MAX = 100;
/** Most places of a pool. */
const PLACES_MAX = 300;

export const participantRegionsSchema = z
  .record(text('Name of a region.'), ratio('Share of the participants who are there.'))
  .describe(
    'Where the participants are: shares by region, which add up to 1. Default: all in the region of the deployment.',
  );

export const homeRatioSchema = ratio(
  'Probability that a participant is in the home region of its conference, which is drawn by the shares; the others are drawn by the shares one by one. Only with regions. Default 0.',
);

export const placesSchema = z
  .array(
    z.strictObject({
      region: text('Name of the region. Default: that of the deployment.').optional(),
      zone: text('Name of the zone within the region. Default: the only one.').optional(),
      share: positive('Weight against the other places. Default 1.', 1e6).optional(),
      count: wholeNumber('Bridges there at the beginning, in all places or in none.', 0, 100_000).optional(),
    }),
  )
  .min(1)
  .max(PLACES_MAX)
  .describe(
    'Regions and zones in which bridges are launched, with shares or with the counts at the beginning. Default: one zone of the region of the deployment.',
  );

export const spreadSchema = z
  .enum(['balanced', 'round-robin'])
  .describe(
    'Where the next bridge is launched: in the place that is furthest below its share of what is there, or in the places in turn. Default balanced.',
  );

export const latencySchema = z
  .strictObject({
    model: text('Name of a file in models/latency, without .yaml. Default ibm-cloud-2024.').optional(),
    pairs: z
      .array(
        z.strictObject({
          between: z
            .tuple([text('Name of a region.'), text('Name of a region.')])
            .describe('The two regions.'),
          roundTripMs: nonNegative('Round-trip time between them, milliseconds.', 10_000),
        }),
      )
      .max(REGIONS_MAX * REGIONS_MAX)
      .describe('Round-trip times that the model does not have or that replace its own. Default none.')
      .optional(),
  })
  .describe(
    'How far regions are apart, for the distance between participants and bridges in results. Default: the model.',
  );

export type WrittenPlaces = z.output<typeof placesSchema>;
export type WrittenSpread = z.output<typeof spreadSchema>;
export type WrittenLatency = z.output<typeof latencySchema>;
export type WrittenParticipantRegions = z.output<typeof participantRegionsSchema>;
