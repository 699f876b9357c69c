/**
 * What a bridge's packet rate does to its CPU, its stress and its participants. Pure; formulas and fitted values
 * in `bridge-model.ts` and `models/bridges`.
 *
 * Simplification: above about 1.2 K a real bridge carried less than K (OpenFUN load test 6, 199 participants:
 * 59 kpps); here it goes on carrying K. Participants are counted as overstressed long before.
 */
import type { BridgeModel } from './bridge-model.ts';

/** Sharpness of the smooth minimum of CPU demand and the cores limit (model study on load tests 3, 4, 6). */
const cpuKneeSharpness = 8;

/** CPU load at which `cpu-usage` stress is 1 (jitsi-videobridge a29d97d, reference.conf: load-threshold 0.9). */
const cpuLoadThresholdRatio = 0.9;

/**
 * Cores that the bridge uses at a packet rate, never more than its limit.
 *
 *   demand = s * (c0 * (1 - exp(-x / x1)) + a * x),   used = demand / (1 + (demand / C)^8)^(1/8)
 *
 * @param packetRatePps in + out, endpoints and relays; non-negative
 * @param speedFactor s: 1 for the fitted median, larger for a slower machine
 */
export function cpuUsedCores(model: BridgeModel, packetRatePps: number, speedFactor: number): number {
  const kpps = packetRatePps / 1000;
  const active = model.cpuActiveBaseCores * (1 - Math.exp(-kpps / model.cpuOnsetKpps));
  const demand = speedFactor * (active + model.cpuPerKppsCores * kpps);
  return demand / (1 + (demand / model.coresLimit) ** cpuKneeSharpness) ** (1 / cpuKneeSharpness);
}

/**
 * Packet rate that the bridge really carries when offered `packetRatePps`.
 *
 *   carried = x / (1 + (x / K)^p)^(1/p)
 */
export function carriedPacketRatePps(model: BridgeModel, packetRatePps: number): number {
  const ceilingPps = model.carriedCeilingKpps * 1000;
  const sharpness = model.carriedKneeSharpness;
  return packetRatePps / (1 + (packetRatePps / ceilingPps) ** sharpness) ** (1 / sharpness);
}

/** Share of the offered packets that a bridge does not carry, 0 to 1. */
export function lossRatio(model: BridgeModel, packetRatePps: number): number {
  return packetRatePps === 0 ? 0 : 1 - carriedPacketRatePps(model, packetRatePps) / packetRatePps;
}

/** The two ways a bridge measures its load (jitsi-videobridge a29d97d, `load-measurement`). */
export type StressMeasure = 'packet-rate' | 'cpu-usage';

/**
 * Stress as the bridge itself would measure it: 1 at its threshold, without upper clamp.
 *
 *   packet-rate: carried / load-threshold        cpu-usage: (used cores / machine cores) / 0.9
 */
export function bridgeStress(
  model: BridgeModel,
  measure: StressMeasure,
  packetRatePps: number,
  speedFactor: number,
): number {
  if (measure === 'packet-rate') return carriedPacketRatePps(model, packetRatePps) / model.loadThresholdPps;
  return cpuUsedCores(model, packetRatePps, speedFactor) / model.machineCores / cpuLoadThresholdRatio;
}

/**
 * The packet rate, in packets per second, above which stress exceeds `stress`; Infinity when none does. Stress grows
 * with the rate, so bisection finds it.
 */
export function packetRateAtStress(
  stress: number,
  bridge: {
    readonly model: BridgeModel;
    readonly stressMeasure: StressMeasure;
    readonly speedFactor: number;
  },
): number {
  const { model, stressMeasure, speedFactor } = bridge;
  const unreachableAbovePps = model.carriedCeilingKpps * 1e6;
  let high = model.loadThresholdPps;
  while (bridgeStress(model, stressMeasure, high, speedFactor) <= stress) {
    high *= 2;
    if (high > unreachableAbovePps) return Number.POSITIVE_INFINITY;
  }
  let low = 0;
  for (let step = 0; step < bisectionSteps; step++) {
    const middle = (low + high) / 2;
    if (bridgeStress(model, stressMeasure, middle, speedFactor) > stress) high = middle;
    else low = middle;
  }
  return high;
}

/** Halvings that bring any double down to its last bits. */
const bisectionSteps = 60;
