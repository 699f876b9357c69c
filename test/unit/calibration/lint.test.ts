// Goal: measurements that would mislead a fit are found, with where, what, what it implies and what to do.
// Method: the errors that published reports really contain (load tests 3, 4, 6 and 9 of OpenFUN, a load generator's
//   total against its stages), and small tables with one planted error each; clean tables must stay silent.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintFormula, lintTotal } from '../../../src/calibration/lint/lint-claims.ts';
import { lintLoad } from '../../../src/calibration/lint/lint-load.ts';
import { lintTable } from '../../../src/calibration/lint/lint-table.ts';
import { tableFromRows } from '../../../src/calibration/measurement/import-csv.ts';
import type { MeasurementTable, Quantity } from '../../../src/calibration/measurement/measurement-table.ts';
import { ownBridgeTest } from '../../../src/calibration/own/own-bridge-test.ts';
import { readDataset, repositoryRoot } from '../../support/read-dataset.ts';

const openfun = 'datasets/openfun-load-tests';

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(join(repositoryRoot, 'test/fixtures/calibration', name), 'utf8'));
}

function table(
  columns: Record<string, readonly [Quantity, readonly number[]]>,
  minutes?: readonly number[],
): MeasurementTable {
  return {
    name: 'made-up table',
    source: 'test',
    timeMs: minutes === undefined ? null : Float64Array.from(minutes, (minute) => minute * 60_000),
    columns: Object.entries(columns).map(([name, [quantity, values]]) => ({
      name,
      quantity,
      values: Float64Array.from(values),
    })),
    notes: [],
  };
}

describe('a published formula against its own table', () => {
  it('finds "participants x 11 MB/s" where the table of load test 3 gives 54.4 kB/s', async () => {
    const claim = fixture('participants-times-11-mb.json') as { where: string; slope: number; unit: string };
    const test3 = tableFromRows({
      name: 'load test 3',
      source: openfun,
      rows: await readDataset(`${openfun}/conferences-of-5-3.csv`),
      map: {
        columns: [
          {
            column: 'participants_total',
            name: 'participants',
            quantity: 'participants',
            unit: 'participants',
          },
          { column: 'jvb_net_tx_kbytes_per_s', name: 'sent', quantity: 'bit-rate', unit: 'kB/s' },
        ],
      },
    });
    const finding = lintFormula({ ...claim, x: 'participants', y: 'sent', quantity: 'bit-rate' }, test3);
    expect(finding?.rule).toBe('unit-error');
    expect(finding?.where).toBe('load test 3, text');
    // The slope of the five rows with an intercept is 59.7 kB/s (the published 54.4 has another intercept).
    expect(finding?.what).toMatch(
      /11 MB\/s x participants; the table load test 3 gives 0\.059\d MB\/s each, a factor of 18\d/,
    );
    expect(finding?.implies).toMatch(
      /at 100 participants the formula gives 1100 MB\/s where 5\.7 MB\/s was measured/,
    );
    expect(finding?.todo).toMatch(/use the table/);
  });

  it('names the slip when the factor is one: bits for bytes, minutes for seconds', () => {
    const sent = table({
      n: ['participants', [10, 20, 30, 40]],
      sent: ['bit-rate', [8e6, 16e6, 24e6, 32e6]],
    });
    const claim = { where: 'text', x: 'n', y: 'sent', quantity: 'bit-rate', unit: 'MB/s' } as const;
    expect(lintFormula({ ...claim, slope: 0.8 }, sent)?.what).toMatch(/factor of 8: bits taken for bytes/);
    expect(lintFormula({ ...claim, slope: 6 }, sent)?.what).toMatch(
      /factor of 60: minutes taken for seconds/,
    );
    expect(lintFormula({ ...claim, slope: 0.11 }, sent)).toBeNull();
  });
});

describe('a total against its parts', () => {
  it('finds 18 450 requests where the stages come to about 116 000', () => {
    const report = fixture('k6-total-against-stages.json') as {
      total: number;
      stages: { durationSeconds: number; fromPerSecond: number; toPerSecond: number }[];
    };
    const finding = lintTotal({ where: 'summary', what: 'requests', ...report });
    expect(finding?.rule).toBe('total-contradicts-parts');
    expect(finding?.what).toBe(
      '18 450 requests reported, its own stages come to about 116 000, a factor of 6.29',
    );
    expect(finding?.implies).toMatch(/26\.7 per second were served where 168 were planned/);
    expect(lintTotal({ where: 'summary', what: 'requests', ...report, total: 110_000 })).toBeNull();
  });
});

describe('points that must not be fitted', () => {
  it('finds that the client machines limited load test 4 above 65 participants', async () => {
    const rows = (await readDataset(`${openfun}/one-conference-4.csv`)).filter(
      (row) => row.audio_video_senders === '10',
    );
    const test4 = tableFromRows({
      name: 'load test 4',
      source: openfun,
      rows,
      map: {
        columns: [
          { column: 'participants', quantity: 'participants', unit: 'participants' },
          {
            column: 'jvb_api_packet_rate_upload_kpps',
            name: 'packets sent',
            quantity: 'packet-rate',
            unit: 'kpps',
          },
          { column: 'jvb_cpu_cores', name: 'cpu', quantity: 'cpu', unit: 'cores' },
        ],
      },
    });
    const findings = lintLoad(test4, {
      load: 'participants',
      served: 'packets sent',
      cpu: 'cpu',
      cpuCores: 4,
    });
    expect(findings.map((finding) => finding.rule)).toEqual(['client-limited-points']);
    // Rows 10 to 13 are those at 73, 79, 83 and 83 participants: exactly the ones the report flags.
    expect(findings[0]?.where).toBe('load test 4, rows 10 to 13');
  });

  it('finds that load test 6 was saturated, and that its packets followed the load long after its CPU was full', async () => {
    const test6 = tableFromRows({
      name: 'load test 6',
      source: openfun,
      rows: await readDataset(`${openfun}/one-conference-6.csv`),
      map: {
        columns: [
          { column: 'participants', quantity: 'participants', unit: 'participants' },
          { column: 'jvb_stress', name: 'stress', quantity: 'stress', unit: '1' },
          { column: 'jvb_cpu_millicores', name: 'cpu', quantity: 'cpu', unit: 'millicores' },
        ],
      },
    });
    const findings = lintLoad(test6, { load: 'participants', served: 'stress', cpu: 'cpu', cpuCores: 3.6 });
    expect(findings.map((finding) => finding.rule)).toEqual(['saturated-points']);
    expect(findings[0]?.what).toMatch(/CPU is full, and stress falls up to 4\d % short/);
  });

  it('finds the dead container in the Prosody CPU of 29 March 2022: above its one core from 12:01 to 12:04', async () => {
    const day = tableFromRows({
      name: 'load test 9',
      source: openfun,
      rows: await readDataset(`${openfun}/autoscaling-day-1min.csv`),
      map: {
        time: { column: 'time_of_day_hhmm_local', format: 'hh:mm' },
        columns: [
          { column: 'prosody_cpu_cores_max_in_min', name: 'Prosody', quantity: 'cpu', unit: 'cores' },
          {
            column: 'participants_total',
            name: 'participants',
            quantity: 'participants',
            unit: 'participants',
          },
        ],
      },
    });
    const findings = lintTable(day, { cpuCores: 1 });
    // 09:24 is row 1, so 12:01 is row 158.
    expect(findings.map((finding) => [finding.rule, finding.where])).toEqual([
      ['above-physical-limit', 'load test 9, Prosody, rows 158 to 161'],
      // Withheld from 13:10 to 16:25; no sample in the first two minutes.
      ['missing-readings', 'load test 9, Prosody, rows 1 to 2, 227 to 422'],
    ]);
    expect(findings[0]?.implies).toMatch(/dead container/);
  });
});

describe('readings that are missing or zero', () => {
  it('are named where something was going on, and nowhere else', () => {
    const found = lintTable(
      table(
        {
          participants: ['participants', [0, 5, 10, 12, 12]],
          packets: ['packet-rate', [0, 2500, 0, Number.NaN, 6000]],
          cores: ['cpu', [0, 0.5, 0.9, 1, 1.1]],
        },
        [0, 1, 2, 3, 4],
      ),
    ).map(({ rule, where }) => [rule, where]);
    // Row 1 is an empty bridge: its zeros are right.
    expect(found).toEqual([
      ['missing-readings', 'made-up table, packets, rows 4'],
      ['zero-readings', 'made-up table, packets, rows 3'],
    ]);
  });

  it('do not enter the fit of a bridge: a lost metric changes no number of the model', () => {
    const sizes = [20, 30, 40, 50, 60, 70, 80];
    const columns = (lost: readonly number[]) =>
      table({
        participants: ['participants', [...sizes, ...lost.map(() => 65)]],
        packets: ['packet-rate', [...sizes.map((n) => 500 * n + 3), ...lost]],
      });
    const given = { audioSenders: 10, cores: 4 };
    const clean = ownBridgeTest(columns([]), given);
    expect(ownBridgeTest(columns([0, Number.NaN]), given)).toEqual(clean);
  });
});

describe('rows that cannot be right', () => {
  it('stays silent about a clean table', () => {
    const clean = table(
      { n: ['participants', [1, 2, 3, 4]], cpu: ['cpu', [0.5, 0.9, 1.4, 2]] },
      [0, 1, 2, 3],
    );
    expect(lintTable(clean, { cpuCores: 4 })).toEqual([]);
  });

  it('finds gaps and steps back in the clock', () => {
    const rules = (minutes: readonly number[]) =>
      lintTable(table({ n: ['participants', [1, 2, 3, 4, 5, 6]] }, minutes)).map((finding) => finding.rule);
    expect(rules([0, 1, 2, 3, 9, 10])).toEqual(['clock-gap']);
    expect(rules([0, 1, 2, 1.5, 3, 4])).toEqual(['clock-backwards']);
  });

  it('finds repeated rows, but not a gauge that stands still', () => {
    const repeated = table({ n: ['participants', [1, 2, 2, 3]], cpu: ['cpu', [0.1, 0.2, 0.2, 0.3]] });
    expect(lintTable(repeated).map((finding) => [finding.rule, finding.where])).toEqual([
      ['duplicated-rows', 'made-up table, rows 3'],
    ]);
    const still = table(
      { n: ['participants', [1, 2, 2, 3]], cpu: ['cpu', [0.1, 0.2, 0.2, 0.3]] },
      [0, 1, 2, 3],
    );
    expect(lintTable(still)).toEqual([]);
  });

  it('finds rates above the link, ratios above 1, negative values, a stuck exporter and impossible packets', () => {
    const finding = (columns: Parameters<typeof table>[0]) => lintTable(table(columns), { linkBps: 1e9 })[0];
    expect(finding({ sent: ['bit-rate', [1e8, 2e9, 3e8]] })?.what).toMatch(/more than the speed of the link/);
    expect(finding({ loss: ['ratio', [0.1, 12, 0.3]] })?.implies).toMatch(/per cent/);
    expect(finding({ cpu: ['cpu', [0.1, -0.2, 0.3]] })?.what).toBe('negative values');
    const stuck = table({ stress: ['stress', [0.01, 0.01, 0.01]] }, [0, 1, 2]);
    expect(lintTable(stuck).map((entry) => entry.rule)).toEqual(['constant-column']);
    const sizes = {
      packets: ['packet-rate', [1000, 2000, 3000]],
      bits: ['bit-rate', [1e5, 2e5, 3e5]],
    } as const;
    expect(finding(sizes)?.what).toBe('comes to 12.5 bytes a packet');
  });

  it('finds a packet rate in a wrong unit by the core time of a packet', () => {
    // A load test of 10 to 60 kpps at 41 us a packet and 0.5 cores of base, told as pps and as Mpps.
    const told = (times: number) =>
      lintTable(
        table({
          packets: ['packet-rate', [10_000, 30_000, 60_000].map((rate) => rate * times)],
          cpu: ['cpu', [10_000, 30_000, 60_000].map((rate) => 0.5 + 41e-6 * rate)],
        }),
      ).map(({ rule, severity, what }) => [rule, severity, what]);
    expect(told(1)).toEqual([]);
    // 2.96 cores over 60 packets/s, and over 60 million.
    expect(told(1e-3)).toEqual([
      ['unit-error', 'error', 'at 60 packets/s comes to 49330 us of a core for each packet'],
    ]);
    expect(told(1e3)).toEqual([
      ['unit-error', 'error', 'at 60000000 packets/s comes to 0.04933 us of a core for each packet'],
    ]);
  });
});
