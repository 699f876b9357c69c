/**
 * What the parameters of each kind of model are: the authority for files in `models/` and for what a scenario may
 * replace in a model it names. Field names are those of the TypeScript types that they fill.
 */
import { z } from 'zod';
import type { BootModel } from '../cloud/boot-model.ts';
import type { SpotMarket } from '../cloud/pool-supply.ts';
import type { BridgeModel } from '../jitsi/bridge-model.ts';
import type { MediaProfile } from '../jitsi/media-profile.ts';
import type { ConferenceClass } from '../workload/demand.ts';
import { signallingFields } from './signalling-values.ts';
import {
  distributionSchema,
  nonNegative,
  positive,
  ratio,
  SECONDS_MAX,
  text,
  wholeNumber,
} from './values.ts';
import { codecFields, peerToPeerFields } from './video-values.ts';

/** Folders of `models/`. */
export const modelKinds = [
  'bridges',
  'media',
  'codecs',
  'peer-to-peer',
  'boot',
  'spot',
  'signalling',
  'recorders',
  'conferences',
  'demand',
  'latency',
  'defaults',
  'policies',
  'prices',
] as const;
export type ModelKind = (typeof modelKinds)[number];

type Fields<Type> = { readonly [Key in Exclude<keyof Type, 'name'>]: z.ZodType };

const distribution = (description: string): z.ZodType<unknown, unknown> =>
  distributionSchema.describe(description);

const bridgeFields = {
  coresLimit: positive('Cores the bridge may use: its container limit or its virtual CPUs.', 1024),
  machineCores: positive('Virtual cores of the machine: the base of CPU stress.', 1024),
  cpuActiveBaseCores: nonNegative('Cores that an active bridge uses whatever it carries.', 1024),
  cpuPerKppsCores: nonNegative('Cores for each 1000 packets per second.', 1024),
  cpuOnsetKpps: positive('Packet rate at which the active base sets in, 1000 packets per second.', 1e6),
  cpuSpeedLogStandardDeviation: nonNegative(
    'Spread of the speed between deployments: standard deviation of the logarithm, drawn once a replication.',
    3,
  ),
  carriedCeilingKpps: positive(
    'Packet rate that a saturated bridge still carries, 1000 packets per second.',
    1e6,
  ),
  carriedKneeSharpness: positive('Sharpness of the knee at that packet rate; no unit.', 1000),
  degradedLossRatio: ratio(
    'Share of lost packets above which participants find the conference poor, and count as degraded.',
  ),
  loadThresholdPps: positive(
    "Packet rate at which packet-rate stress is 1 (jitsi-videobridge's load-threshold), packets per second.",
    1e9,
  ),
} satisfies Fields<BridgeModel>;

const packetRate = (description: string): z.ZodNumber =>
  nonNegative(`${description}, packets per second.`, 1e6);

const bitRate = (description: string): z.ZodNumber =>
  nonNegative(`${description}, bits per second on the network.`, 1e9);

const mediaFields = {
  audioPairPacketRatePps: packetRate('Packets of one audio sender heard by one receiver'),
  videoPairPacketRatePps: packetRate('Packets of one video sender shown to one receiver'),
  audioSenderPacketRatePps: packetRate('Packets that one audio sender adds, whoever listens'),
  videoSenderPacketRatePps: packetRate('Packets that one video sender adds, whoever watches'),
  relayAudioPacketRatePps: packetRate('Packets that a relay carries for one audio sender, one direction'),
  relayVideoPacketRatePps: packetRate('Packets that a relay carries for one video sender, one direction'),
  audioPairBitRateBps: bitRate('Bits to one receiver of one audio sender'),
  videoPairBitRateBps: bitRate('Bits to one receiver of one video sender'),
  audioSenderBitRateBps: bitRate('Bits that one audio sender sends to its bridge'),
  videoSenderBitRateBps: bitRate('Bits that one video sender sends to its bridge'),
  relayAudioBitRateBps: bitRate('Bits that a relay carries for one audio sender, one direction'),
  relayVideoBitRateBps: bitRate('Bits that a relay carries for one video sender, one direction'),
  feedbackBitRateBps: bitRate('Receiver feedback (RTCP) that every participant sends to its bridge'),
  lastN: wholeNumber('Largest number of videos that a receiver is sent.'),
} satisfies Fields<MediaProfile>;

const stageName = text('Name of the stage, such as nodeReady; the last one means serving.');

const bootStage = z.union([
  z.strictObject({
    name: stageName,
    atSeconds: nonNegative('Median time from the launch request, seconds.', SECONDS_MAX),
  }),
  z.strictObject({
    name: stageName,
    takesSeconds: distributionSchema.describe(
      'Time from the stage before, drawn for each instance, seconds; in place of atSeconds.',
    ),
  }),
]);

/** Medians from the launch request must not fall back; stages with a distribution of their own cannot. */
function areInOrder(stages: readonly z.output<typeof bootStage>[]): boolean {
  const medians = stages.flatMap((stage) => ('atSeconds' in stage ? [stage.atSeconds] : []));
  return medians.every((atSeconds, i) => i === 0 || atSeconds >= medians[i - 1]!);
}

const bootFields = {
  stages: z
    .array(bootStage)
    .min(1)
    .max(20)
    .refine(areInOrder, { message: 'must list the stages in order of their times' })
    .describe('Stages from the launch request to serving, in order.'),
  spreadLogStandardDeviation: nonNegative(
    'Spread between instances: standard deviation of the logarithm of one factor on all stage times; 0 for none.',
    3,
  ),
} satisfies Fields<BootModel>;

const spotFields = {
  priceRatio: ratio('Price of a spot instance as a ratio of the on-demand price.'),
  interruptedPerMonthRatio: z
    .number()
    .min(0)
    .lt(1)
    .describe('Share of instances that the cloud takes back within 30 days. Ratio, 0 to below 1.'),
  noticeSeconds: nonNegative('From the notice until the instance is gone, seconds.', SECONDS_MAX),
} satisfies Fields<SpotMarket>;

const conferenceFields = {
  size: distribution('Participants of a conference; rounded, at least 1.'),
  durationMinutes: distribution('From the planned start to the planned end, minutes.'),
  joinOffsetSeconds: distribution('From the planned start to a join, seconds; negative for early.'),
  hostJoinOffsetSeconds: z
    .union([distributionSchema, z.null()])
    .describe(
      'The same for the first participant (teacher, host), seconds; null to treat it like the others.',
    ),
  leaveOffsetSeconds: distribution('From the planned end to a leave, seconds; negative for early.'),
  audioSenderRatio: ratio('Probability that a participant has the microphone open.'),
  audioSendersMax: wholeNumber(
    'Most participants of a conference with an open microphone; later ones start muted.',
  ),
  videoSenderRatio: ratio('Probability that a participant has the camera on.'),
  videoSendersMax: wholeNumber('Most participants of a conference with the camera on.'),
  recordingRatio: ratio('Probability that a conference is recorded.'),
} satisfies Fields<ConferenceClass>;

/** What one recording costs a machine; runs read the size of an hour, the rest is for sizing recorders by hand. */
const recorderFields = {
  coresPerRecording: nonNegative('Cores that one recording uses.', 1024),
  memoryGigabytesPerRecording: nonNegative('Memory that one recording uses, gigabytes.', 1e5),
  diskGigabytesPerHour: nonNegative('What an hour of recording takes on disk, gigabytes.', 1e5),
  recordingsPerInstance: wholeNumber('Recordings of one instance at a time.'),
  productionCores: positive('Virtual CPUs that a recorder has in production.', 1024),
};

const demandFields = {
  relativeRateByHour: z
    .array(z.number().min(0).max(1e6))
    .length(25)
    .refine((rates) => rates.some((rate) => rate > 0), { message: 'must have a rate above 0' })
    .describe('Relative rate at 0, 1, ... 24 o’clock, linear between; the largest stands for peakPerHour.'),
};

const latencyFields = {
  cities: z
    .array(text('Name of a city.'))
    .min(1)
    .max(200)
    .describe('Where regions lie, in the order of the rows and columns of roundTripMs.'),
  roundTripMs: z
    .array(z.array(nonNegative('Round-trip time between two cities, milliseconds.', 10_000)))
    .describe('Round-trip times between cities, milliseconds; symmetric, and 0 within a city.'),
  cityByRegion: z
    .record(text('Name of a region as a cloud calls it.'), text('Its city.'))
    .describe('Regions of clouds by the city that they lie in.'),
};

/** Defaults of keys of the scenario, by their names; see `shipped-default.ts`. */
const defaultFields = {
  alignedRatio: ratio('Share of the conferences that begin on a mark of the clock, with alignTo.'),
  finaliseSeconds: nonNegative('How long a Jibri stays busy after its recording, seconds.', SECONDS_MAX),
  retrySeconds: positive('From a refused launch until it is asked for again, seconds.', 86_400),
  burstRequests: positive('Launch requests that may come at once after a quiet time.', 1e6),
};

const priceFields = {
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { message: 'must be an ISO 4217 code such as EUR' })
    .describe('ISO 4217 code of the currency.'),
  costPerHour: nonNegative('Price of one instance for one hour, in the currency.', 1e6),
  grain: z
    .enum(['per-second', 'started-hour'])
    .describe('How time is counted: per second, or every started hour in full.'),
  minimumSeconds: nonNegative(
    'Least time billed for an instance when counted per second, seconds.',
    SECONDS_MAX,
  ),
  asOf: text('Day of the price, YYYY-MM-DD.'),
};

/** Schemas of the parameters' values, by kind. Policies are checked by their own schemas in `schema-scaling.ts`. */
export const modelValueSchemas = {
  bridges: z.strictObject(bridgeFields),
  media: z.strictObject(mediaFields),
  codecs: z.strictObject(codecFields),
  'peer-to-peer': z.strictObject(peerToPeerFields),
  boot: z.strictObject(bootFields),
  spot: z.strictObject(spotFields),
  signalling: z.strictObject(signallingFields),
  recorders: z.strictObject(recorderFields),
  conferences: z.strictObject(conferenceFields),
  demand: z.strictObject(demandFields),
  latency: z
    .strictObject(latencyFields)
    .refine(
      ({ cities, roundTripMs }) =>
        roundTripMs.length === cities.length && roundTripMs.every((row) => row.length === cities.length),
      { message: 'must have a row and a column for each city', path: ['roundTripMs'] },
    ),
  defaults: z.strictObject(defaultFields),
  prices: z.strictObject(priceFields),
} satisfies Record<Exclude<ModelKind, 'policies'>, z.ZodObject>;

/** Values of a model's parameters, as its kind defines them. */
export type ModelValues<Kind extends keyof typeof modelValueSchemas> = z.output<
  (typeof modelValueSchemas)[Kind]
>;

/** Kinds of which a scenario may replace single parameters. */
export type OverridableKind =
  | 'bridges'
  | 'media'
  | 'codecs'
  | 'peer-to-peer'
  | 'boot'
  | 'spot'
  | 'signalling'
  | 'conferences';

/** What a user writes to name a model. */
export type ModelReference = string | { readonly from: string; readonly [parameter: string]: unknown };

/** `gp1-xs`, or `{ from: gp1-xs, coresLimit: 8 }`: a model by name, or one with some parameters replaced. */
export function modelReference<Kind extends OverridableKind>(
  kind: Kind,
  description: string,
): z.ZodType<ModelReference, unknown> {
  return z
    .union([
      text(`Name of a file in models/${kind}, without .yaml.`),
      z
        .strictObject({
          from: text(
            `Name of a file in models/${kind}, without .yaml; its parameters count unless given here.`,
          ),
        })
        .extend(modelValueSchemas[kind].partial().shape) as unknown as z.ZodType<
        Exclude<ModelReference, string>,
        unknown
      >,
    ])
    .describe(
      `${description} A model in models/${kind}, or a mapping with from: and the parameters to replace.`,
    );
}
