/**
 * `deployment.shards` with its defaults: how many shards, and how their signalling behaves.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import { type ClientMix, type ClientTiming, clientVersions } from '../jitsi/signalling/client-versions.ts';
import type { SignallingModel } from '../jitsi/signalling/signalling-model.ts';
import type { ModelReference } from './model-values.ts';
import type { Path } from './parse.ts';
import { type ResolveContext, report, resolveModel } from './resolve-context.ts';
import type { WrittenShards } from './schema-signalling.ts';
import { distributionOf, rangeOf, type WrittenDistribution } from './values.ts';

export interface Shards {
  readonly shardCount: number;
  /** null when signalling is not simulated. */
  readonly signalling: SignallingModel | null;
  /** Absent when all clients are of one version. */
  readonly clients?: ClientMix;
}

/** Null (with an issue) when something is wrong. */
export function resolveShards(
  context: ResolveContext,
  written: Partial<WrittenShards>,
  path: Path,
): Shards | null {
  if (written.signalling === undefined) return withoutSignalling(context, written, path);
  const reference = withShortcuts(written.signalling, written);
  const found = resolveModel(context, 'signalling', reference, [...path, 'signalling']);
  if (found === null) return null;
  const { values } = found;
  const before = context.issues.length;
  const time = (key: TimeKey): Distribution => {
    const distribution = distributionOf(values[key] as WrittenDistribution);
    const { min, mean } = rangeOf(distribution);
    if (mean < 0 || min < 0) {
      report(context, [...path, 'signalling', key], 'must not be negative', { got: values[key] });
    }
    return distribution;
  };
  const signalling: SignallingModel = {
    ...values,
    name: found.name,
    prosodyTerminationSeconds: time('prosodyTerminationSeconds'),
    prosodyStartSeconds: time('prosodyStartSeconds'),
    focusMissingSeconds: time('focusMissingSeconds'),
    frontRestartSeconds: time('frontRestartSeconds'),
    pageLoadSeconds: time('pageLoadSeconds'),
    endpointExpirySeconds: time('endpointExpirySeconds'),
  };
  if (context.issues.length > before) return null;
  return { shardCount: countOf(written), signalling, ...mixOf(written, found.replaced) };
}

/** Clients of today among those of the model; what the scenario gives of the model itself holds for both. */
function mixOf({ clients }: Partial<WrittenShards>, replaced: ReadonlySet<string>): Pick<Shards, 'clients'> {
  if (typeof clients !== 'object') return {};
  const current: Partial<ClientTiming> = Object.fromEntries(
    Object.entries(clientVersions.current).filter(([key]) => !replaced.has(key)),
  );
  return { clients: { currentRatio: clients.current, current } };
}

function countOf({ count, regions }: Partial<WrittenShards>): number {
  return count ?? regions?.length ?? 1;
}

type TimeKey = {
  [Key in keyof SignallingModel]: SignallingModel[Key] extends Distribution ? Key : never;
}[keyof SignallingModel];

function withoutSignalling(
  context: ResolveContext,
  written: Partial<WrittenShards>,
  path: Path,
): Shards | null {
  const pointless = (['frontPods', 'workerConnections', 'clients'] as const).filter(
    (key) => written[key] !== undefined,
  );
  for (const key of pointless) {
    report(context, [...path, key], 'says something about signalling, which is not simulated', {
      atKey: true,
      hint: 'write signalling: openfun-shard beside it',
    });
  }
  return pointless.length > 0 ? null : { shardCount: countOf(written), signalling: null };
}

/** The keys beside `signalling` replace parameters of the model; what the scenario gives of the model itself wins. */
function withShortcuts(reference: ModelReference, written: Partial<WrittenShards>): ModelReference {
  const { frontPods, workerConnections } = written;
  const clients = typeof written.clients === 'string' ? written.clients : 'model';
  const isShort = frontPods === undefined && workerConnections === undefined && clients === 'model';
  if (isShort) return reference;
  const { from, ...given } = typeof reference === 'string' ? { from: reference } : reference;
  return {
    from,
    ...clientVersions[clients],
    ...given,
    ...(frontPods === undefined ? {} : { frontPods }),
    ...(workerConnections === undefined
      ? {}
      : { frontWorkerConnections: workerConnections === 'unlimited' ? null : workerConnections }),
  };
}
