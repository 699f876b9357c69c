/**
 * Goal: visitor nodes as written reach the simulation with the documented defaults, and mistakes are told with their place.
 * Method: small scenarios against the repository's models; defaults of docs/background/visitors.md.
 */
import { describe, expect, it } from 'vitest';
import { issuesOf, scenarioOf } from '../../support/study.ts';

const written = (visitors: string, signalling = 'shards: { signalling: openfun-shard }, '): string =>
  `name: t\ndemand: [{ class: team-meeting, conferences: { peakPerHour: 10 } }]\ndeployment: { ${signalling}visitors: ${visitors} }`;

describe('deployment.visitors', () => {
  it('has the limits and probes of its preset, unless others are given', async () => {
    const found = async (visitors: string) => (await scenarioOf(written(visitors))).deployment.visitors;
    const shipped = { nodes: 2, participantsMax: 50, visitorsPerNodeMax: 500, hasProbes: true };
    expect(await found('{ nodes: 2 }')).toEqual(shipped);
    expect(await found('{ nodes: 2, preset: docker }')).toEqual({
      ...shipped,
      visitorsPerNodeMax: 250,
      hasProbes: false,
    });
    expect(await found('{ nodes: 2, preset: 8x8-production }')).toEqual({ ...shipped, hasProbes: false });
    expect(await found('{ nodes: 2, preset: 8x8-production, probes: true, maxParticipants: 30 }')).toEqual({
      ...shipped,
      participantsMax: 30,
    });
    expect(await found('{ nodes: 2, probes: false }')).toEqual({ ...shipped, hasProbes: false });
  });

  it.each([
    ['{ nodes: 2, probes: 3 }', /visitors\.probes {2}must be true or false/],
    ['{ nodes: 2, probe: true }', /did you mean probes\?/],
    ['{ maxParticipants: 30 }', /visitors\.nodes {2}is missing/],
  ])('%s is told', async (visitors, expected) => {
    expect(await issuesOf(written(visitors))).toMatch(expected);
  });

  it('says nothing of probes where signalling is not simulated', async () => {
    expect(await issuesOf(written('{ nodes: 2, probes: true }', ''))).toMatch(
      /visitors\.probes {2}says something about signalling/,
    );
    expect((await scenarioOf(written('{ nodes: 2 }', ''))).deployment.visitors?.nodes).toBe(2);
  });
});
