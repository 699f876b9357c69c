// Goal: one page that needs nothing else, hides nothing, and can be read without seeing the charts.
// Method: read the page as text: what could load from the network, what the sections say, what tables lack; with
// names that try to be markup.
import { describe, expect, test } from 'vitest';
import type { Results } from '../../../src/experiment/results.ts';
import type { DrawnChart } from '../../../src/report/report.ts';
import { renderReport } from '../../../src/report/report.ts';
import { aResults } from '../../support/sample-results.ts';

const drawing: DrawnChart = {
  name: 'fleet',
  title: 'A title',
  caption: 'A caption',
  description: 'What it shows',
  svg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
  interactive: '{"data":[],"note":"</script><img src=x>"}',
};

const page = (results: Results = aResults(), charts: readonly DrawnChart[] = [drawing]) =>
  renderReport({ results, charts, scripts: [{ code: 'let a = 1;', sha256: 'abc=' }] });

function sectionOf(text: string, id: string): string {
  const from = text.indexOf(`<section id="${id}">`);
  return from < 0 ? '' : text.slice(from, text.indexOf('</section>', from));
}

describe('the report', () => {
  test('loads nothing: no address in any attribute or style that fetches', () => {
    const text = page().replaceAll(/<script[\s\S]*?<\/script>/g, '');
    expect(text).not.toMatch(/<(?:link|img|iframe|object|embed|base|source|video|audio|form)\b/i);
    expect(text).not.toMatch(/\s(?:src|href|action|poster|srcset|data)\s*=/i);
    expect(text).not.toMatch(/@import|url\((?!#)/i);
    expect(text).toContain(`content="default-src 'none';`);
    expect(text).toContain(`script-src 'sha256-abc='`);
  });

  test('without scripts it allows none', () => {
    expect(renderReport({ results: aResults(), charts: [], scripts: [] })).toContain(`script-src 'none'`);
  });

  test('has every section, the answer before the figures', () => {
    const order = [
      'answer',
      'objectives',
      'charts',
      'agreement',
      'figures',
      'bill',
      'incidents',
      'decisions',
      'models',
      'made',
    ];
    const text = page();
    const places = order.map((id) => text.indexOf(`<section id="${id}">`));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('sections without content are left out', () => {
    const text = page({
      ...aResults({ observed: [], modelsUsed: [], warnings: [] }),
      variants: aResults().variants.map((variant) => ({
        ...variant,
        objectives: [],
        agreements: [],
        decisions: [],
        incidents: [],
        bill: [],
      })),
    });
    for (const id of ['objectives', 'agreement', 'bill', 'decisions', 'models']) {
      expect(text, id).not.toContain(`id="${id}"`);
    }
    expect(text).not.toContain('Before you rely on it');
    expect(sectionOf(text, 'incidents')).toContain('None in any replication.');
  });

  test('a name that tries to be markup stays text', () => {
    const evil = `<script>alert("x")</script>'&`;
    const results = aResults({ scenario: evil, warnings: [evil], timeZone: 'UTC' });
    const [first] = results.variants;
    if (first === undefined) return expect.unreachable('sample without variants');
    const text = page({ ...results, variants: [{ ...first, variant: evil, policyBridges: evil }] }, [
      { ...drawing, title: evil, caption: evil, description: evil },
    ]);
    expect(text).not.toContain('<script>alert');
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toContain('<img');
  });

  test('every table has a caption, and every row and column a header with its scope', () => {
    const tables = page().match(/<table[\s\S]*?<\/table>/g) ?? [];
    expect(tables.length).toBeGreaterThan(5);
    for (const table of tables) {
      expect(table).toMatch(/<caption>[^<]+<\/caption>/);
      const rows = table.match(/<tr[\s\S]*?<\/tr>/g) ?? [];
      for (const row of rows) expect(row).toMatch(/<th scope="(?:col|row|rowgroup)"/);
    }
  });

  test('a chart is described for readers who cannot see it', () => {
    expect(page()).toContain('role="img" aria-label="A title. What it shows"');
  });

  test('numbers nobody measured stand in a box of their own', () => {
    const box = /<div class="box assumed">[\s\S]*?<\/table>/.exec(page())?.[0] ?? '';
    expect(box).toContain('bootDelaySeconds');
    expect(box).not.toContain('cpuPerKppsCores');
    expect(sectionOf(page(), 'models')).toContain('cpuPerKppsCores');
  });

  test('decisions are those of the first replication that change the wanted count', () => {
    const [variant] = aResults().variants;
    if (variant === undefined) return expect.unreachable('sample without variants');
    const decision = {
      atMs: 3 * 60_000,
      pool: 'bridges' as const,
      policy: 'kubernetes-hpa',
      desiredBefore: 20,
      desiredAfter: 20,
      readyCount: 20,
      launchingCount: 1,
      drainingCount: 2,
      reason: 'within tolerance',
      saw: '',
      replication: 0,
    };
    const decisions = [
      decision,
      { ...decision, desiredAfter: 22, reason: 'load asks for more' },
      { ...decision, desiredAfter: 23, reason: 'of another replication', replication: 1 },
    ];
    const section = sectionOf(page(aResults({ variants: [{ ...variant, decisions }] })), 'decisions');
    expect(section).toContain('1 change');
    // The sample day starts at 09:24 in Paris.
    expect(section).toContain('09:27');
    expect(section).toContain('20 → 22');
    expect(section).toContain('20 / 1 / 2');
    expect(section).toContain('load asks for more');
    expect(section).not.toContain('within tolerance');
    expect(section).not.toContain('of another replication');
  });

  test('how it was made can be repeated: seed, version, hash, replications', () => {
    const made = sectionOf(page(), 'made');
    const results = aResults();
    for (const fact of [
      results.scenarioHash,
      'jitsim 0.1.0',
      '20 of each variant',
      'Tuesday 29 March 2022, 09:24',
    ]) {
      expect(made).toContain(fact);
    }
  });
});
