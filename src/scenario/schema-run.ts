/**
 * `run` as users write it.
 */
import { z } from 'zod';
import { precisionTotals, REPLICATIONS_MAX } from './run-options.ts';
import { positive, wholeNumber } from './values.ts';

const replicationsSchema = z
  .union([
    wholeNumber('A fixed number.', 1, REPLICATIONS_MAX),
    z
      .strictObject({
        until: z
          .strictObject({
            total: z.enum(precisionTotals).describe('Which result must be known.'),
            relativeHalfWidth: positive(
              'Half-width of its 95 % interval as a share of its mean, such as 0.05, in every variant.',
              1,
            ),
          })
          .describe('Runs ten, and then more until this is reached.'),
        max: wholeNumber('Most runs of each variant. Default 200.', 10, REPLICATIONS_MAX).optional(),
      })
      .describe('As many as a result needs.'),
  ])
  .describe('Independent runs of each variant; more make the intervals narrower. Default 10.');

export const runSchema = z.strictObject({
  seed: wholeNumber(
    'Seed of all random numbers: the same seed gives the same results. Default 1.',
    0,
    2 ** 32 - 1,
  ).optional(),
  replications: replicationsSchema.optional(),
  controlVariate: z
    .literal('offered-load')
    .describe(
      'Corrects every mean for how far the demand drawn came out from its known mean, which narrows intervals of what follows the load. Best with 20 replications or more. Default: no correction.',
    )
    .optional(),
  parameterUncertainty: z
    .boolean()
    .describe(
      'Whether each replication draws every model parameter that has an interval from it, so that the intervals of results include what is not known of the models. Default false.',
    )
    .optional(),
});

export type WrittenRun = z.output<typeof runSchema>;
