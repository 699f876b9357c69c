/**
 * How Jibris, Jicofo's dealings with them, and those who press the button behave. Ratios are probabilities of one start
 * request or one recording.
 */
import type { Distribution } from '../engine/random/distribution.ts';

export interface JibriSettings {
  /** Jibris that Jicofo asks after the first one (`num-retries`); -1 for no limit. */
  readonly retriesMax: number;
  /** Jicofo does not pick a Jibri again within this time. */
  readonly selectTimeoutSeconds: number;
  /** Jicofo does not pick a Jibri that failed within this time. */
  readonly failureTimeoutSeconds: number;
  /** Jicofo waits this long for the answer to a start request. */
  readonly requestTimeoutSeconds: number;
  /** A Jibri that accepted and does not record within this time is told to stop (`pending-timeout`). */
  readonly pendingTimeoutSeconds: number;
  /** A Jibri that is alone in its call for so long stops (`empty-call-timeout`). */
  readonly emptyCallSeconds: number;
  readonly start: JibriStart;
  readonly upload: RecordingUpload;
  /** A Jibri serves one recording and restarts; null to serve one after the other. */
  readonly singleUse: SingleUse | null;
  readonly health: JibriHealth;
  /** What users do who could not record; null to do without. */
  readonly userRetries: UserRetries | null;
}

export interface JibriStart {
  /** From the accepted request until it records. */
  readonly seconds: Distribution;
  /** The Jibri answers with an error; or not at all. */
  readonly errorRatio: number;
  readonly noAnswerRatio: number;
  /** It accepts, gives up after the time above and asks for another one; or never records and says nothing. */
  readonly abortRatio: number;
  readonly hangRatio: number;
}

export interface RecordingUpload {
  /** Size of an hour of a file. */
  readonly gigabytesPerHour: number;
  /** null when uploading takes no time beyond the finalising. */
  readonly megabitsPerSecond: number | null;
}

export interface SingleUse {
  /** How often a Jibri looks whether it has expired. */
  readonly checkPeriodSeconds: number;
  /** From there until it serves again. */
  readonly rebootSeconds: Distribution;
}

export interface JibriHealth {
  /** The Jibri is unhealthy after the recording and takes no other. */
  readonly unhealthyRatio: number;
  /** Until somebody restarts it; null for never. */
  readonly repairSeconds: number | null;
}

export interface UserRetries {
  readonly everySeconds: Distribution;
  /** Requests after the first one. */
  readonly attemptsMax: number;
}

/** What the demand says of its recordings. */
export interface RecordingHabits {
  /** Share of the recordings that are live streams: nothing to finalise or to upload. */
  readonly streamingRatio: number;
  /** The recording ends after this time if the conference lasts longer; null for the whole conference. */
  readonly durationMinutes: Distribution | null;
}

/**
 * Source: jitsi/jicofo@7ebb13d reference.conf (num-retries, pending-timeout), JibriDetector.kt (SELECT_TIMEOUT,
 * FAILURE_TIMEOUT), jitsi/jibri@62369d5 reference.conf (single-use-mode false). No rate of failures and no time of
 * starting is published: they are assumed never and none.
 */
export const shippedJibri: Omit<JibriSettings, 'upload'> = {
  retriesMax: 5,
  selectTimeoutSeconds: 0.2,
  failureTimeoutSeconds: 60,
  requestTimeoutSeconds: 15,
  pendingTimeoutSeconds: 90,
  // jitsi/jibri@62369d5 reference.conf:181-198.
  emptyCallSeconds: 30,
  start: {
    seconds: { kind: 'constant', value: 0 },
    errorRatio: 0,
    noAnswerRatio: 0,
    abortRatio: 0,
    hangRatio: 0,
  },
  singleUse: null,
  health: { unhealthyRatio: 0, repairSeconds: null },
  userRetries: null,
};

/**
 * The check is a job of cron at every full minute (jitsi/infra-configuration@b042dd7 ansible/roles/jibri-java,
 * jibri-health-oracle.j2). Assumption: a reboot takes a minute; none is published.
 */
export const productionSingleUse: SingleUse = {
  checkPeriodSeconds: 60,
  rebootSeconds: { kind: 'constant', value: 60 },
};

export const jibriPresetNames = ['shipped-default', '8x8-production'] as const;
export type JibriPresetName = (typeof jibriPresetNames)[number];

/** Settings by who runs them; 8x8 differs in `single-use-mode` (jibri-java defaults). */
export const jibriPresets: Readonly<Record<JibriPresetName, Omit<JibriSettings, 'upload'>>> = {
  'shipped-default': shippedJibri,
  '8x8-production': { ...shippedJibri, singleUse: productionSingleUse },
};
