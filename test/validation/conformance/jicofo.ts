/**
 * Runs the cases of jicofo: the choice of a bridge, bridge by bridge and step by step, and its configuration.
 */
import {
  candidateBridges,
  selectFromBridges,
  selectFromCandidates,
} from '../../../src/jitsi/jicofo/bridge-list-view.ts';
import { BridgeSelector } from '../../../src/jitsi/jicofo/bridge-selector.ts';
import { compareBridges } from '../../../src/jitsi/jicofo/bridge-state.ts';
import {
  regionGroup,
  regionMap,
  resolveSelectorConfig,
  type SelectorConfig,
} from '../../../src/jitsi/jicofo/selector-config.ts';
import { VersionPins } from '../../../src/jitsi/jicofo/version-pins.ts';
import { type Json, mismatch, runSteps } from './assertions.ts';
import {
  type CaseBridge,
  type CaseConferenceBridge,
  type CaseConfig,
  type CaseParticipant,
  type CaseStats,
  policyOf,
  presenceOf,
  Regions,
  recordOf,
  recordOptions,
  requestOf,
  type SelectInput,
  startMs,
  stateOf,
} from './jicofo-case.ts';
import {
  cascade,
  conferenceSessions,
  jibriDetector,
  jibriSession,
  loadRedistribution,
} from './jicofo-parts.ts';
import type { VectorRunner } from './runner.ts';

type Subject = (input: Json, expected: Json) => string | null;

const subjects: Readonly<Record<string, Subject>> = {
  'strategy-select': (input, expected) => select(input as unknown as SelectInput, expected, false),
  'selector-select': (input, expected) => select(input as unknown as SelectInput, expected, true),
  'bridge-compare': bridgeCompare,
  'selector-sequence': selectorSequence,
  config,
  'version-pins': versionPins,
  cascade,
  'conference-sessions': conferenceSessions,
  'load-redistribution': loadRedistribution,
  'jibri-detector': jibriDetector,
  'jibri-session': jibriSession,
};

export const jicofoRunner: VectorRunner = {
  name: 'jicofo',
  handles: (_file, { subject }) => typeof subject === 'string' && Object.hasOwn(subjects, subject),
  run(testCase) {
    const { subject, input, expected } = testCase as { subject: string; input: Json; expected: Json };
    return subjects[subject]!(input, expected);
  },
};

/** @param isWhole filter and order too; else the strategy on the bridges as they stand */
function select(input: SelectInput, expected: Json, isWhole: boolean): string | null {
  const regions = new Regions();
  const policy = policyOf(input.config, regions);
  const request = requestOf(input, regions);
  const candidates = isWhole ? candidateBridges(request, policy) : [...request.bridges.keys()];
  const bridge = isWhole
    ? selectFromBridges(request, policy)
    : selectFromCandidates(request, candidates, policy);
  const bridgeState = Object.fromEntries(
    input.bridges.map((one) => [one.id, observed(recordOf(one, input.config, regions), startMs)]),
  );
  return mismatch(expected, {
    selected: input.bridges[bridge]?.id ?? null,
    selectedCorrectedStress: request.bridges[bridge]?.correctedStress ?? null,
    candidates: candidates.map((candidate) => input.bridges[candidate]!.id),
    bridgeState,
  });
}

function observed(record: ReturnType<typeof recordOf>, nowMs: number): Json {
  const state = record.stateAt(nowMs);
  return {
    operational: state.isOperational,
    overloaded: record.isOverloaded(nowMs),
    correctedStress: state.correctedStress,
    draining: state.isDraining,
    gracefulShutdown: state.isInGracefulShutdown,
    shuttingDown: state.isShuttingDown,
    version: state.version,
    failingIce: record.isFailingIce(nowMs),
  };
}

function bridgeCompare(input: Json, expected: Json): string | null {
  const {
    config: caseConfig,
    a,
    b,
  } = input as unknown as {
    config: CaseConfig;
    a: CaseBridge;
    b: CaseBridge;
  };
  const regions = new Regions();
  const order = compareBridges(stateOf(a, caseConfig, regions), stateOf(b, caseConfig, regions));
  return mismatch(expected, { compareSign: Math.sign(order) });
}

interface SequenceStep {
  readonly op: string;
  readonly id: string;
  readonly stats?: CaseStats;
  readonly value?: boolean;
  readonly ms?: number;
  readonly count?: number;
  readonly conference?: readonly CaseConferenceBridge[];
  readonly participant?: CaseParticipant;
  readonly version?: string | null;
}

function selectorSequence(input: Json, expected: Json): string | null {
  const { config: caseConfig, steps } = input as unknown as { config: CaseConfig; steps: SequenceStep[] };
  const regions = new Regions();
  const selector = new BridgeSelector(recordOptions(caseConfig), policyOf(caseConfig, regions));
  let nowMs = startMs;
  return runSteps(steps, expected, (step) => {
    switch (step.op) {
      case 'addBridge':
      case 'stats':
        selector.hear(step.id, presenceOf(step.stats ?? {}, regions));
        return {};
      case 'removeBridge':
        selector.remove(step.id);
        return {};
      case 'setOperational':
        selector.get(step.id).setOperational(step.value!, nowMs);
        return {};
      case 'elapse':
        nowMs += step.ms!;
        return {};
      case 'endpointAdded':
        for (let i = 0; i < (step.count ?? 1); i++) selector.get(step.id).endpointAdded(nowMs);
        return {};
      case 'observe':
        return { ...observed(selector.get(step.id), nowMs), lostBridges: selector.lostBridges };
      case 'lostBridges':
        return { lostBridges: selector.lostBridges };
      case 'select':
        return selectStep(selector, step, caseConfig, regions, nowMs);
      default:
        throw new Error(`unknown step ${step.op}`);
    }
  });
}

function selectStep(
  selector: BridgeSelector,
  step: SequenceStep,
  { maxBridgeParticipantsPerInterval }: CaseConfig,
  regions: Regions,
  nowMs: number,
): Json {
  const conference = (step.conference ?? []).map(({ visitor, ...part }) => ({
    ...part,
    isForVisitors: visitor,
  }));
  const selected = selector.select(
    {
      conference,
      region: regions.numberOf(step.participant?.region),
      isVisitor: step.participant?.visitor ?? false,
      pinnedVersion: step.version ?? null,
      maxBridgeParticipantsPerInterval,
    },
    nowMs,
  );
  const stress = selected === null ? null : selector.get(selected).correctedStress(nowMs);
  return { selected, selectedCorrectedStress: stress };
}

function config(input: Json, expected: Json): string | null {
  const { newConfig, legacyConfig, queryRegions } = input as {
    newConfig?: SelectorConfig;
    legacyConfig?: SelectorConfig;
    queryRegions?: readonly (string | null)[];
  };
  const resolved = resolveSelectorConfig(newConfig ?? {}, legacyConfig ?? {});
  const groups = resolved['region-groups'] as readonly (readonly string[])[];
  return mismatch(expected, {
    ...resolved,
    regionMap: regionMap(groups),
    regionGroup: Object.fromEntries(
      (queryRegions ?? []).map((region) => [String(region), regionGroup(groups, region)]),
    ),
  });
}

interface PinStep {
  readonly op: string;
  readonly conference: string;
  readonly version?: string;
  readonly ms?: number;
}

function versionPins(input: Json, expected: Json): string | null {
  const { conferences, steps } = input as unknown as { conferences: string[]; steps: PinStep[] };
  const pins = new VersionPins();
  let nowMs = startMs;
  return runSteps(steps, expected, (step) => {
    if (step.op === 'pin') pins.pin(step.conference, step.version!, step.ms!, nowMs);
    else if (step.op === 'unpin') pins.unpin(step.conference);
    else if (step.op === 'elapse') nowMs += step.ms!;
    else if (step.op !== 'observe') throw new Error(`unknown step ${step.op}`);
    const versions = Object.fromEntries(conferences.map((id) => [id, pins.versionOf(id, nowMs)]));
    return { pinned: pins.count(nowMs), versions };
  });
}
