// Goal: a web front, recorders and a whole shard are fitted from measurements of one's own, with intervals, reports and
//   refusals, as bridges are.
// Method: the front's CPU of load test 6 must give the shipped number back, since it is the same data; sockets and
//   recordings are worked out by hand: k = sum(n y) / sum(n^2), interval by Student's t of the table.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  calibrateMeasurements,
  type FitKind,
  fitProportional,
  importCsv,
  parseColumnMap,
  parseGiven,
} from '../../../src/index.ts';
import { readBaseModels } from '../../../src/io/shipped-base.ts';
import { readDataset, repositoryRoot } from '../../support/read-dataset.ts';

const read = await readBaseModels();
if (!read.ok) throw new Error('models/ cannot be read');
const base = read.value;

interface Csv {
  readonly text: string;
  readonly map: string;
  readonly given?: string;
  readonly name?: string;
}

function fitted(csvs: readonly Csv[], kind: FitKind | null = null) {
  const tables = csvs.map(({ text, map, given = '', name = 'mine' }) => ({
    table: importCsv({ name, source: `${name}.csv`, text, map: parseColumnMap(map) }),
    given: parseGiven(given),
  }));
  return calibrateMeasurements({ name: 'mine', tables, kind, base, draws: 300 });
}

function shipped(path: string): Record<string, { value: number; interval95: [number, number] }> {
  return parse(readFileSync(join(repositoryRoot, 'models', `${path}.yaml`), 'utf8')).parameters;
}

/** The front of load test 6, as somebody would bring it. */
const loadTest6 = (await readDataset('datasets/openfun-load-tests/one-conference-6.csv'))
  .filter((row) => row.valid_for_calibration === 'yes')
  .map((row) => `${row.participants},${row.front_nginx_cpu_cores}`);
const frontCsv = { text: `n,nginx\n${loadTest6.join('\n')}\n`, map: 'n=participants, nginx=cpu cores' };

describe('a quantity in proportion', () => {
  it('has the slope and the interval of the textbook', () => {
    // sum(n y) = 1 x 2 + 2 x 3 + 3 x 7 = 29, sum(n^2) = 14, k = 2.0714.
    // Residuals -0.0714, -1.1429, 0.7857: squares 1.9286, s = sqrt(1.9286 / 2) = 0.98198.
    // t(0.975, 2) = 4.3027 (table), half = 4.3027 x 0.98198 / sqrt(14) = 1.1292.
    const { slope, slopeInterval95, report } = fitProportional({
      name: 'x',
      formula: 'y = k n',
      unit: '1',
      parameter: { name: 'k', unit: '1' },
      counted: 'n',
      counts: [1, 2, 3],
      values: [2, 3, 7],
      points: ['a', 'b', 'c'],
    });
    expect(slope).toBeCloseTo(29 / 14, 12);
    expect(slopeInterval95[0]).toBeCloseTo(29 / 14 - 1.1292, 3);
    expect(slopeInterval95[1]).toBeCloseTo(29 / 14 + 1.1292, 3);
    expect(report.influence.length).toBe(3);
  });

  it('says when the points insist on a constant part', () => {
    const counts = [10, 20, 30, 40, 50];
    const { report } = fitProportional({
      name: 'x',
      formula: 'y = k n',
      unit: 'cores',
      parameter: { name: 'k', unit: '1' },
      counted: 'n',
      counts,
      values: counts.map((n, i) => 5 + 0.1 * n + (i % 2 === 0 ? 0.01 : -0.01)),
      points: counts.map(String),
    });
    expect(report.warnings).toEqual([expect.stringMatching(/a constant part of 5 cores/)]);
  });
});

describe('a web front of one’s own', () => {
  it('costs what the shipped one does when the data are those of load test 6', () => {
    const { models, reports } = fitted([frontCsv]);
    expect(models.map(({ kind }) => kind)).toEqual(['signalling']);
    const { frontPerParticipantCores, prosodyPerParticipantCores } = models[0]!.parameters;
    expect(frontPerParticipantCores!.value).toBe(
      shipped('signalling/openfun-shard').frontPerParticipantCores!.value,
    );
    expect(frontPerParticipantCores).toMatchObject({ trust: 'calibrated', source: 'mine.csv' });
    // Confirmed for the shipped shard, which confirms nothing of this one.
    expect(base('signalling', 'openfun-shard')!.parameters.prosodyPerParticipantCores!.trust).toBe(
      'validated',
    );
    expect(prosodyPerParticipantCores!.trust).toBe('calibrated');
    expect(prosodyPerParticipantCores!.note).toMatch(/not measured here: taken from/);
    expect(reports.map(({ name, residuals }) => [name, residuals.length])).toEqual([
      ['CPU of the web front', loadTest6.length],
    ]);
  });

  it('holds four sockets a participant, and says when only one side was counted', () => {
    const text = (each: number) =>
      `n,sockets\n${[100, 200, 300, 400].map((n) => `${n},${each * n}`).join('\n')}\n`;
    const map = 'n=participants, sockets=count';
    const both = fitted([{ text: text(4), map }]);
    expect(both.models[0]!.parameters.frontSocketsPerParticipant!.value).toBe(4);
    expect(both.notes.join()).not.toMatch(/both sides/);
    const one = fitted([{ text: text(2), map }]);
    expect(one.notes.join()).toMatch(/2 sockets for each participant are fewer than the 4/);
  });

  it('refuses too few points and participants that never change', () => {
    const rows = (values: readonly string[]) => ({ ...frontCsv, text: `n,nginx\n${values.join('\n')}\n` });
    expect(() => fitted([rows(['10,0.1', '20,0.2'])])).toThrow(/2 usable points, at least 5/);
    expect(() => fitted([rows(['10,0.1', '10,0.2', '10,0.3', '10,0.2', '10,0.1'])])).toThrow(
      /column participants is 10 in every row/,
    );
    expect(() => fitted([{ text: 'n,x\n1,2\n', map: 'n=participants, x=memory GB' }], 'front')).toThrow(
      /neither CPU nor sockets of a front/,
    );
  });
});

describe('a shard of one’s own', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 27, 9, minute)).toISOString();
  const day = Array.from({ length: 60 }, (_, i) => {
    const joins = i >= 1 && i <= 30 ? 10 : 0;
    const participants = 10 * Math.min(i, 30);
    // 0.01 core idle, 1e-4 a participant, 0.06 core-seconds a join.
    const cores = 0.01 + 1e-4 * participants + (0.06 * joins) / 60;
    return { time: at(i), participants, cores, front: 0.002 * participants };
  });

  it('comes from one table with both CPUs, or from two tables, as one model', () => {
    const one = fitted([
      {
        text: `t,n,prosody,front\n${day.map((row) => `${row.time},${row.participants},${row.cores},${row.front}`).join('\n')}\n`,
        map: 't=time iso, n=participants, prosody=cpu cores, front=cpu cores',
        given: 'roomSize=10',
      },
    ]);
    const two = fitted([
      {
        name: 'prosody',
        text: `t,n,cores\n${day.map((row) => `${row.time},${row.participants},${row.cores}`).join('\n')}\n`,
        map: 't=time iso, n=participants, cores=cpu cores',
        given: 'roomSize=10',
      },
      {
        name: 'nginx',
        text: `n,cores\n${day.map((row) => `${row.participants},${row.front}`).join('\n')}\n`,
        map: 'n=participants, cores=cpu cores',
      },
    ]);
    for (const { models } of [one, two]) {
      expect(models.map(({ name }) => name)).toEqual(['mine']);
      const { parameters } = models[0]!;
      expect(parameters.prosodyPerParticipantCores!.value).toBeCloseTo(1e-4, 6);
      expect(parameters.prosodyPerJoinCoreSeconds!.value).toBeCloseTo(0.06, 2);
      expect(parameters.frontPerParticipantCores!.value).toBeCloseTo(0.002, 9);
    }
  });
});

describe('recorders of one’s own', () => {
  // Mattermost's benchmark (datasets/jibri-reports): 8, 6 and 4 recordings on 8 vCPU at 0.66, 0.66 and 0.72 of them.
  const benchmark = {
    name: 'jibri',
    text: 'recordings,cores,ram,rate\n8,5.28,4,0.5\n6,5.28,4,0.7\n4,5.76,4,1.2\n',
    map: 'recordings=count, cores=cpu cores, ram=memory GB',
    given: 'cores=8',
  };

  it('cost what least squares through the origin says', () => {
    const { models, reports } = fitted([benchmark]);
    const { parameters, kind } = models[0]!;
    expect(kind).toBe('recorders');
    // (8 x 5.28 + 6 x 5.28 + 4 x 5.76) / (64 + 36 + 16) = 96.96 / 116; memory 4 x 18 / 116.
    expect(parameters.coresPerRecording!.value).toBeCloseTo(96.96 / 116, 3);
    expect(parameters.memoryGigabytesPerRecording!.value).toBeCloseTo(72 / 116, 3);
    expect(parameters.productionCores).toMatchObject({ value: 8, source: 'given' });
    expect(parameters.diskGigabytesPerHour!.note).toMatch(/not measured here/);
    expect(reports.map(({ name }) => name)).toEqual(['CPU of recordings', 'Memory of recordings']);
  });

  it('take gigabytes an hour from a rate, or from files and how long they are', () => {
    const rate = fitted([{ text: 'rate\n1\n1.2\n0.8\n', map: 'rate=bit-rate GB/h' }], 'recorders').models[0]!
      .parameters.diskGigabytesPerHour!;
    expect(rate.value).toBe(1);
    // t(0.975, 2) = 4.3027, s = 0.2: half 4.3027 x 0.2 / sqrt(3) = 0.497.
    expect(rate.interval95).toEqual([0.503, 1.5]);
    // 600 MB in half an hour are 1.2 GB an hour.
    const files = fitted(
      [{ text: 'file,minutes\n600,30\n1200,60\n300,15\n', map: 'file=memory MB, minutes=duration min' }],
      'recorders',
    ).models[0]!.parameters.diskGigabytesPerHour!;
    expect(files.value).toBe(1.2);
  });

  it('warn of one that needs far more than the mean, and refuse two', () => {
    const uneven = fitted([{ name: 'jibri', text: 'cores\n1\n1\n1\n1\n3\n', map: 'cores=cpu cores' }]);
    // Mean 1.4, most 3.
    expect(uneven.notes.join()).toMatch(/the busiest recorder needed 3 cores where the mean is 1.4/);
    expect(() => fitted([{ name: 'jibri', text: 'cores\n1\n2\n', map: 'cores=cpu cores' }])).toThrow(
      /2 usable points, at least 3/,
    );
    expect(() => fitted([{ text: 'n\n1\n', map: 'n=participants' }], 'recorders')).toThrow(
      /no CPU, memory or size of recordings/,
    );
  });
});

describe('measurements that look sound and are not', () => {
  const minute = (i: number) => new Date(Date.UTC(2026, 0, 27, 9, i)).toISOString();

  it('refuses participants who grow in proportion to joins: the two costs are one column', () => {
    // 5 % more every minute: joins are 0.05 / 1.05 of the participants, always.
    const rows = Array.from(
      { length: 50 },
      (_, i) => `${minute(i)},${100 * 1.05 ** i},${0.01 + 0.01 * 1.05 ** i}`,
    );
    const csv = {
      text: `t,n,prosody\n${rows.join('\n')}\n`,
      map: 't=time iso, n=participants, prosody=cpu cores',
      given: 'roomSize=10',
    };
    expect(() => fitted([csv])).toThrow(
      /participants and joins rise together.*cannot be told apart; measure a stretch in which nobody joins/,
    );
  });

  it('warns of pairs that are no microphones', () => {
    const rows = Array.from({ length: 8 }, (_, i) => `${20 + 10 * i},${20 + 0.05 * i}`);
    const csv = {
      text: `n,kpps\n${rows.join('\n')}\n`,
      map: 'n=participants, kpps=packet-rate kpps',
      given: 'audioSenders=10',
    };
    // 0.05 kpps for ten more receivers of ten microphones: half a packet each.
    expect(fitted([csv]).reports[0]!.warnings.join()).toMatch(
      /0\.5 packets a second for each pair are not those of a microphone \(50\): fewer were open/,
    );
  });

  it('takes one column of sizes or of durations for conferences, and says that one point is one', () => {
    expect(() => fitted([{ text: 'minutes\n30\n40\n', map: 'minutes=duration min' }])).toThrow(
      /2 observations, at least 10/,
    );
    const one = {
      text: 'n,kpps\n20,12\n',
      map: 'n=participants, kpps=packet-rate kpps',
      given: 'audioSenders=10',
    };
    expect(() => fitted([one])).toThrow(/1 usable point, at least 3 are needed/);
  });
});
