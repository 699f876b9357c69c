/** The usage of a run, gathered from its parts. */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Conferences } from './conferences.ts';
import type { JibriOperations } from './jibri-operations.ts';
import { recordingUsage } from './jibris/recording-counts.ts';
import type { UsageRow } from './rows.ts';
import { usageRows } from './run-usage.ts';

export function usageOfRun(
  scenario: Scenario,
  parts: {
    readonly fleet: BridgeFleet;
    readonly conferences: Conferences;
    readonly jibris: JibriOperations;
  },
): readonly UsageRow[] {
  const { fleet, conferences, jibris } = parts;
  return usageRows({
    scenario,
    traffic: fleet.traffic,
    activity: conferences.activity,
    conferences: conferences.conferences,
    participantsPeak: conferences.participantsPeak,
    participantMs: fleet.participantMs,
    ...recordingUsage(jibris.recordings.counts),
  });
}
