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
import { aFleetOptions } from '../../support/jitsi.ts';

const regionBased: FleetSelectionOptions = {
  strategy: 'region-based',
  relays: true,
  stressThreshold: 0.8,
  maxBridgeParticipants: 80,
  maxBridgeParticipantsPerInterval: -1,
  maxBridgeParticipantsIntervalSeconds: 60,
};

function selectBridge(
  fleet: BridgeFleet,
  options: FleetSelectionOptions,
  conference: number,
  nowMs: number,
): number {
  return new FleetSelection(fleet, options).select(conference, nowMs);
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
    expect(selectBridge(fleet, regionBased, conference, 0)).toBe(1);
  });

  it('keeps a conference on its own bridge although another is less stressed', () => {
    const { fleet } = fleetWith([30, 0]);
    const conference = fleet.table.open(0);
    fleet.join(conference, 0, 1, 0, 0);
    expect(selectBridge(fleet, regionBased, conference, 0)).toBe(0);
  });

  it('leaves its own bridge when that is overloaded', () => {
    const { fleet } = fleetWith([79, 10]);
    const conference = fleet.table.open(0);
    fleet.join(conference, 0, 1, 0, 0);
    expect(fleet.correctedStress(0, 0)).toBeCloseTo(0.8, 12);
    expect(selectBridge(fleet, regionBased, conference, 0)).toBe(1);
  });

  it('leaves its own bridge at the participants cap', () => {
    const { fleet } = fleetWith([0, 10]);
    const conference = fleet.table.open(0);
    const capped = { ...regionBased, maxBridgeParticipants: 3 };
    for (let i = 0; i < 3; i++) fleet.join(conference, 0, 0, 0, 0);
    expect(selectBridge(fleet, capped, conference, 0)).toBe(1);
  });

  it('ignores the cap when every other bridge is overloaded', () => {
    // Rule 6 of the strategy uses plain overload: a bridge at the cap but not overloaded is taken.
    const { fleet } = fleetWith([0, 85]);
    const conference = fleet.table.open(0);
    const capped = { ...regionBased, maxBridgeParticipants: 3 };
    for (let i = 0; i < 3; i++) fleet.join(conference, 0, 0, 0, 0);
    expect(selectBridge(fleet, capped, conference, 0)).toBe(0);
  });

  it('stays in the conference when all bridges are overloaded, and takes the least loaded when none is its own', () => {
    const { fleet } = fleetWith([95, 85]);
    const conference = fleet.table.open(0);
    expect(selectBridge(fleet, regionBased, conference, 0)).toBe(1);
    fleet.join(conference, 0, 0, 0, 0);
    expect(selectBridge(fleet, regionBased, conference, 0)).toBe(0);
  });

  it('uses draining bridges only when no other is left', () => {
    const { fleet } = fleetWith([0, 40]);
    const conference = fleet.table.open(0);
    fleet.startDrain(0);
    expect(selectBridge(fleet, regionBased, conference, 0)).toBe(1);
    fleet.startDrain(1);
    expect(selectBridge(fleet, regionBased, conference, 0)).toBe(0);
  });

  it('finds none in an empty fleet', () => {
    const { fleet } = fleetWith([]);
    expect(selectBridge(fleet, regionBased, fleet.table.open(0), 0)).toBe(noBridge);
  });
});

describe('single-bridge selection', () => {
  it('never leaves the first bridge, however loaded', () => {
    const { fleet } = fleetWith([120, 0]);
    const conference = fleet.table.open(0);
    fleet.join(conference, 0, 0, 0, 0);
    expect(selectBridge(fleet, { ...regionBased, strategy: 'single' }, conference, 0)).toBe(0);
  });

  it('starts on the least stressed bridge, overloaded or not', () => {
    const { fleet } = fleetWith([120, 90]);
    const conference = fleet.table.open(0);
    expect(selectBridge(fleet, { ...regionBased, strategy: 'single' }, conference, 0)).toBe(1);
  });
});
