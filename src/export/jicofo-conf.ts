/**
 * Bridge selection of a scenario as the part of `jicofo.conf` that says it.
 * Source: jitsi/jicofo@00e73cc jicofo-selector/src/main/resources/reference.conf; the limit per interval is newer (its pull
 * request 1298).
 */
import type { PlainStrategy } from '../jitsi/jicofo/selection-policy.ts';
import type { Scenario, SelectionOptions } from '../scenario/scenario.ts';
import type { ExportedText } from './export-target.ts';
import { type HoconBlock, hoconSeconds, hoconText } from './hocon.ts';

const strategyClasses: Readonly<Record<PlainStrategy, string>> = {
  single: 'SingleBridgeSelectionStrategy',
  'region-based': 'RegionBasedBridgeSelectionStrategy',
  'intra-region': 'IntraRegionBridgeSelectionStrategy',
  split: 'SplitBridgeSelectionStrategy',
};

export function exportJicofo({ deployment }: Scenario): ExportedText {
  const { selection } = deployment.bridges;
  const hasGeography = deployment.geography !== undefined;
  const text = hoconText({
    jicofo: {
      bridge: {
        'selection-strategy': strategyClasses[selection.strategy],
        'max-bridge-participants': selection.maxBridgeParticipants,
        'max-bridge-participants-per-interval':
          selection.maxBridgeParticipantsPerInterval < 0
            ? undefined
            : selection.maxBridgeParticipantsPerInterval,
        'max-bridge-participants-interval':
          selection.maxBridgeParticipantsPerInterval < 0
            ? undefined
            : hoconSeconds(selection.maxBridgeParticipantsIntervalSeconds),
        'average-participant-stress': selection.averageParticipantStress,
        'participant-rampup-interval': hoconSeconds(selection.participantRampupIntervalSeconds),
        'stress-threshold': selection.stressThreshold,
        ...healthChecks(selection),
        'ice-failure-detection': iceFailureDetection(selection),
        'load-redistribution': redistribution(selection),
      },
      octo: {
        enabled: selection.relays,
        'allow-mixed-versions': deployment.bridges.versions?.allowsMixedVersions === true ? true : undefined,
      },
    },
  });
  const notes = [
    'bridges report their own average-participant-stress, which counts before this one: see --for jvb',
    ...(selection.relays ? ['relays must be enabled in jvb.conf too: see --for jvb'] : []),
    ...(hasGeography ? ['local-region and region-groups differ from shard to shard and are left out'] : []),
  ];
  return { ok: true, text, notes };
}

/** Not given: as shipped. */
function healthChecks({ healthChecks }: SelectionOptions): HoconBlock {
  if (healthChecks === undefined) return {};
  if (healthChecks === null) return { 'health-checks': { enabled: false } };
  if (healthChecks.usePresence === true) return { 'health-checks': { enabled: true, 'use-presence': true } };
  return {
    'failure-reset-threshold': hoconSeconds(healthChecks.failureResetSeconds),
    'health-checks': {
      enabled: true,
      interval: hoconSeconds(healthChecks.intervalSeconds),
      'retry-delay': hoconSeconds(healthChecks.retrySeconds),
    },
  };
}

function iceFailureDetection({ iceFailureDetection }: SelectionOptions): HoconBlock {
  if (iceFailureDetection === undefined) return { enabled: false };
  return {
    enabled: true,
    interval: hoconSeconds(iceFailureDetection.intervalSeconds),
    'min-endpoints': iceFailureDetection.minEndpoints,
    threshold: iceFailureDetection.thresholdRatio,
    timeout: hoconSeconds(iceFailureDetection.timeoutSeconds),
  };
}

function redistribution({ redistribution }: SelectionOptions): HoconBlock {
  if (redistribution === undefined) return { enabled: false };
  return {
    enabled: true,
    interval: hoconSeconds(redistribution.intervalSeconds),
    'stress-threshold': redistribution.stressThreshold,
    timeout: hoconSeconds(redistribution.timeoutSeconds),
    endpoints: redistribution.endpoints,
  };
}
