// Goal: outputs that somebody else's programs really wrote are read, and mean what they meant there.
// Method: the files of test/fixtures/calibration/published (their sources in its README) and the load-test tables of
//   datasets/; expected values stand in the files or follow from them by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  columnNamed,
  describeTortureRun,
  importColibri,
  importCsv,
  importK6Csv,
  importK6Summary,
  importMeasurement,
  importPrometheus,
  lintTable,
  type MeasurementTable,
} from '../../../src/index.ts';
import { repositoryRoot } from '../../support/read-dataset.ts';

const published = 'test/fixtures/calibration/published';
const text = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
const values = (table: MeasurementTable, column: string): number[] => [...columnNamed(table, column).values];

describe('/colibri/stats', () => {
  const source = `${published}/colibri-stats-one-conference.jsonl`;
  const { table, format } = importMeasurement({
    name: 'bridge',
    source,
    text: text(source),
    format: null,
    map: null,
  });

  it('of a bridge in 2021: one call of two, then nobody', () => {
    expect(format).toBe('colibri');
    expect(values(table!, 'participants')).toEqual([2, 0]);
    expect(values(table!, 'video senders')).toEqual([1, 0]);
    // 311 in and 228 out, no relays.
    expect(values(table!, 'packet rate')).toEqual([539, 0]);
    expect(values(table!, 'bit rate received')[0]).toBeCloseTo(1_284_955, 6);
    expect([...table!.timeMs!]).toEqual([
      Date.UTC(2021, 7, 30, 12, 11, 20, 254),
      Date.UTC(2021, 7, 30, 12, 12, 55, 254),
    ]);
    // A call in which nothing was lost from the log: no zero where something was going on.
    expect(lintTable(table!).filter(({ rule }) => rule === 'zero-readings')).toEqual([]);
  });

  it('has the stress that its packets make at the default threshold, sampled a moment apart', () => {
    const [packets] = values(table!, 'packet rate');
    const [stress] = values(table!, 'stress');
    expect(Math.abs(packets! / 50_000 / stress! - 1)).toBeLessThan(0.02);
  });

  it('of a bridge in 2024, written over many lines', () => {
    const file = `${published}/colibri-stats-after-a-call.json`;
    const one = importMeasurement({ name: 'x', source: file, text: text(file), format: null, map: null });
    expect(one.format).toBe('colibri');
    expect([...one.table!.timeMs!]).toEqual([Date.UTC(2024, 9, 24, 2, 47, 27, 605)]);
    expect(values(one.table!, 'participants')).toEqual([0]);
    const twice = importColibri({ name: 'x', source: file, text: `${text(file)}${text(file)}` });
    expect(twice.timeMs!.length).toBe(2);
    const cut = text(file).slice(0, 900);
    expect(() => importColibri({ name: 'x', source: file, text: cut })).toThrow(/line 1.*is not JSON/s);
  });
});

describe('k6', () => {
  it('--summary-export: 100 requests in 4.2 s, one failed', () => {
    const source = `${published}/k6-summary-export-tickets.json`;
    expect(importK6Summary({ source, text: text(source) })).toEqual({
      source,
      requests: 100,
      requestsPerSecond: expect.closeTo(23.738, 3),
      // 100 / 23.738
      durationSeconds: expect.closeTo(4.2126, 4),
      failedRatio: 0.01,
      requestSeconds: {
        mean: expect.closeTo(3.265, 3),
        p90: expect.closeTo(4.0303, 4),
        p95: expect.closeTo(4.1018, 4),
      },
      virtualMax: 100,
    });
  });

  it('--out csv, with the 17 columns of older versions', () => {
    const source = `${published}/k6-results-httpbin.csv`;
    const table = importK6Csv({ name: 'k6', source, text: text(source), bucketSeconds: 60 });
    expect(values(table, 'requests')).toEqual([1 / 60]);
    expect(values(table, 'request duration')[0]).toBeCloseTo(0.114365, 9);
    expect(values(table, 'virtual participants')).toEqual([2]);
  });
});

describe('an answer of query_range with the metrics of a bridge', () => {
  const source = `${published}/prometheus-exporter-of-one-bridge.json`;
  const { table, format } = importMeasurement({
    name: 'bridge',
    source,
    text: text(source),
    format: null,
    map: null,
  });

  it('is read without being told what its 64 metrics are', () => {
    expect(format).toBe('prometheus');
    expect(values(table!, 'participants')).toEqual([2, 2, 2, 2, 0, 0, 0, 0]);
    expect(values(table!, 'conferences')).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    // jitsi_packet_rate_download 311 and jitsi_packet_rate_upload 228; jitsi_bit_rate_download 1284.955 kbit/s.
    expect(values(table!, 'packet rate')).toEqual([539, 539, 539, 539, 0, 0, 0, 0]);
    expect(values(table!, 'bit rate received')[0]).toBe(1_284_955);
  });

  it('says what /colibri/stats of the same bridge says', () => {
    const stats = `${published}/colibri-stats-one-conference.jsonl`;
    const bridge = importColibri({ name: 'bridge', source: stats, text: text(stats) });
    for (const { name } of table!.columns) {
      const [busy, idle] = values(bridge, name);
      const exported = values(table!, name);
      expect([exported[0], exported[7]], name).toEqual([busy, idle]);
    }
  });

  it('has no row while the exporter was away, and the lint names the gap', () => {
    const steps = [...table!.timeMs!].slice(1).map((at, index) => at - table!.timeMs![index]!);
    expect(steps).toEqual([15_000, 15_000, 15_000, 15_000, 45_000, 15_000, 15_000]);
    expect(lintTable(table!).map(({ rule, what }) => `${rule}: ${what}`)).toContain(
      'clock-gap: 45 s without a sample where 15 s is usual',
    );
  });
});

it('an answer of query_range: spaces between all tokens, two series on one clock', () => {
  const source = `${published}/prometheus-query-range-up.json`;
  const table = importPrometheus({
    name: 'up',
    source,
    text: text(source),
    quantity: 'count',
    unit: '1',
    labelledBy: 'job',
  });
  expect(values(table, 'prometheus')).toEqual([1, 1, 1]);
  expect(values(table, 'node')).toEqual([0, 0, 1]);
  expect([...table.timeMs!]).toEqual([1435781430781, 1435781445781, 1435781460781]);
  // Its metrics are nobody's bridge: what it measures must be said.
  expect(() =>
    importMeasurement({ name: 'up', source, text: text(source), format: null, map: null }),
  ).toThrow(/does not say the quantity/);
});

it('a command of jitsi-meet-torture with a path before it and a placeholder in it', () => {
  const source = `${published}/malleus-hamertesting.sh`;
  expect(importMeasurement({ name: 'x', source, text: text(source), format: null, map: null }).format).toBe(
    'torture',
  );
  expect(describeTortureRun(text(source), source)).toEqual({
    conferences: 1,
    participantsPerConference: 30,
    videoSendersPerConference: 2,
    audioSendersPerConference: 1,
    durationSeconds: 120,
    audioPairs: 29,
    notes: [],
  });
});

it('a table of a load test as CSV, by a column map', () => {
  const source = 'datasets/openfun-load-tests/conferences-of-5-3.csv';
  const table = importCsv({
    name: 'load test 3',
    source,
    text: text(source),
    map: {
      columns: [
        { column: 'participants_total', quantity: 'participants', unit: 'participants' },
        { column: 'jvb_cpu_millicores', quantity: 'cpu', unit: 'millicores' },
        { column: 'jvb_ram_mbytes', quantity: 'memory', unit: 'MB' },
        { column: 'jvb_net_tx_kbytes_per_s', quantity: 'bit-rate', unit: 'kB/s' },
      ],
    },
  });
  expect(values(table, 'participants_total')).toEqual([20, 40, 60, 80, 100]);
  expect(values(table, 'jvb_cpu_millicores').map((cores) => Math.round(1000 * cores))).toEqual([
    830, 900, 1210, 1410, 1600,
  ]);
  expect(values(table, 'jvb_ram_mbytes')[0]).toBe(550e6);
  expect(values(table, 'jvb_net_tx_kbytes_per_s')[4]).toBe(5700 * 8000);
});
