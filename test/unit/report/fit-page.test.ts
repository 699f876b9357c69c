// Goal: the fit report says what a reader needs in order to trust or distrust a fit, loads nothing, and cannot be broken
// by names.
// Method: the page as text, from reports with names that try to be markup.
import { describe, expect, test } from 'vitest';
import { type FitReport, reportFit } from '../../../src/calibration/fit-report.ts';
import type { ModelFile } from '../../../src/calibration/model-file.ts';
import { renderFitPage } from '../../../src/report/fit-page.ts';
import type { DrawnChart } from '../../../src/report/report.ts';

const chart: DrawnChart = {
  name: 'fit-observed',
  title: 'Measured against fitted',
  caption: 'A caption',
  description: 'Ten points',
  svg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
  interactive: null,
};

const report: FitReport = reportFit({
  name: '<script>alert(1)</script>',
  formula: 'y = a x + b',
  unit: 'kpps',
  parameters: [
    { name: 'a', unit: 'kpps', value: 1.23456, interval95: [1, 1.5] },
    { name: 'b', unit: 'kpps', value: 2, interval95: null, note: 'assumed' },
  ],
  points: ['first', 'second', 'third'],
  observed: [1, 2, 3.5],
  fitted: [1.1, 2.1, 3.2],
  estimated: 1,
  influence: [
    { point: 'first', cooksDistance: 0.1 },
    { point: 'second', cooksDistance: Number.POSITIVE_INFINITY },
    { point: 'third', cooksDistance: 2 },
  ],
  validRanges: [{ quantity: 'participants', unit: '1', min: 20, max: 130 }],
  draws: [
    [1, 2],
    [1.1, 1.9],
    [1.2, 1.8],
    [0.9, 2.1],
  ],
  inflation: { x: 25, z: 1 },
  alternatives: [{ name: 'a square', score: 'R² 0.9', taken: false, reason: 'bends where nothing bends' }],
  leftOut: [{ point: 'fourth', reason: 'the CPU was full' }],
  warnings: ['only three points'],
});

const model: ModelFile = {
  kind: 'bridges',
  name: 'mine',
  title: 'My "bridge" & more',
  parameters: {
    cpuPerKppsCores: { value: 0.0412, interval95: [0.03, 0.05], source: 'mine.csv', trust: 'calibrated' },
    stages: {
      value: [{ name: 'ready', atSeconds: 240 }],
      interval95: null,
      source: 'mine.csv',
      trust: 'assumed',
      note: 'a guess',
    },
  },
};

const finding = {
  rule: 'clock-gap',
  severity: 'error',
  where: 'mine, rows 3',
  what: 'a gap',
  implies: 'rates are wrong',
  todo: 'fit the sides apart',
} as const;

const page = renderFitPage({
  subject: 'mine.csv',
  fits: [{ report, charts: [chart] }],
  models: [model],
  findings: [finding],
  notes: ['in a scenario: peakPerHour: 12'],
  version: '1.2.3',
});

describe('the fit report', () => {
  test('loads nothing and allows no script', () => {
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed|base|form)\b/i);
    expect(page).not.toMatch(/\s(?:src|action|poster|srcset)\s*=|href="(?!#)/i);
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    );
  });

  test('escapes names', () => {
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('My &quot;bridge&quot; &amp; more');
  });

  test.each([
    ['the formula', 'y = a x + b'],
    ['parameters to three digits', '<td>1.23</td><td>1 to 1.5</td>'],
    ['why one has no interval', '<td>assumed</td>'],
    ['the range it holds for', 'participants from 20 to 130; outside it extrapolates'],
    [
      'points it hangs on, the strongest first',
      'second (no fit without it), third (2): Cook’s distance above 4 / points = 1.33',
    ],
    ['estimates to use together', 'a and b (-1.00): correlation over the bootstrap draws'],
    ['columns that cannot be told apart', 'variance inflation x 25'],
    ['what else was tried', 'bends where nothing bends'],
    ['what was left out, and why', 'the CPU was full'],
    ['every point', '<th scope="row">third</th><td>3.5</td><td>3.2</td><td>0.3</td>'],
    ['cautions', 'only three points'],
    ['what is wrong with the measurements', 'rates are wrong'],
    ['notes', 'in a scenario: peakPerHour: 12'],
    ['the models with their trust', '<span class="trust calibrated">calibrated</span>'],
    ['lists of a model', 'name ready, atSeconds 240'],
  ])('says %s', (_, text) => {
    expect(page).toContain(text);
  });

  test('has a caption for every table and a label for every drawing', () => {
    expect(page.match(/<table/g)?.length).toBe(page.match(/<caption>/g)?.length);
    expect(page).toContain('aria-label="Measured against fitted. Ten points"');
  });
});
