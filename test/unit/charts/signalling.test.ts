/**
 * Goal: the signalling chart shows what a reader needs to see a storm, and only when signalling was simulated.
 * Method: the made-up results, with a storm of one minute put in by hand; panels, measured line and words.
 */
import { describe, expect, test } from 'vitest';
import { chartsOf } from '../../../src/charts/all-charts.ts';
import { painChart } from '../../../src/charts/pain.ts';
import { signallingChart } from '../../../src/charts/signalling.ts';
import type { Results, VariantResults } from '../../../src/experiment/results.ts';
import { renderChart } from '../../../src/io/render/render-chart.ts';
import { measureGroupsOf } from '../../../src/report/measures.ts';
import { aResults } from '../../support/sample-results.ts';

const stormMinute = 157;

function withStorm(variant: VariantResults): VariantResults {
  const peak = (quiet: number, storm: number) => {
    const mean = variant.minute.map((minute) => (minute === stormMinute ? storm : quiet));
    return { mean, p10: mean, p90: mean };
  };
  const figure = (mean: number) => ({ mean, halfWidth95: 0.1 * mean, replications: 20 });
  return {
    ...variant,
    bands: {
      ...variant.bands,
      prosodyCpuCores: peak(0.2, 1),
      prosodyBacklogSeconds: peak(0, 40),
      participantsOut: peak(0, 800),
    },
    estimates: { ...variant.estimates, prosodyCpuCoresMax: figure(1), participantsDropped: figure(800) },
  };
}

function aStorm(): Results {
  const results = aResults();
  const [first, ...others] = results.variants;
  return { ...results, variants: [withStorm(first!), ...others] };
}

function panelsOf(results: Results): { title: { text: string }; layer: object[] }[] {
  const spec = signallingChart(results)?.spec as unknown as { vconcat: ReturnType<typeof panelsOf> };
  return spec.vconcat;
}

describe('the signalling chart', () => {
  test('is not there when no variant simulates signalling, nor are its figures', () => {
    expect(signallingChart(aResults())).toBeNull();
    expect(chartsOf(aResults()).map(({ name }) => name)).not.toContain('signalling');
    expect(measureGroupsOf(aResults()).map(({ name }) => name)).not.toContain('Signalling');
  });

  test('has a panel for CPU, backlog and people out, and leaves out what never happened', () => {
    expect(panelsOf(aStorm()).map(({ title }) => title.text)).toEqual([
      'Prosody',
      'Waiting for Prosody',
      'Dropped out',
    ]);
    const storm = aStorm();
    const calm = storm.variants.map((variant) => ({
      ...variant,
      bands: { ...variant.bands, participantsOut: aResults().variants[0]!.bands.participantsOut },
    }));
    expect(panelsOf({ ...storm, variants: calm })).toHaveLength(2);
    expect(measureGroupsOf(storm).map(({ name }) => name)).toContain('Signalling');
  });

  test('draws the measured CPU over the simulated when there is one', () => {
    const measured = {
      name: 'measured Prosody CPU',
      column: 'prosodyCpuCores' as const,
      minute: Float64Array.of(1, 2, 3),
      value: Float64Array.of(0.1, 0.2, 0.314),
      source: 'panel of the day',
    };
    const without = panelsOf(aStorm())[0]!.layer;
    const storm = aStorm();
    const chart = signallingChart({ ...storm, observed: [...storm.observed, measured] })!;
    expect(chart.caption).toContain('panel of the day');
    const [prosody] = (chart.spec as unknown as { vconcat: { layer: object[] }[] }).vconcat;
    expect(prosody!.layer).toHaveLength(without.length + 1);
    expect(JSON.stringify(prosody)).toContain('"measured":0.314');
  });

  test('is drawn, and says in words what it shows', async () => {
    const chart = signallingChart(aStorm())!;
    expect(chart.description).toContain('OpenFUN HPA: Prosody at 1.0');
    expect(chart.description).not.toContain('Fixed 20');
    expect(await renderChart(chart.spec, 'svg')).toContain('Dropped out');
  });

  test('changes what the chart of pain calls a failed join', () => {
    const words = (results: Results): string => JSON.stringify(painChart(results)?.spec);
    expect(words(aResults())).toContain('joins that found no bridge"');
    expect(words(aStorm())).toContain('left before signalling let it in');
  });
});
