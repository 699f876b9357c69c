/**
 * Builders of signalling models with round numbers: nothing costs anything and nothing ever fails, so that a test sets
 * what it is about.
 */
import type { SignallingModel } from '../../src/jitsi/signalling/signalling-model.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { aBridgePool, aCloud, aCurveDemand, aScenario } from './scenario.ts';

const none = { kind: 'constant', value: 0 } as const;

export function aSignallingModel(overrides: Partial<SignallingModel> = {}): SignallingModel {
  return {
    name: 'test',
    prosodyIdleCores: 0,
    prosodyIdlePerSquaredBridgeCores: 0,
    prosodyPerParticipantCores: 0,
    prosodyPerJoinCoreSeconds: 0,
    prosodyPerJoinAndOccupantCoreSeconds: 0,
    prosodyLeaveShareOfOccupantCost: 0,
    prosodyResumeCoreSeconds: 0,
    prosodyFailedAttemptCoreSeconds: 0,
    prosodyFocusRequestCoreSeconds: 0,
    prosodyMemoryBaseMib: 0,
    prosodyMemoryPerParticipantMib: 0,
    prosodyMemoryFlatFromParticipants: 1000,
    prosodyProbePeriodSeconds: 10,
    prosodyProbeTimeoutSeconds: 1,
    prosodyProbeFailuresMax: 3,
    prosodyReadinessPeriodSeconds: 10,
    prosodyReadinessTimeoutSeconds: 2,
    prosodyReadinessFailuresMax: null,
    prosodyReadinessDelaySeconds: 0,
    prosodyTerminationSeconds: none,
    prosodyStartSeconds: none,
    restartBackoffSeconds: 10,
    restartBackoffMaxSeconds: 300,
    restartBackoffResetSeconds: 600,
    focusMissingSeconds: none,
    frontPods: 2,
    frontWorkersPerPod: 4,
    frontWorkerConnections: null,
    frontPerParticipantCores: 0,
    frontSocketsPerParticipant: 4,
    frontSocketsPerPageLoad: 0,
    frontPageLoadSocketsSeconds: 65,
    frontSocketsFreedByRestartRatio: 0,
    frontProbePeriodSeconds: 10,
    frontProbeFailuresMax: 3,
    frontReadinessPeriodSeconds: 10,
    frontReadinessFailuresMax: null,
    frontRestartSeconds: none,
    reloadRatio: 0,
    resumeWaitLowSeconds: 1.5,
    resumeWaitBaseSeconds: 3,
    resumeWaitStepsMax: 3,
    resumeTriesMax: null,
    hibernationSeconds: 60,
    reloadOverlayMinSeconds: 10,
    reloadOverlaySpreadSeconds: 20,
    pageLoadSeconds: none,
    pingPeriodSeconds: 10,
    pingTimeoutSeconds: 5,
    pingFailuresMax: 2,
    focusRetryFirstSeconds: 1,
    focusRetryMaxSeconds: 30,
    endpointExpirySeconds: { kind: 'constant', value: 90 },
    giveUpAfterSeconds: null,
    jicofoCoresMax: 0,
    ...overrides,
  };
}

/** One conference that everybody joins within a minute from minute 10 on and leaves after two hours. */
export function aBurst(options: {
  readonly participants: number;
  readonly signalling: SignallingModel | null;
  readonly joinWithinSeconds?: number;
  readonly shardCount?: number;
  readonly conferences?: number;
  readonly hours?: number;
}): Scenario {
  const {
    participants,
    signalling,
    joinWithinSeconds = 60,
    shardCount = 1,
    conferences = 1,
    hours = 2,
  } = options;
  const { media, conferenceClass } = aCurveDemand(0, {
    size: { kind: 'constant', value: participants },
    joinOffsetSeconds: { kind: 'uniform', low: 0, high: joinWithinSeconds },
    durationMinutes: { kind: 'constant', value: 120 },
  });
  const pool = aBridgePool();
  return aScenario({
    hours,
    demand: [{ kind: 'burst', name: 'burst', startMs: 600_000, conferences, conferenceClass, media }],
    deployment: {
      region: 'test',
      shardCount,
      cloud: aCloud(),
      signalling,
      bridges: { ...pool, selection: { ...pool.selection, maxBridgeParticipants: -1 } },
      jibris: null,
    },
  });
}
