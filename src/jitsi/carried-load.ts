/**
 * What the bridges of a deployment carry at this instant, and its integrals over time: participants, those who suffer, CPU.
 * Between two changes the load of a bridge is constant, so integrals are settled only when something changes or is asked.
 */
import { bridgeStress, cpuUsedCores, packetRateAtLoss, packetRateAtStress } from './bridge-capacity.ts';
import type { BridgeFleetOptions } from './bridge-fleet-options.ts';
import { BridgeSet } from './bridge-set.ts';
import { BridgeSites } from './bridge-sites.ts';
import { BridgeStates } from './bridge-states.ts';
import { grown } from './grown-array.ts';
import { RememberedFormula } from './remembered-formula.ts';

export abstract class CarriedLoad extends BridgeStates {
  /**
   * Participant-milliseconds spent on bridges, on overstressed ones, and on those that lose too many packets, up to each
   * bridge's last settling.
   */
  participantMs = 0;
  overstressedParticipantMs = 0;
  degradedParticipantMs = 0;
  /** Participant-milliseconds on bridges that no media reach: they are part of neither. */
  unreachableParticipantMs = 0;
  /** Endpoints on all bridges, and the most that any bridge ever had. */
  endpointsTotal = 0;
  endpointsMax = 0;
  /** Per bridge: local endpoints, conferences, offered packet rate. */
  endpoints: Int32Array;
  conferences: Int32Array;
  packetRatePps: Float64Array;
  /** Bridges with endpoints: no other carries anything. */
  readonly busy: BridgeSet;
  /** Core-milliseconds used since the bridge started; only when `integrateCpu`. */
  cpuCoreMs: Float64Array;
  /** Packet rate above which a bridge is overstressed. */
  readonly overstressedAbovePps: number;
  readonly options: BridgeFleetOptions;
  /** Set before a bridge starts. */
  readonly sites = new BridgeSites();
  private readonly degradedAbovePps: number;
  private readonly cores: RememberedFormula;
  private readonly stress: RememberedFormula;
  /** Stress and cores of a bridge that carries nothing. */
  private readonly idleStress: number;
  private readonly idleCores: number;
  private settledMs: Float64Array;

  /** @param capacity bridges to make room for */
  constructor(options: BridgeFleetOptions, capacity: number) {
    super(capacity, options.drainsByFlag ?? false);
    const { model, speedFactor } = options;
    this.options = options;
    this.endpoints = new Int32Array(capacity);
    this.busy = new BridgeSet(capacity);
    this.conferences = new Int32Array(capacity);
    this.packetRatePps = new Float64Array(capacity);
    this.cpuCoreMs = new Float64Array(capacity);
    this.settledMs = new Float64Array(capacity);
    this.cores = new RememberedFormula((pps) => cpuUsedCores(model, pps, speedFactor), capacity);
    this.stress = new RememberedFormula((pps) => bridgeStress(options, pps), capacity);
    this.idleStress = bridgeStress(options, 0);
    this.idleCores = cpuUsedCores(model, 0, speedFactor);
    this.degradedAbovePps = packetRateAtLoss(model, model.degradedLossRatio);
    // Who is on a bridge that loses too much is on an overstressed one, whatever its CPU says.
    this.overstressedAbovePps = Math.min(
      packetRateAtStress(options.overstressedAbove, options),
      this.degradedAbovePps,
    );
  }

  /** Cores used at this instant. */
  cpuUsedCores(bridge: number): number {
    return this.cores.of(bridge, this.packetRatePps[bridge]!);
  }

  /** Stress at this instant, which nobody in the deployment sees. */
  trueStress(bridge: number): number {
    return this.stress.of(bridge, this.packetRatePps[bridge]!);
  }

  /** Whether a bridge without endpoints adds nothing to the sums of stress and cores: its CPU is not taken by others. */
  get isIdleNothing(): boolean {
    return this.idleStress === 0 && this.idleCores === 0;
  }

  isOverstressed(bridge: number): boolean {
    return this.packetRatePps[bridge]! > this.overstressedAbovePps;
  }

  /** The bridge begins to carry. */
  protected startCarrying(bridge: number, nowMs: number): void {
    this.settledMs[bridge] = nowMs;
    this.cpuCoreMs[bridge] = 0;
  }

  protected countJoin(bridge: number): void {
    const endpoints = this.endpoints[bridge]! + 1;
    this.endpoints[bridge] = endpoints;
    if (endpoints === 1) this.busy.add(bridge);
    if (endpoints > this.endpointsMax) this.endpointsMax = endpoints;
    this.endpointsTotal += 1;
  }

  protected countLeave(bridge: number): void {
    const endpoints = this.endpoints[bridge]! - 1;
    this.endpoints[bridge] = endpoints;
    if (endpoints === 0) this.busy.remove(bridge);
    this.endpointsTotal -= 1;
  }

  /** Brings the bridge's integrals up to now. */
  protected settleTime(bridge: number, nowMs: number): void {
    const elapsedMs = nowMs - this.settledMs[bridge]!;
    if (elapsedMs <= 0) return;
    const pps = this.packetRatePps[bridge]!;
    const participantMs = this.endpoints[bridge]! * elapsedMs;
    if (!this.sites.isReachable(bridge)) this.unreachableParticipantMs += participantMs;
    else {
      this.participantMs += participantMs;
      if (pps > this.overstressedAbovePps) this.overstressedParticipantMs += participantMs;
      if (pps > this.degradedAbovePps) this.degradedParticipantMs += participantMs;
    }
    if (this.options.integrateCpu) this.cpuCoreMs[bridge]! += this.cpuUsedCores(bridge) * elapsedMs;
    this.settledMs[bridge] = nowMs;
  }

  protected growLoad(capacity: number): void {
    this.endpoints = grown(this.endpoints, new Int32Array(capacity));
    this.conferences = grown(this.conferences, new Int32Array(capacity));
    this.packetRatePps = grown(this.packetRatePps, new Float64Array(capacity));
    this.cpuCoreMs = grown(this.cpuCoreMs, new Float64Array(capacity));
    this.settledMs = grown(this.settledMs, new Float64Array(capacity));
    this.growStates(capacity);
  }
}
