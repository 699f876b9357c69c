// Goal: a log of a bridge's statistics and a series of its machine's CPU become one measurement by their clocks; a
//   reading is never carried over a gap, and clocks that do not meet are refused with what is probably wrong.
// Method: hand-made clocks. Between samples the reading must lie on the straight line between them; a log whose CPU is
//   0.5 + 0.04 cores a kpps on both clocks must give that line back through the whole calibration.
import { describe, expect, it } from 'vitest';
import { gatherMeasurements } from '../../../src/calibration/own/gather-measurements.ts';
import {
  alignedTo,
  CalibrationRefused,
  calibrateMeasurements,
  columnNamed,
  type MeasurementTable,
  type Quantity,
} from '../../../src/index.ts';
import { readBaseModels } from '../../../src/io/shipped-base.ts';

const base = await readBaseModels();
if (!base.ok) throw new Error('the shipped models cannot be read');
const baseModels = base.value;

function series(
  name: string,
  seconds: readonly number[],
  columns: Readonly<Record<string, readonly [Quantity, readonly number[]]>>,
): MeasurementTable {
  return {
    name,
    source: `${name}.csv`,
    timeMs: Float64Array.from(seconds, (at) => at * 1000),
    columns: Object.entries(columns).map(([column, [quantity, values]]) => ({
      name: column,
      quantity,
      values: Float64Array.from(values),
    })),
    notes: [],
  };
}

const service = series('stats', [5, 20, 35, 50, 65, 80, 95, 110], {
  participants: ['participants', [1, 2, 3, 4, 5, 6, 7, 8]],
});

describe('a machine series joined to a service', () => {
  // Every 30 s, and nothing between 60 and 150.
  const cpu = series('cpu', [0, 30, 60, 150, 180], { cpu: ['cpu', [1, 4, 7, 16, 19]] });
  const joined = alignedTo(service, cpu);

  it('lies on the line between two samples, and nowhere across a gap', () => {
    // Cores are 1 + 0.1 x seconds. 60 to 150 is 90 s, more than 2.5 steps of 30 s.
    const cores = [...columnNamed(joined, 'cpu').values];
    expect(cores.slice(0, 4)).toEqual([1.5, 3, 4.5, 6].map((value) => expect.closeTo(value, 12)));
    expect(cores.slice(4)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(joined.notes.at(-1)).toMatch(/4 of 8 rows have no sample of it within 75 s/);
    expect(joined.source).toBe('stats.csv, cpu.csv');
  });

  it('holds half a step beyond its ends', () => {
    const short = series('cpu', [10, 40], { cpu: ['cpu', [2, 5]] });
    // 5 and 50 are within 15 s of an end, 65 is not.
    const cores = [...columnNamed(alignedTo(service, short), 'cpu').values];
    expect(cores.slice(0, 5)).toEqual([2, 3, 4.5, 5, Number.NaN]);
  });

  it('refuses clocks without a time in common, and guesses the zone', () => {
    const shifted = series('cpu', [7200, 7230, 7260], { cpu: ['cpu', [1, 2, 3]] });
    expect(() => alignedTo(service, shifted)).toThrow(/no time in common.*2 hours apart.*time zone/s);
    const later = series('cpu', [90_000, 90_030], { cpu: ['cpu', [1, 2]] });
    expect(() => alignedTo(service, later)).toThrow(/measure both over the same time/);
    const back = series('cpu', [0, 60, 30], { cpu: ['cpu', [1, 2, 3]] });
    expect(() => alignedTo(service, back)).toThrow(CalibrationRefused);
  });
});

/** A bridge polled every 20 s for half an hour: one conference grows by one each time; 50 pps a pair, 200 a sender. */
const participants = Array.from({ length: 90 }, (_, i) => 11 + i);
const kppsOf = (n: number): number => (500 * (n - 1) + 2000) / 1000;
const stats = participants
  .map((n, i) =>
    JSON.stringify({
      current_timestamp: new Date(Date.UTC(2026, 0, 27, 9, 0, 20 * i, 300))
        .toISOString()
        .slice(0, -1)
        .replace('T', ' '),
      local_endpoints: n,
      conferences: 1,
      endpoints_sending_audio: 10,
      endpoints_sending_video: 0,
      packet_rate_download: 2000,
      packet_rate_upload: kppsOf(n) * 1000 - 2000,
    }),
  )
  .join('\n');
/** CPU every 30 s, with ten minutes missing. */
const cpuRows = Array.from({ length: 62 }, (_, i) => 30 * i)
  .filter((at) => at < 600 || at >= 1200)
  .map((at) => {
    const when = new Date(Date.UTC(2026, 0, 27, 9, 0, at)).toISOString();
    return `${when},${0.5 + 0.04 * kppsOf(11 + at / 20)}`;
  });
const given = { cores: 8, audioSenders: 10 };
const sourceOf = (name: string, text: string) => ({
  source: {
    name,
    source: name,
    text,
    format: null,
    map: {
      time: { column: 'at', format: 'iso' as const },
      columns: [{ column: 'cores', quantity: 'cpu' as const, unit: 'cores' }],
    },
  },
  given: {},
});
const log = sourceOf('stats.jsonl', stats);
const cpuSeries = sourceOf('cpu.csv', `at,cores\n${cpuRows.join('\n')}\n`);

describe('a log of /colibri/stats beside a series of CPU', () => {
  const { tables, notes } = gatherMeasurements([log, cpuSeries], { name: 'bridge', given });

  it('is one table, which leaves the gap of the CPU open', () => {
    expect(tables.length).toBe(1);
    const cores = [...columnNamed(tables[0]!.table, 'cpu.csv').values];
    // From 9:09:30 on the next sample is at 9:20: rows at 580.3 s to 1180.3 s, 20 s apart.
    expect(cores.flatMap((value, i) => (Number.isNaN(value) ? [i] : []))).toEqual(
      Array.from({ length: 31 }, (_, i) => 29 + i),
    );
    expect(notes).toEqual([]);
  });

  it('gives the line of the CPU back, from the rows that have one', () => {
    const { models, reports } = calibrateMeasurements({
      name: 'mine',
      tables,
      kind: null,
      base: baseModels,
      draws: 100,
    });
    const { parameters } = models.find(({ kind }) => kind === 'bridges')!;
    expect(parameters.cpuActiveBaseCores!.value).toBeCloseTo(0.5, 1);
    expect(parameters.cpuPerKppsCores!.value).toBeCloseTo(0.04, 3);
    const cpu = reports.find(({ name }) => /CPU/.test(name))!;
    expect(cpu.leftOut.filter(({ reason }) => /no CPU was recorded/.test(reason)).length).toBe(31);
  });

  it('does not guess to which of two bridges the CPU belongs', () => {
    const other = sourceOf('other.jsonl', stats);
    const both = gatherMeasurements([log, other, cpuSeries], { name: 'bridges', given });
    expect(both.tables.map(({ table }) => table.name)).toEqual(['stats.jsonl', 'other.jsonl']);
    expect(both.notes).toEqual([
      expect.stringMatching(/cpu\.csv could belong to any of stats\.jsonl, other/),
    ]);
  });

  it('keeps the CPU of Prosody from the bridge, and gives it the participants of the log', () => {
    const prosody = { ...cpuSeries, source: { ...cpuSeries.source, name: 'prosody-cpu' } };
    const { tables } = gatherMeasurements([log, prosody], { name: 'shard', given });
    expect(tables.map(({ table }) => [table.name, table.columns.map(({ quantity }) => quantity)])).toEqual([
      ['stats.jsonl', ['participants', 'conferences', 'senders', 'senders', 'packet-rate']],
      ['prosody-cpu', ['participants', 'cpu']],
    ]);
  });
});
