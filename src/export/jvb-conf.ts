/**
 * Load management, last-n and shutdown of a scenario's bridges as the part of `jvb.conf` that says it.
 * Source: jitsi/jitsi-videobridge@005d85e jvb/src/main/resources/reference.conf.
 */
import type { LastNSettings } from '../scenario/bridge-settings.ts';
import type { BridgePool, Scenario } from '../scenario/scenario.ts';
import type { ExportedText } from './export-target.ts';
import { type HoconBlock, hoconSeconds, hoconText } from './hocon.ts';

/** As shipped; what a scenario with the measure cpu-usage is simulated with. */
const cpuLoadThreshold = 0.9;

export function exportJvb({ deployment }: Scenario): ExportedText {
  const { bridges } = deployment;
  const { stress, lastN, selection, drainLimit } = bridges;
  const isGraceful = drainLimit.by === 'gracefulShutdownMaxSeconds' && Number.isFinite(drainLimit.seconds);
  const text = hoconText({
    videobridge: {
      cc: { 'jvb-last-n': lastN.jvbLastN },
      'ssrc-limit': { video: lastN.ssrcLimit },
      relay: { enabled: selection.relays },
      'load-management': {
        'reducer-enabled': lastN.reducer !== null,
        'load-measurements': { 'load-measurement': stress.measure, ...measurement(bridges) },
        ...reducers(lastN),
        'conference-last-n-limits':
          lastN.conferenceLimits.length === 0 ? undefined : Object.fromEntries(lastN.conferenceLimits),
        'average-participant-stress': selection.averageParticipantStress,
      },
      stats: { interval: hoconSeconds(stress.publishPeriodSeconds) },
      shutdown: {
        'graceful-shutdown-max-duration': isGraceful ? hoconSeconds(drainLimit.seconds) : undefined,
        'graceful-shutdown-min-participants': bridges.gracefulShutdownMinParticipants ?? 0,
        'shutting-down-delay': hoconSeconds(bridges.shuttingDownDelaySeconds ?? 0),
      },
    },
  });
  const notes: string[] = [];
  if (selection.relays) notes.push('relay.relay-id and relay.region differ from bridge to bridge: add them');
  if (!isGraceful && Number.isFinite(drainLimit.seconds)) {
    notes.push(
      `drains end after ${drainLimit.seconds} s by ${drainLimit.by}, which is set outside the bridge`,
    );
  }
  return { ok: true, text, notes };
}

/** The thresholds of the measure that is used. */
function measurement({ stress, model, lastN }: BridgePool): HoconBlock {
  const recovery = lastN.reducer?.recoveryThresholdRatio ?? null;
  const isPackets = stress.measure === 'packet-rate';
  const threshold = isPackets ? model.loadThresholdPps : cpuLoadThreshold;
  return {
    [stress.measure]: {
      'load-threshold': threshold,
      'recovery-threshold': recovery === null ? undefined : Number((threshold * recovery).toPrecision(12)),
    },
  };
}

function reducers({ reducer }: LastNSettings): HoconBlock {
  if (reducer === null) return {};
  return {
    'load-reducers': {
      'last-n': {
        'reduction-scale': reducer.reductionScale,
        'recover-scale': reducer.recoverScale,
        'impact-time': hoconSeconds(reducer.impactSeconds),
        'minimum-last-n-value': reducer.minLastN,
        'maximum-enforced-last-n-value': reducer.maxEnforcedLastN,
      },
    },
  };
}
