// Goal: files as the tools write them, with all their keys, become the common form: local participants, relays in the
//   packet rate, base units; what is missing or zero is named.
// Method: the files of test/fixtures/calibration (sources of their forms in its README), through the library's door;
//   expected values are worked out by hand from the numbers in them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  columnNamed,
  describeTortureRun,
  importBridgeMetrics,
  importColibri,
  importK6Csv,
  importK6Summary,
  importMeasurement,
  importPrometheus,
  lintTable,
  lintTotal,
  type MeasurementTable,
} from '../../../src/index.ts';
import { repositoryRoot } from '../../support/read-dataset.ts';

const text = (name: string): string =>
  readFileSync(join(repositoryRoot, 'test/fixtures/calibration', name), 'utf8');
const values = (table: MeasurementTable, column: string): number[] => [...columnNamed(table, column).values];

describe('/colibri/stats of a bridge with relays', () => {
  const source = 'colibri-stats-relayed.jsonl';
  const table = importColibri({ name: 'bridge', source, text: text(source) });

  it('counts the participants of this bridge, not those of the others', () => {
    // participants are 10, 30, 60, 100 and 120; octo_endpoints 0, 6, 22, 53 and 73.
    expect(values(table, 'participants')).toEqual([10, 24, 38, 47, 47]);
    expect(table.notes[0]).toMatch(/up to 73 participants of other bridges/);
    expect(table.notes[1]).toMatch(/take packets per pair from a bridge without relays/);
  });

  it('adds relays to the packets, as stress does: packets over 50 000 are the stress it reports', () => {
    // 1180 + 28 100 from and to endpoints, 3020 + 610 from and to relays.
    expect(values(table, 'packet rate').at(-1)).toBe(32_910);
    const stress = values(table, 'stress');
    for (const [i, rate] of values(table, 'packet rate').entries()) {
      expect(rate / 50_000).toBeCloseTo(stress[i]!, 3);
    }
  });

  it('reads kbit/s and UTC', () => {
    expect(values(table, 'bit rate sent')[0]).toBe(3_100_000);
    expect(table.timeMs?.[0]).toBe(Date.UTC(2026, 0, 27, 9, 0, 0, 100));
  });
});

describe('metrics of a bridge in Prometheus', () => {
  it("reads the exporter's names, which are those of /colibri/stats", () => {
    const source = 'prometheus-systemli-exporter.json';
    const table = importBridgeMetrics({ name: 'bridge', source, text: text(source) });
    expect(values(table, 'participants')).toEqual([12, 20, 31, 40]);
    // 1030 + 22 600 + 1750 + 720
    expect(values(table, 'packet rate').at(-1)).toBe(26_100);
    expect(values(table, 'bit rate received')).toEqual([410_000, 640_000, 980_000, 1_210_000]);
    expect([...table.timeMs!].map((at) => at - table.timeMs![0]!)).toEqual([0, 15_000, 30_000, 45_000]);
  });

  it("reads the bridge's own names in bit/s, without a word beside them, and finds the lost and the false stress", () => {
    const source = 'load-test-of-one-bridge/bridge-metrics.json';
    const { table, format } = importMeasurement({
      name: 'bridge',
      source,
      text: text(source),
      format: null,
      map: null,
    });
    expect(format).toBe('prometheus');
    expect(values(table!, 'participants')).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(values(table!, 'bit rate received')[0]).toBe(408_000);
    // (52 x 10 x 9 + 230 x 10) x 1.004 = 7007.9
    expect(values(table!, 'packet rate')[0]).toBe(7008);
    expect(values(table!, 'stress')[3]).toBeNaN();
    const found = lintTable(table!).map(({ rule, where }) => [rule, where]);
    expect(found).toContainEqual(['missing-readings', 'bridge, stress, rows 4']);
    expect(found).toContainEqual(['zero-readings', 'bridge, stress, rows 10']);
  });

  it('refuses two bridges in one answer, and one without a known name', () => {
    const matrix = (result: unknown[]) =>
      JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
    const of = (instance: string) => ({
      metric: { __name__: 'jitsi_participants', instance },
      values: [[0, '3']],
    });
    const read = (result: unknown[]) =>
      importBridgeMetrics({ name: 'x', source: 'x.json', text: matrix(result) });
    expect(() => read([of('jvb-1'), of('jvb-2')])).toThrow(
      /jitsi_participants has 2 series.*one bridge at a time/,
    );
    expect(() => read([{ metric: { __name__: 'up' }, values: [[0, '1']] }])).toThrow(/known are jitsi_jvb_/);
  });

  it('names what a bridge does not report', () => {
    const line = JSON.stringify({ current_timestamp: '2026-01-27 09:00:00.000', local_endpoints: 3 });
    const { notes } = importColibri({ name: 'x', source: 'x', text: line });
    expect(notes.at(-1)).toMatch(/not reported.*conferences.*packet rate \(packet_rate_download and/);
  });

  it('keeps a killed container and its successor apart, though a sum would count the dead one', () => {
    const source = 'prometheus-prosody-cpu.json';
    const table = importPrometheus({
      name: 'Prosody',
      source,
      text: text(source),
      quantity: 'cpu',
      unit: 'cores',
      labelledBy: 'id',
    });
    expect(values(table, 'a1')).toEqual([0.21, 0.22, 0.4, 0.78, 0.99, Number.NaN, Number.NaN, Number.NaN]);
    expect(values(table, 'b2').slice(5)).toEqual([0.41, 0.4, 0.17]);
    expect(table.notes[0]).toMatch(/a1, b2: not present throughout/);
    // 120 s to 210 s where 30 s are usual.
    expect(lintTable(table).map(({ rule }) => rule)).toContain('clock-gap');
  });
});

describe('k6', () => {
  it('reads a whole --summary-export, thresholds and submetrics beside the numbers', () => {
    const source = 'k6-summary-export.json';
    expect(importK6Summary({ source, text: text(source) })).toEqual({
      source,
      requests: 12_000,
      requestsPerSecond: 40,
      durationSeconds: 300,
      failedRatio: 0.008,
      requestSeconds: {
        mean: expect.closeTo(0.1824416, 9),
        p90: expect.closeTo(0.29108, 9),
        p95: expect.closeTo(0.40233, 9),
      },
      virtualMax: 30,
    });
  });

  it('holds that total against its stages', () => {
    // 60 s up to 50 a second, 210 s at 50, 30 s down: 1500 + 10 500 + 750 = 12 750, a factor of 1.06.
    const stages = [
      { durationSeconds: 60, fromPerSecond: 0, toPerSecond: 50 },
      { durationSeconds: 210, fromPerSecond: 50, toPerSecond: 50 },
      { durationSeconds: 30, fromPerSecond: 50, toPerSecond: 0 },
    ];
    const claim = (total: number) => ({ where: 'summary', what: 'requests', total, stages });
    expect(lintTotal(claim(12_000))).toBeNull();
    expect(lintTotal(claim(2000))?.rule).toBe('total-contradicts-parts');
  });

  it('reads the 19 columns of --out csv, whatever clock it was told to write', () => {
    const source = 'k6-results.csv';
    const csv = text(source);
    const at = Date.UTC(2026, 0, 27, 9);
    const clocks: readonly ((seconds: string) => string)[] = [
      (s) => s,
      (s) => `${s}000`,
      (s) => `${s}000000`,
      (s) => new Date(Number(s) * 1000).toISOString(),
    ];
    for (const clock of clocks) {
      const written = csv.replaceAll(/,(\d{10}),/g, (_, s: string) => `,${clock(s)},`);
      const table = importK6Csv({ name: 'k6', source, text: written, bucketSeconds: 60 });
      expect([...table.timeMs!]).toEqual([at, at + 60_000]);
      expect(values(table, 'requests')).toEqual([3 / 60, 2 / 60]);
      expect(values(table, 'request duration')[0]).toBeCloseTo(0.12, 12);
      expect(values(table, 'request duration')[1]).toBeCloseTo(0.4, 12);
      expect(values(table, 'virtual participants')).toEqual([2, 4]);
    }
    const broken = csv.replaceAll(/,(\d{10}),/g, ',yesterday,');
    expect(() => importK6Csv({ name: 'k6', source, text: broken, bucketSeconds: 60 })).toThrow(
      /'yesterday' is no time/,
    );
  });
});

describe('jitsi-meet-torture', () => {
  it('reads the command line of a run over several lines, with quotes', () => {
    const source = 'load-test-of-one-bridge/malleus.sh';
    expect(describeTortureRun(text(source), source)).toMatchObject({
      conferences: 1,
      participantsPerConference: 100,
      videoSendersPerConference: 0,
      audioSendersPerConference: 10,
      durationSeconds: 600,
      audioPairs: 990,
      notes: [],
    });
  });
});
