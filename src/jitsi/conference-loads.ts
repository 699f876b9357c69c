/**
 * What conferences put on bridges, as the whole-number counters of `media-load.ts`, one set for every bridge and media
 * profile.
 */
import type { ConferenceTable } from './conference-table.ts';
import { addPart, loadCounterCount, packetRatePps } from './media-load.ts';
import type { MediaProfile } from './media-profile.ts';

export class ConferenceLoads {
  private readonly table: ConferenceTable;
  private readonly profiles: readonly MediaProfile[];
  private counters: Float64Array;
  /** Reused for every call: nothing is allocated when somebody joins or leaves. */
  private readonly part = {
    endpoints: 0,
    audioSenders: 0,
    videoSenders: 0,
    audioSendersTotal: 0,
    videoSendersTotal: 0,
    bridges: 0,
  };

  /** @param capacity bridges to make room for */
  constructor(table: ConferenceTable, profiles: readonly MediaProfile[], capacity: number) {
    this.table = table;
    this.profiles = profiles;
    this.counters = new Float64Array(capacity * profiles.length * loadCounterCount);
  }

  /** Puts one of the conference's parts, as it is in the table now, into its bridge's counters, or takes it out. */
  apply(conference: number, part: number, sign: 1 | -1): void {
    const { table, profiles } = this;
    const profile = table.profile[conference]!;
    this.part.endpoints = table.endpointsOf(part);
    this.part.audioSenders = table.audioSendersOf(part);
    this.part.videoSenders = table.videoSendersOf(part);
    this.part.audioSendersTotal = table.audioSenders[conference]!;
    this.part.videoSendersTotal = table.videoSenders[conference]!;
    this.part.bridges = table.bridges[conference]!;
    const offset = (table.bridgeOf(part) * profiles.length + profile) * loadCounterCount;
    addPart(this.counters, offset, this.part, profiles[profile]!.lastN, sign);
  }

  /** Packets per second that the bridge's conferences put on it. */
  packetRatePps(bridge: number): number {
    const { profiles } = this;
    let pps = 0;
    for (let i = 0; i < profiles.length; i++) {
      pps += packetRatePps(profiles[i]!, this.counters, (bridge * profiles.length + i) * loadCounterCount);
    }
    return pps;
  }

  grow(capacity: number): void {
    const counters = new Float64Array(capacity * this.profiles.length * loadCounterCount);
    counters.set(this.counters);
    this.counters = counters;
  }
}
