// Goal: bridges are where their shares say, at the beginning and after scaling.
// Method: shares 3, 2, 1 worked out by hand; counts reached exactly when their sum is there (the quota method).
import { describe, expect, it } from 'vitest';
import { BridgeSites } from '../../../src/jitsi/bridge-sites.ts';
import type { Geography, SpreadRule } from '../../../src/jitsi/geography.ts';
import { unknownRegion } from '../../../src/jitsi/jicofo/selection-policy.ts';
import { BridgePlacement } from '../../../src/simulation/bridge-placement.ts';

function placement(shares: readonly number[], spread: SpreadRule = 'balanced'): BridgePlacement {
  const geography: Geography = {
    regions: ['eu'],
    zones: shares.map((_, zone) => ({ name: String(zone), region: 0 })),
    places: shares.map((share, zone) => ({ zone, share })),
    spread,
    regionGroups: [],
    localRegion: unknownRegion,
    roundTripMs: [[0]],
  };
  return new BridgePlacement(geography, new BridgeSites());
}

function launch(places: BridgePlacement, from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const zone = places.inOrder()[0]!;
    places.placed(from + i, zone);
    return zone;
  });
}

describe('balanced places', () => {
  it('have their counts when all are there', () => {
    // Lacks of the six launches by hand: (.5 .33 .17) 0; (0 .67 .33) 1; (.5 0 .5) 0; (0 .33 .67) 2; (.5 .67 -.17) 1; 0.
    expect(launch(placement([3, 2, 1]), 0, 6)).toEqual([0, 1, 0, 2, 1, 0]);
  });

  it('get back first what they lost', () => {
    const places = placement([1, 1]);
    expect(launch(places, 0, 4)).toEqual([0, 1, 0, 1]);
    places.gone(1);
    places.gone(3);
    expect(launch(places, 4, 2)).toEqual([1, 1]);
  });
});

describe('places in turn', () => {
  it('take no notice of what is gone', () => {
    const places = placement([1, 1], 'round-robin');
    expect(launch(places, 0, 3)).toEqual([0, 1, 0]);
    places.gone(1);
    expect(launch(places, 3, 2)).toEqual([1, 0]);
  });
});
