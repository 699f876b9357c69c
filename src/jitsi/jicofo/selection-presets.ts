/**
 * Bridge selection as Jitsi ships it and as Jitsi runs it.
 */
import type { PlainStrategy } from './selection-policy.ts';

/** Options of bridge selection as a scenario gives them; the names are Jicofo's in camel case. */
export interface SelectionSettings {
  readonly strategy: PlainStrategy;
  /** `octo.enabled`: whether a conference may use several bridges. */
  readonly relays: boolean;
  readonly stressThreshold: number;
  readonly averageParticipantStress: number;
  readonly participantRampupIntervalSeconds: number;
  readonly maxBridgeParticipants: number;
  readonly maxBridgeParticipantsPerInterval: number;
  readonly maxBridgeParticipantsIntervalSeconds: number;
}

/**
 * jicofo 7ebb13d jicofo-selector/src/main/resources/reference.conf (`jicofo.bridge`) and
 * jicofo-common/src/main/resources/reference.conf (`jicofo.octo`).
 */
const shippedDefault: SelectionSettings = {
  strategy: 'single',
  relays: false,
  stressThreshold: 0.8,
  averageParticipantStress: 0.01,
  participantRampupIntervalSeconds: 20,
  maxBridgeParticipants: 80,
  maxBridgeParticipantsPerInterval: -1,
  maxBridgeParticipantsIntervalSeconds: 60,
};

/**
 * jitsi/infra-configuration ansible/roles/jicofo: defaults/main.yml (0.005, 80, 0.8, relays) and
 * templates/jicofo.conf.j2 (strategy); the limit of 30 a minute since its pull request 942 of 2026-08-06. Where
 * visitors are on, 8x8 uses the visitor strategy with region-based for both kinds, which is the same without visitors.
 */
const production8x8: SelectionSettings = {
  ...shippedDefault,
  strategy: 'region-based',
  relays: true,
  averageParticipantStress: 0.005,
  maxBridgeParticipantsPerInterval: 30,
};

export const selectionPresets = {
  'shipped-default': shippedDefault,
  '8x8-production': production8x8,
} as const;
