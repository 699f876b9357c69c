/**
 * What is in the files of a results directory, as schemas for the reader: a damaged file is found by them.
 */
import { z } from 'zod';
import { observableColumns } from '../scenario/evidence.ts';
import { minuteColumnNames, usageMeasures } from '../simulation/rows.ts';
import { formatName, formatVersion, incidentKinds, totalNames } from './results-format.ts';

/** NaN is written as null. */
const number = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const count = z.number().int().min(0);
const estimate = z.object({ mean: number, halfWidth95: number, replications: count });

export const manifestSchema = z.object({
  format: z.literal(formatName),
  formatVersion: z.literal(formatVersion),
  scenario: z.string(),
  scenarioHash: z.string(),
  version: z.string(),
  seed: count,
  replications: count,
  horizonStartEpochMs: z.number(),
  horizonMinutes: z.number(),
  timeZone: z.string(),
  currency: z.string(),
  variants: z.array(
    z.object({
      variant: z.string(),
      policyBridges: z.string(),
      policyJibris: z.string().nullable(),
      region: z.string(),
      overstressedAbove: z.number(),
      prices: z.array(
        z.object({
          pool: z.enum(['bridges', 'jibris']),
          instanceType: z.string(),
          currency: z.string(),
          costPerHour: z.number(),
          grain: z.enum(['per-second', 'started-hour']),
          minimumSeconds: z.number(),
          source: z.string(),
          asOf: z.string(),
        }),
      ),
      fingerprints: z.array(z.string()),
    }),
  ),
  modelsUsed: z.array(
    z.object({
      model: z.string(),
      parameter: z.string(),
      value: z.union([z.number(), z.string()]),
      interval95: z.tuple([z.number(), z.number()]).nullable(),
      source: z.string(),
      trust: z.enum(['assumed', 'published', 'calibrated', 'validated']),
    }),
  ),
  precision: z
    .object({
      total: z.enum(totalNames),
      relativeHalfWidthWanted: z.number(),
      relativeHalfWidth: number,
      isReached: z.boolean(),
      replicationsMax: count,
    })
    .nullable(),
  observed: z.array(z.object({ name: z.string(), column: z.enum(observableColumns), source: z.string() })),
  warnings: z.array(z.string()),
});

const share = z.object({ share: number, low: number, high: number });
const shares = Object.fromEntries(totalNames.map((name) => [name, share])) as Record<
  (typeof totalNames)[number],
  typeof share
>;

const totals = Object.fromEntries(totalNames.map((name) => [name, estimate])) as Record<
  (typeof totalNames)[number],
  typeof estimate
>;

export const estimatesSchema = z.object({
  variants: z.array(
    z.object({
      variant: z.string(),
      estimates: z.object(totals),
      parameterShares: z.object(shares).nullable(),
      agreements: z.array(
        z.object({
          series: z.string(),
          column: z.enum(minuteColumnNames),
          meanAbsolutePercentageError: estimate,
          bias: estimate,
          insideBandRatio: number,
        }),
      ),
      objectives: z.array(
        z.object({
          objective: z.string(),
          limitMax: z.number(),
          estimate,
          verdict: z.enum(['met', 'violated', 'inconclusive']),
        }),
      ),
    }),
  ),
});

const numeral = z.string().regex(/^-?\d/).transform(Number).pipe(z.number());
const optionalNumeral = z.union([z.literal('').transform(() => Number.NaN), numeral]);
const pool = z.enum(['bridges', 'jibris']);

export const decisionSchema = z.object({
  replication: numeral,
  atMs: numeral,
  pool,
  policy: z.string(),
  desiredBefore: numeral,
  desiredAfter: numeral,
  readyCount: numeral,
  launchingCount: numeral,
  drainingCount: numeral,
  reason: z.string(),
  saw: z.string(),
});

export const lookSchema = decisionSchema.omit({ replication: true });

export const incidentSchema = z.object({
  replication: numeral,
  atMs: numeral,
  kind: z.enum(incidentKinds),
  affected: numeral,
  detail: z.string(),
});

export const billSchema = z
  .object({
    category: z.literal('compute'),
    pool,
    instanceType: z.string(),
    quantity: numeral,
    quantityHalfWidth95: optionalNumeral,
    unit: z.literal('instance-hour'),
    unitPrice: numeral,
    cost: numeral,
    costHalfWidth95: optionalNumeral,
    currency: z.string(),
    replications: numeral,
  })
  .transform(({ quantity, quantityHalfWidth95, cost, costHalfWidth95, replications, ...line }) => ({
    ...line,
    quantity: { mean: quantity, halfWidth95: quantityHalfWidth95, replications },
    cost: { mean: cost, halfWidth95: costHalfWidth95, replications },
  }));

export const lifeSchema = z.object({
  replication: numeral,
  pool,
  instanceType: z.string(),
  purchase: z.enum(['on-demand', 'spot']),
  region: z.string(),
  zone: z.string(),
  shard: z.string(),
  startMs: numeral,
  endMs: numeral,
  isInterrupted: z.enum(['true', 'false']).transform((word) => word === 'true'),
});

export const usageSchema = z.object({
  replication: numeral,
  measure: z.enum(usageMeasures),
  of: z.string(),
  quantity: numeral,
});

export const bootSchema = z.object({
  replication: numeral,
  pool,
  of: z.enum(['instance', 'pod', 'node']),
  stage: z.string(),
  launches: numeral,
  secondsMean: numeral,
  secondsP50: numeral,
  secondsP95: numeral,
  secondsMax: numeral,
});

export const observedSchema = z.object({ series: z.string(), minute: numeral, value: numeral });
