// Goal: packets and bits by layer are what each receiver is sent and each sender must upload.
// Method: the ladder of VP8 at its maxima, for which the packets of a layer are published or follow by hand (frames of at
//   most 1150 bytes: 200 kbit/s -> 30, 500 -> 60, 1500 -> 180 packets a second at 30 frames); small conferences added up
//   receiver by receiver.
import { describe, expect, it } from 'vitest';
import { measurePart } from '../../../src/jitsi/media-load.ts';
import type { ConferenceMedia } from '../../../src/jitsi/media-profile.ts';
import type { PartLoad, Senders } from '../../../src/jitsi/part-load.ts';
import type { LayeredVideo } from '../../../src/jitsi/video-layers.ts';
import { networkBitRateBps, videoPacketRatePps } from '../../../src/jitsi/video-packets.ts';
import { aMediaProfile } from '../../support/jitsi.ts';

function stream(bitRateBps: number, framesPerSecond = 30) {
  const packetRatePps = videoPacketRatePps({ bitRateBps, framesPerSecond });
  return { packetRatePps, bitRateBps: networkBitRateBps(bitRateBps, packetRatePps) };
}

/** 30, 60 and 180 packets a second; a screen at 5 frames has ceil(2 500 000 / 5 / 9200) = 55 packets a frame: 275. */
const vp8: LayeredVideo = {
  layers: [stream(200_000), stream(500_000), stream(1_500_000)],
  screen: stream(2_500_000, 5),
  scheme: 'simulcast',
  tileViewRatio: 0,
  highTilesMax: 0,
  standardTilesMax: 8,
  suspendsUnwatched: true,
};

const silent = aMediaProfile({
  audioPairPacketRatePps: 0,
  audioSenderPacketRatePps: 0,
  relayAudioPacketRatePps: 0,
  feedbackBitRateBps: 0,
});

function load(
  media: ConferenceMedia,
  total: Partial<Senders>,
  options: { local?: Partial<Senders>; bridges?: number; lastN?: number } = {},
): PartLoad {
  const nobody: Senders = { endpoints: 0, audio: 0, cameras: 0, screens: 0, both: 0 };
  const all = { ...nobody, ...total };
  const lastN = options.lastN ?? 25;
  const into = { packetRatePps: 0, egressBps: 0, ingressBps: 0, relayBps: 0, relayAllBps: 0 };
  const local = options.local === undefined ? all : { ...nobody, ...options.local };
  measurePart(media, { local, total: all, bridges: options.bridges ?? 1, lastN, lastNMax: lastN }, into);
  return into;
}

function video(overrides: Partial<LayeredVideo>): ConferenceMedia {
  return { ...silent, layers: { ...vp8, ...overrides } };
}

describe('video by layers', () => {
  it('has the packets of its frames', () => {
    expect(vp8.layers.map(({ packetRatePps }) => packetRatePps)).toEqual([30, 60, 180]);
    expect(vp8.screen.packetRatePps).toBe(275);
    // 200 kbit/s and 46 bytes for each of 30 packets.
    expect(vp8.layers[0].bitRateBps).toBe(200_000 + 46 * 8 * 30);
  });

  it('of five cameras in stage view: one large and three thumbnails each, two uploads in full', () => {
    // Out: 5 x (180 + 3 x 30) = 1350. In: who speaks and who spoke before 30 + 60 + 180 each, the other three 30 each.
    const found = load(video({}), { endpoints: 5, cameras: 5 });
    expect(found.packetRatePps).toBe(1350 + 2 * 270 + 3 * 30);
  });

  it('of two: each sees the other large', () => {
    expect(load(video({}), { endpoints: 2, cameras: 2 }).packetRatePps).toBe(2 * 180 + 2 * 270);
  });

  it('in one stream with spatial layers: only the highest that is wanted is uploaded', () => {
    const found = load(video({ scheme: 'svc' }), { endpoints: 5, cameras: 5 });
    expect(found.packetRatePps).toBe(1350 + 2 * 180 + 3 * 30);
  });

  it('in tile view: the standard layer up to eight others, the low one beyond', () => {
    // 9 x 8 x 60 out, 9 x (30 + 60) in; 10 x 9 x 30 out, 10 x 30 in.
    const tiles = video({ tileViewRatio: 1 });
    expect(load(tiles, { endpoints: 9, cameras: 9 }).packetRatePps).toBe(9 * 8 * 60 + 9 * 90);
    expect(load(tiles, { endpoints: 10, cameras: 10 }).packetRatePps).toBe(10 * 9 * 30 + 10 * 30);
  });

  it('with half of the receivers in tile view is the mean of what they are sent', () => {
    const half = load(video({ tileViewRatio: 0.5 }), { endpoints: 4, cameras: 4 });
    // Stage 180 + 2 x 30 = 240, tiles 3 x 60 = 180: 4 x 210. In: two in full, two up to the standard layer.
    expect(half.packetRatePps).toBe(840 + 2 * 270 + 2 * 90);
  });

  it('with a screen: it is the large video, cameras are thumbnails, its sender is not sent it', () => {
    // 4 participants, 2 cameras, one of whom shares. The sharer is sent the other camera, large; that one 1 screen and 1
    // thumbnail; two watchers 1 screen and 2 thumbnails each. So the other camera is uploaded in full, the sharer's small.
    const found = load(video({}), { endpoints: 4, cameras: 2, screens: 1, both: 1 });
    expect(found.packetRatePps).toBe(3 * 275 + 180 + 5 * 30 + 275 + 270 + 30);
  });

  it('beyond last-n is not sent, and who is nobody’s video uploads nothing', () => {
    // 20 cameras, last-n 4: each is sent one large and three small; five cameras at most are anybody's, two in full.
    const found = load(video({}), { endpoints: 20, cameras: 20 }, { lastN: 4 });
    expect(found.packetRatePps).toBe(20 * (180 + 3 * 30) + 2 * 270 + 3 * 30);
    const unsuspended = video({ suspendsUnwatched: false });
    expect(load(unsuspended, { endpoints: 20, cameras: 20 }, { lastN: 4 }).packetRatePps).toBe(
      20 * 270 + 20 * 270,
    );
  });

  it('of somebody alone is not sent at all', () => {
    expect(load(video({}), { endpoints: 1, cameras: 1 })).toMatchObject({ packetRatePps: 0, ingressBps: 0 });
  });

  it('over relays is what local senders upload, to every other bridge, and in from the rest', () => {
    // 4 cameras, 1 here and 3 elsewhere, 3 bridges; uploads 2 x 270 + 2 x 30 = 600 in all, a quarter of it here.
    const here = load(
      video({}),
      { endpoints: 4, cameras: 4 },
      { local: { endpoints: 1, cameras: 1 }, bridges: 3 },
    );
    const forwarded = 180 + 2 * 30;
    expect(here.packetRatePps).toBe(forwarded + 150 + 2 * 150 + 450);
    const uploadBps = 2 * (vp8.layers[0].bitRateBps + vp8.layers[1].bitRateBps + vp8.layers[2].bitRateBps);
    expect(here.relayBps).toBeCloseTo((uploadBps + 2 * vp8.layers[0].bitRateBps) / 4, 2);
  });
});

describe('audio', () => {
  const speech = aMediaProfile({ audioPairPacketRatePps: 50, audioSenderPacketRatePps: 50 });

  it('goes from everybody who is not muted to everybody else', () => {
    // 10 of 40 unmuted: 30 x 10 + 10 x 9 pairs.
    expect(load(speech, { endpoints: 40, audio: 10 }).packetRatePps).toBe(50 * 390 + 50 * 10);
  });

  it('goes only from the three loudest where the bridge is set so', () => {
    // 30 listeners hear 3; of the 10 unmuted 7 hear 3 and the 3 loudest hear 2: 30 x 3 + 7 x 3 + 3 x 2 = 117.
    const loudest = { ...speech, loudestMax: 3 };
    expect(load(loudest, { endpoints: 40, audio: 10 }).packetRatePps).toBeCloseTo(50 * 117 + 50 * 10, 6);
    expect(load(loudest, { endpoints: 40, audio: 3 })).toEqual(load(speech, { endpoints: 40, audio: 3 }));
  });
});
