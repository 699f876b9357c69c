/** What Jicofo does of its own accord, as users write it. */
import { z } from 'zod';
import { positive, ratio, seconds, wholeNumber } from './values.ts';

export const redistributionSchema = z
  .union([
    z.boolean().describe('Whether Jicofo relieves overloaded bridges, with the numbers it ships.'),
    z.strictObject({
      intervalSeconds: positive(
        "Jicofo's load-redistribution.interval: how often it looks, seconds. Default 60.",
        86_400,
      ).optional(),
      stressThreshold: positive(
        'Corrected stress from which a bridge is relieved; no unit. Default 0.9.',
        100,
      ).optional(),
      endpoints: wholeNumber('Participants moved off a bridge at a time. Default 10.', 1).optional(),
      timeoutSeconds: seconds('How long a bridge is left alone after that, seconds. Default 180.').optional(),
    }),
  ])
  .describe(
    "Jicofo's load-redistribution: whether it moves participants off overloaded bridges, and how. Default false, but true with the preset 8x8-production.",
  );

export const iceFailureDetectionSchema = z
  .union([
    z.boolean().describe("Whether Jicofo detects bridges that fail ICE, with upstream's numbers."),
    z.strictObject({
      intervalSeconds: positive(
        'Time over which requests to be connected anew are counted, seconds. Default 120; 8x8 uses 60.',
        3600,
      ).optional(),
      minEndpoints: wholeNumber(
        'Bridges with fewer participants are not judged. Default 30; 8x8 uses 40.',
        1,
      ).optional(),
      thresholdRatio: ratio(
        "Requests over the bridge's participants above which it counts as failing. Default 0.1.",
      ).optional(),
      timeoutSeconds: positive(
        'How long it then counts as overloaded, seconds. Default 600.',
        86_400,
      ).optional(),
    }),
  ])
  .describe(
    "Jicofo's ice-failure-detection: whether a bridge off which many participants ask to be connected anew counts as overloaded. Default false, but true with the preset 8x8-production.",
  );

export const bridgeHealthSchema = z.strictObject({
  sticky: z
    .boolean()
    .describe(
      "The bridge's health.sticky-failures: whether one that was unwell once says so until it is gone. Default false; with the preset 8x8-production of the bridges true.",
    )
    .optional(),
  watchdogSeconds: z
    .union([seconds('Seconds.'), z.literal('never').describe('Nobody does.')])
    .describe(
      "From Jicofo's notice until a bridge that stays unwell is drained and let go, seconds, or never. Default never; with the preset 8x8-production of the bridges 180.",
    )
    .optional(),
});

export const healthChecksSchema = z
  .union([
    z.boolean().describe('Whether Jicofo checks the health of bridges, with the numbers it ships.'),
    z.strictObject({
      usePresence: z
        .boolean()
        .describe(
          "Jicofo's use-presence: no queries, but what bridges say of themselves; silence is noticed after 45 s. Default false.",
        )
        .optional(),
      intervalSeconds: positive('Time between two checks of a bridge, seconds. Default 10.', 3600).optional(),
      retrySeconds: seconds('From a missing answer to the second query, seconds. Default 5.').optional(),
      replySeconds: positive('Longest answer, seconds. Default 15.', 3600).optional(),
      failureResetSeconds: seconds(
        "Jicofo's failure-reset-threshold: how long a failure is remembered, seconds. Default 60.",
      ).optional(),
    }),
  ])
  .describe(
    "Jicofo's health checks of bridges. Default true. Without them a bridge whose machine is lost is noticed when Prosody's connection to it times out, about half an hour later.",
  );

export const conferenceStartSchema = z
  .union([
    z.boolean().describe('Whether Jicofo starts and stops conferences, with the numbers it ships.'),
    z.strictObject({
      minParticipants: wholeNumber(
        "Jicofo's min-participants: nobody of a conference is on a bridge before so many are there. Default 2.",
        2,
      ).optional(),
      initialTimeoutSeconds: positive(
        "Jicofo's initial-timeout: how long a conference that was asked for waits for its first participant, seconds; who takes longer to join, since Prosody is behind, has to ask again. Only with simulated signalling. Default 15.",
        86_400,
      ).optional(),
      singleParticipantTimeoutSeconds: seconds(
        "Jicofo's single-participant-timeout: how long the last one stays on its bridge, seconds. Default 20.",
      ).optional(),
    }),
  ])
  .describe(
    'Whether a participant who is alone in a conference is on no bridge, as with every Jicofo. Default true with a preset; without one false: conferences are on bridges from their first participant to their last.',
  );

export type WrittenConferenceStart = z.output<typeof conferenceStartSchema>;
export type WrittenRedistribution = z.output<typeof redistributionSchema>;
export type WrittenIceFailureDetection = z.output<typeof iceFailureDetectionSchema>;
export type WrittenBridgeHealth = z.output<typeof bridgeHealthSchema>;
export type WrittenHealthChecks = z.output<typeof healthChecksSchema>;
