/**
 * Goal: a scenario gets Jicofo's settings as shipped, as at 8x8, or as it says.
 * Method: values of jitsi/jicofo@7ebb13d jicofo-selector/src/main/resources/reference.conf and of
 * jitsi/infra-configuration, role jicofo, written out.
 */
import { expect, test } from 'vitest';
import { scenarioOf } from '../../support/study.ts';

async function selectionOf(written: string) {
  const { deployment } = await scenarioOf(`
name: Presets
demand: [{ class: team-meeting, conferences: { peakPerHour: 60 } }]
deployment: { bridges: { selection: ${written} } }
`);
  return deployment.bridges.selection;
}

const shipped = {
  strategy: 'single',
  relays: false,
  stressThreshold: 0.8,
  averageParticipantStress: 0.01,
  participantRampupIntervalSeconds: 20,
  maxBridgeParticipants: 80,
  maxBridgeParticipantsPerInterval: -1,
  maxBridgeParticipantsIntervalSeconds: 60,
  // jicofo-common/src/main/resources/reference.conf:18-39; 8x8's configuration does not touch it.
  conferenceStart: { minParticipants: 2, initialTimeoutSeconds: 15, singleParticipantTimeoutSeconds: 20 },
};

test('shipped-default is what Jicofo does when nothing is configured', async () => {
  expect(await selectionOf('{ preset: shipped-default }')).toEqual(shipped);
});

test('8x8-production splits conferences, at most 30 participants a minute and bridge', async () => {
  expect(await selectionOf('{ preset: 8x8-production }')).toEqual({
    ...shipped,
    strategy: 'region-based',
    relays: true,
    averageParticipantStress: 0.005,
    maxBridgeParticipantsPerInterval: 30,
    // On there, with the values of reference.conf: every minute, from 0.9 on, ten endpoints, then three minutes' rest.
    redistribution: { endpoints: 10, intervalSeconds: 60, stressThreshold: 0.9, timeoutSeconds: 180 },
    // On there with values of the role (jicofo_ice_failure_detection_*); the time-out is upstream's.
    iceFailureDetection: {
      isEnabled: true,
      intervalSeconds: 60,
      minEndpoints: 40,
      thresholdRatio: 0.1,
      timeoutSeconds: 600,
    },
  });
});

test('a key beside a preset wins', async () => {
  const selection = await selectionOf('{ preset: 8x8-production, maxBridgeParticipantsPerInterval: -1 }');
  expect(selection).toMatchObject({ maxBridgeParticipantsPerInterval: -1, averageParticipantStress: 0.005 });
});

test.each(['single', 'region-based', 'intra-region', 'split'])(
  'strategy %s can be asked for',
  async (strategy) => {
    expect(await selectionOf(`{ strategy: ${strategy} }`)).toMatchObject({ strategy, relays: true });
  },
);

test('conferences start with their second participant with a preset, or where asked to', async () => {
  expect(await selectionOf('{ strategy: single }')).not.toHaveProperty('conferenceStart');
  expect(await selectionOf('{ conferenceStart: true }')).toMatchObject({
    conferenceStart: { minParticipants: 2, singleParticipantTimeoutSeconds: 20 },
  });
  expect(await selectionOf('{ conferenceStart: { minParticipants: 3 } }')).toMatchObject({
    conferenceStart: { minParticipants: 3, singleParticipantTimeoutSeconds: 20 },
  });
  expect(await selectionOf('{ preset: 8x8-production, conferenceStart: false }')).not.toHaveProperty(
    'conferenceStart',
  );
});
