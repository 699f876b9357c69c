/**
 * `faults` with their defaults: times on the clock of the horizon, and each checked against what the deployment has.
 */

import { checkFaultNames } from './check-fault-names.ts';
import { MS_PER_DAY, MS_PER_HOUR } from './clock.ts';
import { closest } from './did-you-mean.ts';
import { withDistinctNames } from './distinct-names.ts';
import type { Fault, FaultTiming } from './faults.ts';
import type { Path } from './parse.ts';
import { part } from './parts.ts';
import { type ResolveContext, report, resolveTime, type ZonedHorizon } from './resolve-context.ts';
import type { Demand, Deployment } from './scenario.ts';
import { faultSchema, timingKeys, type WrittenFault } from './schema-faults.ts';

/** Seconds that a restarted Jicofo is away; an assumption: a Java service starts and connects. */
const DEFAULT_JICOFO_ABSENCE_SECONDS = 10;

export interface FaultSurroundings {
  readonly demand: readonly Demand[];
  /** null when it is wrong: then faults are checked by themselves only. */
  readonly deployment: Deployment | null;
  /** Names of the versions of the bridges; none while there is one version. */
  readonly versions: readonly string[];
}

export function resolveFaults(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: unknown,
  surroundings: FaultSurroundings,
): Fault[] {
  if (!Array.isArray(written)) return [];
  const faults = written.flatMap((entry, index): Fault[] => {
    const fault = part(faultSchema, entry);
    if (!fault.ok) return [];
    const path: Path = ['faults', index];
    const timing = resolveTiming(context, horizon, fault.value, path);
    checkNeeds(context, fault.value, surroundings, path);
    const resolved = timing === null ? null : resolveFault(context, fault.value, timing, surroundings, path);
    return resolved === null ? [] : [resolved];
  });
  return withDistinctNames(faults);
}

function resolveTiming(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenFault,
  path: Path,
): FaultTiming | null {
  const given = timingKeys.filter((key) => written[key] !== undefined);
  if (given.length !== 1) {
    const problem =
      given.length === 0 ? 'says nothing of when it happens' : `has ${given.join(' and ')} at once`;
    report(context, path, problem, { hint: `write exactly one of ${timingKeys.join(', ')}` });
    return null;
  }
  if (written.perDay !== undefined) return { kind: 'rate', meanTimeBetweenMs: MS_PER_DAY / written.perDay };
  if (written.meanHoursBetween !== undefined) {
    return { kind: 'rate', meanTimeBetweenMs: written.meanHoursBetween * MS_PER_HOUR };
  }
  const atMs = resolveTime(context, horizon, written.at!, [...path, 'at']);
  if (atMs === null) return null;
  if (atMs === horizon.durationMs && !horizon.isStandIn) {
    report(context, [...path, 'at'], 'is the end of the horizon: nothing of it would be seen', {
      got: written.at,
    });
    return null;
  }
  return { kind: 'at', atMs };
}

/** Kinds that happen to signalling alone. */
const needSignalling: readonly string[] = [
  'prosody-kill',
  'visitor-node-kill',
  'front-loss',
  'reconnect-storm',
] satisfies Fault['kind'][];

/** What happens to a part that the deployment has not is a mistake, not a fault without effect. */
function checkNeeds(
  context: ResolveContext,
  written: WrittenFault,
  { deployment, versions }: FaultSurroundings,
  path: Path,
): void {
  if (deployment === null) return;
  const { kind } = written;
  if (needSignalling.includes(kind) && deployment.signalling === null) {
    report(context, [...path, 'kind'], `${kind} needs signalling, which is not simulated`, {
      hint: 'write deployment.shards.signalling: openfun-shard',
    });
  }
  if (kind === 'jibri-hang' && deployment.jibris === null) {
    report(context, [...path, 'kind'], 'jibri-hang needs Jibris, and the deployment has none', {
      hint: 'write deployment.jibris, or remove the fault',
    });
  }
  if ('shard' in written && typeof written.shard === 'number' && written.shard >= deployment.shardCount) {
    report(context, [...path, 'shard'], `must be below the number of shards (${deployment.shardCount})`, {
      got: written.shard,
      hint: 'shards are counted from 0',
    });
  }
  if (kind === 'visitor-node-kill') checkNode(context, written.node, deployment, path);
  checkFaultNames(context, written, { ...deployment, versions }, path);
  if (
    kind === 'spot-interruption' &&
    [deployment.bridges, deployment.jibris].every((pool) => !pool?.supply.spot)
  ) {
    report(context, [...path, 'kind'], 'spot-interruption needs a pool that buys spot instances', {
      hint: 'write spot under deployment.bridges',
    });
  }
  if (kind === 'front-loss' && typeof written.pods === 'number') {
    const pods = deployment.signalling?.frontPods;
    if (pods !== undefined && written.pods > pods) {
      report(context, [...path, 'pods'], `must be at most the front pods of a shard (${pods})`, {
        got: written.pods,
      });
    }
  }
}

function checkNode(
  context: ResolveContext,
  node: number | 'all' | undefined,
  { visitors }: Deployment,
  path: Path,
): void {
  if (visitors === undefined) {
    report(context, [...path, 'kind'], 'visitor-node-kill needs visitor nodes, and the deployment has none', {
      hint: 'write deployment.visitors, or remove the fault',
    });
  } else if (typeof node === 'number' && node >= visitors.nodes) {
    report(context, [...path, 'node'], `must be below the number of visitor nodes (${visitors.nodes})`, {
      got: node,
      hint: 'nodes are counted from 0',
    });
  }
}

// length: one short case for each kind of fault
function resolveFault(
  context: ResolveContext,
  written: WrittenFault,
  timing: FaultTiming,
  surroundings: FaultSurroundings,
  path: Path,
): Fault | null {
  const shared = { name: written.name ?? written.kind, timing };
  switch (written.kind) {
    case 'bridge-crash':
      return {
        ...shared,
        kind: written.kind,
        count: written.count ?? 1,
        pick: written.pick ?? 'random',
        loss: written.loss ?? 'process',
        restartSeconds: unlessNever(written.restartSeconds),
      };
    case 'bridge-illness':
      return {
        ...shared,
        kind: written.kind,
        count: written.count ?? 1,
        symptom: written.symptom ?? 'no-answer',
        recoverSeconds: unlessNever(written.recoverSeconds),
      };
    case 'jicofo-restart':
      return {
        ...shared,
        kind: written.kind,
        absenceSeconds: written.absenceSeconds ?? DEFAULT_JICOFO_ABSENCE_SECONDS,
      };
    case 'prosody-kill':
      return { ...shared, kind: written.kind, shard: unlessAll(written.shard) };
    case 'visitor-node-kill':
      return { ...shared, kind: written.kind, node: unlessAll(written.node) };
    case 'front-loss':
      return {
        ...shared,
        kind: written.kind,
        shard: unlessAll(written.shard),
        pods: unlessAll(written.pods),
        outageSeconds: written.outageSeconds ?? null,
      };
    case 'reconnect-storm':
      return { ...shared, kind: written.kind, ratio: written.ratio ?? 1 };
    case 'churn':
      return {
        ...shared,
        kind: written.kind,
        ratio: written.ratio ?? 0.2,
        cycles: written.cycles ?? 10,
        periodSeconds: written.periodSeconds ?? 30,
        awaySeconds: written.awaySeconds ?? 5,
      };
    case 'join-burst': {
      const demandIndex = demandOf(context, written.demand, surroundings.demand, path);
      if (demandIndex === null) return null;
      return {
        ...shared,
        kind: written.kind,
        conferences: written.conferences ?? 1,
        participants: written.participants,
        withinSeconds: written.withinSeconds ?? 30,
        stayMinutes: written.stayMinutes ?? 60,
        demandIndex,
      };
    }
    case 'jibri-hang':
      return {
        ...shared,
        kind: written.kind,
        count: written.count ?? 1,
        recoverSeconds: unlessNever(written.recoverSeconds),
      };
    case 'drain-failure':
      return { ...shared, kind: written.kind, durationSeconds: written.durationSeconds ?? 86_400 };
    case 'bridge-drain':
      return {
        ...shared,
        kind: written.kind,
        durationSeconds: written.durationSeconds ?? 3600,
        ratio: written.ratio ?? 1,
        zone: written.zone ?? null,
        version: written.version === undefined ? null : surroundings.versions.indexOf(written.version),
      };
    case 'zone-loss':
      return {
        ...shared,
        kind: written.kind,
        zone: written.zone,
        durationSeconds: written.durationSeconds ?? 86_400,
      };
    case 'region-partition':
      return {
        ...shared,
        kind: written.kind,
        region: surroundings.deployment?.geography?.regions.indexOf(written.region) ?? -1,
        durationSeconds: written.durationSeconds ?? 600,
      };
    case 'stock-out':
      return {
        ...shared,
        kind: written.kind,
        durationSeconds: written.durationSeconds ?? 3600,
        zone: written.zone ?? null,
        refusedRatio: written.refusedRatio ?? 1,
      };
    case 'slow-boot':
      return {
        ...shared,
        kind: written.kind,
        durationSeconds: written.durationSeconds ?? 3600,
        zone: written.zone ?? null,
        factor: written.factor ?? 3,
      };
    case 'spot-interruption':
      return { ...shared, kind: written.kind, ratio: written.ratio ?? 1 };
  }
}

function demandOf(
  context: ResolveContext,
  name: string | undefined,
  demand: readonly Demand[],
  path: Path,
): number | null {
  if (name === undefined) return 0;
  const index = demand.findIndex((one) => one.name === name);
  if (index >= 0) return index;
  const names = demand.map((one) => one.name);
  const near = closest(name, names);
  // With a wrong demand entry its name may be missing here through no fault of this one.
  if (context.issues.length > 0) return null;
  report(context, [...path, 'demand'], 'is no demand entry of that name', {
    got: name,
    hint: near === null ? `the names are ${names.join(', ')}` : `did you mean ${near}?`,
  });
  return null;
}

function unlessNever(value: number | 'never' | undefined): number | null {
  return value === undefined || value === 'never' ? null : value;
}

function unlessAll(value: number | 'all' | undefined): number | null {
  return value === undefined || value === 'all' ? null : value;
}
