/**
 * Visitors: who is sent to a visitor node in place of the main room, and to which.
 *
 * Source: jitsi/jicofo@7ebb13d JitsiMeetConferenceImpl.java:1979-2043 and ConferenceUtil.kt:62-73, reference.conf:190-222; nodes
 * that restart: jitsi/jicofo pull request 1307 of 19 August 2026.
 */
export interface VisitorSettings {
  /** Visitor nodes: a Prosody each, beside that of the main room. */
  readonly nodes: number;
  /** Participants of the main room from which on others become visitors (`max-participants`). */
  readonly participantsMax: number;
  /** Visitors of a node from which on another is looked for; a soft limit (`max-visitors-per-node`). */
  readonly visitorsPerNodeMax: number;
  /** Whether the Prosody of a node has the probes of a shard's. */
  readonly hasProbes: boolean;
}

/**
 * As shipped, as the images for Docker set it, and as 8x8 does: it leaves both to Jicofo (jitsi/infra-configuration b042dd7,
 * ansible/roles/jicofo/defaults/main.yml, jicofo_visitors_max_participants false). At 8x8 a node's Prosody is a unit of systemd
 * that is restarted when it dies and that nobody probes (roles/prosody/templates/prosody-v.service.j2, and
 * files/prosody-health-check-oracle.sh asks the main one only); the compose file of docker-jitsi-meet has no health check.
 */
export const visitorPresets = {
  'shipped-default': { participantsMax: 50, visitorsPerNodeMax: 500, hasProbes: true },
  '8x8-production': { participantsMax: 50, visitorsPerNodeMax: 500, hasProbes: false },
  docker: { participantsMax: 50, visitorsPerNodeMax: 250, hasProbes: false },
} as const satisfies Record<string, Omit<VisitorSettings, 'nodes'>>;

/** One way: once a conference has used a visitor node, whoever joins later is a visitor. */
export function isRedirected(
  { participantsMax }: Pick<VisitorSettings, 'participantsMax'>,
  conference: { readonly hasUsedVisitorNodes: boolean; readonly mainParticipants: number },
): boolean {
  return conference.hasUsedVisitorNodes || conference.mainParticipants >= participantsMax;
}

/**
 * The node for the next visitor: of the nodes that the conference uses the one with fewest visitors, if it has room; else
 * any unused one; else any. Nodes that Jicofo is not connected to come only when all others are out of the question.
 *
 * @param visitors of the conference on each node; null for a node that it does not use
 * @param nextIndex draws a whole number from 0 to below its argument
 * @param isConnected whether Jicofo is connected to the node; to all of them unless given
 */
export function chooseVisitorNode(
  visitors: readonly (number | null)[],
  visitorsPerNodeMax: number,
  nextIndex: (count: number) => number,
  isConnected: (node: number) => boolean = () => true,
): number {
  let fewest = -1;
  const unused: number[] = [];
  for (const [node, count] of visitors.entries()) {
    if (!isConnected(node)) continue;
    if (count === null) unused.push(node);
    else if (fewest < 0 || count < visitors[fewest]!) fewest = node;
  }
  if (fewest >= 0 && visitors[fewest]! < visitorsPerNodeMax) return fewest;
  return unused.length > 0 ? unused[nextIndex(unused.length)]! : nextIndex(visitors.length);
}
