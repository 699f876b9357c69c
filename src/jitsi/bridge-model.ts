/**
 * CPU, stress and saturation of one bridge as functions of its packet rate.
 *
 *   demand(x) = s * ( c0 * (1 - exp(-x / x1)) + a * x )          cores
 *   used(x)   = demand / (1 + (demand / C)^8)^(1/8)              cores, smooth min(demand, C)
 *   carried(x)= x / (1 + (x / K)^p)^(1/p)                        kpps, loss = 1 - carried / x
 *
 * x is the packet rate in kpps, in + out, endpoints and relays. Fitted on OpenFUN load tests 3, 4 and 6 (see
 * `models/bridges`). CPU full is not the quality limit: K is a limit of its own.
 */
export interface BridgeModel {
  readonly name: string;
  /** Cores the bridge may use (C): its container limit or its vCPUs. */
  readonly coresLimit: number;
  /** Virtual CPUs of the machine: the base of CPU stress. */
  readonly machineCores: number;
  /** c0: cores an active bridge uses whatever it carries. */
  readonly cpuActiveBaseCores: number;
  /** a: cores per 1000 packets per second. */
  readonly cpuPerKppsCores: number;
  /** x1: packet rate at which the active base sets in, kpps. */
  readonly cpuOnsetKpps: number;
  /** s: sigma of the log-normal speed factor between deployments (median 1), drawn once a replication. */
  readonly cpuSpeedLogStandardDeviation: number;
  /** K: packet rate a saturated bridge still carries, kpps. */
  readonly carriedCeilingKpps: number;
  /** p: sharpness of the knee at K. */
  readonly carriedKneeSharpness: number;
  /** Share of lost packets, 0 to 1, above which participants find the conference poor. */
  readonly degradedLossRatio: number;
  /** Packet rate at which packet-rate stress is 1, packets per second (`load-threshold`). */
  readonly loadThresholdPps: number;
}
