/**
 * Visitor nodes as users write them, and with their defaults.
 */
import { z } from 'zod';
import { type VisitorSettings, visitorPresets } from '../jitsi/jicofo/visitor-nodes.ts';
import { given } from './given.ts';
import type { Path } from './parse.ts';
import { type ResolveContext, report } from './resolve-context.ts';
import type { BridgePool } from './scenario.ts';
import { wholeNumber } from './values.ts';

const NODES_MAX = 1000;

export const visitorsSchema = z.strictObject({
  preset: z
    .enum(['shipped-default', 'docker', '8x8-production'])
    .describe('Where maxVisitorsPerNode and probes come from unless given. Default shipped-default.')
    .optional(),
  nodes: wholeNumber('Visitor nodes: a Prosody each, beside that of the main room.', 1, NODES_MAX),
  maxParticipants: wholeNumber(
    "Jicofo's visitors.max-participants: with so many in the main room, whoever joins is a visitor, as is everybody after the first. Default 50.",
  ).optional(),
  maxVisitorsPerNode: wholeNumber(
    "Jicofo's visitors.max-visitors-per-node: visitors of a conference on a node from which on it takes another node; a soft limit. Default 500; 250 in Docker.",
    1,
  ).optional(),
  probes: z
    .boolean()
    .describe(
      'Whether the Prosody of a visitor node has the liveness and readiness probes of the signalling model; only with simulated signalling. Default true; false with the presets 8x8-production and docker, whose nodes nobody probes.',
    )
    .optional(),
});

export type WrittenVisitors = z.output<typeof visitorsSchema>;

/** null, with an issue, when the bridges cannot carry visitors. */
export function resolveVisitors(
  context: ResolveContext,
  written: WrittenVisitors,
  { selection, hasSignalling }: Pick<BridgePool, 'selection'> & { readonly hasSignalling: boolean },
  path: Path,
): VisitorSettings | null {
  if (!selection.relays || selection.strategy === 'single') {
    report(context, path, 'needs bridges that relay to each other: visitors have bridges of their own', {
      atKey: true,
      hint: 'write deployment.bridges.selection.strategy region-based, and relays true',
    });
    return null;
  }
  const { preset, nodes, maxParticipants, maxVisitorsPerNode, probes } = written;
  if (probes !== undefined && !hasSignalling) {
    report(context, [...path, 'probes'], 'says something about signalling, which is not simulated', {
      atKey: true,
      hint: 'write deployment.shards.signalling: openfun-shard',
    });
  }
  const base = visitorPresets[preset ?? 'shipped-default'];
  return {
    ...base,
    nodes,
    ...given({ participantsMax: maxParticipants, visitorsPerNodeMax: maxVisitorsPerNode, hasProbes: probes }),
  };
}
