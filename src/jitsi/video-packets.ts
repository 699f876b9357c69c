/**
 * Packets per second of one video stream.
 *
 *   packets = fps * ceil( rate / (8 * fps * 1150 B) )
 *
 * A frame is cut into packets of at most about 1150 bytes of VP8 or VP9 payload; the ceiling makes packets a
 * staircase in bit rate. 30 pps at 200 kbit/s, 60 at 500, 180 at 1500, 300 at 2500 (30 frames a second), which meets
 * the 300 pps the videobridge's authors give for a stream on stage (reference.conf, transport.send).
 */
export function videoPacketRatePps(stream: {
  readonly bitRateBps: number;
  readonly framesPerSecond: number;
}): number {
  const bitsPerFrame = stream.bitRateBps / stream.framesPerSecond;
  return stream.framesPerSecond * Math.ceil(bitsPerFrame / (8 * payloadBytesMax));
}

/** Payload of a video packet, bytes (1150 to 1200 in practice). */
const payloadBytesMax = 1150;

/**
 * Bytes on the network beyond the bit rates that bridges report, per packet: IP, UDP, SRTP, Ethernet.
 * Derived from load test 4: 4970 kB/s on the wire against 28.4 Mbit/s reported at 30.6 kpps
 * (datasets/stream-rates/stream-rates.csv, net_vs_api_overhead_bytes_per_packet).
 */
export const overheadBytesPerPacket = 46;

/** Bits per second on the network of a stream: its own bits and the headers of its packets. */
export function networkBitRateBps(bitRateBps: number, packetRatePps: number): number {
  return bitRateBps + 8 * overheadBytesPerPacket * packetRatePps;
}
