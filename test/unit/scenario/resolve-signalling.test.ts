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

  it('warns that several shards without signalling change nothing', async () => {
    const { warnings } = await scenarioOf(shards('count: 4'));
    expect(warnings.join('\n')).toContain('4 shards make no difference without a signalling model');
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
  ])('%s is told', async (text, expected) => {
    expect(await issuesOf(shards(text))).toMatch(expected);
  });
});
