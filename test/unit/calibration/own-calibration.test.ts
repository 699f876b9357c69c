// Goal: measurements of one's own, in whatever form, become models that hold the truth they were made from.
// Method: tables made from known parameters with a known error; the intervals must hold the truth. What no column says
//   must be asked for, and what cannot be told apart refused.
import { describe, expect, it } from 'vitest';
import { importCsv } from '../../../src/calibration/measurement/import-csv.ts';
import { joinedByTime } from '../../../src/calibration/measurement/join-by-time.ts';
import type { ModelFile, ModelParameter } from '../../../src/calibration/model-file.ts';
import type { BaseModels } from '../../../src/calibration/own/base-models.ts';
import { calibrateMeasurements, type FitKind } from '../../../src/calibration/own/calibrate-measurements.ts';
import { checkColumnMap, parseColumnMap } from '../../../src/calibration/own/column-map-text.ts';
import { readDataPackage } from '../../../src/calibration/own/data-package.ts';
import { type Given, parseGiven } from '../../../src/calibration/own/given.ts';
import { importMeasurement } from '../../../src/calibration/own/import-measurement.ts';
import { lintMeasurements } from '../../../src/calibration/own/lint-measurements.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../../src/engine/random/sample-distribution.ts';
import { readBaseModels } from '../../../src/io/shipped-base.ts';

const read = await readBaseModels();
if (!read.ok) throw new Error('models/ cannot be read');
const base: BaseModels = read.value;
const streams = createRandomStreams({ seed: 11, replication: 0 });

function fitted(text: string, map: string, given = '', kind: FitKind | null = null) {
  const table = importCsv({ name: 'mine', source: 'mine.csv', text, map: parseColumnMap(map) });
  const tables = [{ table, given: parseGiven(given) }];
  return calibrateMeasurements({ name: 'mine', tables, kind, base, draws: 300 });
}

function parameter(models: readonly ModelFile[], kind: string, name: string): ModelParameter {
  const found = models.find((model) => model.kind === kind)?.parameters[name];
  if (found === undefined) throw new Error(`no ${kind} with ${name}`);
  return found;
}

function expectHeld({ interval95 }: ModelParameter, truth: number): void {
  expect(interval95![0]).toBeLessThanOrEqual(truth);
  expect(interval95![1]).toBeGreaterThanOrEqual(truth);
}

/** Cameras on in a conference of n: 90 packets a second a pair, 200 a camera; four microphones of 50 a pair. */
function withCameras(error: (i: number) => number): string {
  const rows = [5, 8, 12, 16, 20, 25, 30, 36].map((n, i) => {
    const cameras = Math.ceil(n / 2);
    const pps = 50 * 4 * (n - 1) + 90 * cameras * (n - 1) + 200 * cameras;
    return `${n},${((pps * (1 + error(i))) / 1000).toFixed(3)},4,${cameras}`;
  });
  return `n,kpps,audio,video\n${rows.join('\n')}\n`;
}
const cameraMap = 'n=participants, kpps=packet-rate kpps, audio=senders, video=senders';

describe('a load test with cameras', () => {
  it('gives the packets of a camera, audio being known', () => {
    const { models, reports } = fitted(
      withCameras((i) => (i % 2 === 0 ? 0.005 : -0.005)),
      cameraMap,
    );
    expectHeld(parameter(models, 'media', 'videoPairPacketRatePps'), 90);
    expectHeld(parameter(models, 'media', 'videoSenderPacketRatePps'), 200);
    expect(parameter(models, 'media', 'audioPairPacketRatePps')).toMatchObject({
      value: 50,
      trust: 'published',
    });
    expect(reports[0]?.formula).toContain('(camera, receiver) pairs');
  });

  it('refuses cameras that one cannot tell from their receivers', () => {
    // A camera each in two-person conferences only: pairs are a multiple of cameras.
    const rows = [2, 4, 6, 8, 10, 12].map((n) => `${n},${(0.4 * n).toFixed(2)},${n / 2},${n},${n}`);
    const text = `n,kpps,c,audio,video\n${rows.join('\n')}\n`;
    const map = 'n=participants, kpps=packet-rate kpps, c=conferences, audio=senders, video=senders';
    expect(() => fitted(text, map)).toThrow(/video pairs|video senders/);
  });

  it('refuses to fit video on an audio-dominated test', () => {
    const audioOnly = [5, 10, 20, 30, 40].map((n) => `${n},${(0.05 * 4 * (n - 1)).toFixed(3)},4,4`);
    expect(() => fitted(`n,kpps,audio,video\n${audioOnly.join('\n')}\n`, cameraMap)).toThrow(
      /practically no video was forwarded.*audio-dominated/,
    );
  });
});

describe('a load test into saturation', () => {
  const kpps = (n: number): number => (50 * 10 * (n - 1) + 2500) / 1000;
  const carried = (x: number): number => x / (1 + (x / 60) ** 14) ** (1 / 14);
  const rows = [20, 35, 50, 65, 80, 95, 110, 125, 140, 160].map((n, i) => {
    const wobble = 1 + (i % 2 === 0 ? 0.004 : -0.004);
    return `${n},${(carried(kpps(n)) * wobble).toFixed(2)},${Math.min(3.96, (0.6 + 0.06 * kpps(n)) * wobble).toFixed(2)}`;
  });
  const text = `n,kpps,cores\n${rows.join('\n')}\n`;
  const map = 'n=participants, kpps=packet-rate kpps, cores=cpu cores';

  it('finds the ceiling, and leaves the points beyond it out of the line', () => {
    const { models, reports } = fitted(text, map, 'cores=4, audioSenders=10');
    expectHeld(parameter(models, 'bridges', 'carriedCeilingKpps'), 60);
    expectHeld(parameter(models, 'media', 'audioPairPacketRatePps'), 50);
    const line = reports.find(({ name }) => name.startsWith('Packet rate'));
    expect(line?.leftOut.every(({ reason }) => /saturated/.test(reason))).toBe(true);
    expect(line?.leftOut.length).toBeGreaterThanOrEqual(2);
  });

  it('names the rows in the lint', () => {
    const table = importCsv({ name: 'mine', source: 'mine.csv', text, map: parseColumnMap(map) });
    const findings = lintMeasurements([{ table, given: { cores: 4 } }]);
    expect(findings.map(({ rule }) => rule)).toEqual(['saturated-points']);
  });
});

describe('too few points for a line of their own', () => {
  it('set the speed of the shipped bridge: one factor on base and cost of a packet, so both are drawn as one', () => {
    const shipped = base('bridges', 'gp1-xs')!.parameters;
    const cost = (name: string) => shipped[name]!.value as number;
    // Twice the shipped cost at every load; ten senders by 50 packets a pair and 200 a sender.
    const rows = [30, 50, 70].map((n) => {
      const kpps = (500 * (n - 1) + 2000) / 1000;
      const onset = 1 - Math.exp(-kpps / cost('cpuOnsetKpps'));
      const cores = 2 * (cost('cpuActiveBaseCores') * onset + cost('cpuPerKppsCores') * kpps);
      return `${n},${kpps},${cores}`;
    });
    const text = `n,kpps,cores\n${rows.join('\n')}\n`;
    const map = 'n=participants, kpps=packet-rate kpps, cores=cpu cores';
    const { models, notes } = fitted(text, map, 'cores=16, audioSenders=10');
    expect(notes.join('\n')).toMatch(/the speed of bridges\/gp1-xs was fitted instead/);
    const bridge = models.find(({ kind }) => kind === 'bridges')!;
    expect(bridge.correlations).toEqual([
      { between: ['cpuActiveBaseCores', 'cpuPerKppsCores'], correlation: 1 },
    ]);
    // The prior of the shipped model pulls a factor of 2 down by a few per cent.
    const factor =
      (parameter(models, 'bridges', 'cpuPerKppsCores').value as number) / cost('cpuPerKppsCores');
    expect(factor).toBeGreaterThan(1.85);
    expect(factor).toBeLessThan(2);
  });
});

describe('a day of Prosody', () => {
  it('gives idle cost, cost of a participant and of a join, and keeps the rest of the shipped shard', () => {
    const stream = streams.stream('prosody');
    let present = 0;
    const rows = Array.from({ length: 120 }, (_, minute) => {
      const joins = minute < 15 || (minute > 60 && minute < 90) ? 0 : 8 + Math.floor(stream.nextUnit() * 12);
      present += joins;
      const cores = 0.04 + 1.2e-4 * present + (0.07 * joins) / 60 + 0.001 * (stream.nextUnit() - 0.5);
      return `${1_767_600_000 + 60 * minute},${present},${cores.toFixed(5)}`;
    });
    const text = `at,n,prosody\n${rows.join('\n')}\n`;
    const { models } = fitted(text, 'at=time epoch-s, n=participants, prosody=cpu cores', 'roomSize=30');
    expectHeld(parameter(models, 'signalling', 'prosodyPerParticipantCores'), 1.2e-4);
    expectHeld(parameter(models, 'signalling', 'prosodyPerJoinCoreSeconds'), 0.07);
    expect(Number(parameter(models, 'signalling', 'prosodyIdleCores').value)).toBeCloseTo(0.04, 3);
    expect(parameter(models, 'signalling', 'frontSocketsPerParticipant').note).toMatch(/not measured here/);
  });

  it('asks what CPU it is when nothing says so', () => {
    const text = 'at,n,cores\n0,1,1\n60,2,1\n120,3,1\n';
    expect(() => fitted(text, 'at=time epoch-s, n=participants, cores=cpu cores')).toThrow(
      /--kind signalling/,
    );
  });
});

describe('a log of conferences', () => {
  const monday = Date.UTC(2026, 0, 5);
  const stream = streams.stream('log');
  const draw = (kind: { median: number; logStandardDeviation: number }): number =>
    sampleDistribution({ kind: 'lognormal', ...kind }, stream);
  const rows = Array.from({ length: 28 }, (_, day) => {
    const isWeekend = day % 7 > 4;
    return Array.from({ length: isWeekend ? 20 : 100 }, () => {
      const at = monday + (24 * day + 8 + 9 * stream.nextUnit()) * 3_600_000;
      const size = Math.max(2, Math.round(draw({ median: 5, logStandardDeviation: 0.7 })));
      return `${new Date(at).toISOString()},${size},${draw({ median: 30, logStandardDeviation: 0.5 }).toFixed(2)}`;
    });
  }).flat();
  const text = `start,size,minutes\n${rows.join('\n')}\n`;
  const { models, reports, notes } = fitted(
    text,
    'start=time iso, size=participants, minutes=duration min',
    'timeZone=UTC',
  );
  const of = (name: RegExp) => reports.find((report) => name.test(report.name))!;

  it('gives sizes and durations by the family they were drawn from', () => {
    const duration = of(/^Durations/).parameters;
    expect(parameter(models, 'conferences', 'durationMinutes').value).toMatchObject({ kind: 'lognormal' });
    const [low, high] = duration.find(({ name }) => name === 'median')!.interval95!;
    expect(low).toBeLessThan(30);
    expect(high).toBeGreaterThan(30);
    expect(of(/^Sizes/).alternatives.filter(({ taken }) => taken)).toHaveLength(1);
  });

  it('gives the weekend as a share of a weekday: 20 of 100, with an interval that holds it', () => {
    const weekend = of(/^Demand/).parameters.find(({ name }) => name === 'weekend day')!;
    expect(weekend.value).toBeCloseTo(0.2, 6);
    expect(notes.join('\n')).toContain('weekendRatio: 0.2');
    expect(parameter(models, 'demand', 'relativeRateByHour').value).toHaveLength(25);
  });

  it('tells on which days and on which conferences it hangs', () => {
    expect(of(/^Demand/).influence).toHaveLength(20);
    const influence = of(/^Durations/).influence;
    const strongest = influence.reduce((a, b) => (b.cooksDistance > a.cooksDistance ? b : a));
    const longest = Math.max(...rows.map((row) => Number(row.split(',')[2])));
    // Nothing moves a fit by moments of the logarithm like the largest or the smallest value.
    const shortest = Math.min(...rows.map((row) => Number(row.split(',')[2])));
    const three = (value: number): string => `one of ${Number(value.toPrecision(3))}`;
    expect([three(longest), three(shortest)]).toContain(strongest.point);
  });

  it('is not told off for conferences that begin together', () => {
    const same =
      'start,size,minutes\n2026-01-05T09:00:00Z,2,30\n2026-01-05T09:00:00Z,2,30\n2026-01-05T09:00:00Z,3,45\n';
    const map = parseColumnMap('start=time iso, size=participants, minutes=duration min');
    const table = importCsv({ name: 'mine', source: 'mine.csv', text: same, map });
    expect(lintMeasurements([{ table, given: {} }])).toEqual([]);
  });
});

describe('observed boots', () => {
  it('become a boot model with its stages in order', () => {
    const factors = [0.8, 0.9, 1, 1.1, 1.25];
    const text = `node,ready\n${factors.map((k) => `${100 * k},${150 * k}`).join('\n')}\n`;
    const { models } = fitted(text, 'node=duration s, ready=duration s');
    expect(parameter(models, 'boot', 'stages').value).toEqual([
      { name: 'node', atSeconds: 100 },
      { name: 'ready', atSeconds: 150 },
    ]);
    // Sample standard deviation of the logarithms of the factors, by hand: 0.1730.
    expect(Number(parameter(models, 'boot', 'spreadLogStandardDeviation').value)).toBeCloseTo(0.173, 3);
  });
});

describe('what the columns are', () => {
  it('is read from a line, with units only where there is a choice', () => {
    expect(parseColumnMap('at=time hh:mm, n=participants, k=packet-rate kpps')).toEqual({
      time: { column: 'at', format: 'hh:mm' },
      columns: [
        { column: 'n', quantity: 'participants', unit: '1' },
        { column: 'k', quantity: 'packet-rate', unit: 'kpps' },
      ],
    });
    expect(() => parseColumnMap('k=packet-rate')).toThrow(/has no unit.*kpps/);
    expect(() => parseColumnMap('n')).toThrow(/has no =/);
    expect(() => parseColumnMap('at=time noon')).toThrow(/epoch-s, epoch-ms, iso, hh:mm/);
    expect(() => checkColumnMap({ column: 'n' }, 'map.yaml')).toThrow(/map\.yaml: is no column map/);
  });

  it('is read from a data package, by quantity or by a unit that means one thing', () => {
    const fields = [
      { name: 'when', type: 'datetime' },
      { name: 'n', type: 'integer', unit: 'participants' },
      { name: 'load', type: 'number', unit: 'kpps' },
      { name: 'loss', type: 'number', unit: '1' },
      { name: 'open', type: 'integer', unit: '1', quantity: 'senders' },
    ];
    const kept = { path: 'later.csv', usedFor: 'validation', schema: { fields } };
    const { resources, notes } = readDataPackage(
      JSON.stringify({ given: { cores: 4 }, resources: [{ path: 'a.csv', schema: { fields } }, kept] }),
      'datapackage.json',
    );
    expect(resources).toHaveLength(1);
    expect(resources[0]?.map).toEqual({
      time: { column: 'when', format: 'iso' },
      columns: [
        { column: 'n', quantity: 'participants', unit: 'participants' },
        { column: 'load', quantity: 'packet-rate', unit: 'kpps' },
        { column: 'open', quantity: 'senders', unit: '1' },
      ],
    });
    expect(resources[0]?.given).toEqual({ cores: 4 });
    expect(resources[0]?.notes.join()).toMatch(/not used.*: loss \(1\)/);
    expect(notes).toEqual(['later.csv is kept for validation and not fitted']);
  });

  it('may be given beside them', () => {
    const given: Given = parseGiven('cores=3.6, timeZone=Europe/Paris');
    expect(given).toEqual({ cores: 3.6, timeZone: 'Europe/Paris' });
    expect(() => parseGiven('corse=4')).toThrow(/did you mean cores\?/);
    expect(() => parseGiven('cores=four')).toThrow(/give a number: cores that the bridge may use/);
  });
});

describe('files of other tools', () => {
  const answer = (values: readonly (readonly [number, string])[]): string =>
    JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values }] } });

  it('are recognised by their own marks', () => {
    const one = (text: string, map: string | null = null) =>
      importMeasurement({
        name: 'mine',
        source: 'mine',
        text,
        format: null,
        map: map === null ? null : parseColumnMap(map),
      });
    expect(one(answer([[0, '1']]), '*=packet-rate pps').format).toBe('prometheus');
    expect(one('{"current_timestamp":"2026-01-05 09:00:00.000","participants":3}').format).toBe('colibri');
    expect(one('{"metrics":{"http_reqs":{"count":10,"rate":1}}}').summary?.requests).toBe(10);
    expect(one('metric_name,timestamp,metric_value\nhttp_reqs,0,1\n').format).toBe('k6-csv');
    expect(one('malleus.sh --conferences=2 --participants=10 --audio-senders=3').given).toEqual({
      conferences: 2,
      audioSenders: 3,
      videoSenders: 10,
    });
    expect(() => one('{"a":1}')).toThrow(/JSON of a kind that is not known/);
    expect(() => one(answer([[0, '1']]))).toThrow(/does not say the quantity and unit/);
  });

  it('of Prometheus are joined on their clock, with gaps where a query has none', () => {
    const tables = (
      [
        [
          'participants',
          '*=participants',
          [
            [0, '1'],
            [60, '2'],
          ],
        ],
        [
          'packet rate',
          '*=packet-rate kpps',
          [
            [60, '3'],
            [120, '4'],
          ],
        ],
      ] as const
    ).map(([name, map, values]) => {
      const file = { name, source: name, text: answer(values), format: null, map: parseColumnMap(map) };
      return importMeasurement(file).table!;
    });
    const joined = joinedByTime(tables, 'both');
    expect([...joined.timeMs!]).toEqual([0, 60_000, 120_000]);
    expect(joined.columns.map(({ name, values }) => [name, ...values])).toEqual([
      ['participants', 1, 2, Number.NaN],
      ['packet rate', Number.NaN, 3000, 4000],
    ]);
  });
});
