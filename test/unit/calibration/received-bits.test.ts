// Goal: what participants send to a bridge is read off the bytes that its network card received.
// Method: rows made from known rates; then load test 4 itself, whose upload the bridge's own statistics put at 620 kbit/s
//   of payload in 122 packets a second (datasets/stream-rates): 665 kbit/s on the network, feedback included.
import { describe, expect, it } from 'vitest';
import { fitReceivedBits } from '../../../src/calibration/bridge/received-bits.ts';
import { readDataset } from '../../support/read-dataset.ts';

const first = () => 0;

describe('bits received by a bridge', () => {
  it('give back the rates they were made of', () => {
    // 10 senders of 60 kB/s, feedback of 2.5 kB/s for each of 20, 30 and 50 participants.
    const rows = [20, 30, 50].map((participants) => ({
      participants: String(participants),
      audio_video_senders: '10',
      jvb_net_rx_kbytes_per_s: String(600 + 2.5 * participants),
      valid_for_calibration: 'yes',
    }));
    const found = fitReceivedBits(rows, first, 10);
    expect(found.senderBps).toBeCloseTo(480_000, 3);
    expect(found.feedbackBps).toBeCloseTo(20_000, 3);
  });

  it('of load test 4 agree with its API statistics within 15 %', async () => {
    const rows = await readDataset('datasets/openfun-load-tests/one-conference-4.csv');
    const { senderBps, feedbackBps } = fitReceivedBits(rows, first, 10);
    expect(Math.abs(senderBps + feedbackBps - 665_000) / 665_000).toBeLessThan(0.15);
  });
});
