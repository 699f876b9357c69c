/** Puts the signalling of a scenario together. */
import type { BridgeOperations } from '../bridge-operations.ts';
import type { RunContext } from '../run-context.ts';
import type { ShardEntry } from '../shard-entry.ts';
import type { MediaSide } from './media-side.ts';
import { SignallingOperations } from './signalling-operations.ts';

/** The signalling of a scenario; null when it names no model of it. */
export function createSignalling(
  context: RunContext,
  parts: { readonly bridges: BridgeOperations; readonly media: MediaSide; readonly entry: ShardEntry },
): SignallingOperations | null {
  const { shardCount, signalling } = context.scenario.deployment;
  if (signalling === null) return null;
  const { media, entry } = parts;
  return new SignallingOperations(context, signalling, {
    shards: shardCount,
    media,
    entry,
    bridges: (shard) => parts.bridges.registeredWith(shard),
  });
}
