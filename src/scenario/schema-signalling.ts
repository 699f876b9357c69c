/** `deployment.shards` as users write it. */
import { z } from 'zod';
import { modelReference } from './model-values.ts';
import { wholeNumber } from './values.ts';

export const shardsSchema = z.strictObject({
  count: wholeNumber(
    'Number of shards: conferences take turns, bridges serve all of them. Default 1.',
    1,
    1000,
  ).optional(),
  signalling: modelReference(
    'signalling',
    'Prosody, web front and clients of a shard. Default: not simulated, joins happen at once.',
  ).optional(),
  frontPods: wholeNumber(
    'Web front pods of a shard. Default: those of the signalling model.',
    1,
    100,
  ).optional(),
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
