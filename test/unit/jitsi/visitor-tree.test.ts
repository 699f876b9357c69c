/**
 * Goal: visitor bridges hang where Jicofo hangs them, and bridges carry what that makes.
 * Method: random conferences of up to 4 participants' bridges and 17 visitor bridges that come and go, against
 * `jicofo/topology.ts` over `jicofo/cascade.ts`, which upstream's cases hold; and packets of a small tree added up by hand.
 */

import { describe, expect, it } from 'vitest';
import { ConferenceTable } from '../../../src/jitsi/conference-table.ts';
import { Cascade } from '../../../src/jitsi/jicofo/cascade.ts';
import { type CascadeBridge, VisitorTopology } from '../../../src/jitsi/jicofo/topology.ts';
import { measurePart } from '../../../src/jitsi/media-load.ts';
import { VisitorTree } from '../../../src/jitsi/visitor-tree.ts';
import { aMediaProfile, audioSenders } from '../../support/jitsi.ts';
import { fc } from '../../support/property.ts';

const threshold = 0.8;

const isForVisitors = (bridge: number): boolean => bridge % 6 !== 0;

/** Links of visitor bridges, once from each end; participants' bridges are all linked to each other. */
function linksOf(cascade: Cascade): string[] {
  return cascade.nodes
    .flatMap((node) => cascade.neighbours(node).map((other) => [node, other]))
    .filter((ends) => ends.some((end) => isForVisitors(Number(end))))
    .map((ends) => ends.sort().join('-'))
    .sort();
}

describe('the tree of visitor bridges', () => {
  it('is the one that the topology of upstream makes, whoever comes and goes', () => {
    const bridges = fc.array(
      fc.record({ stress: fc.integer({ min: 1, max: 1200 }), region: fc.integer({ min: 0, max: 2 }) }),
      { minLength: 21, maxLength: 21 },
    );
    const steps = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 60 });
    fc.assert(
      fc.property(bridges, steps, (given, visits) => {
        // No two alike: upstream's order of equals is arbitrary.
        const stressOf = (bridge: number): number => given[bridge]!.stress / 1000 + bridge * 1e-6;
        const regionOf = (bridge: number): number => given[bridge]!.region;
        const table = new ConferenceTable();
        const tree = new VisitorTree(table, threshold, { correctedStress: stressOf, regionOf });
        const cascade = new Cascade();
        const topology = new VisitorTopology();
        const bridgeOf = (node: string): CascadeBridge => ({
          isForVisitors: isForVisitors(Number(node)),
          region: regionOf(Number(node)),
          correctedStress: stressOf(Number(node)),
          isOverloaded: stressOf(Number(node)) >= threshold,
        });
        const conference = table.open(0);
        const add = (bridge: number): void => {
          table.addEndpoint(conference, bridge, 0, 0);
          tree.add(conference, bridge, isForVisitors(bridge), { nowMs: 0, jicofo: 0 });
          const { mesh, via } = topology.connect(cascade, String(bridge), bridgeOf);
          cascade.add(String(bridge), mesh, via);
        };
        add(0);
        for (const bridge of visits) {
          const part = table.partOn(conference, bridge);
          if (part < 0) {
            add(bridge);
            continue;
          }
          table.removeEndpoint(conference, bridge, 0, 0);
          tree.remove(conference, part, 0);
          cascade.remove(String(bridge), (parts) => topology.repair(cascade, parts, bridgeOf));
        }
        const links: string[] = [];
        let children = 0;
        for (let part = table.first(conference); part >= 0; part = table.nextPart(part)) {
          children += tree.childrenOf(part);
          const parent = tree.parentOf(part);
          if (parent < 0) continue;
          const ends = [String(table.bridgeOf(part)), String(table.bridgeOf(parent))].sort();
          links.push(ends.join('-'), ends.join('-'));
        }
        expect(children).toBe(links.length / 2);
        expect(tree.visitorBridgesOf(conference)).toBe(links.length / 2);
        expect(links.sort()).toEqual(linksOf(cascade));
      }),
      { numRuns: 1000 },
    );
  });

  it('sends everything to each bridge that hangs on another', () => {
    // 4 here of whom 2 speak, 5 speak in all; one other bridge of participants, three of visitors hang on this one.
    const media = {
      ...aMediaProfile(),
      audioPairPacketRatePps: 0,
      audioSenderPacketRatePps: 0,
      relayAudioPacketRatePps: 50,
      relayAudioBitRateBps: 1000,
    };
    const into = { packetRatePps: 0, egressBps: 0, ingressBps: 0, relayBps: 0, relayAllBps: 0 };
    const part = {
      local: audioSenders(4, 2),
      total: audioSenders(9, 5),
      bridges: 2,
      lastN: 20,
      lastNMax: 20,
    };
    measurePart(media, { ...part, children: 3 }, into);
    // Out: 2 to the peer, 5 to each of three; in: 3.
    expect(into.packetRatePps).toBe(50 * (2 + 15 + 3));
    expect([into.relayBps, into.relayAllBps]).toEqual([2000, 5000]);
    measurePart(media, part, into);
    expect(into.packetRatePps).toBe(50 * (2 + 3));
  });
});
