/** What Jicofo does of its own accord, as users write it. */
import { z } from 'zod';
import { positive, seconds, wholeNumber } from './values.ts';

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

export const healthChecksSchema = z
  .union([
    z.boolean().describe('Whether Jicofo checks the health of bridges, with the numbers it ships.'),
    z.strictObject({
      intervalSeconds: positive('Time between two checks of a bridge, seconds. Default 10.', 3600).optional(),
      retrySeconds: seconds('From a missing answer to the second query, seconds. Default 5.').optional(),
      replySeconds: positive('Longest answer, seconds. Default 15.', 3600).optional(),
      failureResetSeconds: seconds(
        "Jicofo's failure-reset-threshold: how long a failure is remembered, seconds. Default 60.",
      ).optional(),
    }),
  ])
  .describe("Jicofo's health checks of bridges. Default true.");

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
export type WrittenHealthChecks = z.output<typeof healthChecksSchema>;
