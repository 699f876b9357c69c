/**
 * A load test of one's own as a bridge test: which columns are what, and which points something else decided.
 */
import type { BridgePoint, BridgeTest } from '../bridge/observations.ts';
import { limitedRows } from '../lint/lint-load.ts';
import type { MeasurementColumn, MeasurementTable, Quantity } from '../measurement/measurement-table.ts';
import { columnOf } from '../measurement/measurement-table.ts';
import { CalibrationRefused } from '../refusal.ts';
import { type Given, requireGiven } from './given.ts';

/** More rows with a clock than anybody sets loads by hand. */
const loadsMax = 60;

/** With a full CPU, points this far below the line already lie on the knee: the line must not be fitted through them. */
const kneeShortfallRatio = 0.015;

/** A bridge test with the cameras of each of its points. */
export interface OwnBridgeTest {
  readonly test: BridgeTest;
  /** Cameras on in a conference, point by point; 0 where none. */
  readonly videoSendersPerConference: readonly number[];
  /** Bits per second that the bridge sent, point by point; NaN where not measured. */
  readonly sentBps: readonly number[];
  /** Memory of its process, point by point, MiB; NaN where not measured. */
  readonly memoryMib: readonly number[];
  readonly hasCpu: boolean;
  /** Whether the rows are samples of a running service rather than loads set one by one. */
  readonly isSeries: boolean;
}

export function ownBridgeTest(table: MeasurementTable, given: Given): OwnBridgeTest {
  const participants = columnOf(table, 'participants').values;
  const packetRate = columnOf(table, 'packet-rate').values;
  const cpu = only(table, 'cpu');
  const conferences = only(table, 'conferences');
  const memory = only(table, 'memory');
  const cores = cpu === null ? (given.cores ?? 0) : requireGiven(given, 'cores', `bridge from ${table.name}`);
  const audio = senders(table, 'audio');
  const video = senders(table, 'video');
  if (audio === null) requireGiven(given, 'audioSenders', `bridge from ${table.name}`);
  const states = statesOf(table, cpu, cores);
  const sent = sentColumn(table);
  // A rate of zero with participants present is a lost metric or peer to peer, no load.
  const rows = [...participants.keys()].filter((i) => participants[i]! > 0 && packetRate[i]! > 0);
  const countOf = (i: number): number => Math.max(1, conferences?.values[i] ?? given.conferences ?? 1);
  // A column counts the senders of the whole bridge, a given number those of one conference.
  const perConference = (column: MeasurementColumn | null, fallback: number, i: number): number =>
    Math.min(participants[i]! / countOf(i), column === null ? fallback : column.values[i]! / countOf(i));
  const points = rows.map(
    (i): BridgePoint => ({
      participants: participants[i]!,
      conferences: countOf(i),
      audioSendersPerConference: perConference(audio, given.audioSenders ?? 0, i),
      packetRateKpps: packetRate[i]! / 1000,
      uploadKpps: null,
      cpuCores: cpu === null || !(cpu.values[i]! > 0) ? null : cpu.values[i]!,
      state: states[i]!,
    }),
  );
  return {
    test: { name: table.name, source: table.source, coresLimit: cores, points },
    videoSendersPerConference: rows.map((i) => perConference(video, given.videoSenders ?? 0, i)),
    sentBps: rows.map((i) => sent?.values[i] || Number.NaN),
    memoryMib: rows.map((i) => (memory?.values[i] || Number.NaN) / 1024 ** 2),
    hasCpu: cpu !== null,
    isSeries: table.timeMs !== null && rows.length > loadsMax,
  };
}

function only(table: MeasurementTable, quantity: Quantity): MeasurementColumn | null {
  return table.columns.some((column) => column.quantity === quantity) ? columnOf(table, quantity) : null;
}

/** The column of audio or video senders: by its name when there are several. */
function senders(table: MeasurementTable, media: 'audio' | 'video'): MeasurementColumn | null {
  const found = table.columns.filter(({ quantity }) => quantity === 'senders');
  const named = found.filter(({ name }) => name.toLowerCase().includes(media));
  if (named.length === 1) return named[0]!;
  if (named.length === 0) return media === 'audio' && found.length === 1 ? found[0]! : null;
  throw new CalibrationRefused({
    place: table.name,
    problem: `has several columns of ${media} senders: ${named.map(({ name }) => name).join(', ')}`,
    hint: 'map only the one that counts open microphones or cameras of the bridge',
  });
}

/** What the bridge sent: the only column of bits, or the one that says so. */
function sentColumn(table: MeasurementTable): MeasurementColumn | null {
  const bits = table.columns.filter(({ quantity }) => quantity === 'bit-rate');
  return bits.find(({ name }) => /sent|tx|upload|out/i.test(name)) ?? (bits.length === 1 ? bits[0]! : null);
}

/** Rows by what decided them; the lint of loads knows, and too few rows for it are taken as they are. */
function statesOf(
  table: MeasurementTable,
  cpu: MeasurementColumn | null,
  cores: number,
): readonly BridgePoint['state'][] {
  const rows = table.columns[0]!.values.length;
  const states = new Array<BridgePoint['state']>(rows).fill('steady');
  if (cpu === null) return states;
  try {
    const columns = {
      load: columnOf(table, 'participants').name,
      served: columnOf(table, 'packet-rate').name,
      cpu: cpu.name,
      cpuCores: cores,
    };
    for (const row of limitedRows(table, columns).clientLimited) states[row] = 'invalid';
    for (const row of limitedRows(table, columns, kneeShortfallRatio).saturated) states[row] = 'saturated';
  } catch (error) {
    if (!(error instanceof CalibrationRefused)) throw error;
  }
  return states;
}
