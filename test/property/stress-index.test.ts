/**
 * Goal: a fleet that keeps indexes of stress chooses exactly the bridges that a scan of all of them would choose, and
 * that Jicofo's own order over a list of bridges gives, in several regions and for one Jicofo or several.
 * Method: random histories of joins by one, two or four Jicofos, leaves, drains, drain flags, stops, failed checks and new bridges on two
 * fleets, one with indexes, one that scans; times fall on publications as often as between them. Bridges are common, each
 * Jicofo's own, or some of both. The list is what upstream's test cases are held against (test/validation/conformance).
 * The oracle of the tree is Math.min.
 */

import { describe, expect, it } from 'vitest';
import { BridgeFleet } from '../../src/jitsi/bridge-fleet.ts';
import { anyJicofo } from '../../src/jitsi/bridge-states.ts';
import { ConferenceTable } from '../../src/jitsi/conference-table.ts';
import { FleetSelection, type FleetSelectionOptions } from '../../src/jitsi/fleet-selection.ts';
import { type ConferenceBridge, selectFromBridges } from '../../src/jitsi/jicofo/bridge-list-view.ts';
import { RegionGroups } from '../../src/jitsi/jicofo/region-groups.ts';
import { noBridge, type SelectionPolicy, unknownRegion } from '../../src/jitsi/jicofo/selection-policy.ts';
import { MinimumTree } from '../../src/jitsi/minimum-tree.ts';
import { noVersion } from '../../src/jitsi/version-filter.ts';
import { aFleetOptions, aMediaProfile } from '../support/jitsi.ts';
import { fc } from '../support/property.ts';

const conferenceCount = 6;
const regionCount = 4;

/** Whose the bridges are: common, each of one Jicofo in turn, or every other one common. */
type Ownership = 'common' | 'own' | 'mixed';

interface Step {
  readonly waitMs: number;
  readonly kind: 'join' | 'leave' | 'drain' | 'stop' | 'start' | 'suspend' | 'restore' | 'flag' | 'unflag';
  readonly pick: number;
  readonly conference: number;
  readonly audio: number;
  readonly region: number;
  readonly jicofo: number;
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  // Whole seconds meet the clocks of bridges, which tick at whole or at odd times.
  waitMs: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 0, max: 20 }).map((seconds) => seconds * 1000),
    fc.double({ min: 0, max: 9000, noNaN: true }),
  ),
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('join' as const) },
    { weight: 6, arbitrary: fc.constant('leave' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ...(['drain', 'drain', 'stop', 'start', 'suspend', 'restore', 'flag', 'flag', 'unflag'] as const),
      ),
    },
  ),
  pick: fc.nat({ max: 10_000 }),
  conference: fc.nat({ max: conferenceCount - 1 }),
  audio: fc.nat({ max: 1 }),
  // -1 is the region of a participant who does not say.
  region: fc.integer({ min: -1, max: regionCount - 1 }),
  jicofo: fc.nat({ max: 3 }),
});

interface Endpoint {
  readonly conference: number;
  readonly bridge: number;
  readonly audio: number;
}

/** One fleet living through a history; says which bridge each join got. */
class Life {
  readonly choices: number[] = [];
  /** What a list of all bridges says to the same joins. */
  readonly listed: number[] = [];
  private readonly fleet: BridgeFleet;
  private readonly selections: readonly FleetSelection[];
  private readonly jicofos: number;
  private readonly ownership: Ownership;
  private readonly conferences: readonly number[];
  private readonly options: FleetSelectionOptions;
  /** Times at which each conference was added to each bridge. */
  private readonly added = new Map<string, number[]>();
  private readonly present: Endpoint[] = [];
  private nowMs = 0;
  private nextSlot = 0;
  private readonly stopped = new Set<number>();
  private readonly flagged = new Set<number>();
  private readonly drainsByFlag: boolean;
  private readonly slotStep: number;

  constructor(
    scansBridges: boolean,
    options: FleetSelectionOptions,
    slotStep: number,
    shards: { readonly jicofos: number; readonly ownership: Ownership; readonly drainsByFlag: boolean },
  ) {
    const { jicofos, ownership, drainsByFlag } = shards;
    this.drainsByFlag = drainsByFlag;
    const profiles = [
      aMediaProfile({ audioPairPacketRatePps: 900, audioSenderPacketRatePps: 3000 }),
      aMediaProfile({ name: 'heavier', audioPairPacketRatePps: 2000 }),
    ];
    this.fleet = new BridgeFleet(
      aFleetOptions({ profiles, scansBridges, jicofos, drainsByFlag }),
      new ConferenceTable(),
    );
    this.selections = Array.from(
      { length: jicofos },
      (_, jicofo) => new FleetSelection(this.fleet, options, jicofo),
    );
    this.jicofos = jicofos;
    this.ownership = ownership;
    this.conferences = Array.from({ length: conferenceCount }, (_, i) => this.fleet.table.open(i % 2));
    this.slotStep = slotStep;
    this.options = options;
    if (options.mixedVersions !== undefined) this.fleet.sites.regionCount = regionCount;
    for (let i = 0; i < 4; i++) this.startBridge(i);
  }

  get isIndexed(): boolean {
    return this.fleet.indexes !== null;
  }

  live(steps: readonly Step[]): void {
    for (const step of steps) {
      this.nowMs += step.waitMs;
      this.act(step);
    }
  }

  private act(step: Step): void {
    const { kind, pick } = step;
    switch (kind) {
      case 'join':
        this.join(this.conferences[step.conference] ?? 0, step);
        return;
      case 'leave':
        this.leave(pick);
        return;
      case 'start':
        this.startBridge(pick);
        return;
      case 'suspend':
      case 'restore':
        this.fleet[kind]((pick % (this.nextSlot / this.slotStep)) * this.slotStep);
        return;
      case 'flag':
      case 'unflag':
        this.setDrainFlag(pick, kind === 'flag');
        return;
      default:
        this.retire(pick, kind === 'stop');
    }
  }

  private join(conference: number, { audio, region, jicofo: drawn }: Step): void {
    // A conference is one Jicofo's: with bridges of their own it could not be on those of another.
    const jicofo = (this.ownership === 'common' ? drawn : conference) % this.jicofos;
    const selection = this.selections[jicofo]!;
    this.listed.push(this.choiceFromList(conference, region, jicofo));
    const bridge = selection.select(conference, region, this.nowMs, false, this.pinOf(conference));
    this.choices.push(bridge);
    if (bridge === noBridge) return;
    this.fleet.join(conference, bridge, audio, 0, this.nowMs, jicofo);
    for (const one of this.selections) one.noteJoined(conference, bridge, this.nowMs);
    const key = `${conference}/${bridge}`;
    const isNew = this.fleet.table.endpointsOf(this.fleet.table.partOn(conference, bridge)) === 1;
    this.added.set(key, [...(isNew ? [] : (this.added.get(key) ?? [])), this.nowMs]);
    this.present.push({ conference, bridge, audio });
  }

  private choiceFromList(conference: number, region: number, jicofo: number): number {
    const { fleet, options, nowMs } = this;
    const slots = [...Array(fleet.capacity).keys()]
      .filter((bridge) => fleet.isServing(bridge))
      .filter((bridge) => [jicofo, anyJicofo].includes(this.ownerOf(bridge)));
    const bridges = slots.map((bridge) => ({
      region: fleet.regionOf(bridge),
      hasRelay: true,
      version: options.mixedVersions === undefined ? null : String(fleet.sites.versionOf(bridge)),
      correctedStress: fleet.correctedStress(bridge, nowMs, jicofo),
      isOperational: !fleet.isSuspended(bridge),
      isDraining: this.flagged.has(bridge) || (this.drainsByFlag && fleet.isDraining(bridge)),
      isInGracefulShutdown: !this.drainsByFlag && fleet.isDraining(bridge),
      isShuttingDown: this.stopped.has(bridge),
      isInBrewery: true,
    }));
    const parts: ConferenceBridge[] = [];
    for (let part = fleet.table.first(conference); part >= 0; part = fleet.table.nextPart(part)) {
      const bridge = fleet.table.bridgeOf(part);
      // Upstream counts no bridge that is not operational among those of a conference.
      if (fleet.isSuspended(bridge)) continue;
      const added = this.added.get(`${conference}/${bridge}`) ?? [];
      // Upstream counts in buckets of 100 ms, the one in which the interval begins included.
      const since = Math.floor(nowMs / 100) - options.maxBridgeParticipantsIntervalSeconds * 10;
      parts.push({
        bridge: slots.indexOf(bridge),
        participants: fleet.table.endpointsOf(part),
        isForVisitors: false,
        recentlyAdded: added.filter((atMs) => Math.floor(atMs / 100) >= since).length,
      });
    }
    const policy: SelectionPolicy = {
      ...options,
      participantStrategy: null,
      visitorStrategy: null,
      hasRelays: options.relays,
      allowsMixedVersions: options.mixedVersions?.allowsMixedVersions ?? false,
      localRegion: options.localRegion ?? unknownRegion,
      regionGroups: new RegionGroups(options.regionGroups ?? []),
    };
    const choice = selectFromBridges(
      {
        bridges,
        conference: parts,
        region,
        isVisitor: false,
        pinnedVersion: this.pinOf(conference) === noVersion ? null : String(this.pinOf(conference)),
        maxBridgeParticipantsPerInterval: options.maxBridgeParticipantsPerInterval,
      },
      policy,
    );
    return choice === noBridge ? noBridge : slots[choice]!;
  }

  /** Where bridges are of two versions, one conference in three is pinned to the second. */
  private pinOf(conference: number): number {
    return this.options.mixedVersions !== undefined && conference % 3 === 0 ? 1 : noVersion;
  }

  private leave(pick: number): void {
    const [endpoint] = this.present.splice(pick % Math.max(1, this.present.length), 1);
    if (endpoint === undefined) return;
    this.fleet.leave(endpoint.conference, endpoint.bridge, endpoint.audio, 0, this.nowMs);
  }

  private startBridge(pick: number): void {
    const [sampleMs, publishMs] = [(pick % 7) * 1700, (pick % 5) * 333.3];
    const region = pick % (regionCount - 1);
    this.fleet.sites.set(this.nextSlot, region, region);
    if (this.options.mixedVersions !== undefined) this.fleet.sites.setVersion(this.nextSlot, (pick >> 1) % 2);
    const owner = this.ownerOf(this.nextSlot);
    if (owner !== anyJicofo) this.fleet.assign(this.nextSlot, owner);
    this.fleet.start(this.nextSlot, this.nowMs, this.nowMs + sampleMs, this.nowMs + publishMs);
    this.nextSlot += this.slotStep;
  }

  private ownerOf(bridge: number): number {
    const number = bridge / this.slotStep;
    if (this.ownership === 'common' || (this.ownership === 'mixed' && number % 2 === 1)) return anyJicofo;
    return number % this.jicofos;
  }

  private setDrainFlag(pick: number, isSet: boolean): void {
    const bridge = (pick % (this.nextSlot / this.slotStep)) * this.slotStep;
    if (!this.fleet.isServing(bridge)) return;
    this.fleet.setDrainFlag(bridge, isSet);
    if (isSet) this.flagged.add(bridge);
    else this.flagged.delete(bridge);
  }

  private retire(pick: number, isStopped: boolean): void {
    const bridge = (pick % (this.nextSlot / this.slotStep)) * this.slotStep;
    if (!this.fleet.isServing(bridge)) return;
    if (isStopped) {
      this.fleet.startStopping(bridge);
      this.stopped.add(bridge);
    } else if (!this.stopped.has(bridge) && !this.fleet.isDraining(bridge) && !this.fleet.isSuspended(bridge))
      this.fleet.startDrain(bridge);
  }
}

const plainOptions: fc.Arbitrary<FleetSelectionOptions> = fc.record({
  strategy: fc.constantFrom(
    'region-based' as const,
    'single' as const,
    'intra-region' as const,
    'split' as const,
  ),
  relays: fc.constant(true),
  stressThreshold: fc.constantFrom(0.1, 0.3, 0.8),
  maxBridgeParticipants: fc.constantFrom(-1, 2, 5),
  maxBridgeParticipantsPerInterval: fc.constantFrom(-1, 2),
  maxBridgeParticipantsIntervalSeconds: fc.constant(60),
  localRegion: fc.integer({ min: -1, max: regionCount - 1 }),
  regionGroups: fc.constantFrom(
    [],
    [[0, 1]],
    [
      [0, 3],
      [1, 2],
    ],
  ),
});

const shardsArbitrary = fc.record({
  jicofos: fc.constantFrom(1, 2, 4),
  ownership: fc.constantFrom('common' as const, 'own' as const, 'mixed' as const),
  drainsByFlag: fc.boolean(),
});

const optionsArbitrary: fc.Arbitrary<FleetSelectionOptions> = fc
  .record({ options: plainOptions, versions: fc.constantFrom('one', 'apart', 'mixed') })
  .map(({ options, versions }) =>
    versions === 'one'
      ? options
      : { ...options, mixedVersions: { versions: 2, allowsMixedVersions: versions === 'mixed' } },
  );

describe('a fleet with indexes', () => {
  it.each([
    ['few bridges', 1],
    ['slots far apart, so that the fleet grows while people join', 70],
  ])('chooses as a scan does: %s', (_, slotStep) => {
    fc.assert(
      fc.property(
        fc.array(stepArbitrary, { minLength: 1, maxLength: 120 }),
        optionsArbitrary,
        shardsArbitrary,
        (steps, options, shards) => {
          const indexed = new Life(false, options, slotStep, shards);
          const scanned = new Life(true, options, slotStep, shards);
          indexed.live(steps);
          scanned.live(steps);
          expect([indexed.isIndexed, scanned.isIndexed]).toEqual([true, false]);
          expect(indexed.choices).toEqual(scanned.choices);
          // A list knows of no Jicofo with bridges of its own beside common ones: which are the last resort is not upstream's.
          if (shards.ownership !== 'mixed') expect(indexed.choices).toEqual(indexed.listed);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('the tree of minima', () => {
  it('knows the smallest key and its lowest place', () => {
    const change = fc.record({ place: fc.nat({ max: 12 }), key: fc.nat({ max: 9 }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const tree = new MinimumTree(13);
        const keys = new Array<number>(tree.capacity).fill(Number.POSITIVE_INFINITY);
        for (const { place, key } of changes) {
          tree.set(place, key);
          keys[place] = key;
          expect(tree.minimum).toBe(Math.min(...keys));
          expect(tree.minimumPlace()).toBe(keys.indexOf(Math.min(...keys)));
          expect(tree.keyOf(place)).toBe(key);
        }
      }),
    );
  });

  it('finds the lowest place with the smallest key when some keys are larger than it knows', () => {
    const keys = fc.array(fc.constantFrom(0, 1, 2, 3, Number.POSITIVE_INFINITY), {
      minLength: 1,
      maxLength: 20,
    });
    const surcharges = fc.array(fc.constantFrom(0, 0, 0, 1, 2), { minLength: 20, maxLength: 20 });
    const below = fc.constantFrom(0, 1, 3, Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(keys, surcharges, below, fc.integer({ min: -1, max: 25 }), (known, more, bound, drawn) => {
        // No place has met a bound of Infinity: there is none to come before.
        const place = Number.isFinite(bound) ? drawn : -1;
        const tree = new MinimumTree(known.length);
        for (const [one, key] of known.entries()) tree.set(one, key);
        const found = tree.search(bound, place, { keyOf: (one, key) => key + more[one]! });
        const trueKeys = known.map((key, one) => key + more[one]!);
        const best = trueKeys
          .map((key, one) => ({ key, one }))
          .filter(({ key, one }) => key < bound || (key === bound && one < place && Number.isFinite(key)))
          .sort((a, b) => (a.key === b.key ? a.one - b.one : a.key - b.key))[0];
        expect(found).toBe(best?.one ?? -1);
        if (best !== undefined) expect(tree.foundKey).toBe(best.key);
        const raised = tree.raisedMinimumPlace(bound, place, { keyOf: (one) => trueKeys[one]! });
        expect(raised).toBe(best?.one ?? -1);
        if (best !== undefined) expect(tree.minimum).toBe(best.key);
      }),
    );
  });
});
