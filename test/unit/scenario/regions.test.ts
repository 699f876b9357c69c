/**
 * Goal: what a scenario says of regions and zones arrives as written, and what it says wrongly is named with its place.
 * Method: scenarios written out. Distances are those of the published table (IBM Cloud, August 2024: Frankfurt to
 * Washington 91 ms, to Tokyo 233 ms; us-east-1 and eu-central-1 lie in the former two).
 */
import { describe, expect, it } from 'vitest';
import { issuesOf, scenarioOf } from '../../support/study.ts';

const meetings = 'class: team-meeting, conferences: { peakPerHour: 60 }';

describe('regions of a scenario', () => {
  it('are none unless something names one', async () => {
    const { deployment } = await scenarioOf(`
name: One
demand: [{ ${meetings} }]
deployment: { region: here }
`);
    expect(deployment.region).toBe('here');
    expect(deployment.geography).toBeUndefined();
  });

  it('come from places, participants and groups, the own one first', async () => {
    const { deployment, demand } = await scenarioOf(`
name: Several
demand: [{ ${meetings}, regions: { tokyo: 0.25, eu-central-1: 0.75 }, homeRatio: 0.5 }]
deployment:
  latency: { pairs: [{ between: [us-east-1, tokyo], roundTripMs: 140 }] }
  bridges:
    selection: { localRegion: us-east-1, regionGroups: [[us-east-1, eu-central-1]] }
    places: [{ region: us-east-1, zone: a, count: 2 }, { region: us-east-1, zone: b, count: 1 }, { region: eu-central-1, count: 4 }]
`);
    expect(demand[0]!.regions).toEqual({
      shares: [
        { region: 'tokyo', share: 0.25 },
        { region: 'eu-central-1', share: 0.75 },
      ],
      homeRatio: 0.5,
    });
    expect(deployment.bridges.initialCount).toBe(7);
    expect(deployment.geography).toEqual({
      regions: ['us-east-1', 'eu-central-1', 'tokyo'],
      zones: [
        { name: 'a', region: 0 },
        { name: 'b', region: 0 },
        { name: 'eu-central-1', region: 1 },
      ],
      places: [
        { zone: 0, share: 2 },
        { zone: 1, share: 1 },
        { zone: 2, share: 4 },
      ],
      spread: 'balanced',
      regionGroups: [[0, 1]],
      localRegion: 0,
      roundTripMs: [
        [0, 91, 140],
        [91, 0, 233],
        [140, 233, 0],
      ],
    });
  });

  it('warn of participants without bridges near them and without a known distance', async () => {
    const { warnings } = await scenarioOf(`
name: Far
demand: [{ ${meetings}, regions: { moon: 0.1, frankfurt: 0.9 } }]
deployment: { region: frankfurt }
`);
    expect(warnings).toContain('participants are in region moon, where there are no bridges');
    expect(warnings.join('\n')).toMatch(/no round-trip time is known between moon and frankfurt/);
  });

  it.each([
    [`demand: [{ ${meetings}, regions: { a: 0.5, b: 0.4 } }]`, 'demand[0].regions', /add up to 0.9/],
    [`demand: [{ ${meetings}, homeRatio: 0.5 }]`, 'demand[0].homeRatio', /without regions/],
    [
      `demand: [{ ${meetings} }]\ndeployment: { bridges: { spread: balanced } }`,
      'deployment.bridges.spread',
      /without places/,
    ],
    [
      `demand: [{ ${meetings} }]\ndeployment: { bridges: { spread: round-robin, places: [{ zone: a, share: 2 }, { zone: b }] } }`,
      'deployment.bridges.spread',
      /in turn/,
    ],
    [
      `demand: [{ ${meetings} }]\ndeployment: { bridges: { places: [{ zone: a, count: 2 }, { zone: b }] } }`,
      'deployment.bridges.places[1]',
      /gives no count/,
    ],
    [
      `demand: [{ ${meetings} }]\ndeployment: { bridges: { initialCount: 5, places: [{ zone: a, count: 2 }] } }`,
      'deployment.bridges.initialCount',
      /add up to \(2\)/,
    ],
    [
      `demand: [{ ${meetings} }]\ndeployment: { bridges: { places: [{ zone: a }, { zone: a }] } }`,
      'deployment.bridges.places[1]',
      /same zone/,
    ],
    [
      `demand: [{ ${meetings} }]\ndeployment: { region: eu, bridges: { places: [{ region: eu }], selection: { localRegion: ue } } }`,
      'deployment.bridges.selection.localRegion',
      /neither bridges, shards nor participants/,
    ],
    [
      `demand: [{ ${meetings} }]\ndeployment: { latency: { pairs: [] } }`,
      'deployment.latency',
      /there is only one/,
    ],
  ])('%s is wrong at %s', async (written, path, problem) => {
    const issues = await issuesOf(`name: Wrong\n${written}\n`);
    expect(issues).toMatch(/has 1 problem\b/);
    expect(issues).toContain(path);
    expect(issues).toMatch(problem);
  });
});
