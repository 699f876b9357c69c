/**
 * What goes into the load of one conference's part on one bridge, and what comes out.
 */

/** Endpoints of a part of a conference, or of all of it, and what they send. */
export interface Senders {
  readonly endpoints: number;
  readonly audio: number;
  readonly cameras: number;
  readonly screens: number;
  /** Endpoints that send a camera and a screen. */
  readonly both: number;
}

export interface PartLoad {
  /** Packets per second, in and out, endpoints and relays: what packet-rate stress counts. */
  packetRatePps: number;
  /** Bits per second to the part's endpoints. */
  egressBps: number;
  /** Bits per second from the part's endpoints, receiver feedback included. */
  ingressBps: number;
  /** Bits per second to each of the conference's other bridges in its mesh; and to each that hangs on this one. */
  relayBps: number;
  relayAllBps: number;
}
