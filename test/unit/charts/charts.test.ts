// Goal: every chart says what it shows and how it was made, keeps its data small, and leaves out what has nothing
// to show.
// Method: walk the specifications; the rules are those of the style guide (titles, units on axes, captions with
// scenario, replications and seed).
import { describe, expect, test } from 'vitest';
import { againstMeasuredChart } from '../../../src/charts/against-measured.ts';
import { chartsOf } from '../../../src/charts/all-charts.ts';
import type { Chart } from '../../../src/charts/chart.ts';
import { forPrint, hoverLayerPrefix, withoutTitle } from '../../../src/charts/chart.ts';
import { cumulativeCostChart } from '../../../src/charts/cumulative-cost.ts';
import { fleetChart } from '../../../src/charts/fleet.ts';
import { jibrisChart } from '../../../src/charts/jibris.ts';
import { painChart } from '../../../src/charts/pain.ts';
import { variantColour } from '../../../src/charts/palette.ts';
import type { VariantResults } from '../../../src/experiment/results.ts';
import { renderChart } from '../../../src/io/render/render-chart.ts';
import { aResults, aVariant, sampleVariants } from '../../support/sample-results.ts';

/** Every object inside a specification. */
function* objectsOf(node: unknown): Generator<Record<string, unknown>> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield node as Record<string, unknown>;
  for (const child of Object.values(node)) yield* objectsOf(child);
}

const dataOf = (chart: Chart) =>
  [...objectsOf(chart.spec)].flatMap((node) =>
    Array.isArray(node.values) && typeof node.values[0] === 'object' ? [node.values] : [],
  );

const withJibris = (): VariantResults => {
  const variant = aVariant(sampleVariants[1] ?? expect.unreachable('sample without variants'));
  const band = (value: number) => {
    const mean = variant.minute.map(() => value);
    return { mean, p10: mean, p90: mean };
  };
  return {
    ...variant,
    policyJibris: 'constant-free',
    bands: {
      ...variant.bands,
      jibrisReady: band(5),
      jibrisBusy: band(3),
      jibrisDesired: band(6),
      jibrisLaunching: band(1),
      recordingsRefused: band(0.5),
    },
  };
};

const withoutRefusals = (variant: VariantResults): VariantResults => {
  const mean = variant.minute.map(() => 0);
  return { ...variant, bands: { ...variant.bands, recordingsRefused: { mean, p10: mean, p90: mean } } };
};

const everyChart = () => {
  const results = aResults();
  return chartsOf({ ...results, variants: [withJibris(), ...results.variants.slice(1)] });
};

describe('every chart', () => {
  test('there are nine, each with its own name', () => {
    expect(everyChart().map(({ name }) => name)).toEqual([
      'comparison',
      'fleet',
      'stress',
      'pain',
      'bottleneck',
      'jibris',
      'cumulative-cost',
      'fleet-against-measured',
      'participants',
    ]);
  });

  test.each(everyChart().map((chart) => [chart.name, chart] as const))(
    '%s says what it shows and how it was made',
    (_, chart) => {
      expect(chart.title).not.toBe('');
      expect(chart.description).not.toBe('');
      expect(chart.caption).toContain('OpenFUN autoscaling day');
      expect(chart.caption).toContain('20 replications');
      expect(chart.caption).toContain('seed 1');
      expect(chart.spec).toHaveProperty('title.text', chart.title);
      expect(withoutTitle(chart.spec)).not.toHaveProperty('title');
    },
  );

  test.each(everyChart().map((chart) => [chart.name, chart] as const))(
    '%s has at most 720 rows a table, and uses every column',
    (_, chart) => {
      const text = JSON.stringify(chart.spec, (key, value: unknown) =>
        key === 'values' ? undefined : value,
      );
      for (const rows of dataOf(chart)) {
        expect(rows.length).toBeLessThanOrEqual(720);
        for (const column of Object.keys(rows[0] as object)) expect(text).toContain(`"${column}"`);
      }
    },
  );

  test.each(everyChart().map((chart) => [chart.name, chart] as const))(
    '%s loses only its pointer layers for print',
    (_, chart) => {
      const names = [...objectsOf(chart.spec)].flatMap(({ name }) =>
        typeof name === 'string' ? [name] : [],
      );
      const pointerNames = names.filter((name) => name.startsWith(hoverLayerPrefix));
      expect(new Set(names).size, 'names are unique, or panels would share marks').toBe(names.length);
      const printed = JSON.stringify(forPrint(chart.spec));
      for (const name of pointerNames) expect(printed).not.toContain(name);
      expect(dataOf({ ...chart, spec: forPrint(chart.spec) })).toEqual(dataOf(chart));
    },
  );

  test('time axes are in UTC scales, so the zone of the machine cannot move them', () => {
    for (const chart of everyChart()) {
      for (const node of objectsOf(chart.spec)) {
        if (node.type === 'temporal' && node.axis !== undefined)
          expect(node.scale).toMatchObject({ type: 'utc' });
        if (typeof node.timeUnit === 'string') expect(node.timeUnit).toMatch(/^utc/);
      }
    }
  });

  test('a variant has the same colour in every chart that compares variants', () => {
    const results = aResults();
    for (const chart of chartsOf(results).filter(({ name }) => ['comparison', 'pain'].includes(name))) {
      for (const node of objectsOf(chart.spec)) {
        const scale = node.scale as { domain?: unknown[]; range?: unknown[] } | undefined;
        if (scale?.domain?.[0] !== results.variants[0]?.variant) continue;
        expect(scale?.range).toEqual(results.variants.map((_, index) => variantColour(index)));
      }
    }
  });
});

describe('charts with nothing to show', () => {
  test('without measurements nothing is drawn against them', () => {
    expect(againstMeasuredChart(aResults({ observed: [] }))).toBeNull();
  });

  test('without Jibris there is no chart of them', () => {
    expect(jibrisChart(aResults())).toBeNull();
  });

  test('without overstress and failed joins there is no chart of pain', () => {
    const [variant] = aResults().variants;
    if (variant === undefined) return expect.unreachable('sample without variants');
    const none = { ...variant.bands.participants, mean: new Float64Array(variant.minute.length) };
    const painless = {
      ...variant,
      bands: { ...variant.bands, overstressedParticipantMinutes: none, joinsFailed: none },
    };
    expect(painChart(aResults({ variants: [painless] }))).toBeNull();
    expect(painChart(aResults())).not.toBeNull();
  });
});

describe('the labels of the totals', () => {
  test('stay apart although the costs are equal', () => {
    const [variant] = aResults().variants;
    if (variant === undefined) return expect.unreachable('sample without variants');
    const same = ['A', 'B', 'C', 'D'].map((name) => ({ ...variant, variant: name }));
    const { spec } = cumulativeCostChart(aResults({ variants: same }));
    const heights = [...objectsOf(spec)]
      .filter((node) => node.text !== undefined && node.y !== undefined)
      .map((node) => (node.y as { value: number }).value)
      .sort((a, b) => a - b);
    expect(heights).toHaveLength(4);
    for (const [index, height] of heights.entries()) {
      expect(height).toBeGreaterThanOrEqual(0);
      if (index > 0) expect(height - (heights[index - 1] ?? 0)).toBeGreaterThanOrEqual(15);
    }
  });
});

describe('charts of instances show the lower bound of perfect foresight', () => {
  // The sample's bound is given here, so that what the chart shows is known: 2 of whatever is counted.
  const bound = (variant: VariantResults): VariantResults => {
    const mean = variant.minute.map(() => 2);
    const band = { mean, p10: mean, p90: mean };
    return { ...variant, bands: { ...variant.bands, bridgesOracle: band, jibrisOracle: band } };
  };

  test.each([
    ['fleet', fleetChart],
    ['jibris', jibrisChart],
  ] as const)(
    '%s: a line of its own with a name in the legend, and its figure at the pointer',
    (_, chartOf) => {
      const chart = chartOf(aResults({ variants: [bound(withJibris())] })) ?? expect.unreachable('no chart');
      const rows = dataOf(chart)
        .flat()
        .filter((row) => 'oracle' in row);
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map((row) => row.oracle))).toEqual(new Set([2]));
      const encodings = [...objectsOf(chart.spec)].filter(
        ({ y }) => (y as { field?: string })?.field === 'oracle',
      );
      expect(encodings).toHaveLength(1);
      expect(encodings[0]).toHaveProperty('color.datum', 'lower bound: perfect foresight');
      const pointed = [...objectsOf(chart.spec)].flatMap(({ tooltip }) =>
        Array.isArray(tooltip) ? tooltip : [],
      );
      expect(pointed.filter(({ field }) => field === 'oracle')).toHaveLength(1);
    },
  );

  test('a fleet smaller than the bound still shows the bound', () => {
    const variant = withJibris();
    const mean = variant.minute.map(() => 500);
    const bridgesOracle = { mean, p10: mean, p90: mean };
    const { spec } = fleetChart(
      aResults({ variants: [{ ...variant, bands: { ...variant.bands, bridgesOracle } }] }),
    );
    const tops = [...objectsOf(spec)].flatMap(({ domain }) =>
      Array.isArray(domain) && domain[0] === 0 ? [Number(domain[1])] : [],
    );
    expect(Math.max(...tops)).toBeGreaterThanOrEqual(500);
  });

  test('one legend serves variants with and without refused recordings', async () => {
    const variant = withJibris();
    const chart =
      jibrisChart(
        aResults({ variants: [withoutRefusals({ ...variant, variant: 'none refused' }), variant] }),
      ) ?? expect.unreachable('no chart');
    const svg = await renderChart(chart.spec, 'svg');
    expect(svg).toContain('refused recordings');
  });
});
