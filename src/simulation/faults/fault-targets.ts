/** The parts of a run that faults happen to. */
import type { BridgeFleet } from '../../jitsi/bridge-fleet.ts';
import type { BridgeOperations } from '../bridge-operations.ts';
import type { Conferences } from '../conferences.ts';
import type { JibriOperations } from '../jibri-operations.ts';
import type { JicofoOperations } from '../jicofo-operations.ts';
import type { SignallingOperations } from '../signalling/signalling-operations.ts';

export interface FaultTargets {
  readonly fleet: BridgeFleet;
  readonly bridges: BridgeOperations;
  readonly jibris: JibriOperations;
  readonly conferences: Conferences;
  readonly jicofos: JicofoOperations;
  /** null when signalling is not simulated. */
  readonly signalling: SignallingOperations | null;
}
