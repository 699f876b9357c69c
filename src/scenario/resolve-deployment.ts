/**
 * `deployment`, `prices`, `objectives` and `run` with their defaults.
 */
import type { InstancePrice } from '../billing/price.ts';
import type { BootModel } from '../cloud/boot-model.ts';
import { selectionPresets } from '../jitsi/jicofo/selection-presets.ts';
import { given } from './given.ts';
import type { ModelReference, ModelValues } from './model-values.ts';
import type { Path } from './parse.ts';
import { resolveBridgeSettings } from './resolve-bridge-settings.ts';
import { citeParameters, findModel, type ResolveContext, report, resolveModel } from './resolve-context.ts';
import { resolveDrainLimit, resolveShutdown } from './resolve-drains.ts';
import { resolveJibriSettings } from './resolve-jibris.ts';
import { resolveHealth, resolveJicofo } from './resolve-jicofo.ts';
import { resolvePoolSupply } from './resolve-nodes.ts';
import type { BridgePool, JibriPool, Objective, SelectionOptions } from './scenario.ts';
import type {
  WrittenBridges,
  WrittenJibris,
  WrittenObjectives,
  WrittenPrice,
  WrittenPrices,
} from './schema-deployment.ts';
import { shippedDefault } from './shipped-default.ts';
import { distributionOf, rangeOf, type WrittenDistribution } from './values.ts';

const DEFAULT_BRIDGE_MODEL = 'gp1-xs';
const DEFAULT_BOOT = 'openfun-kubernetes';
const DEFAULT_PRICE = 'scaleway-gp1-xs-2022';
const DEFAULT_INITIAL_COUNT = 2;
/**
 * The terminate script sleeps 10 s before it asks the cloud. Source: jitsi/infra-configuration@b042dd7. Trust: published, for
 * 8x8's machines; for others it is an assumption.
 */
const DEFAULT_SHUTDOWN_DELAY_SECONDS = 10;
/** Stress thresholds below this are usually a slip of a digit: 0.08 for 0.8. */
const UNUSUAL_STRESS_THRESHOLD = 0.2;

/**
 * As shipped, but for the strategy: a deployment that is large enough to be planned uses relays.
 * Source: jitsi/jicofo@7ebb13d jicofo-selector/src/main/resources/reference.conf.
 */
const defaultSelection: SelectionOptions = {
  ...selectionPresets['shipped-default'],
  strategy: 'region-based',
  relays: true,
};

/** `floorCount`: what the policy keeps at least. */
export function resolveBridges(
  context: ResolveContext,
  written: WrittenBridges | undefined,
  floorCount: number,
  path: Path,
): BridgePool | null {
  const model = resolveModel(context, 'bridges', written?.model ?? DEFAULT_BRIDGE_MODEL, [...path, 'model']);
  const boot = resolveBoot(context, written?.boot, [...path, 'boot']);
  const selection = resolveSelection(context, written?.selection, [...path, 'selection']);
  const { preset, stress, lastN } = resolveBridgeSettings(context, written, path);
  if (model === null || boot === null || selection === null) return null;
  const instanceType = written?.instanceType ?? model.name;
  const bought = resolvePoolSupply(context, written, { instanceType, boot }, path);
  if (bought === null) return null;
  // What bridges tell Jicofo of their participants counts, unless the scenario says otherwise.
  const told =
    preset === null || written?.selection?.averageParticipantStress !== undefined
      ? {}
      : { averageParticipantStress: preset.averageParticipantStress };
  const threshold =
    preset === null || model.replaced.has('loadThresholdPps')
      ? {}
      : { loadThresholdPps: preset.loadThresholdPps };
  return {
    instanceType,
    model: { name: model.name, ...model.values, ...threshold },
    boot,
    ...bought,
    initialCount: written?.initialCount ?? Math.max(DEFAULT_INITIAL_COUNT, floorCount),
    stress,
    lastN,
    selection: { ...selection, ...told },
    drainLimit: resolveDrainLimit(written, preset?.gracefulShutdownMaxSeconds),
    ...resolveShutdown(written, preset !== null),
    ...resolveHealth(written?.health, written?.preset),
    hungDrainRatio: written?.hungDrainRatio ?? 0,
    shutdownDelaySeconds: written?.shutdownDelaySeconds ?? DEFAULT_SHUTDOWN_DELAY_SECONDS,
  };
}

function resolveSelection(
  context: ResolveContext,
  written: WrittenBridges['selection'],
  path: Path,
): SelectionOptions | null {
  // Regions are resolved with everything else that names some.
  const {
    preset,
    regionGroups: _groups,
    localRegion: _local,
    // Versions are resolved with the demand whose conferences may be pinned.
    allowMixedVersions: _mixed,
    pins: _pins,
    redistribution,
    healthChecks,
    conferenceStart,
    iceFailureDetection,
    ...keys
  } = written ?? {};
  const base = preset === undefined ? defaultSelection : selectionPresets[preset];
  const plain = { ...base, ...given(keys) };
  const { stressThreshold } = plain;
  const jicofo = resolveJicofo(
    context,
    { redistribution, healthChecks, conferenceStart, iceFailureDetection, preset, stressThreshold },
    path,
  );
  const selection = { ...plain, ...jicofo };
  if (selection.stressThreshold < UNUSUAL_STRESS_THRESHOLD) {
    context.warnings.add(
      `the stress threshold of bridge selection is ${selection.stressThreshold}; 0.8 is usual, and below it nearly every bridge counts as overloaded`,
    );
  }
  for (const key of ['maxBridgeParticipants', 'maxBridgeParticipantsPerInterval'] as const) {
    if (selection[key] !== 0) continue;
    report(context, [...path, key], 'must not be 0: no bridge could take anybody', {
      hint: 'write -1 for no limit',
    });
    return null;
  }
  return selection;
}

export function resolveJibris(
  context: ResolveContext,
  written: WrittenJibris,
  floorCount: number,
  path: Path,
): JibriPool | null {
  const boot = resolveBoot(context, written.boot, [...path, 'boot']);
  const finaliseSeconds = distributionOf(
    (written.finaliseSeconds as WrittenDistribution | undefined) ??
      shippedDefault(context, 'finaliseSeconds', [...path, 'finaliseSeconds']),
  );
  const range = rangeOf(finaliseSeconds);
  if (range.max < 0 || range.mean < 0) {
    report(context, [...path, 'finaliseSeconds'], 'must not be negative', { got: written.finaliseSeconds });
    return null;
  }
  const instanceType = written.instanceType ?? 'jibri';
  const settings = resolveJibriSettings(context, written, path);
  if (boot === null) return null;
  const bought = resolvePoolSupply(context, written, { instanceType, boot }, path);
  if (bought === null || settings === null) return null;
  return {
    instanceType,
    settings,
    boot,
    ...bought,
    initialCount: written.initialCount ?? Math.max(DEFAULT_INITIAL_COUNT, floorCount),
    finaliseSeconds,
  };
}

function resolveBoot(
  context: ResolveContext,
  written: ModelReference | undefined,
  path: Path,
): BootModel | null {
  const found = resolveModel(context, 'boot', written ?? DEFAULT_BOOT, path);
  if (found === null) return null;
  const stages = found.values.stages.map((stage) =>
    'takesSeconds' in stage ? { ...stage, takesSeconds: distributionOf(stage.takesSeconds) } : stage,
  );
  return { name: found.name, ...found.values, stages };
}

/** Instance types as the scenario writes them; null where it names none. */
export interface WrittenInstanceTypes {
  readonly bridges: string | null;
  readonly jibris: string | null;
}

/** A price that is not written is the catalogue's for the instance type; then a bridge's default, a Jibri's the bridge's. */
export function resolvePrices(
  context: ResolveContext,
  written: WrittenPrices | undefined,
  pools: { readonly hasJibris: boolean; readonly instanceTypes: WrittenInstanceTypes },
  path: Path,
): { readonly bridges: InstancePrice; readonly jibris: InstancePrice | null } | null {
  const { hasJibris, instanceTypes } = pools;
  const bridgesWritten = written?.bridges ?? listedPrice(context, instanceTypes.bridges);
  const bridges = resolvePrice(context, bridgesWritten ?? DEFAULT_PRICE, [...path, 'bridges']);
  const jibrisWritten = hasJibris ? (written?.jibris ?? listedPrice(context, instanceTypes.jibris)) : null;
  const jibris = jibrisWritten === null ? bridges : resolvePrice(context, jibrisWritten, [...path, 'jibris']);
  if (bridges === null || jibris === null) return null;
  if (bridgesWritten === null) warnOfUnlisted(context, 'bridges', instanceTypes.bridges, bridges);
  if (hasJibris && jibrisWritten === null) warnOfUnlisted(context, 'jibris', instanceTypes.jibris, jibris);
  if (bridges.currency !== jibris.currency) {
    report(context, [...path, 'jibris'], `must be in the currency of bridges (${bridges.currency})`, {
      got: jibris.currency,
    });
    return null;
  }
  return { bridges, jibris: hasJibris ? jibris : null };
}

/** The instance type if it has a price of its own, which goes by its name. */
function listedPrice(context: ResolveContext, instanceType: string | null): string | null {
  return instanceType !== null && context.registry.get('prices', instanceType) !== null ? instanceType : null;
}

function warnOfUnlisted(
  context: ResolveContext,
  pool: 'bridges' | 'jibris',
  instanceType: string | null,
  { currency, costPerHour, asOf }: InstancePrice,
): void {
  if (instanceType === null) return;
  const fallback = pool === 'bridges' ? `the default price ${DEFAULT_PRICE}` : 'the price of a bridge';
  context.warnings.add(
    `the price catalogue has no price of deployment.${pool}.instanceType ${instanceType}: ${fallback} is used (${currency} ${costPerHour} an hour, as of ${asOf}); write prices.${pool} to give it`,
  );
}

function resolvePrice(context: ResolveContext, written: WrittenPrice, path: Path): InstancePrice | null {
  if (typeof written !== 'string') {
    return {
      currency: written.currency,
      costPerHour: written.costPerHour,
      grain: written.grain ?? 'per-second',
      minimumSeconds: written.minimumSeconds ?? 0,
      source: written.source ?? 'the scenario',
      asOf: written.asOf ?? 'not given',
    };
  }
  const model = findModel(context, 'prices', written, path);
  if (model === null) return null;
  citeParameters(context, model, ['costPerHour', 'grain', 'minimumSeconds']);
  const values = Object.fromEntries(
    Object.entries(model.parameters).map(([key, { value }]) => [key, value]),
  ) as ModelValues<'prices'>;
  const { currency, costPerHour, grain, minimumSeconds, asOf } = values;
  const { source } = model.parameters.costPerHour!;
  return { currency, costPerHour, grain, minimumSeconds, source, asOf };
}

export function resolveObjectives(
  context: ResolveContext,
  written: WrittenObjectives | undefined,
  hasJibris: boolean,
  path: Path,
): Objective[] {
  if (written?.recordingRefusedRatio !== undefined && !hasJibris) {
    report(context, [...path, 'recordingRefusedRatio'], 'needs Jibris, and the deployment has none', {
      atKey: true,
      hint: 'write deployment.jibris',
    });
  }
  return Object.entries(given(written)).map(([total, { max }]) => ({
    total: total as Objective['total'],
    max,
  }));
}
