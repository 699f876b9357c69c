/**
 * Settings of a bridge as Jitsi ships it and as Jitsi runs it.
 */
import type { StressMeasure } from '../bridge-capacity.ts';
import { noLimit } from './last-n-limits.ts';

export interface BridgeSettings {
  readonly measure: StressMeasure;
  /** Packet rate at which packet-rate stress is 1, packets per second. */
  readonly loadThresholdPps: number;
  /** Stress that a bridge tells Jicofo to expect of a participant. */
  readonly averageParticipantStress: number;
  readonly jvbLastN: number;
  /** Longest graceful shutdown, seconds. */
  readonly gracefulShutdownMaxSeconds: number;
}

/** Kinds of machines that 8x8 sets different thresholds for: shapes of Oracle's cloud. */
export const bridgeShapes = ['a1-flex', 'a2-flex', 'e3-flex', 'e4-flex', 'other'] as const;
export type BridgeShape = (typeof bridgeShapes)[number];

/** jitsi-videobridge a29d97d jvb/src/main/resources/reference.conf:194-213 and 240-244, 74, 405-416. */
const shippedDefault: BridgeSettings = {
  measure: 'cpu-usage',
  loadThresholdPps: 50_000,
  averageParticipantStress: 0.01,
  jvbLastN: noLimit,
  gracefulShutdownMaxSeconds: 24 * 3600,
};

/** jitsi/infra-configuration b042dd7 ansible/roles/jitsi-videobridge/defaults/main.yml:11-18, 80-87. */
const shapes: Readonly<
  Record<BridgeShape, Pick<BridgeSettings, 'loadThresholdPps' | 'averageParticipantStress'>>
> = {
  'a1-flex': { loadThresholdPps: 85_000, averageParticipantStress: 0.005 },
  'a2-flex': { loadThresholdPps: 100_000, averageParticipantStress: 0.004 },
  'e3-flex': { loadThresholdPps: 81_250, averageParticipantStress: 0.005 },
  'e4-flex': { loadThresholdPps: 100_000, averageParticipantStress: 0.004 },
  other: { loadThresholdPps: 50_000, averageParticipantStress: 0.01 },
};

export const bridgePresetNames = ['shipped-default', '8x8-production'] as const;
export type BridgePresetName = (typeof bridgePresetNames)[number];

/** The settings of a preset; the shape of the machine matters only for 8x8's. Same source, lines 60, 79 and 212. */
export function bridgePreset(name: BridgePresetName, shape: BridgeShape): BridgeSettings {
  switch (name) {
    case 'shipped-default':
      return shippedDefault;
    case '8x8-production':
      return { measure: 'cpu-usage', ...shapes[shape], jvbLastN: 25, gracefulShutdownMaxSeconds: 3600 };
  }
}
