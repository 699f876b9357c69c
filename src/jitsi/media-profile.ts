/**
 * The packets and bits that the endpoints of a conference put on the bridges that carry it.
 *
 * For a conference with A audio senders and V video senders in all, of which A_b and V_b are among the n_b
 * endpoints local to bridge b, on J bridges:
 *
 *   audio pairs  = n_b * A - A_b
 *   video pairs  = (n_b - V_b) * min(L, V) + V_b * min(L, V - 1)        L = last-n
 *   local load   = audioPair * audio pairs + videoPair * video pairs + audioSender * A_b + videoSender * V_b
 *   relay load   = upload * ((J - 1) * senders of b + senders elsewhere)
 *
 * Source: jitsi-videobridge a29d97d, PacketRateLoadSampler.kt (what is counted) and relay/Relay.kt (relays carry
 * every local sender's packets to every other bridge).
 */
import type { LayeredVideo } from './video-layers.ts';

export interface MediaProfile {
  readonly name: string;
  /** Packets per second of one audio sender heard by one receiver. */
  readonly audioPairPacketRatePps: number;
  /** Packets per second of one video sender shown to one receiver (selected layer). */
  readonly videoPairPacketRatePps: number;
  /** Packets per second that one audio sender adds, whoever listens (mostly its own upload). */
  readonly audioSenderPacketRatePps: number;
  /** Packets per second that one video sender adds, whoever watches (upload of all simulcast layers). */
  readonly videoSenderPacketRatePps: number;
  /** Packets per second that a relay carries for one audio sender, one direction. */
  readonly relayAudioPacketRatePps: number;
  /** Packets per second that a relay carries for one video sender (all layers), one direction. */
  readonly relayVideoPacketRatePps: number;
  /** Bits per second on the network (payload and headers) to one receiver for one pair, audio and video. */
  readonly audioPairBitRateBps: number;
  readonly videoPairBitRateBps: number;
  /** Bits per second on the network that one sender sends to its bridge (video: all layers). */
  readonly audioSenderBitRateBps: number;
  readonly videoSenderBitRateBps: number;
  /** Bits per second on the network that a relay carries for one sender, one direction. */
  readonly relayAudioBitRateBps: number;
  readonly relayVideoBitRateBps: number;
  /** Bits per second of receiver feedback that every endpoint sends to its bridge; no part of packet-rate stress. */
  readonly feedbackBitRateBps: number;
  /** Largest number of videos a receiver is sent. */
  readonly lastN: number;
}

/** The media of a demand class's conferences in a deployment. */
export interface ConferenceMedia extends MediaProfile {
  /** Video by layers; without, every video of the profile is alike. */
  readonly layers?: LayeredVideo | null;
  /** Most audio streams that a receiver is sent, the loudest (`route-loudest-only`); without, all that are not muted. */
  readonly loudestMax?: number | null;
}
