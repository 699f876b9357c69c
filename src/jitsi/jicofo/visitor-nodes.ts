/**
 * Visitors: who is sent to a visitor node in place of the main room, and to which.
 *
 * Source: jitsi/jicofo@7ebb13d JitsiMeetConferenceImpl.java:1979-2043 and ConferenceUtil.kt:62-73, reference.conf:190-222.
 */
export interface VisitorSettings {
  /** Visitor nodes: a Prosody each, beside that of the main room. */
  readonly nodes: number;
  /** Participants of the main room from which on others become visitors (`max-participants`). */
  readonly participantsMax: number;
  /** Visitors of a node from which on another is looked for; a soft limit (`max-visitors-per-node`). */
  readonly visitorsPerNodeMax: number;
}

/**
 * As shipped, as the images for Docker set it, and as 8x8 does: it leaves both to Jicofo (jitsi/infra-configuration b042dd7,
 * ansible/roles/jicofo/defaults/main.yml, jicofo_visitors_max_participants false).
 */
export const visitorPresets = {
  'shipped-default': { participantsMax: 50, visitorsPerNodeMax: 500 },
  '8x8-production': { participantsMax: 50, visitorsPerNodeMax: 500 },
  docker: { participantsMax: 50, visitorsPerNodeMax: 250 },
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
 * any unused one; else any.
 *
 * @param visitors of the conference on each node; null for a node that it does not use
 * @param nextIndex draws a whole number from 0 to below its argument
 */
export function chooseVisitorNode(
  visitors: readonly (number | null)[],
  visitorsPerNodeMax: number,
  nextIndex: (count: number) => number,
): number {
  let fewest = -1;
  const unused: number[] = [];
  for (const [node, count] of visitors.entries()) {
    if (count === null) unused.push(node);
    else if (fewest < 0 || count < visitors[fewest]!) fewest = node;
  }
  if (fewest >= 0 && visitors[fewest]! < visitorsPerNodeMax) return fewest;
  return unused.length > 0 ? unused[nextIndex(unused.length)]! : nextIndex(visitors.length);
}
