/**
 * Conferences of two whose media go from participant to participant (jitsi-meet `p2p.enabled`): no media on the bridge
 * until a third joins, and again when they are two again. Some pairs find no direct path and need a TURN server.
 *
 * They go back a while after the third left (`backToP2PDelay`); going over to the bridge is at once, since everybody keeps a
 * session with it.
 *
 * Simplification: it is tried once, when the conference begins, and the first direct connection is there at once.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';
import {
  neverPeerToPeer,
  type PeerToPeerAbility,
  peerToPeerByTurn,
  peerToPeerDirectly,
} from './conference-table.ts';

/** What one participant sends the other, bits per second on the network. */
export interface PeerToPeerMedia {
  readonly audioBitRateBps: number;
  readonly cameraBitRateBps: number;
  readonly screenBitRateBps: number;
}

export interface PeerToPeerModel extends PeerToPeerMedia {
  readonly name: string;
  /** Share of conferences whose first two participants reach each other, directly or over TURN, 0 to 1. */
  readonly reachableRatio: number;
  /** Share of those that need a TURN server, 0 to 1. */
  readonly turnRatio: number;
  /** From the third's leave until the two left go back to each other, seconds. */
  readonly backDelaySeconds: number;
}

/** Draws what a conference's participants will be able to do. */
export function drawPeerToPeer(model: PeerToPeerModel, stream: RandomStream): PeerToPeerAbility {
  const isReachable = stream.nextUnit() < model.reachableRatio;
  const needsTurn = stream.nextUnit() < model.turnRatio;
  if (!isReachable) return neverPeerToPeer;
  return needsTurn ? peerToPeerByTurn : peerToPeerDirectly;
}
