/** What Prosody pays: the formulas of `signalling-model.ts`, pure. */
import type { SignallingModel } from './signalling-model.ts';

/** Cores used whatever happens, with so many bridges registered and signalling sessions open. */
export function backgroundCores(model: SignallingModel, bridges: number, sessions: number): number {
  return (
    model.prosodyIdleCores +
    model.prosodyIdlePerSquaredBridgeCores * bridges * bridges +
    model.prosodyPerParticipantCores * sessions
  );
}

/** Work of a join, core-seconds: presence goes to, and comes from, everybody who is there already. */
export function joinCoreSeconds(model: SignallingModel, occupants: number): number {
  return model.prosodyPerJoinCoreSeconds + model.prosodyPerJoinAndOccupantCoreSeconds * occupants;
}

/** Work of a leave, core-seconds; `occupants` are those who stay. */
export function leaveCoreSeconds(model: SignallingModel, occupants: number): number {
  return model.prosodyLeaveShareOfOccupantCost * model.prosodyPerJoinAndOccupantCoreSeconds * occupants;
}

/** Memory in quiet operation, MiB. Simplification: a storm tripled it on the reference day; it was never a cause. */
export function memoryMib(model: SignallingModel, sessions: number): number {
  const counted = Math.min(sessions, model.prosodyMemoryFlatFromParticipants);
  return model.prosodyMemoryBaseMib + model.prosodyMemoryPerParticipantMib * counted;
}
