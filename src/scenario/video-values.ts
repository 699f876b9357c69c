/**
 * Parameters of the models in `models/codecs` and `models/peer-to-peer`.
 */
import { z } from 'zod';
import { nonNegative, positive, ratio, seconds } from './values.ts';

const codecBitRate = (description: string): z.ZodNumber =>
  positive(`${description}, bits per second without headers.`, 1e9);

export const codecFields = {
  scheme: z
    .enum(['simulcast', 'svc'])
    .describe(
      'Whether layers are sent beside each other (simulcast) or the high one contains the lower ones (svc).',
    ),
  lowBitRateBps: codecBitRate('Largest bit rate of the low layer (180p)'),
  standardBitRateBps: codecBitRate('Largest bit rate of the standard layer (360p)'),
  highBitRateBps: codecBitRate('Largest bit rate of the high layer (720p)'),
  screenBitRateBps: codecBitRate('Largest bit rate of a screen share'),
  utilisationRatio: ratio('What is sent on average, as a share of the largest bit rate.'),
  framesPerSecond: positive('Frames of a camera, per second.', 240),
  screenFramesPerSecond: positive('Frames of a screen share, per second.', 240),
};

const sentBitRate = (description: string): z.ZodNumber =>
  nonNegative(`${description}, bits per second on the network.`, 1e9);

export const peerToPeerFields = {
  reachableRatio: ratio(
    'Share of conferences of two whose participants reach each other, directly or over a TURN server.',
  ),
  turnRatio: ratio('Share of those that need a TURN server.'),
  backDelaySeconds: seconds(
    'From the leave of a third participant until the two left send to each other again, seconds.',
  ),
  audioBitRateBps: sentBitRate('What a microphone sends the other participant'),
  cameraBitRateBps: sentBitRate('What a camera sends the other participant'),
  screenBitRateBps: sentBitRate('What a screen share sends the other participant'),
};
