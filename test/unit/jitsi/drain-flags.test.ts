/**
 * Goal: where some bridges have the drain flag and some are in graceful shutdown, Jicofo turns to them in upstream's order (jicofo
 * 7ebb13d, BridgeSelector.kt): only to those without the flag as long as one is left; then only to those that
 * are not in graceful shutdown as long as one is left.
 * Method: every combination of conditions of three bridges, against the rules over a list of bridges, which are held against
 * upstream's own test cases (test/validation/conformance); and the order itself, by hand.
 */
import { describe, expect, it } from 'vitest';
import { BridgeFleet } from '../../../src/jitsi/bridge-fleet.ts';
import { ConferenceTable } from '../../../src/jitsi/conference-table.ts';
import { FleetSelection } from '../../../src/jitsi/fleet-selection.ts';
import { selectFromBridges } from '../../../src/jitsi/jicofo/bridge-list-view.ts';
import { RegionGroups } from '../../../src/jitsi/jicofo/region-groups.ts';
import { noBridge, unknownRegion } from '../../../src/jitsi/jicofo/selection-policy.ts';
import { aFleetOptions, regionBasedSelection } from '../../support/jitsi.ts';

const conditions = ['well', 'graceful', 'flag', 'both', 'ill', 'stopping'] as const;
type Condition = (typeof conditions)[number];

/** Bridges in these conditions, the first the most stressed. */
function fleetOf(bridges: readonly Condition[], how: { scansBridges: boolean; drainsByFlag?: boolean }) {
  const table = new ConferenceTable();
  const fleet = new BridgeFleet(aFleetOptions(how), table);
  const other = table.open(0);
  for (const [bridge, condition] of bridges.entries()) {
    fleet.start(bridge, 0, 0, 0);
    for (let i = bridge; i < bridges.length; i++) fleet.join(other, bridge, 0, 0, 0);
    if (condition === 'flag' || condition === 'both') fleet.setDrainFlag(bridge, true);
    if (condition === 'graceful' || condition === 'both') fleet.startDrain(bridge);
    if (condition === 'ill') fleet.suspend(bridge);
    if (condition === 'stopping') fleet.startStopping(bridge);
  }
  return fleet;
}

function choiceOf(fleet: BridgeFleet): number {
  return new FleetSelection(fleet, regionBasedSelection).select(fleet.table.open(0), 0, 0);
}

/** What the rules say to a list of these bridges. */
function listed(bridges: readonly Condition[], fleet: BridgeFleet): number {
  const request = {
    bridges: bridges.map((condition, bridge) => ({
      region: 0,
      hasRelay: true,
      version: null,
      correctedStress: fleet.correctedStress(bridge, 0),
      isOperational: condition !== 'ill',
      isDraining: condition === 'flag' || condition === 'both',
      isInGracefulShutdown: condition === 'graceful' || condition === 'both',
      isShuttingDown: condition === 'stopping',
      isInBrewery: true,
    })),
    conference: [],
    region: 0,
    isVisitor: false,
    pinnedVersion: null,
    maxBridgeParticipantsPerInterval: -1,
  };
  return selectFromBridges(request, {
    ...regionBasedSelection,
    participantStrategy: null,
    visitorStrategy: null,
    hasRelays: true,
    allowsMixedVersions: false,
    localRegion: unknownRegion,
    regionGroups: new RegionGroups([]),
  });
}

describe('bridges with the drain flag beside bridges in graceful shutdown', () => {
  it.each([true, false])(
    'are chosen as from a list, whatever the three are (scanned: %s)',
    (scansBridges) => {
      const seen = new Set<number>();
      for (const a of conditions) {
        for (const b of conditions) {
          for (const c of conditions) {
            const fleet = fleetOf([a, b, c], { scansBridges });
            const choice = choiceOf(fleet);
            expect([a, b, c, choice]).toEqual([a, b, c, listed([a, b, c], fleet)]);
            seen.add(choice);
          }
        }
      }
      expect([...seen].sort()).toEqual([noBridge, 0, 1, 2]);
    },
  );

  it('come after them, and both at once comes last, however stressed the others are', () => {
    const choices = (bridges: readonly Condition[]): number =>
      choiceOf(fleetOf(bridges, { scansBridges: false }));
    expect(choices(['well', 'flag', 'graceful'])).toBe(0);
    expect(choices(['graceful', 'flag', 'both'])).toBe(0);
    expect(choices(['flag', 'both', 'ill'])).toBe(0);
    expect(choices(['both', 'stopping', 'ill'])).toBe(0);
    expect(choices(['flag', 'flag', 'graceful'])).toBe(2);
  });

  it('are all alike where bridges are retired by the flag', () => {
    // The third is the least stressed, and has no other flag than the first two.
    const fleet = fleetOf(['flag', 'flag', 'graceful'], { scansBridges: false, drainsByFlag: true });
    expect(choiceOf(fleet)).toBe(2);
    const retired = fleetOf(['graceful', 'flag', 'ill'], { scansBridges: false, drainsByFlag: true });
    expect(choiceOf(retired)).toBe(1);
  });

  it('take conferences again when the flag is lifted, and their slot when another bridge is in it', () => {
    const fleet = fleetOf(['well', 'flag', 'flag'], { scansBridges: false });
    expect([choiceOf(fleet), fleet.acceptingCount, fleet.flaggedCount]).toEqual([0, 1, 2]);
    fleet.setDrainFlag(1, false);
    expect([choiceOf(fleet), fleet.acceptingCount, fleet.flaggedCount]).toEqual([1, 2, 1]);
    fleet.leave(0, 2, 0, 0, 0);
    fleet.stop(2);
    fleet.start(2, 0, 0, 0);
    expect([choiceOf(fleet), fleet.acceptingCount, fleet.flaggedCount]).toEqual([2, 3, 0]);
  });
});
