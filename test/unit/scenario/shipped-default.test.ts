/**
 * Goal: a default that nobody measured is told whenever it is used, and only then; a scenario that gives the value itself
 * assumes nothing.
 * Method: scenarios that leave a key to jitsim and such as write it, with the values that the reference documents.
 */
import { expect, it } from 'vitest';
import { unlimitedCloud } from '../../../src/cloud/cloud-settings.ts';
import { registry, scenarioOf } from '../../support/study.ts';

const yaml = ({ starts = '', deployment = '' }): string => `
name: defaults
horizon: { start: 2026-11-23T08:00, hours: 1 }
demand:
  - class: team-meeting
    conferences: { curve: flat, peakPerHour: 20${starts} }
deployment:
  bridges: { initialCount: 1 }
${deployment}
scaling: { bridges: { policy: static, count: 1 }${deployment.includes('jibris') ? ', jibris: { policy: static, count: 1 }' : ''} }
`;

const assumed = 'models/defaults/shipped assumes ';

async function told(parts: Parameters<typeof yaml>[0]) {
  const scenario = await scenarioOf(yaml(parts));
  return { scenario, told: scenario.warnings.filter((warning) => warning.startsWith(assumed)) };
}

it('says nothing where none is used', async () => {
  expect((await told({})).told).toEqual([]);
  expect((await told({ deployment: '  cloud: { zones: [a, b] }' })).told).toEqual([]);
});

it('the share of starts on the marks is 0.6', async () => {
  const left = await told({ starts: ', alignTo: hour' });
  expect(left.told).toEqual([`${assumed}alignedRatio: nobody has measured it`]);
  expect(left.scenario.demand[0]).toMatchObject({ alignment: { ratio: 0.6 } });
  const given = await told({ starts: ', alignTo: hour, alignedRatio: 0.6' });
  expect(given.told).toEqual([]);
  expect(given.scenario.demand).toEqual(left.scenario.demand);
});

it('a recording is finalised for 30 s', async () => {
  const left = await told({ deployment: '  jibris: { initialCount: 1 }' });
  expect(left.told).toEqual([`${assumed}finaliseSeconds: nobody has measured it`]);
  expect(left.scenario.deployment.jibris?.finaliseSeconds).toEqual({ kind: 'constant', value: 30 });
  const given = await told({ deployment: '  jibris: { initialCount: 1, finaliseSeconds: 30 }' });
  expect(given.told).toEqual([]);
});

it('a cloud that refuses is asked again after 60 s, and takes 5 requests at once', async () => {
  const left = await told({ deployment: '  cloud: { api: { requestsPerSecond: 1 } }' });
  expect(left.told).toEqual([`${assumed}retrySeconds, burstRequests: nobody has measured it`]);
  expect(left.scenario.deployment.cloud).toMatchObject({ retrySeconds: 60, api: { burstRequests: 5 } });
  const given = await told({
    deployment: '  cloud: { retrySeconds: 60, api: { requestsPerSecond: 1, burstRequests: 5 } }',
  });
  expect(given.told).toEqual([]);
  expect(given.scenario.deployment.cloud).toEqual(left.scenario.deployment.cloud);
});

it('a cloud without limits is asked again as often', () => {
  expect(unlimitedCloud.retrySeconds).toBe(
    registry.get('defaults', 'shipped')?.parameters.retrySeconds?.value,
  );
});
