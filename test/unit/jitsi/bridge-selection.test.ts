/**
 * Goal: Jicofo's choice in one region follows the rules of jicofo 7ebb13d (RegionBasedBridgeSelectionStrategy.kt,
 * SingleBridgeSelectionStrategy.kt, BridgeSelector.kt), rule by rule.
 * Method: small fleets in which exactly one rule can decide; expectations are read off the rules.
 */
import { describe, expect, it } from 'vitest';
import { BridgeFleet } from '../../../src/jitsi/bridge-fleet.ts';
import { ConferenceTable } from '../../../src/jitsi/conference-table.ts';
import { FleetSelection, type FleetSelectionOptions } from '../../../src/jitsi/fleet-selection.ts';
import { noBridge } from '../../../src/jitsi/jicofo/selection-policy.ts';
import { aFleetOptions, regionBasedSelection } from '../../support/jitsi.ts';

function selectBridge(
  fleet: BridgeFleet,
  options: FleetSelectionOptions,
  conference: number,
  nowMs: number,
): number {
  return new FleetSelection(fleet, options).select(conference, 0, nowMs);
}

/** A fleet of serving bridges, each with so many endpoints just added: corrected stress is 0.01 per endpoint. */
function fleetWith(endpoints: readonly number[]): { fleet: BridgeFleet; other: number } {
  const table = new ConferenceTable();
  const fleet = new BridgeFleet(aFleetOptions(), table);
  const other = table.open(0);
  for (const [bridge, count] of endpoints.entries()) {
    fleet.start(bridge, 0, 0, 0);
    for (let i = 0; i < count; i++) fleet.join(other, bridge, 0, 0, 0);
  }
  return { fleet, other };
}

describe('region-based selection', () => {
  it('starts a conference on the least stressed bridge', () => {
    const { fleet } = fleetWith([5, 2, 9]);
    const conference = fleet.table.open(0);
    expect(selectBridge(fleet, regionBasedSelection, conference, 0)).toBe(1);
  });

  it('keeps a conference on its own bridge although another is less stressed', () => {
    const { fleet } = fleetWith([30, 0]);
    const conference = fleet.table.open(0);
    fleet.join(conference, 0, 1, 0, 0);
    expect(selectBridge(fleet, regionBasedSelection, conference, 0)).toBe(0);
  });

  it('leaves its own bridge when that is overloaded', () => {
    const { fleet } = fleetWith([79, 10]);
    const conference = fleet.table.open(0);
    fleet.join(conference, 0, 1, 0, 0);
    expect(fleet.correctedStress(0, 0)).toBeCloseTo(0.8, 12);
    expect(selectBridge(fleet, regionBasedSelection, conference, 0)).toBe(1);
  });

  it('leaves its own bridge at the participants cap', () => {
    const { fleet } = fleetWith([0, 10]);
    const conference = fleet.table.open(0);
    const capped = { ...regionBasedSelection, maxBridgeParticipants: 3 };
    for (let i = 0; i < 3; i++) fleet.join(conference, 0, 0, 0, 0);
    expect(selectBridge(fleet, capped, conference, 0)).toBe(1);
  });

  it('ignores the cap when every other bridge is overloaded', () => {
    // Rule 6 of the strategy uses plain overload: a bridge at the cap but not overloaded is taken.
    const { fleet } = fleetWith([0, 85]);
    const conference = fleet.table.open(0);
    const capped = { ...regionBasedSelection, maxBridgeParticipants: 3 };
    for (let i = 0; i < 3; i++) fleet.join(conference, 0, 0, 0, 0);
    expect(selectBridge(fleet, capped, conference, 0)).toBe(0);
  });

  it('stays in the conference when all bridges are overloaded, and takes the least loaded when none is its own', () => {
    const { fleet } = fleetWith([95, 85]);
    const conference = fleet.table.open(0);
    expect(selectBridge(fleet, regionBasedSelection, conference, 0)).toBe(1);
    fleet.join(conference, 0, 0, 0, 0);
    expect(selectBridge(fleet, regionBasedSelection, conference, 0)).toBe(0);
  });

  it('uses draining bridges only when no other is left', () => {
    const { fleet } = fleetWith([0, 40]);
    const conference = fleet.table.open(0);
    fleet.startDrain(0);
    expect(selectBridge(fleet, regionBasedSelection, conference, 0)).toBe(1);
    fleet.startDrain(1);
    expect(selectBridge(fleet, regionBasedSelection, conference, 0)).toBe(0);
  });

  it('finds none in an empty fleet', () => {
    const { fleet } = fleetWith([]);
    expect(selectBridge(fleet, regionBasedSelection, fleet.table.open(0), 0)).toBe(noBridge);
  });
});

describe('single-bridge selection', () => {
  it('never leaves the first bridge, however loaded', () => {
    const { fleet } = fleetWith([120, 0]);
    const conference = fleet.table.open(0);
    fleet.join(conference, 0, 0, 0, 0);
    expect(selectBridge(fleet, { ...regionBasedSelection, strategy: 'single' }, conference, 0)).toBe(0);
  });

  it('starts on the least stressed bridge, overloaded or not', () => {
    const { fleet } = fleetWith([120, 90]);
    const conference = fleet.table.open(0);
    expect(selectBridge(fleet, { ...regionBasedSelection, strategy: 'single' }, conference, 0)).toBe(1);
  });
});

describe('without relays', () => {
  it('keeps a conference on its bridge whatever its load, but with split', () => {
    const { fleet } = fleetWith([120, 0]);
    const conference = fleet.table.open(0);
    fleet.join(conference, 0, 0, 0, 0);
    expect(selectBridge(fleet, { ...regionBasedSelection, relays: false }, conference, 0)).toBe(0);
    expect(
      selectBridge(fleet, { ...regionBasedSelection, relays: false, strategy: 'split' }, conference, 0),
    ).toBe(1);
  });
});

describe('intra-region selection', () => {
  it('takes another bridge only when its own are overloaded, and returns to its own when all are', () => {
    const { fleet } = fleetWith([79, 40]);
    const options = { ...regionBasedSelection, strategy: 'intra-region' as const };
    const conference = fleet.table.open(0);
    expect(selectBridge(fleet, options, conference, 0)).toBe(1);
    fleet.join(conference, 0, 0, 0, 0);
    expect(selectBridge(fleet, options, conference, 0)).toBe(1);
    const full = fleetWith([95, 85]);
    const other = full.fleet.table.open(0);
    full.fleet.join(other, 0, 0, 0, 0);
    expect(selectBridge(full.fleet, options, other, 0)).toBe(0);
  });
});

describe('split selection', () => {
  it('takes bridges without the conference first, then the one with the fewest of it', () => {
    const { fleet } = fleetWith([0, 0]);
    const options = { ...regionBasedSelection, strategy: 'split' as const };
    const conference = fleet.table.open(0);
    const chosen: number[] = [];
    for (let i = 0; i < 4; i++) {
      const bridge = selectBridge(fleet, options, conference, 0);
      fleet.join(conference, bridge, 0, 0, 0);
      chosen.push(bridge);
    }
    expect(chosen).toEqual([0, 1, 0, 1]);
  });
});

describe('the limit per interval', () => {
  /** Bridges that a burst of one conference gets, one join every 100 ms. */
  function burst(limit: number, joins: number): number[] {
    const { fleet } = fleetWith([0, 0, 0, 0]);
    const selection = new FleetSelection(fleet, {
      ...regionBasedSelection,
      maxBridgeParticipants: -1,
      maxBridgeParticipantsPerInterval: limit,
    });
    const conference = fleet.table.open(0);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < joins; i++) {
      const bridge = selection.select(conference, 0, i * 100);
      fleet.join(conference, bridge, 0, 0, i * 100);
      selection.noteJoined(conference, bridge, i * 100);
      counts[bridge]! += 1;
    }
    return counts;
  }

  it('spreads a burst that would fill one bridge', () => {
    // 0.01 of stress for each of 70 recent joins stays below the threshold of 0.8.
    expect(burst(-1, 70)).toEqual([70, 0, 0, 0]);
    expect(burst(30, 70)).toEqual([30, 30, 10, 0]);
  });

  it('is ignored when every bridge reached it', () => {
    // Rule 6 looks at stress alone: the least stressed bridge takes the rest.
    expect(burst(10, 50).reduce((a, b) => a + b)).toBe(50);
    expect(Math.max(...burst(10, 50))).toBeGreaterThan(10);
  });
});
