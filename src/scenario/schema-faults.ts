/** `faults` as users write them. */
import { z } from 'zod';
import { positive, ratio, seconds, text, wholeNumber } from './values.ts';

/** Most faults of one scenario. */
const FAULTS_MAX = 1000;
/** Most cycles of a churn, pods, Jibris and the like. */
const COUNT_MAX = 10_000;

const timing = {
  name: text('Name shown in incidents. Default: the kind.').optional(),
  at: text(
    'When it happens: HH:MM in the time zone of the horizon, or YYYY-MM-DDTHH:MM. Exactly one of at, perDay and meanHoursBetween.',
  ).optional(),
  perDay: positive(
    'How often it happens at random, times in 24 hours on average, instead of at a fixed time.',
    10_000,
  ).optional(),
  meanHoursBetween: positive(
    'The same as a mean time between two faults, hours: exponential, so that any moment is as likely as another.',
    1_000_000,
  ).optional(),
};

/** Keys of which a fault has exactly one. */
export const timingKeys = ['at', 'perDay', 'meanHoursBetween'] as const;

const shard = z
  .union([wholeNumber('Number of the shard, from 0.', 0, 999), z.literal('all').describe('Every shard.')])
  .describe('The shard it happens to: a number from 0, or all. Default all.')
  .optional();

const zone = text('Name of the zone it concerns. Default: all.').optional();

const kind = <Kind extends string>(name: Kind, description: string): z.ZodLiteral<Kind> =>
  z.literal(name).describe(description);

export const faultSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: kind(
        'bridge-crash',
        'Bridges die with everybody on them; Jicofo invites those again, elsewhere.',
      ),
      ...timing,
      count: wholeNumber('Bridges that die at once. Default 1.', 1, COUNT_MAX).optional(),
      pick: z
        .enum(['random', 'busiest'])
        .describe('Which bridges: any, or those with most participants. Default random.')
        .optional(),
      loss: z
        .enum(['process', 'machine'])
        .describe(
          'process: sockets are closed and Jicofo knows at once. machine: silence, noticed by health checks and by clients. Default process.',
        )
        .optional(),
      restartSeconds: z
        .union([seconds('Seconds.'), z.literal('never').describe('The instance is lost.')])
        .describe(
          'Seconds until the process serves again on its instance, or never: then the instance is gone and whoever scales the bridges may replace it. Default never.',
        )
        .optional(),
    }),
    z.strictObject({
      kind: kind(
        'bridge-illness',
        "Bridges fail Jicofo's health checks and go on carrying media, or pass them while no media reach them.",
      ),
      ...timing,
      count: wholeNumber('Bridges that fall ill at once. Default 1.', 1, COUNT_MAX).optional(),
      symptom: z
        .enum(['no-answer', 'unwell', 'no-media'])
        .describe(
          'no-answer: checks time out, and Jicofo places nobody on it any more. unwell: it says so, and Jicofo also moves everybody off it. no-media: its media port is shut, so that it looks idle and connections to it fail. Default no-answer.',
        )
        .optional(),
      recoverSeconds: z
        .union([seconds('Seconds.'), z.literal('never').describe('It stays ill.')])
        .describe('Seconds until it is well again, or never. Default never.')
        .optional(),
    }),
    z.strictObject({
      kind: kind(
        'jicofo-restart',
        'Jicofo starts anew: all conferences are set up again on bridges chosen anew.',
      ),
      ...timing,
      absenceSeconds: seconds('Seconds until it invites again. Default 10, an assumption.').optional(),
    }),
    z.strictObject({
      kind: kind('prosody-kill', 'Prosody dies and starts again; needs deployment.shards.signalling.'),
      ...timing,
      shard,
    }),
    z.strictObject({
      kind: kind(
        'visitor-node-kill',
        'The Prosody of a visitor node dies and starts again; needs deployment.visitors and deployment.shards.signalling.',
      ),
      ...timing,
      node: z
        .union([wholeNumber('Number of the node, from 0.', 0, 999), z.literal('all').describe('Every node.')])
        .describe('The visitor node it happens to: a number from 0, or all. Default all.')
        .optional(),
    }),
    z.strictObject({
      kind: kind('front-loss', 'Web front pods die with their sockets; needs deployment.shards.signalling.'),
      ...timing,
      shard,
      pods: z
        .union([wholeNumber('Pods.', 1, COUNT_MAX), z.literal('all').describe('All of the shard.')])
        .describe('Front pods that die at once. Default all.')
        .optional(),
      outageSeconds: seconds(
        'Seconds until they serve again. Default: the restart time of the signalling model.',
      ).optional(),
    }),
    z.strictObject({
      kind: kind(
        'reconnect-storm',
        'Sockets of clients break at once, as when a load balancer restarts; needs deployment.shards.signalling.',
      ),
      ...timing,
      ratio: ratio('Share of the connected participants. Default 1.').optional(),
    }),
    z.strictObject({
      kind: kind('churn', 'Participants leave and join again, over and over.'),
      ...timing,
      ratio: ratio('Share of those present, drawn anew in each cycle. Default 0.2.').optional(),
      cycles: wholeNumber('How many times. Default 10.', 1, COUNT_MAX).optional(),
      periodSeconds: positive('Seconds between two cycles. Default 30.', 86_400).optional(),
      awaySeconds: seconds(
        'Seconds that each is away before joining again. Without signalling only: with it, clients load their page. Default 5.',
      ).optional(),
    }),
    z.strictObject({
      kind: kind('join-burst', 'Conferences that nobody planned for, whose participants join at once.'),
      ...timing,
      participants: wholeNumber('Participants of each conference.', 1, 100_000),
      conferences: wholeNumber('Number of conferences. Default 1.', 1, 100_000).optional(),
      withinSeconds: seconds('They join evenly over this time, seconds. Default 30.').optional(),
      stayMinutes: positive('How long they stay, minutes. Default 60.', 100_000).optional(),
      demand: text(
        'Name of the demand entry whose media, microphones and cameras they have. Default: the first.',
      ).optional(),
    }),
    z.strictObject({
      kind: kind(
        'jibri-hang',
        'Jibris record no more and take nothing, without a word; needs deployment.jibris.',
      ),
      ...timing,
      count: wholeNumber('Jibris that hang at once. Default 1.', 1, COUNT_MAX).optional(),
      recoverSeconds: z
        .union([seconds('Seconds.'), z.literal('never').describe('Nobody notices.')])
        .describe('Seconds until somebody restarts them, or never. Default never.')
        .optional(),
    }),
    z.strictObject({
      kind: kind(
        'drain-failure',
        'Orders to drain do not reach bridges: they take conferences until they are stopped at deployment.bridges.drainMaxSeconds.',
      ),
      ...timing,
      durationSeconds: seconds('How long orders get lost, seconds. Default 86400.').optional(),
    }),
    z.strictObject({
      kind: kind(
        'bridge-drain',
        'An operator sets the drain flag on bridges for a while, as for maintenance: they keep their participants, and Jicofo turns to others first. Bridges that begin to serve meanwhile have no flag.',
      ),
      ...timing,
      durationSeconds: positive('Until the flag is lifted, seconds. Default 3600.', 31_536_000).optional(),
      ratio: ratio('Share of the bridges concerned, rounded to whole bridges. Default 1.').optional(),
      zone,
      version: text(
        'Name of the version whose bridges it concerns, of bridges.versions. Default: all.',
      ).optional(),
    }),
    z.strictObject({
      kind: kind(
        'zone-loss',
        'Everything that runs in a zone dies without a word, and nothing can be launched there. Shards are not in zones: they stay.',
      ),
      ...timing,
      zone: text('Name of the zone: of a place of the bridges, or of deployment.cloud.zones.'),
      durationSeconds: seconds(
        'Until instances can be launched there again, seconds. Default 86400.',
      ).optional(),
    }),
    z.strictObject({
      kind: kind(
        'region-partition',
        'Shards and the bridges of a region lose sight of each other; their participants are invited elsewhere.',
      ),
      ...timing,
      region: text('Name of the region, one of the places of the bridges.'),
      durationSeconds: positive(
        'How long, seconds; at least 60, which it takes until everybody has moved. Default 600.',
        31_536_000,
      )
        .min(60)
        .optional(),
    }),
    z.strictObject({
      kind: kind('stock-out', 'The cloud refuses launches for want of instances.'),
      ...timing,
      durationSeconds: seconds('How long, seconds. Default 3600.').optional(),
      zone,
      refusedRatio: ratio('Share of requests refused, each drawn anew. Default 1.').optional(),
    }),
    z.strictObject({
      kind: kind('slow-boot', 'Instances take longer from launch to serving.'),
      ...timing,
      durationSeconds: seconds('How long launches are slow, seconds. Default 3600.').optional(),
      zone,
      factor: positive('Boot delay as a multiple of the usual one. Default 3.', 1000).optional(),
    }),
    z.strictObject({
      kind: kind(
        'spot-interruption',
        'The cloud takes spot instances back, many at once, after their notice; needs spot in a pool.',
      ),
      ...timing,
      ratio: ratio('Share of the spot instances of all pools. Default 1.').optional(),
    }),
  ])
  .describe('One fault.');

export const faultListSchema = z.array(faultSchema).max(FAULTS_MAX);

export type WrittenFault = z.output<typeof faultSchema>;
