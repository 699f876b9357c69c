// Goal: conferences are fitted from a histogram, and from published figures alone, as from a log.
// Method: a histogram whose counts are those of a known lognormal must give it back; the published figures of the shipped
//   class, given by hand, must give its very numbers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { publishedFiguresModel } from '../../../src/calibration/own/published-figures.ts';
import { calibrateMeasurements, importCsv, parseColumnMap } from '../../../src/index.ts';
import { readBaseModels } from '../../../src/io/shipped-base.ts';
import { normalCdf } from '../../../src/stats/normal.ts';
import { readDataset, repositoryRoot } from '../../support/read-dataset.ts';

const read = await readBaseModels();
if (!read.ok) throw new Error('models/ cannot be read');
const base = read.value;
const figuresFile = 'datasets/conference-size-duration/size-duration.csv';
const rows = await readDataset(figuresFile);

function fitted(text: string, map: string) {
  const table = importCsv({ name: 'mine', source: 'mine.csv', text, map: parseColumnMap(map) });
  return calibrateMeasurements({ name: 'mine', tables: [{ table, given: {} }], kind: null, base, draws: 50 });
}

describe('a histogram', () => {
  it('of durations gives the lognormal back that it was made of', () => {
    // Median 30 minutes, sigma 0.8: 10 000 times the probability of each range.
    const ends = [0.01, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600];
    const cdf = (minutes: number) => normalCdf(Math.log(minutes / 30) / 0.8);
    const bins = ends
      .slice(1)
      .map((to, i) => `${ends[i]},${to},${Math.round(1e4 * (cdf(to) - cdf(ends[i]!)))}`);
    const { models } = fitted(
      `from,to,n\n${bins.join('\n')}\n`,
      'from=duration min, to=duration min, n=count',
    );
    expect(models.map(({ kind }) => kind)).toEqual(['conferences']);
    const found = models[0]!.parameters.durationMinutes!.value as {
      kind: string;
      median: number;
      logStandardDeviation: number;
    };
    expect(found.kind).toBe('lognormal');
    expect(found.median / 30).toBeCloseTo(1, 2);
    expect(found.logStandardDeviation).toBeCloseTo(0.8, 2);
  });

  it('of sizes counts whole participants', () => {
    const sizes = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    const text = `size,n\n${sizes.map((size) => `${size},${Math.round(1000 * 0.8 ** (size - 2))}`).join('\n')}\n`;
    const { reports, models } = fitted(text, 'size=participants, n=count');
    const counted = sizes.reduce((total, size) => total + Math.round(1000 * 0.8 ** (size - 2)), 0);
    const weighed = sizes.reduce((total, size) => total + size * Math.round(1000 * 0.8 ** (size - 2)), 0);
    const mean = reports[0]!.parameters.find(({ name }) => name === 'mean')!;
    expect(mean.value / (weighed / counted)).toBeCloseTo(1, 1);
    expect(models[0]!.parameters.size!.trust).toBe('calibrated');
  });

  it('is refused with three ends, or with too few', () => {
    expect(() =>
      fitted('a,b,c,n\n1,2,3,4\n', 'a=duration min, b=duration min, c=duration min, n=count'),
    ).toThrow(/3 columns of duration.*two columns/);
    expect(() => fitted('size,n\n2,5\n', 'size=participants, n=count')).toThrow(
      /5 observations, at least 10/,
    );
  });
});

describe('published figures', () => {
  const rowsOf = (path: string) => (path === figuresFile ? rows : undefined);

  it('of the study of 2022, given by hand, make the class that ships', () => {
    const given = { meanSize: 10, oneToOneRatio: 0.42, meanMinutes: 33 };
    const { parameters } = publishedFiguresModel({ rowsOf, given, name: 'mine' });
    const shipped = parse(
      readFileSync(join(repositoryRoot, 'models/conferences/enterprise-2022.yaml'), 'utf8'),
    ).parameters;
    for (const name of ['size', 'durationMinutes']) {
      expect(parameters[name]!.value).toEqual(shipped[name].value);
      expect(parameters[name]!.source).toMatch(/^given/);
    }
  });

  it('are refused where they contradict each other, or one is missing', () => {
    const model = (given: object) => () => publishedFiguresModel({ rowsOf, given, name: 'mine' });
    // Nine in ten meetings are of two, the rest of three or more: the mean is at least 2.1.
    expect(model({ meanSize: 2, oneToOneRatio: 0.9, meanMinutes: 30 })).toThrow(/must lie above 2\.10/);
    expect(model({ meanSize: 10, meanMinutes: 30 })).toThrow(/needs oneToOneRatio/);
    expect(model({ meanSize: 10, oneToOneRatio: 0.4, meanMinutes: 30, cores: 4 })).toThrow(
      /no use for cores/,
    );
  });
});
