/**
 * The bridges that Jicofo knows, by name, and its choice among them.
 * Source: jicofo 7ebb13d, BridgeSelector.kt.
 */
import { type ConferenceBridge, type SelectionRequest, selectFromBridges } from './bridge-list-view.ts';
import { type BridgePresence, BridgeRecord, type BridgeRecordOptions } from './bridge-record.ts';
import type { SelectionPolicy } from './selection-policy.ts';

export interface NamedSelection extends Omit<SelectionRequest, 'bridges' | 'conference'> {
  readonly conference: readonly (Omit<ConferenceBridge, 'bridge'> & { readonly bridge: string })[];
}

export class BridgeSelector {
  /** Bridges that went without having announced it. */
  lostBridges = 0;
  private readonly options: BridgeRecordOptions;
  private readonly policy: SelectionPolicy;
  private readonly bridges = new Map<string, BridgeRecord>();
  /** Bridges that left while conferences may still have them. */
  private readonly departed = new Map<string, BridgeRecord>();

  constructor(options: BridgeRecordOptions, policy: SelectionPolicy) {
    this.options = options;
    this.policy = policy;
  }

  /** A bridge enters the brewery or reports again. */
  hear(name: string, presence: BridgePresence): BridgeRecord {
    let record = this.bridges.get(name);
    if (record === undefined) {
      record = new BridgeRecord(this.options);
      this.bridges.set(name, record);
      this.departed.delete(name);
    }
    record.hear(presence);
    return record;
  }

  /** The bridge left the brewery. */
  remove(name: string): void {
    const record = this.bridges.get(name);
    if (record === undefined) return;
    this.bridges.delete(name);
    this.departed.set(name, record);
    if (!record.isStopping) this.lostBridges += 1;
  }

  /** @throws RangeError when it does not know the bridge */
  get(name: string): BridgeRecord {
    const record = this.bridges.get(name);
    if (record === undefined) throw new RangeError(`BridgeSelector.get: no bridge ${name}`);
    return record;
  }

  hasBridgeBelowThreshold(nowMs: number): boolean {
    return [...this.bridges.values()].some((record) => !record.isOverloaded(nowMs));
  }

  /** Name of the chosen bridge; null when none can take the participant. The conference's bridges must have been here. */
  select(selection: NamedSelection, nowMs: number): string | null {
    const names = [...this.bridges.keys(), ...this.departed.keys()];
    const bridges = [
      ...[...this.bridges.values()].map((record) => record.stateAt(nowMs)),
      ...[...this.departed.values()].map((record) => ({ ...record.stateAt(nowMs), isInBrewery: false })),
    ];
    const conference = selection.conference.map((part) => ({ ...part, bridge: names.indexOf(part.bridge) }));
    return names[selectFromBridges({ ...selection, bridges, conference }, this.policy)] ?? null;
  }
}
