/**
 * Goal: what a scenario says of its shards reaches the simulation, and mistakes are told with their place.
 * Method: small scenarios against the repository's models; values of `models/signalling/openfun-shard.yaml`.
 */
import { describe, expect, it } from 'vitest';
import { issuesOf, scenarioOf } from '../../support/study.ts';

const base = 'name: t\ndemand: [{ class: team-meeting, conferences: { peakPerHour: 10 } }]\n';
const shards = (text: string): string => `${base}deployment: { shards: { ${text} } }`;

describe('deployment.shards', () => {
  it('is one shard without signalling unless it says so', async () => {
    const { deployment, modelsUsed } = await scenarioOf(base);
    expect(deployment).toMatchObject({ shardCount: 1, signalling: null });
    expect(modelsUsed.some(({ model }) => model.startsWith('signalling/'))).toBe(false);
  });

  it('takes the model with its settings, and cites what it takes', async () => {
    const { deployment, modelsUsed } = await scenarioOf(shards('count: 3, signalling: openfun-shard'));
    expect(deployment.shardCount).toBe(3);
    expect(deployment.signalling).toMatchObject({
      name: 'openfun-shard',
      frontPods: 2,
      frontWorkersPerPod: 4,
      frontWorkerConnections: 768,
      frontSocketsPerParticipant: 3.85,
      resumeTriesMax: null,
      frontRestartSeconds: { kind: 'uniform', low: 2, high: 5 },
    });
    const cited = modelsUsed.filter(({ model }) => model === 'signalling/openfun-shard');
    expect(cited.map(({ parameter }) => parameter)).toContain('frontWorkerConnections');
  });

  it('replaces connections and pods by keys of their own, and any parameter of the model', async () => {
    const { deployment, modelsUsed } = await scenarioOf(
      shards(
        'signalling: { from: openfun-shard, focusMissingSeconds: 1140 }, workerConnections: 2048, frontPods: 3',
      ),
    );
    expect(deployment.signalling).toMatchObject({
      frontWorkerConnections: 2048,
      frontPods: 3,
      focusMissingSeconds: { kind: 'constant', value: 1140 },
    });
    const cited = modelsUsed.filter(({ model }) => model === 'signalling/openfun-shard');
    expect(cited.map(({ parameter }) => parameter)).not.toContain('frontWorkerConnections');
  });

  it('has no ceiling of sockets when that is asked for', async () => {
    const { deployment } = await scenarioOf(
      shards('signalling: openfun-shard, workerConnections: unlimited'),
    );
    expect(deployment.signalling?.frontWorkerConnections).toBeNull();
  });

  it('takes clients of today instead of those of the model, and what is given beside them', async () => {
    const current = await scenarioOf(shards('signalling: openfun-shard, clients: current'));
    // lib-jitsi-meet 01daa07c: three tries; 120 s between requests at most.
    expect(current.deployment.signalling).toMatchObject({ resumeTriesMax: 3, focusRetryMaxSeconds: 120 });
    const given = 'signalling: { from: openfun-shard, resumeTriesMax: 5 }, clients: current';
    const both = await scenarioOf(shards(given));
    expect(both.deployment.signalling).toMatchObject({ resumeTriesMax: 5, focusRetryMaxSeconds: 120 });
    expect(await issuesOf(shards('clients: current'))).toContain('deployment.shards.clients');
  });

  it('takes clients of both versions, and what is given beside them holds for both', async () => {
    const mixed = await scenarioOf(shards('signalling: openfun-shard, clients: { current: 0.7 }'));
    expect(mixed.deployment.signalling).toMatchObject({ resumeTriesMax: null, focusRetryMaxSeconds: 30 });
    expect(mixed.deployment.clients).toEqual({
      currentRatio: 0.7,
      current: { resumeTriesMax: 3, focusRetryMaxSeconds: 120 },
    });
    const given = 'signalling: { from: openfun-shard, resumeTriesMax: 5 }, clients: { current: 0.7 }';
    const both = await scenarioOf(shards(given));
    expect(both.deployment.signalling).toMatchObject({ resumeTriesMax: 5 });
    expect(both.deployment.clients?.current).toEqual({ focusRetryMaxSeconds: 120 });
    const pure = await scenarioOf(shards('signalling: openfun-shard, clients: current'));
    expect(pure.deployment.clients).toBeUndefined();
  });

  it('has a Jicofo for each shard and nothing else unless more is said', async () => {
    const { deployment } = await scenarioOf(shards('count: 4'));
    expect(deployment.shardCount).toBe(4);
    expect(deployment.shards).toBeUndefined();
  });

  it('puts HAProxy in front of shards, with the settings of 8x8 unless others are given', async () => {
    const written =
      'regions: [default, us], bridges: own, entry: { hashBalanceFactor: none, participantsMax: 5000 }, orders: [{ at: "09:30", shard: 1, order: drain }]';
    const { deployment } = await scenarioOf(shards(written));
    expect(deployment.shardCount).toBe(2);
    expect(deployment.geography?.regions).toEqual(['default', 'us']);
    // hcv-haproxy-configure: expire 5m, agent every 10 s; signal-sidecar: polls every 5 s, 30 s and 120 s of damping.
    expect(deployment.shards).toEqual({
      regions: [0, 1],
      hasOwnBridges: true,
      haproxy: {
        hashBalanceFactor: null,
        stickExpireSeconds: 300,
        agentCheckSeconds: 10,
        pollSeconds: 5,
        pollTimeoutSeconds: 3,
        healthDampeningSeconds: 30,
        drainGraceSeconds: 120,
        participantsMax: 5000,
      },
      orders: [{ atMs: 9.5 * 3_600_000, shard: 1, order: 'drain' }],
    });
  });

  it.each([
    ['count: 3, regions: [a, b]', 'deployment.shards.regions', /a region for each of the 3 shards/],
    ['orders: [{ at: "09:00", shard: 0, order: drain }]', 'deployment.shards.orders', /need HAProxy/],
    [
      'count: 2, entry: haproxy, orders: [{ at: "09:00", shard: 2, order: drain }]',
      'deployment.shards.orders[0].shard',
      /below the number of shards \(2\)/,
    ],
    ['entry: { stickExpire: 5 }', 'deployment.shards.entry.stickExpire', /did you mean stickExpireSeconds/],
  ])('finds %s wrong', async (written, path, problem) => {
    const issues = await issuesOf(shards(written));
    expect(issues).toContain(path);
    expect(issues).toMatch(problem);
  });

  it.each([
    ['signalling: openfun-shrad', /shards\.signalling {2}names a model that does not exist/],
    ['frontPods: 2', /shards\.frontPods {2}says something about signalling, which is not simulated/],
    ['signalling: openfun-shard, workerConnections: 0', /workerConnections/],
    ['signalling: openfun-shard, count: 0', /shards\.count {2}must be at least 1/],
    [
      'signalling: { from: openfun-shard, pageLoadSeconds: [-5, 5] }',
      /shards\.signalling\.pageLoadSeconds {2}must not be negative/,
    ],
    ['signalling: { from: openfun-shard, reloadRatio: 2 }', /reloadRatio/],
    ['signalling: openfun-shard, clients: { current: 1.2 }', /clients\.current {2}must be at most 1/],
    ['signalling: openfun-shard, clients: { curent: 0.5 }', /did you mean current/],
    ['signalling: openfun-shard, clients: old', /clients {2}must be model, current or a mapping/],
    ['clients: { current: 0.5 }', /shards\.clients {2}says something about signalling/],
  ])('%s is told', async (text, expected) => {
    expect(await issuesOf(shards(text))).toMatch(expected);
  });
});
