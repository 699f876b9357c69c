/**
 * `deployment.media` and `demand[].layout` as users write them: how clients and bridges of a deployment send media.
 */
import { z } from 'zod';
import { modelReference } from './model-values.ts';
import { distributionSchema, nonNegative, ratio, wholeNumber } from './values.ts';

export const mediaSettingsSchema = z
  .strictObject({
    codec: modelReference(
      'codecs',
      'Codec of cameras and screens: video is then counted layer by layer, as layouts and last-n want it, and not by the rates of the media model. Default: the rates of the media model.',
    ).optional(),
    suspendsUnwatched: z
      .boolean()
      .describe(
        'Whether clients send no cameras and layers that nobody watches; only with codec. Default true, as lib-jitsi-meet.',
      )
      .optional(),
    loudestOnly: z
      .boolean()
      .describe(
        "The bridge's route-loudest-only: whether receivers are sent only the loudest of those who are not muted. Default false, as shipped.",
      )
      .optional(),
    loudestMax: wholeNumber(
      "The bridge's num-loudest: how many are sent with loudestOnly. Default 3.",
      1,
    ).optional(),
    peerToPeer: modelReference(
      'peer-to-peer',
      'Conferences of two send their media past the bridge, as jitsi-meet does unless p2p.enabled is false. Default: they stay on the bridge.',
    ).optional(),
    bridgeTurnRatio: ratio(
      'Share of the traffic between participants and bridges that goes over TURN servers, because networks block UDP. Default 0: nobody has published one.',
    ).optional(),
  })
  .describe('How media are sent. Default: by the media models of the demand, all over bridges.');

export const layoutSchema = z
  .strictObject({
    tileViewRatio: ratio(
      'Share of the participants in tile view; the others have one large video. Default 0.',
    ).optional(),
    highTilesMax: wholeNumber(
      'Most tiles that are asked for at the high layer. Default 0: two tiles on a screen of 1920 x 1080 are 540 high.',
    ).optional(),
    standardTilesMax: wholeNumber(
      'Most tiles, besides the own, that are asked for at the standard layer. Default 8: nine tiles on a screen of 1920 x 1080 are 360 high.',
    ).optional(),
  })
  .describe('What participants look at; only with deployment.media.codec.');

const perHour = (what: string): z.ZodNumber =>
  nonNegative(
    `How often a participant turns the ${what} on or off, times an hour on average; the share of those who have it on stays. Default 0.`,
    1000,
  );

export const changesSchema = z
  .strictObject({
    cameraChangesPerHour: perHour('camera').optional(),
    microphoneChangesPerHour: perHour('microphone').optional(),
    screenShareRatio: ratio(
      'Share of the conferences in which somebody shares a screen, once. Default 0.',
    ).optional(),
    screenShareMinutes: distributionSchema
      .describe(
        'How long, minutes; at most until the sharer leaves. Default exponential of mean 20, an assumption.',
      )
      .optional(),
    vanishRatio: ratio(
      'Share of the participants who disappear without leaving; bridges miss them one to two minutes later. Default 0.',
    ).optional(),
  })
  .describe('What participants turn on and off during a conference. Default: nothing changes.');

export type WrittenChanges = z.output<typeof changesSchema>;
export type WrittenMediaSettings = z.output<typeof mediaSettingsSchema>;
export type WrittenLayout = z.output<typeof layoutSchema>;
