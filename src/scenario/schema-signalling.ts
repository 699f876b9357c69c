/** `deployment.shards` as users write it. */
import { z } from 'zod';
import { modelReference } from './model-values.ts';
import { positive, ratio, seconds, text, wholeNumber } from './values.ts';

/** Most shards, and most orders of operators. */
const SHARDS_MAX = 1000;
const ORDERS_MAX = 1000;

const haproxySchema = z
  .strictObject({
    hashBalanceFactor: z
      .union([
        z.number().min(1).max(100).describe('Connections over the share of a shard.'),
        z.literal('none').describe('No bound.'),
      ])
      .describe(
        "HAProxy's hash-balance-factor over 100: most connections of a shard over its share. Default 1.5.",
      )
      .optional(),
    stickExpireSeconds: seconds(
      'How long an entry of the stick table outlives the last signalling request for its room, seconds. Default 300.',
    ).optional(),
    agentCheckSeconds: positive(
      "Period at which HAProxy asks the shards' agents, seconds. Default 10.",
      3600,
    ).optional(),
    pollSeconds: positive(
      'Period at which an agent looks at its shard, seconds. Default 5.',
      3600,
    ).optional(),
    pollTimeoutSeconds: positive(
      'Longest answer of Prosody that an agent waits for, seconds. Default 3, an assumption.',
      3600,
    ).optional(),
    healthDampeningSeconds: seconds(
      'How long after its last bad poll a shard is well again, seconds. Default 30.',
    ).optional(),
    drainGraceSeconds: seconds(
      'How long an unwell shard is drained before it is called down, seconds. Default 120.',
    ).optional(),
    participantsMax: wholeNumber(
      'Participants from which a shard asks for 1 % of its weight; up to there it asks for all of it. Default: weights are not sent.',
      1,
    ).optional(),
  })
  .describe('HAProxy with other settings than those of 8x8.');

const orderSchema = z.strictObject({
  at: text('When: HH:MM in the time zone of the horizon, or YYYY-MM-DDTHH:MM.'),
  shard: wholeNumber('Number of the shard, from 0.', 0, SHARDS_MAX - 1),
  order: z
    .enum(['ready', 'drain', 'maint'])
    .describe('drain: no new rooms, known ones stay; maint: nothing at all; ready: as usual.'),
});

const clientMixSchema = z
  .strictObject({
    current: ratio('Share of participants whose client is as lib-jitsi-meet is now.'),
  })
  .describe('Clients of both versions; the others are as in the signalling model.');

export const shardsSchema = z.strictObject({
  count: wholeNumber(
    'Number of shards, each with a Jicofo of its own. Default 1, or as many as regions are given.',
    1,
    SHARDS_MAX,
  ).optional(),
  regions: z
    .array(text('Name of a region.'))
    .min(1)
    .max(SHARDS_MAX)
    .describe('Region of each shard, in order. Default: all in the region of the deployment.')
    .optional(),
  bridges: z
    .enum(['shared', 'own'])
    .describe(
      'Whether all shards use all bridges, or each bridge belongs to the shard of its region that has fewest. Default shared.',
    )
    .optional(),
  entry: z
    .union([
      z.literal('turns').describe('Conferences take turns.'),
      z.literal('haproxy').describe('HAProxy as 8x8 runs it.'),
      haproxySchema,
    ])
    .describe('What sends a room to a shard: turns, haproxy, or HAProxy with settings. Default turns.')
    .optional(),
  orders: z
    .array(orderSchema)
    .max(ORDERS_MAX)
    .describe('What operators do to shards; only with HAProxy. Default nothing.')
    .optional(),
  signalling: modelReference(
    'signalling',
    'Prosody, web front and clients of a shard. Default: not simulated, joins happen at once.',
  ).optional(),
  frontPods: wholeNumber(
    'Web front pods of a shard. Default: those of the signalling model.',
    1,
    100,
  ).optional(),
  clients: z
    .union([z.enum(['model', 'current']).describe('All of one version.'), clientMixSchema])
    .describe(
      'How persistent clients are: as in the signalling model, or as lib-jitsi-meet is now: three tries to resume and then a reload, at most 120 s between conference requests; or some of both. Default model.',
    )
    .optional(),
  workerConnections: z
    .union([
      wholeNumber('Sockets of one worker.', 1, 1_000_000),
      z.literal('unlimited').describe('The front never refuses a socket.'),
    ])
    .describe(
      "nginx's worker_connections: most sockets of one front worker. Default: that of the signalling model.",
    )
    .optional(),
});

export type WrittenShards = z.output<typeof shardsSchema>;
