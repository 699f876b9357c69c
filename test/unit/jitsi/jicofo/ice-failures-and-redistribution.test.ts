/**
 * Goal: bridges that participants cannot reach count as overloaded, and overloaded bridges are relieved in turns.
 * Method: numbers of jicofo 7ebb13d, reference.conf (ice-failure-detection, load-redistribution) and Bridge.kt; every
 * expectation is read off them.
 */
import { describe, expect, it } from 'vitest';
import { BridgeRecord, shippedIceFailureDetection } from '../../../../src/jitsi/jicofo/bridge-record.ts';
import {
  LoadRedistributor,
  shippedRedistribution,
} from '../../../../src/jitsi/jicofo/load-redistribution.ts';

function aRecord(isEnabled: boolean, endpoints: number): BridgeRecord {
  const record = new BridgeRecord({
    stressThreshold: 0.8,
    averageParticipantStress: 0.01,
    participantRampupIntervalSeconds: 20,
    failureResetThresholdSeconds: 60,
    iceFailureDetection: { ...shippedIceFailureDetection, isEnabled },
  });
  for (let i = 0; i < endpoints; i++) record.endpointAdded(0);
  return record;
}

describe('a bridge whose participants ask to restart', () => {
  it('counts as overloaded for 10 minutes once more than a tenth of 30 asked within 2 minutes', () => {
    const record = aRecord(true, 30);
    for (let i = 0; i < 3; i++) record.endpointRequestedRestart(100_000);
    expect(record.isFailingIce(100_000)).toBe(false);
    record.endpointRequestedRestart(100_000);
    expect(record.correctedStress(100_000)).toBeCloseTo(0.81, 12);
    expect(record.isOverloaded(699_999)).toBe(true);
    expect(record.isFailingIce(700_000)).toBe(false);
    expect(record.correctedStress(700_000)).toBe(0);
  });

  it('is not suspected with fewer than 30 of them, nor when requests are spread out, nor as shipped', () => {
    const few = aRecord(true, 29);
    const spread = aRecord(true, 30);
    const shipped = aRecord(false, 30);
    for (let i = 0; i < 20; i++) {
      few.endpointRequestedRestart(1000);
      spread.endpointRequestedRestart(i * 61_000);
      shipped.endpointRequestedRestart(1000);
    }
    expect([few, spread, shipped].map((one) => one.isFailingIce(1000))).toEqual([false, false, false]);
  });
});

describe('load redistribution', () => {
  const bridge = (id: string, correctedStress: number) => {
    return { id, correctedStress, isOverloaded: correctedStress >= 0.8 };
  };

  it('relieves bridges from stress 0.9 on, each again after 3 minutes', () => {
    const redistributor = new LoadRedistributor(shippedRedistribution);
    const bridges = [bridge('calm', 0.1), bridge('busy', 0.85), bridge('full', 0.9), bridge('fuller', 1.2)];
    expect(redistributor.bridgesToRelieve(bridges, 0)).toEqual(['full', 'fuller']);
    expect(redistributor.bridgesToRelieve(bridges, 180_000)).toEqual([]);
    expect(redistributor.bridgesToRelieve(bridges, 180_001)).toEqual(['full', 'fuller']);
  });

  it('does nothing when there is no bridge to move anybody to', () => {
    const redistributor = new LoadRedistributor(shippedRedistribution);
    expect(redistributor.bridgesToRelieve([bridge('full', 0.95), bridge('busy', 0.8)], 0)).toEqual([]);
  });
});
