/**
 * `deployment.media` after validation.
 */
import type { PeerToPeerModel } from '../jitsi/peer-to-peer.ts';
import type { ModelValues } from './model-values.ts';

/** How a deployment sends media, resolved. */
export interface MediaSettings {
  /** null when video is counted by the media models. */
  readonly codec: ModelValues<'codecs'> | null;
  readonly suspendsUnwatched: boolean;
  /** Most audio streams to a receiver; null for all that are not muted. */
  readonly loudestMax: number | null;
  readonly peerToPeer: PeerToPeerModel | null;
  readonly bridgeTurnRatio: number;
}
