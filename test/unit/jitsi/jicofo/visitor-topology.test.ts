/**
 * Goal: participants' bridges form one core mesh, visitors' bridges hang off it, and a cut is mended.
 * Method: small conferences in which exactly one rule of jicofo 7ebb13d, VisitorTopologyStrategy.kt decides.
 */
import { describe, expect, it } from 'vitest';
import { ConferenceSessions } from '../../../../src/jitsi/jicofo/conference-sessions.ts';
import { type CascadeBridge, VisitorTopology } from '../../../../src/jitsi/jicofo/topology.ts';

const bridges: Readonly<Record<string, CascadeBridge>> = {
  core1: { isForVisitors: false, region: 1, correctedStress: 0.2, isOverloaded: false },
  core2: { isForVisitors: false, region: 2, correctedStress: 0.3, isOverloaded: false },
  full2: { isForVisitors: false, region: 3, correctedStress: 0.9, isOverloaded: true },
  visitors1: { isForVisitors: true, region: 1, correctedStress: 0, isOverloaded: false },
  visitors2: { isForVisitors: true, region: 2, correctedStress: 0, isOverloaded: false },
  visitors3: { isForVisitors: true, region: 3, correctedStress: 0, isOverloaded: false },
};

/** Sends each participant to the bridge of the same name. */
function conferenceOn(names: readonly string[]): ConferenceSessions {
  const sessions = new ConferenceSessions({
    select: ({ id }) => id,
    topology: new VisitorTopology(),
    bridgeOf: (node) => bridges[node]!,
    hasRelays: true,
    maxBridgeParticipantsIntervalSeconds: 60,
  });
  for (const id of names) sessions.allocate({ id, region: null, isVisitor: false }, 0);
  return sessions;
}

describe('the topology for visitors', () => {
  it('links the core to a mesh and each visitor bridge to the core bridge of its region', () => {
    const { relaysCreated } = conferenceOn(['core1', 'core2', 'visitors2', 'visitors1']);
    const pairs = relaysCreated.filter((relay) => relay.startsWith('core'));
    expect(pairs).toEqual(['core1>core2', 'core2>core1', 'core2>visitors2', 'core1>visitors1']);
  });

  it('prefers a bridge with room elsewhere to an overloaded one in the region', () => {
    const { relaysCreated } = conferenceOn(['core1', 'full2', 'visitors3']);
    expect(relaysCreated).toContain('core1>visitors3');
    expect(relaysCreated).not.toContain('full2>visitors3');
  });

  it('hangs a visitor bridge on the core again when the bridge between them goes', () => {
    const sessions = conferenceOn(['core1', 'core2', 'visitors2']);
    expect(sessions.removeBridge('core2')).toEqual(['core2']);
    expect(sessions.relaysCreated.slice(-2).sort()).toEqual(['core1>visitors2', 'visitors2>core1']);
  });
});
