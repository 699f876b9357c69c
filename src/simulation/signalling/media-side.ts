/** What the media side does for a participant whose signalling says so. */
export interface MediaSide {
  /** Number of the participant's region. */
  regionOf(participant: number): number;
  /**
   * Visitor node to which Jicofo sends the participant, who asks for the conference; -1 for the main room, which has so many
   * occupants.
   */
  visitorNodeOf(conference: number, participant: number, mainOccupants: number, nowMs: number): number;
  /** A visitor node has lost what it knew: its visitors are sent to one again when they ask for their conferences. */
  loseVisitorNode(node: number): void;
  /** Asks this whether Jicofo is connected to a visitor node. */
  watchVisitorNodes(isConnected: (node: number) => boolean): void;
  /** In for the first time; false when no bridge takes it, which is then a failed join. */
  enter(conference: number, participant: number, nowMs: number): boolean;
  /** Back in; false when no bridge takes it, and it is lost. */
  reenter(conference: number, participant: number, nowMs: number): boolean;
  /** Its endpoint goes though it does not leave; nothing when it has none. */
  expire(conference: number, participant: number, nowMs: number): void;
  /** It dropped out: it cannot be invited. */
  signallingLost(participant: number, nowMs: number): void;
  /** Its stream is resumed: it is invited if it has no endpoint. */
  signallingBack(conference: number, participant: number, nowMs: number): void;
  /** It stops trying: lost when it was in, a failed join otherwise. */
  giveUp(conference: number, participant: number, wasIn: boolean, nowMs: number): void;
}
