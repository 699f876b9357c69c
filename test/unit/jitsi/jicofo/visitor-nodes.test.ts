/**
 * Goal: Jicofo redirects those, and to the visitor node, that upstream redirects.
 * Method: jicofo 7ebb13d, JitsiMeetConferenceImpl.java and ConferenceUtil.kt: 50 in the main room, one way, the used node
 * with fewest visitors below 500, else a random unused one, else a random one; cases worked out by hand.
 */
import { describe, expect, it } from 'vitest';
import {
  chooseVisitorNode,
  isRedirected,
  visitorPresets,
} from '../../../../src/jitsi/jicofo/visitor-nodes.ts';

const shipped = visitorPresets['shipped-default'];
const last = (count: number): number => count - 1;

describe('visitors', () => {
  it('begin with the 51st, and never end once there was one', () => {
    expect(isRedirected(shipped, { hasUsedVisitorNodes: false, mainParticipants: 49 })).toBe(false);
    expect(isRedirected(shipped, { hasUsedVisitorNodes: false, mainParticipants: 50 })).toBe(true);
    expect(isRedirected(shipped, { hasUsedVisitorNodes: true, mainParticipants: 1 })).toBe(true);
  });

  it('go to the used node with fewest visitors, a random unused one, or any', () => {
    expect(chooseVisitorNode([null, null, null], 500, last)).toBe(2);
    expect(chooseVisitorNode([null, 499, 400], 500, last)).toBe(2);
    expect(chooseVisitorNode([null, 500, 501], 500, last)).toBe(0);
    expect(chooseVisitorNode([500, 500, 700], 500, last)).toBe(2);
    expect(chooseVisitorNode([null, 250, null], visitorPresets.docker.visitorsPerNodeMax, () => 0)).toBe(0);
  });

  it('go to no node that Jicofo is not connected to, used or not, unless it is connected to none', () => {
    // The cases of ConferenceUtilTest in jicofo pull request 1307.
    const down =
      (...nodes: readonly number[]) =>
      (node: number) =>
        !nodes.includes(node);
    const first = (): number => 0;
    expect(chooseVisitorNode([null, null], 10, first, down(0))).toBe(1);
    expect(chooseVisitorNode([1, null], 10, first, down())).toBe(0);
    expect(chooseVisitorNode([1, null], 10, first, down(0))).toBe(1);
    expect(chooseVisitorNode([1, 5], 10, first, down(0))).toBe(1);
    expect(chooseVisitorNode([1, null], 10, last, down(0, 1))).toBe(1);
  });

  it('are probed as a shard is, but where nobody probes them', () => {
    // infra-configuration: prosody-v.service.j2, Restart=on-abnormal and nothing else; docker-compose.yml without healthcheck.
    const { docker, '8x8-production': production } = visitorPresets;
    expect([shipped.hasProbes, production.hasProbes, docker.hasProbes]).toEqual([true, false, false]);
  });
});
