/**
 * Goal: stress, CPU and saturation of a bridge agree with what OpenFUN measured on GP1-XS.
 * Method: the rows of load test 6 (one conference, 10 senders; openfun/jitsi-meet-torture-rocket@d4e61db), written
 * out; tolerances are those of the digitised graphs and of the model study.
 */
import { describe, expect, it } from 'vitest';
import {
  bridgeStress,
  carriedPacketRatePps,
  cpuUsedCores,
  lossRatio,
  packetRateAtLoss,
  packetRateAtStress,
  type StressedBridge,
  type StressMeasure,
} from '../../../src/jitsi/bridge-capacity.ts';
import type { BridgeModel } from '../../../src/jitsi/bridge-model.ts';
import { aBridgeModel } from '../../support/jitsi.ts';

const model = aBridgeModel();

function withMeasure(of: BridgeModel, stressMeasure: StressMeasure, cpuStealRatio = 0): StressedBridge {
  return { model: of, stressMeasure, speedFactor: 1, cpuStealRatio };
}

/** Offered packet rate of one conference of n with 10 senders: 50.8 per pair and 245 per sender (model study). */
function offeredPps(participants: number): number {
  return 50.8 * 10 * (participants - 1) + 245 * 10;
}

describe('packet-rate stress', () => {
  it.each([
    [21, 0.248],
    [59, 0.639],
    [99, 1.045],
    [129, 1.343],
  ])('of a conference of %i is the measured %f within 0.03', (participants, measured) => {
    expect(
      Math.abs(bridgeStress(withMeasure(model, 'packet-rate'), offeredPps(participants)) - measured),
    ).toBeLessThan(0.03);
  });

  it('flattens at saturation as measured: 1.53 at 159 participants', () => {
    expect(bridgeStress(withMeasure(model, 'packet-rate'), offeredPps(159))).toBeGreaterThan(1.45);
    expect(bridgeStress(withMeasure(model, 'packet-rate'), offeredPps(159))).toBeLessThan(1.6);
  });
});

describe('CPU', () => {
  // Load test 6 ran on slow nodes: speed factor exp(0.21) to exp(0.28) in the study's fit.
  const speedFactor = Math.exp(0.25);

  it.each([
    [21, 1.45],
    [41, 2.35],
    [59, 2.5],
    [79, 3.36],
    [99, 3.58],
  ])('of a conference of %i is the measured %f cores within 15 %%', (participants, measured) => {
    const cores = cpuUsedCores(model, offeredPps(participants), speedFactor);
    expect(Math.abs(cores / measured - 1)).toBeLessThan(0.15);
  });

  it('never exceeds the container limit and is 0 without packets', () => {
    expect(cpuUsedCores(model, 0, 1)).toBe(0);
    expect(cpuUsedCores(model, 1e6, 2)).toBeLessThanOrEqual(3.6);
  });

  it('gives stress 1 / 0.9 / machine cores per core used', () => {
    // 3.6 cores of 4 are a load of 0.9: stress 1 (jitsi-videobridge reference.conf, cpu-usage load-threshold 0.9).
    const full = aBridgeModel({ coresLimit: 3.6, machineCores: 4 });
    expect(bridgeStress(withMeasure(full, 'cpu-usage'), 1e6)).toBeCloseTo(1, 6);
  });

  it('counts stolen time as load', () => {
    // 8 of 8 cores used and 9 % stolen: (1 + 0.09) / 0.9. Without load the steal alone: 0.09 / 0.9 = 0.1.
    const all = aBridgeModel({ coresLimit: 8, machineCores: 8 });
    expect(bridgeStress(withMeasure(all, 'cpu-usage', 0.09), 1e6)).toBeCloseTo(1.09 / 0.9, 6);
    expect(bridgeStress(withMeasure(all, 'cpu-usage', 0.09), 0)).toBeCloseTo(0.1, 12);
    expect(bridgeStress(withMeasure(all, 'packet-rate', 0.09), 0)).toBe(0);
  });
});

describe('saturation', () => {
  it('carries what is offered well below the ceiling and the ceiling far above it', () => {
    expect(carriedPacketRatePps(model, 40_000)).toBeCloseTo(40_000, -1);
    expect(carriedPacketRatePps(model, 1e6)).toBeCloseTo(78_500, 0);
    expect(lossRatio(model, 40_000)).toBeLessThan(0.001);
    expect(lossRatio(model, 157_000)).toBeCloseTo(0.5, 2);
    expect(lossRatio(model, 0)).toBe(0);
  });

  it('begins to lose a share of packets at the rate that the loss is worked back to', () => {
    for (const loss of [0.01, 0.05, 0.3]) {
      expect(lossRatio(model, packetRateAtLoss(model, loss))).toBeCloseTo(loss, 12);
    }
    // At K, 1 - 2^(-1/14) = 4.83 % are lost.
    expect(packetRateAtLoss(model, 1 - 2 ** (-1 / 14))).toBeCloseTo(78_500, 6);
    expect(packetRateAtLoss(model, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is not where the CPU is full', () => {
    // Load test 6 on its slow nodes: the CPU was full at about 50 kpps, the carried rate bent at 71 to 77.
    const slow = {
      ...withMeasure(aBridgeModel({ machineCores: 3.6 }), 'cpu-usage'),
      speedFactor: Math.exp(0.25),
    };
    const cpuFullPps = packetRateAtStress(0.95 / 0.9, slow);
    expect(cpuFullPps).toBeLessThan(60_000);
    expect(lossRatio(slow.model, cpuFullPps)).toBeLessThan(0.01);
  });
});
