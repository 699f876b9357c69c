/**
 * How Jibris behave, and what a demand says of its recordings, as users write them.
 */
import { z } from 'zod';
import { jibriPresetNames } from '../jitsi/jibri-settings.ts';
import { distributionSchema, nonNegative, positive, ratio, seconds, wholeNumber } from './values.ts';

/** Most Jibris asked one after the other. */
const RETRIES_MAX = 1000;

const startSchema = z
  .strictObject({
    seconds: distributionSchema
      .describe('From the accepted request until the Jibri records, seconds. Default 0, an assumption.')
      .optional(),
    errorRatio: ratio(
      'Probability that a Jibri answers a start request with an error. Default 0, an assumption.',
    ).optional(),
    noAnswerRatio: ratio(
      'Probability that a Jibri does not answer a start request. Default 0, an assumption.',
    ).optional(),
    abortRatio: ratio(
      'Probability that a Jibri accepts, gives up in place of recording and asks for another one. Default 0, an assumption.',
    ).optional(),
    hangRatio: ratio(
      'Probability that a Jibri accepts and never records. Default 0, an assumption.',
    ).optional(),
  })
  .describe('What happens between a start request and the first second recorded.');

const jicofoSchema = z
  .strictObject({
    numRetries: wholeNumber(
      "Jicofo's num-retries: Jibris that are asked or that take over after the first one; -1 for no limit. Default 5.",
      -1,
      RETRIES_MAX,
    ).optional(),
    selectTimeoutSeconds: seconds(
      'Jicofo does not pick a Jibri again within this time, seconds. Default 0.2.',
    ).optional(),
    failureTimeoutSeconds: seconds(
      'Jicofo does not pick a Jibri that failed within this time, seconds. Default 60.',
    ).optional(),
    requestTimeoutSeconds: seconds(
      'How long Jicofo waits for the answer to a start request, seconds. Default 15.',
    ).optional(),
    pendingTimeoutSeconds: positive(
      "Jicofo's pending-timeout: a Jibri that accepted and does not record by then is told to stop, and the recording has failed; seconds. Default 90.",
      86_400,
    ).optional(),
  })
  .describe("Jicofo's settings for Jibris.");

const singleUseSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .describe("Jibri's single-use-mode: it serves one recording and restarts. Default true.")
      .optional(),
    checkPeriodSeconds: positive(
      'A Jibri that is done restarts at the next full multiple of this time, seconds. Default 60, a job of cron.',
      86_400,
    ).optional(),
    rebootSeconds: distributionSchema
      .describe('From there until it serves again, seconds. Default 60, an assumption.')
      .optional(),
  })
  .describe('Jibris that restart after every recording. Default: they do not.');

const healthSchema = z
  .strictObject({
    unhealthyRatio: ratio(
      'Probability that a Jibri is unhealthy after a recording and takes no other. Default 0, an assumption.',
    ).optional(),
    repairSeconds: z
      .union([seconds('Until somebody restarts it, seconds.'), z.literal('never')])
      .describe('Until somebody restarts it, seconds, or never. Default never.')
      .optional(),
  })
  .describe('Jibris that break.');

const userRetriesSchema = z
  .strictObject({
    everySeconds: distributionSchema
      .describe(
        'From an attempt that came to nothing until the next one, seconds. Default 30, an assumption.',
      )
      .optional(),
    attemptsMax: wholeNumber('Most attempts after the first one. Default 10, an assumption.').optional(),
  })
  .describe(
    'Users who could not record try again while the conference lasts, and record the rest of it. Default: they do without.',
  );

/** Keys of `deployment.jibris` beside those of the pool. */
export const jibriKeys = {
  emptyCallSeconds: seconds(
    "Jibri's empty-call-timeout: one that finds itself alone, as after the loss of its shard's signalling, stops after so long, seconds. Default 30.",
  ).optional(),
  preset: z
    .enum(jibriPresetNames)
    .describe(
      'Where singleUse comes from unless it is given: Jibris as shipped, or as 8x8 runs them (one recording, then a reboot). Default shipped-default.',
    )
    .optional(),
  start: startSchema.optional(),
  jicofo: jicofoSchema.optional(),
  gigabytesPerHour: nonNegative(
    'Size of a recorded hour, gigabytes of 1e9 bytes. Default that of models/recorders/jibri.',
    1000,
  ).optional(),
  uploadMbps: positive(
    'Rate at which a recording is uploaded, Mbit/s: the Jibri stays busy for the time that its file takes, beside finaliseSeconds. Default: uploads take no time of their own.',
    1e6,
  ).optional(),
  singleUse: singleUseSchema.optional(),
  health: healthSchema.optional(),
  userRetries: userRetriesSchema.optional(),
};

const jibriBehaviourSchema = z.strictObject(jibriKeys);
export type WrittenJibriBehaviour = z.output<typeof jibriBehaviourSchema>;

export const recordingHabitsSchema = z
  .strictObject({
    streamingRatio: ratio(
      'Share of the recordings that are live streams, which leave no file to finalise and to upload. Default 0.',
    ).optional(),
    durationMinutes: distributionSchema
      .describe(
        'A recording ends after this time if the conference lasts longer, minutes. Default: with the conference.',
      )
      .optional(),
  })
  .describe(
    'What is recorded of its conferences; how many are recorded is recordingRatio of the class. Default: files, from the beginning to the end.',
  );
export type WrittenRecordingHabits = z.output<typeof recordingHabitsSchema>;
