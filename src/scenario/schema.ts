/**
 * What users write, as a whole. This is the authority: the checks, the JSON Schema and the reference page all come
 * from here. Sections stand in `schema-demand.ts`, `schema-deployment.ts` and `schema-scaling.ts`.
 */
import { z } from 'zod';
import { demandListSchema, horizonSchema, observedListSchema } from './schema-demand.ts';
import { deploymentSchema, objectivesSchema, pricesSchema } from './schema-deployment.ts';
import { faultListSchema } from './schema-faults.ts';
import { runSchema } from './schema-run.ts';
import { scalingSchema } from './schema-scaling.ts';
import { text } from './values.ts';

/** Most variants of one file. */
const VARIANTS_MAX = 100;

/** Keys that a variant may replace; all others are shared by the variants, which are drawn over each other. */
export const replaceableKeys = ['demand', 'deployment', 'scaling', 'prices', 'objectives', 'faults'] as const;

const setSchema = z.strictObject({
  demand: z.unknown().describe('Replaces the whole list.').optional(),
  deployment: z.unknown().describe('Keys of deployment to replace.').optional(),
  scaling: z
    .unknown()
    .describe('Keys of scaling to replace; another policy replaces the old one whole.')
    .optional(),
  prices: z.unknown().describe('Keys of prices to replace.').optional(),
  objectives: z.unknown().describe('Keys of objectives to replace.').optional(),
  faults: z.unknown().describe('Replaces the whole list.').optional(),
});

const variantSchema = z.strictObject({
  name: text('Name of the variant, shown in charts and tables.'),
  set: setSchema
    .describe('Keys replaced in the scenario: mappings are merged, lists replaced, null removes a key.')
    .optional(),
});

export const scenarioSchema = z
  .strictObject({
    name: text('Name of the scenario.'),
    description: z
      .string()
      .max(10_000)
      .describe('What it is about, for readers; not used otherwise.')
      .optional(),
    horizon: horizonSchema.describe('The simulated time. Default one Monday.').optional(),
    demand: demandListSchema.describe('Who meets when; several entries add up.'),
    deployment: deploymentSchema.describe('What serves the conferences.').optional(),
    scaling: scalingSchema.describe('How many instances are wanted, and who decides.').optional(),
    prices: pricesSchema.describe('What instances cost.').optional(),
    objectives: objectivesSchema
      .describe('Bounds that the results are checked against. Default none.')
      .optional(),
    faults: faultListSchema.describe('What goes wrong, and when. Default nothing.').optional(),
    observed: observedListSchema
      .describe('Measured series to compare the results with. Default none.')
      .optional(),
    variants: z
      .array(variantSchema)
      .min(1)
      .max(VARIANTS_MAX)
      .describe('The scenario several times over, each with some keys replaced. Default: the scenario alone.')
      .optional(),
    run: runSchema.describe('How often it is run.').optional(),
  })
  .describe('A jitsim scenario.');

/** The JSON Schema (draft 2020-12) of scenario files, for editors. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(scenarioSchema, { io: 'input' }), title: 'jitsim scenario' };
}
