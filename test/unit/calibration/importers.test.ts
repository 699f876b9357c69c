// Goal: measurements from the usual tools arrive in one form, in base units, and what cannot be read is refused.
// Method: texts as the tools write them (k6's documented CSV lines, Prometheus' answer format, the bridge's keys),
//   with expected values worked out by hand.
import { describe, expect, it } from 'vitest';
import { parseCsvText } from '../../../src/calibration/measurement/csv-text.ts';
import { importColibri } from '../../../src/calibration/measurement/import-colibri.ts';
import { importCsv } from '../../../src/calibration/measurement/import-csv.ts';
import { importK6Csv, importK6Summary } from '../../../src/calibration/measurement/import-k6.ts';
import { importPrometheus } from '../../../src/calibration/measurement/import-prometheus.ts';
import { describeTortureRun } from '../../../src/calibration/measurement/import-torture.ts';
import { columnNamed, columnOf, unitFactor } from '../../../src/calibration/measurement/measurement-table.ts';

describe('CSV', () => {
  it('reads quotes, commas and line breaks in cells, and drops a byte order mark', () => {
    expect(parseCsvText('\uFEFFa,b\r\n"1,5","say ""hi""\nthere"\r\n2,\n', 'x.csv')).toEqual([
      { a: '1,5', b: 'say "hi"\nthere' },
      { a: '2', b: '' },
    ]);
  });

  it('refuses a short row by its line, a repeated header and an open quote', () => {
    expect(() => parseCsvText('a,b\n1,2\n3\n', 'x.csv')).toThrow(/x.csv, line 3: 1 cells, the header has 2/);
    expect(() => parseCsvText('a,a\n1,2\n', 'x.csv')).toThrow(/'a' appears twice/);
    expect(() => parseCsvText('a\n"1\n', 'x.csv')).toThrow(/quote is opened and never closed/);
    expect(() => parseCsvText('a;b\n1,5;2\n', 'x.csv')).toThrow(/commas, not semicolons/);
  });

  it('converts units and times, and leaves empty cells out', () => {
    const table = importCsv({
      name: 'mine',
      source: 'mine.csv',
      text: 'time,kpps,mc,n\n09:24,12.5,1450,21\n09:25,,2350,41\n',
      map: {
        time: { column: 'time', format: 'hh:mm' },
        columns: [
          { column: 'kpps', name: 'packets', quantity: 'packet-rate', unit: 'kpps' },
          { column: 'mc', quantity: 'cpu', unit: 'millicores' },
        ],
      },
    });
    expect([...table.timeMs!]).toEqual([(9 * 60 + 24) * 60_000, (9 * 60 + 25) * 60_000]);
    expect([...columnNamed(table, 'packets').values]).toEqual([12_500, Number.NaN]);
    expect([...columnOf(table, 'cpu').values]).toEqual([1.45, 2.35]);
  });

  it('refuses unknown units with the ones known, a wrong case, text for a number, and a time without zone', () => {
    expect(() => unitFactor('bit-rate', 'Mb/s')).toThrow(
      /did you mean MB\/s\? \(case matters: b is bit, B is byte\)/,
    );
    expect(() => unitFactor('cpu', 'percent')).toThrow(/use one of cores, millicores/);
    expect(() => unitFactor('cpu', 'constructor')).toThrow(/not known/);
    const read = (text: string, format: 'iso' | 'epoch-s') =>
      importCsv({
        name: 'x',
        source: 'x.csv',
        text,
        map: { time: { column: 't', format }, columns: [{ column: 'v', quantity: 'count', unit: '1' }] },
      });
    expect(() => read('t,v\n2022-03-29T09:24:00,1\n', 'iso')).toThrow(/without zone is ambiguous/);
    expect(() => read('t,v\n1,many\n', 'epoch-s')).toThrow(
      /x\.csv, row 1, column v: has 'many', which is not a number/,
    );
    expect([...read('t,v\n2022-03-29T09:24:00+02:00,1\n', 'iso').timeMs!]).toEqual([
      Date.UTC(2022, 2, 29, 7, 24),
    ]);
  });
});

describe('Prometheus', () => {
  const answer = (result: unknown[], resultType = 'matrix') =>
    JSON.stringify({ status: 'success', data: { resultType, result } });
  const read = (text: string) =>
    importPrometheus({
      name: 'cpu',
      source: 'cpu.json',
      text,
      quantity: 'cpu',
      unit: 'cores',
      labelledBy: 'pod',
    });

  it('aligns series on the union of their times and notes one that ends', () => {
    const table = read(
      answer([
        {
          metric: { __name__: 'cpu', pod: 'prosody-1' },
          values: [
            [60, '0.2'],
            [120, '1.0'],
          ],
        },
        {
          metric: { __name__: 'cpu', pod: 'prosody-2' },
          values: [
            [120, 'NaN'],
            [180, '0.4'],
          ],
        },
      ]),
    );
    expect([...table.timeMs!]).toEqual([60_000, 120_000, 180_000]);
    expect([...columnNamed(table, 'prosody-1').values]).toEqual([0.2, 1, Number.NaN]);
    expect([...columnNamed(table, 'prosody-2').values]).toEqual([Number.NaN, Number.NaN, 0.4]);
    expect(table.notes[0]).toMatch(/dead one's last value for up to 5 minutes/);
  });

  it('refuses an instant query, an empty answer, a failed query and what is not JSON', () => {
    expect(() => read(answer([{ metric: {} }], 'vector'))).toThrow(/a vector, not a matrix.*query_range/);
    expect(() => read(answer([]))).toThrow(/found no series/);
    expect(() => read('{"status":"error","error":"parse error"}')).toThrow(/the query failed: parse error/);
    expect(() => read('<html>')).toThrow(/is not JSON/);
  });
});

describe('videobridge statistics', () => {
  const line = (fields: object) =>
    JSON.stringify({ current_timestamp: '2022-03-29 09:24:00.000', ...fields });

  it('counts local participants where participants includes those of other bridges', () => {
    const text = [
      line({
        participants: 120,
        octo_endpoints: 70,
        packet_rate_download: 3000,
        packet_rate_upload: 20_000,
        octo_send_packet_rate: 1500,
        octo_receive_packet_rate: 500,
        bit_rate_upload: 9000,
        stress_level: 0.5,
      }),
      line({ participants: 120, local_endpoints: 48 }),
    ].join('\n');
    const table = importColibri({ name: 'bridge 1', source: 'b1.jsonl', text });
    expect([...columnNamed(table, 'participants').values]).toEqual([50, 48]);
    expect([...columnNamed(table, 'packet rate').values]).toEqual([25_000, Number.NaN]);
    expect(columnNamed(table, 'bit rate sent').values[0]).toBe(9e6);
    expect(table.notes[0]).toMatch(/up to 72 participants of other bridges/);
    expect(table.timeMs?.[0]).toBe(Date.UTC(2022, 2, 29, 9, 24));
  });

  it('warns when an old bridge reports neither kind of endpoints, and refuses what is no statistics', () => {
    const old = importColibri({ name: 'old', source: 'o', text: line({ participants: 12, conferences: 3 }) });
    expect(old.notes[0]).toMatch(/counted on every bridge/);
    expect(() => importColibri({ name: 'x', source: 'x', text: '{"participants":3}' })).toThrow(
      /x, line 1: is not a statistics/,
    );
    expect(() => importColibri({ name: 'x', source: 'x', text: '\n' })).toThrow(/is empty/);
  });
});

describe('k6', () => {
  // Numbers of the end-of-test example of the k6 documentation: 180 requests at 4.36938/s, mean 144.56 ms.
  const flat = {
    http_reqs: { count: 180, rate: 4.36938 },
    http_req_duration: { avg: 144.56, 'p(90)': 203.54, 'p(95)': 215.95 },
    http_req_failed: { value: 0, passes: 0, fails: 180 },
    vus_max: { value: 10, min: 10, max: 10 },
  };

  it('reads the summary in both of its forms', () => {
    const nested = Object.fromEntries(
      Object.entries(flat).map(([name, values]) => [name, { type: 'x', values }]),
    );
    for (const metrics of [flat, nested]) {
      const summary = importK6Summary({ source: 's.json', text: JSON.stringify({ metrics }) });
      expect(summary.requests).toBe(180);
      expect(summary.durationSeconds).toBeCloseTo(41.196, 3);
      expect(summary.requestSeconds?.mean).toBeCloseTo(0.14456, 12);
      expect(summary.requestSeconds?.p95).toBeCloseTo(0.21595, 12);
      expect(summary.failedRatio).toBe(0);
      expect(summary.virtualMax).toBe(10);
    }
    expect(() => importK6Summary({ source: 's.json', text: '{"metrics":{}}' })).toThrow(/no count and rate/);
  });

  it('adds up the documented CSV lines by time', () => {
    const text = `metric_name,timestamp,metric_value,check,error,error_code,group,method,name,proto,scenario,status,subproto,tls_version,url,extra_tags
http_reqs,1595325560,1.000000,,,,,GET,http://test.k6.io,HTTP/1.1,default,200,,,http://test.k6.io,
http_req_duration,1595325560,221.899000,,,,,GET,http://test.k6.io,HTTP/1.1,default,200,,,http://test.k6.io,
http_reqs,1595325564,1.000000,,,,,GET,http://test.k6.io,HTTP/1.1,default,200,,,http://test.k6.io,
http_req_duration,1595325564,121.899000,,,,,GET,http://test.k6.io,HTTP/1.1,default,200,,,http://test.k6.io,
vus,1595325570,7,,,,,,,,default,,,,,
`;
    const table = importK6Csv({ name: 'k6', source: 'k6.csv', text, bucketSeconds: 10 });
    expect([...table.timeMs!]).toEqual([1_595_325_560_000, 1_595_325_570_000]);
    expect([...columnNamed(table, 'requests').values]).toEqual([0.2, 0]);
    expect(columnNamed(table, 'request duration').values[0]).toBeCloseTo(0.171899, 9);
    expect([...columnNamed(table, 'virtual participants').values]).toEqual([Number.NaN, 7]);
  });
});

describe('jitsi-meet-torture', () => {
  it('reads options and properties alike, and counts the audio pairs that decide the load', () => {
    const options = describeTortureRun(
      './malleus.sh --conferences=4 --participants 50 --senders=10 --audio-senders=10 --duration=300',
      'run',
    );
    expect(options).toMatchObject({
      conferences: 4,
      participantsPerConference: 50,
      videoSendersPerConference: 10,
      audioSendersPerConference: 10,
      durationSeconds: 300,
      audioPairs: 4 * 49 * 10,
      notes: [],
    });
    const properties = describeTortureRun(
      '-Dorg.jitsi.malleus.conferences=1 -Dorg.jitsi.malleus.participants=20 -Dorg.jitsi.malleus.senders=3',
      'run',
    );
    expect(properties.audioSendersPerConference).toBe(20);
    expect(properties.notes[0]).toMatch(/unmutes all 20/);
  });

  it('takes no following option for the value of one that has none', () => {
    const run = describeTortureRun('--debug --conferences=2 --participants=3 --audio-senders=1', 'run');
    expect([run.conferences, run.participantsPerConference]).toEqual([2, 3]);
  });

  it('refuses a template that was not filled in and a missing option', () => {
    expect(() => describeTortureRun('--conferences=$1 --participants=$2', 'run')).toThrow(
      /--conferences is '\$1'/,
    );
    expect(() => describeTortureRun('--participants=3', 'run')).toThrow(/--conferences is missing/);
  });
});
