/**
 * What a bridge's packet rate does to its CPU, its stress and its participants. Pure; formulas and fitted values
 * in `bridge-model.ts` and `models/bridges`.
 *
 * Simplification: above about 1.2 K a real bridge carried less than K (OpenFUN load test 6, 199 participants:
 * 59 kpps); here it goes on carrying K. Participants count as degraded from the loss on that `degradedLossRatio` says.
 */
import type { BridgeModel } from './bridge-model.ts';

/**
 * Sharpness of the smooth minimum of CPU demand and the cores limit. Part of the formula rather than of a model: chosen in the
 * study of load tests 3, 4 and 6, without an interval, and held when models of bridges are fitted. Trust: assumed. It matters
 * only near the limit: at 0.8 of it 98 % of the demand are used, at the limit 92 %.
 */
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

/** What turns packets into the stress of a bridge. */
export interface StressedBridge {
  readonly model: BridgeModel;
  readonly stressMeasure: StressMeasure;
  /** s of `cpuUsedCores`. */
  readonly speedFactor: number;
  /** Share of the machine's time that the hypervisor takes, 0 to 1; counts as load of the CPU. Default 0. */
  readonly cpuStealRatio?: number;
}

/**
 * What the bridge's load sampler measures: packets per second carried, or the load of the CPU (0 to 1, steal included;
 * jitsi-videobridge a29d97d, CpuLoadSampler.kt).
 */
export function measuredLoad(bridge: StressedBridge, packetRatePps: number): number {
  const { model, stressMeasure, speedFactor, cpuStealRatio = 0 } = bridge;
  if (stressMeasure === 'packet-rate') return carriedPacketRatePps(model, packetRatePps);
  return cpuUsedCores(model, packetRatePps, speedFactor) / model.machineCores + cpuStealRatio;
}

/** The measured load at which stress is 1. */
export function loadThreshold({ model, stressMeasure }: StressedBridge): number {
  return stressMeasure === 'packet-rate' ? model.loadThresholdPps : cpuLoadThresholdRatio;
}

/**
 * Stress as the bridge itself would measure it: 1 at its threshold, without upper clamp.
 *
 *   packet-rate: carried / load-threshold        cpu-usage: (used cores / machine cores + steal) / 0.9
 */
export function bridgeStress(bridge: StressedBridge, packetRatePps: number): number {
  return measuredLoad(bridge, packetRatePps) / loadThreshold(bridge);
}

/**
 * The packet rate, in packets per second, above which stress exceeds `stress`; Infinity when none does. Stress grows
 * with the rate, so bisection finds it.
 */
export function packetRateAtStress(stress: number, bridge: StressedBridge): number {
  const { model } = bridge;
  const unreachableAbovePps = model.carriedCeilingKpps * 1e6;
  let high = model.loadThresholdPps;
  while (bridgeStress(bridge, high) <= stress) {
    high *= 2;
    if (high > unreachableAbovePps) return Number.POSITIVE_INFINITY;
  }
  let low = 0;
  for (let step = 0; step < bisectionSteps; step++) {
    const middle = (low + high) / 2;
    if (bridgeStress(bridge, middle) > stress) high = middle;
    else low = middle;
  }
  return high;
}

/** Halvings that bring any double down to its last bits. */
const bisectionSteps = 60;

/**
 * The packet rate, in packets per second, above which a bridge loses more than `loss` (0 to 1, exclusive).
 *
 *   1 - (1 + (x / K)^p)^(-1/p) > loss   where   x > K * ((1 - loss)^(-p) - 1)^(1/p)
 */
export function packetRateAtLoss(model: BridgeModel, loss: number): number {
  const sharpness = model.carriedKneeSharpness;
  return model.carriedCeilingKpps * 1000 * ((1 - loss) ** -sharpness - 1) ** (1 / sharpness);
}
