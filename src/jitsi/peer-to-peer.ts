/**
 * Conferences of two whose media go from participant to participant (jitsi-meet `p2p.enabled`): no media on the bridge
 * until a third joins, and again when they are two again. Some pairs find no direct path and need a TURN server.
 *
 * Simplification: it is tried once, when the conference begins; switching takes no time (upstream goes back 5 s after the
 * third left, `backToP2PDelay`).
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
}

/** Draws what a conference's participants will be able to do. */
export function drawPeerToPeer(model: PeerToPeerModel, stream: RandomStream): PeerToPeerAbility {
  const isReachable = stream.nextUnit() < model.reachableRatio;
  const needsTurn = stream.nextUnit() < model.turnRatio;
  if (!isReachable) return neverPeerToPeer;
  return needsTurn ? peerToPeerByTurn : peerToPeerDirectly;
}
