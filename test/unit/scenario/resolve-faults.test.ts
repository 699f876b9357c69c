/**
 * Goal: faults as written reach the simulation with the documented defaults, and mistakes are told with their place.
 * Method: small scenarios against the repository's models; expected values are those of the documentation.
 */
import { describe, expect, it } from 'vitest';
import { issuesOf, scenarioOf } from '../../support/study.ts';

const base = `name: t
horizon: { start: 2026-11-23T08:00, hours: 4 }
demand: [{ name: meetings, class: team-meeting, conferences: { peakPerHour: 10 } }]
`;
const withSignalling = 'deployment: { shards: { signalling: openfun-shard, count: 2 } }\n';
const faults = (text: string, deployment = ''): string => `${base}${deployment}faults: [${text}]`;

describe('faults', () => {
  it('are none unless the scenario says so', async () => {
    expect((await scenarioOf(base)).faults).toEqual([]);
  });

  it('happen at a time of the clock, or at a rate', async () => {
    const resolved = await scenarioOf(
      faults(
        '{ kind: bridge-crash, at: 09:12 }, { kind: bridge-crash, perDay: 4 }, { kind: bridge-crash, meanHoursBetween: 2 }',
      ),
    );
    expect(resolved.faults.map(({ name, timing }) => [name, timing])).toEqual([
      ['bridge-crash', { kind: 'at', atMs: 72 * 60_000 }],
      ['bridge-crash 2', { kind: 'rate', meanTimeBetweenMs: 6 * 3_600_000 }],
      ['bridge-crash 3', { kind: 'rate', meanTimeBetweenMs: 2 * 3_600_000 }],
    ]);
  });

  it('have the documented defaults', async () => {
    const { faults: resolved } = await scenarioOf(
      faults(
        [
          '{ kind: bridge-crash, at: 09:00 }',
          '{ kind: jicofo-restart, at: 09:00 }',
          '{ kind: prosody-kill, at: 09:00 }',
          '{ kind: front-loss, at: 09:00, shard: 1 }',
          '{ kind: reconnect-storm, at: 09:00 }',
          '{ kind: churn, at: 09:00 }',
          '{ kind: join-burst, at: 09:00, participants: 80, demand: meetings }',
          '{ kind: drain-failure, at: 09:00 }',
          '{ kind: bridge-drain, at: 09:00 }',
        ].join(', '),
        withSignalling,
      ),
    );
    const timing = { kind: 'at', atMs: 3_600_000 };
    expect(resolved).toEqual([
      {
        kind: 'bridge-crash',
        name: 'bridge-crash',
        timing,
        count: 1,
        pick: 'random',
        loss: 'process',
        restartSeconds: null,
      },
      { kind: 'jicofo-restart', name: 'jicofo-restart', timing, absenceSeconds: 10 },
      { kind: 'prosody-kill', name: 'prosody-kill', timing, shard: null },
      { kind: 'front-loss', name: 'front-loss', timing, shard: 1, pods: null, outageSeconds: null },
      { kind: 'reconnect-storm', name: 'reconnect-storm', timing, ratio: 1 },
      { kind: 'churn', name: 'churn', timing, ratio: 0.2, cycles: 10, periodSeconds: 30, awaySeconds: 5 },
      {
        kind: 'join-burst',
        name: 'join-burst',
        timing,
        conferences: 1,
        participants: 80,
        withinSeconds: 30,
        stayMinutes: 60,
        demandIndex: 0,
      },
      { kind: 'drain-failure', name: 'drain-failure', timing, durationSeconds: 86_400 },
      {
        kind: 'bridge-drain',
        name: 'bridge-drain',
        timing,
        durationSeconds: 3600,
        ratio: 1,
        zone: null,
        version: null,
      },
    ]);
  });

  it('can differ between variants, which replace the list', async () => {
    const { faults: resolved } = await scenarioOf(
      `${base}faults: [{ kind: churn, at: 09:00 }]\nvariants: [{ name: calm, set: { faults: [] } }, { name: rough }]`,
    );
    expect(resolved).toEqual([]);
  });

  it.each([
    ['{ kind: bridge-crash }', /faults\[0\] {2}says nothing of when it happens/],
    ['{ kind: bridge-crash, at: 09:00, perDay: 2 }', /faults\[0\] {2}has at and perDay at once/],
    ['{ kind: bridge-crash, at: 07:00 }', /faults\[0\]\.at {2}lies outside the horizon/],
    ['{ kind: bridge-crash, at: noon }', /faults\[0\]\.at {2}must be a clock time/],
    ['{ kind: bridge-crash, at: 12:00 }', /faults\[0\]\.at {2}is the end of the horizon/],
    ['{ kind: bridge-crush, at: 09:00 }', /did you mean bridge-crash\?/],
    ['{ kind: bridge-crash, at: 09:00, count: 0 }', /faults\[0\]\.count {2}must be at least 1/],
    ['{ kind: bridge-crash, at: 09:00, cuont: 2 }', /did you mean count\?/],
    ['{ kind: bridge-crash, perDay: 0 }', /perDay {2}must be above 0/],
    ['{ kind: prosody-kill, at: 09:00 }', /faults\[0\]\.kind {2}prosody-kill needs signalling/],
    ['{ kind: jibri-hang, at: 09:00 }', /jibri-hang needs Jibris/],
    ['{ kind: join-burst, at: 09:00, participants: 5, demand: meeting }', /did you mean meetings\?/],
    ['{ kind: reconnect-storm, at: 09:00, ratio: 2 }', /ratio {2}must be at most 1/],
    [
      '{ kind: prosody-kill, at: 09:00, shard: al }',
      /shard {2}must be a number or all.*\n *did you mean all\?/,
    ],
    ['{ kind: bridge-drain, at: 09:00, zone: b }', /faults\[0\]\.zone {2}is no zone of the deployment/],
    [
      '{ kind: bridge-drain, at: 09:00, version: b }',
      /version {2}is no version of the bridges.*\n *write versions/,
    ],
    ['{ kind: bridge-drain, at: 09:00, durationSeconds: 0 }', /durationSeconds {2}must be above 0/],
  ])('%s is told', async (text, expected) => {
    expect(await issuesOf(faults(text))).toMatch(expected);
  });

  it('must meet a visitor node that there is', async () => {
    const shards = 'shards: { signalling: openfun-shard }';
    const nodes = (
      text: string,
      deployment = `deployment: { ${shards}, visitors: { nodes: 2 } }\n`,
    ): string => faults(`{ kind: visitor-node-kill, at: 09:00${text} }`, deployment);
    expect((await scenarioOf(nodes(''))).faults).toMatchObject([{ kind: 'visitor-node-kill', node: null }]);
    expect((await scenarioOf(nodes(', node: 1'))).faults).toMatchObject([{ node: 1 }]);
    expect(await issuesOf(nodes(', node: 2'))).toMatch(
      /node {2}must be below the number of visitor nodes \(2\)/,
    );
    expect(await issuesOf(nodes('', `deployment: { ${shards} }\n`))).toMatch(/needs visitor nodes/);
    expect(await issuesOf(nodes('', 'deployment: { visitors: { nodes: 2 } }\n'))).toMatch(/needs signalling/);
  });

  it('name a version of the bridges', async () => {
    const versions =
      '{ bridges: { versions: [{ version: "2.3", weight: 1 }, { version: "2.4", weight: 1 }] } }';
    const drain = (version: string): string =>
      faults(`{ kind: bridge-drain, at: 09:00, version: "${version}" }`, `deployment: ${versions}\n`);
    expect((await scenarioOf(drain('2.4'))).faults).toMatchObject([{ kind: 'bridge-drain', version: 1 }]);
    expect(await issuesOf(drain('2.5'))).toMatch(/faults\[0\]\.version {2}is no version of the bridges/);
  });

  it('must meet a shard and pods that there are', async () => {
    const issues = await issuesOf(
      faults(
        '{ kind: prosody-kill, at: 09:00, shard: 2 }, { kind: front-loss, at: 09:00, pods: 3 }',
        withSignalling,
      ),
    );
    expect(issues).toMatch(/faults\[0\]\.shard {2}must be below the number of shards \(2\)/);
    expect(issues).toMatch(/faults\[1\]\.pods {2}must be at most the front pods of a shard \(2\)/);
  });
});
