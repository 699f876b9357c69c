/**
 * Runs the cases of jicofo about what surrounds the choice: cascades, a conference's bridges, moving load, Jibris.
 */
import { Cascade, type CascadeRepair } from '../../../src/jitsi/jicofo/cascade.ts';
import { ConferenceSessions } from '../../../src/jitsi/jicofo/conference-sessions.ts';
import { JibriDetector } from '../../../src/jitsi/jicofo/jibri-detector.ts';
import { JibriSession, type StartResponse } from '../../../src/jitsi/jicofo/jibri-session.ts';
import {
  type Movables,
  type MoveResult,
  moveEndpoint,
  moveEndpoints,
  moveFraction,
} from '../../../src/jitsi/jicofo/load-redistribution.ts';
import { type Json, mismatch, runSteps } from './assertions.ts';
import { type CaseConfig, startMs } from './jicofo-case.ts';

interface CascadeStep {
  readonly op: string;
  readonly node: string;
  readonly mesh?: string;
  readonly via?: string;
  readonly repairs?: readonly CascadeRepair[];
}

export function cascade(input: Json, expected: Json): string | null {
  const { steps, meshes } = input as unknown as { steps: CascadeStep[]; meshes: string[] };
  const built = new Cascade();
  let repairCalls = 0;
  let disconnected: readonly (readonly string[])[] = [];
  for (const { op, node, mesh, via, repairs } of steps) {
    if (op === 'add') built.add(node, mesh!, via ?? null);
    else if (op === 'remove') {
      built.remove(node, (parts) => {
        repairCalls += 1;
        disconnected = parts;
        return repairs ?? [];
      });
    } else throw new Error(`unknown step ${op}`);
  }
  const { nodes } = built;
  const sorted = (names: readonly string[]): string[] => names.toSorted();
  const pairs = <Value>(
    of: (from: string, to: string) => Value,
    only: (from: string, to: string) => boolean,
  ) =>
    Object.fromEntries(
      nodes.flatMap((from) =>
        nodes.filter((to) => only(from, to)).map((to) => [`${from}>${to}`, of(from, to)] as const),
      ),
    );
  return mismatch(expected, {
    nodes: sorted(nodes),
    links: Object.fromEntries(nodes.map((node) => [node, sorted(built.neighbours(node))])),
    meshMembers: Object.fromEntries(meshes.map((mesh) => [mesh, sorted(built.membersOf(mesh))])),
    nodesBehindLink: pairs(
      (from, to) => sorted(built.nodesBehindLink(from, to)),
      (from, to) => built.neighbours(from).includes(to),
    ),
    nodesBehindMesh: Object.fromEntries(
      meshes.flatMap((mesh) =>
        nodes.map((node) => [`${mesh}>${node}`, sorted(built.nodesBehindMesh(mesh, node))]),
      ),
    ),
    pathParents: Object.fromEntries(nodes.map((node) => [node, Object.fromEntries(built.pathsFrom(node))])),
    distance: pairs(
      (from, to) => built.distance(from, (node) => node === to),
      () => true,
    ),
    unreachableDistance: nodes[0] === undefined ? null : built.distance(nodes[0], () => false),
    repairCalls,
    disconnected: disconnected.map(sorted).sort((a, b) => (a[0]! < b[0]! ? -1 : 1)),
    valid: built.isValid(),
    linksRemoved: built.linksRemoved,
  });
}

interface SessionStep {
  readonly op: string;
  readonly participant?: string;
  readonly region?: string;
  readonly bridge?: string;
  readonly ms?: number;
}

export function conferenceSessions(input: Json, expected: Json): string | null {
  const { config, bridges, steps } = input as unknown as {
    config: CaseConfig;
    bridges: { id: string; region: string }[];
    steps: SessionStep[];
  };
  const sessions = new ConferenceSessions({
    select: ({ region }) => (bridges.find((bridge) => bridge.region === region) ?? bridges[0])?.id ?? null,
    hasRelays: config.octoEnabled,
    maxBridgeParticipantsIntervalSeconds: config.maxBridgeParticipantsIntervalMs / 1000,
  });
  let nowMs = startMs;
  return runSteps(steps, expected, ({ op, participant, region, bridge, ms }) => {
    let acted: Json = {};
    if (op === 'allocate') {
      const one = { id: participant!, region: region ?? null, isVisitor: false };
      acted = { selected: sessions.allocate(one, nowMs) };
    } else if (op === 'removeParticipant') sessions.removeParticipant(participant!);
    else if (op === 'removeBridge') acted = { removedParticipants: sessions.removeBridge(bridge!) };
    else if (op === 'elapse') nowMs += ms!;
    else if (op !== 'observe') throw new Error(`unknown step ${op}`);
    const each = <Value>(of: (id: string) => Value) =>
      Object.fromEntries(bridges.map(({ id }) => [id, of(id)]));
    return {
      bridges: sessions.bridges,
      participants: each((id) => sessions.participantsOn(id)),
      participantCount: each((id) => sessions.participantsOn(id).length),
      recentlyAdded: each((id) => sessions.recentlyAdded(id, nowMs)),
      conferenceCreates: each((id) => sessions.conferenceCreates.get(id) ?? 0),
      conferenceExpires: each((id) => sessions.conferenceExpires.get(id) ?? 0),
      relaysCreated: sessions.relaysCreated,
      relaysExpired: sessions.relaysExpired,
      ...acted,
    };
  });
}

interface RedistributionInput {
  readonly bridges: readonly string[];
  readonly conferences: readonly {
    readonly id: string;
    readonly onBridge: Readonly<Record<string, number>>;
    readonly movable?: Readonly<Record<string, boolean>>;
  }[];
  readonly call: {
    readonly fn: string;
    readonly conference: string | null;
    readonly endpoint: string | null;
    readonly bridge: string | null;
    readonly count: number;
    readonly fraction: number;
  };
}

export function loadRedistribution(input: Json, expected: Json): string | null {
  const { bridges, conferences, call } = input as unknown as RedistributionInput;
  const movables: Movables = {
    bridges: new Set(bridges),
    brewery: bridges[0]?.split('/')[0] ?? null,
    conferences: conferences.map(({ id, onBridge, movable }) => ({
      id,
      participantsOn: new Map(Object.entries(onBridge)),
      moveParticipant: (participant) => movable?.[participant] ?? false,
      moveParticipants: (_bridge, count) => count,
    })),
  };
  const calls: Readonly<Record<string, () => MoveResult>> = {
    moveEndpoint: () => moveEndpoint(movables, call),
    moveEndpoints: () => moveEndpoints(movables, call),
    moveFraction: () => moveFraction(movables, call),
  };
  return mismatch(expected, { ...calls[call.fn]!() });
}

interface DetectorStep {
  readonly op: string;
  readonly id: string;
  readonly idle?: boolean;
  readonly healthy?: boolean;
  readonly ms?: number;
}

export function jibriDetector(input: Json, expected: Json): string | null {
  const { config, steps } = input as unknown as {
    config: { selectTimeoutMs: number; failureTimeoutMs: number };
    steps: DetectorStep[];
  };
  const detector = new JibriDetector(config);
  let nowMs = startMs;
  return runSteps(steps, expected, ({ op, id, idle, healthy, ms }) => {
    if (op === 'status') detector.hear(id, { isIdle: idle!, isHealthy: healthy! });
    else if (op === 'failed') detector.instanceFailed(id, nowMs);
    else if (op === 'offline') detector.remove(id);
    else if (op === 'elapse') nowMs += ms!;
    else if (op === 'select') return { selected: detector.select(nowMs) };
    else throw new Error(`unknown step ${op}`);
    return {};
  });
}

interface JibriSessionInput {
  readonly maxNumRetries?: number;
  readonly config?: { readonly maxNumRetries?: number; readonly numRetries?: number };
  readonly selectorReturns: readonly (string | null)[];
  readonly responses: readonly string[];
}

/** Answers a list gives one after the other; the last one repeats. */
function lastRepeats<Value>(values: readonly Value[]): () => Value {
  let given = 0;
  return () => {
    const value = values[Math.min(given, values.length - 1)]!;
    given += 1;
    return value;
  };
}

export function jibriSession(input: Json, expected: Json): string | null {
  const { selectorReturns, responses, ...rest } = input as unknown as JibriSessionInput;
  const targets: string[] = [];
  const nextResponse = lastRepeats(responses);
  const session = new JibriSession({
    select: lastRepeats(selectorReturns),
    isAnyConnected: () => true,
    requestStart: (jibri) => {
      targets.push(jibri);
      return startResponse(nextResponse());
    },
    instanceFailed: () => {},
    retriesMax: rest.maxNumRetries ?? rest.config?.maxNumRetries ?? rest.config?.numRetries ?? 5,
  });
  const error = session.start();
  return mismatch(expected, {
    started: error === null,
    failed: error !== null,
    error,
    selected: session.jibri,
    requests: targets.length,
    requestCount: targets.length,
    startRequests: targets.length,
    targets,
    distinctTargets: new Set(targets).size,
  });
}

/** Answers as upstream's tests give them: anything but accepting and being busy is an error. */
function startResponse(response: string): StartResponse {
  return response === 'pending' || response === 'busy' || response === 'timeout' ? response : 'error';
}
