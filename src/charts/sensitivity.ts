/**
 * Chart `sensitivity`: what moves an answer. Tornado: the answer at both ends of each factor. Morris: how far each factor
 * moves it against how much that depends on the rest. Sobol: shares of the variance, alone and with interplay.
 */
import type { Sensitivity, TornadoBar } from '../experiment/sensitivity.ts';
import type { Chart, Layer, VegaLiteSpec } from './chart.ts';
import { formatNumber } from './figures.ts';
import { ink, inkSoft, limitColour, variantColour } from './palette.ts';
import { plotWidth, sentences, theme, titleOf } from './parts.ts';

/** Factors drawn; the table has all. */
const FACTORS_MAX = 15;
/** Room for the names of factors, pixels. */
const NAME_WIDTH = 330;

/** Share of the largest move below which a bar is too short to be seen. */
const DRAWN_RATIO_MIN = 0.01;
/** Share of the largest effect below which a point bears no name. */
const NAMED_RATIO_MIN = 0.05;

type Of<Method extends Sensitivity['method']> = Extract<Sensitivity, { readonly method: Method }>;

export function sensitivityChart(scenario: string, found: Sensitivity): Chart {
  switch (found.method) {
    case 'tornado':
      return tornadoChart(scenario, found);
    case 'morris':
      return morrisChart(scenario, found);
    case 'sobol':
      return sobolChart(scenario, found);
  }
}

function chart(
  scenario: string,
  found: Sensitivity,
  parts: {
    readonly reading: string;
    readonly description: string;
    readonly spec: object;
    readonly shown: number;
  },
): Chart {
  const title = `${scenario}: what moves ${found.of}`;
  const caption = sentences(
    parts.reading,
    parts.shown < found.factors.length
      ? `The ${parts.shown} that move it most, of ${found.factors.length} that were varied.`
      : '',
    `Simulated: “${scenario}”, ${formatNumber(found.runs)} runs, ${found.replications === 1 ? 'one replication' : `${found.replications} replications`} of each point, seed ${found.seed}.`,
  );
  return {
    name: 'sensitivity',
    title,
    caption,
    description: parts.description,
    spec: { title: titleOf(title, caption), config: theme, ...parts.spec } as VegaLiteSpec,
  };
}

function tornadoChart(scenario: string, found: Of<'tornado'>): Chart {
  const { base, limitMax, of } = found;
  const moveOf = ({ atLow, atHigh }: TornadoBar): number =>
    Math.max(Math.abs(atLow.mean), Math.abs(atHigh.mean));
  const largest = found.factors.reduce((most, one) => Math.max(most, moveOf(one)), 0);
  const factors = found.factors
    .filter((one) => moveOf(one) > DRAWN_RATIO_MIN * largest)
    .slice(0, FACTORS_MAX);
  const rows = factors.flatMap(({ factor, low, high, atLow, atHigh }) =>
    [
      { end: 'at the low end', at: low, difference: atLow },
      { end: 'at the high end', at: high, difference: atHigh },
    ].map(({ end, at, difference }) => {
      const half = finite(difference.halfWidth95);
      return {
        factor,
        end,
        from: base.mean,
        to: base.mean + difference.mean,
        intervalLow: base.mean + difference.mean - half,
        intervalHigh: base.mean + difference.mean + half,
        label: formatNumber(at),
      };
    }),
  );
  const y = nameAxis(factors.map(({ factor }) => factor));
  const x = { type: 'quantitative' as const, axis: { title: of }, scale: { zero: false } };
  const ends = ['at the low end', 'at the high end'];
  const layers: Layer[] = [
    {
      data: { values: rows },
      mark: { type: 'bar', height: { band: 0.85 } },
      encoding: {
        y,
        yOffset: offsetOf(ends),
        x: { ...x, field: 'from' },
        x2: { field: 'to' },
        color: {
          field: 'end',
          type: 'nominal',
          scale: { domain: ends, range: [variantColour(5), variantColour(0)] },
        },
      },
    },
    {
      data: { values: rows },
      mark: { type: 'rule', color: ink, strokeWidth: 1.2 },
      encoding: {
        y,
        yOffset: offsetOf(ends),
        x: { ...x, field: 'intervalLow' },
        x2: { field: 'intervalHigh' },
      },
    },
    ruleAt(base.mean, ink),
    ...(limitMax === null ? [] : [ruleAt(limitMax, limitColour, [4, 3])]),
  ];
  return chart(scenario, found, {
    shown: factors.length,
    reading: `One factor at a time, from one end of its interval or range to the other, all others as they are (dark line: ${formatNumber(base.mean)}). Thin lines: 95 % intervals of the difference, run by run.${limitMax === null ? '' : ` Red: the objective, at most ${formatNumber(limitMax)}.`}`,
    description: factors
      .map(({ factor, atLow, atHigh }) => `${factor}: ${signed(atLow.mean)} and ${signed(atHigh.mean)}`)
      .join('; '),
    spec: {
      width: plotWidth - NAME_WIDTH,
      height: { step: 30 },
      layer: rows.length === 0 ? [ruleAt(base.mean, ink)] : layers,
    },
  });
}

function morrisChart(scenario: string, found: Of<'morris'>): Chart {
  const factors = found.factors.filter(({ muStar }) => muStar.mean > 0).slice(0, FACTORS_MAX);
  const rows = factors.map(({ factor, muStar, sigma, sigmaInterval: [low, high] }) => ({
    factor,
    muStar: muStar.mean,
    low: Math.max(0, muStar.mean - finite(muStar.halfWidth95)),
    high: muStar.mean + finite(muStar.halfWidth95),
    sigma,
    sigmaLow: low,
    sigmaHigh: high,
  }));
  const x = {
    field: 'muStar',
    type: 'quantitative' as const,
    axis: { title: `mu*: size of the effect on ${found.of}` },
  };
  const y = {
    field: 'sigma',
    type: 'quantitative' as const,
    axis: { title: 'sigma: how much it varies with the rest' },
  };
  const colour = variantColour(0);
  const end = Math.max(...rows.map(({ high }) => high), 0);
  const rule = { type: 'rule' as const, color: colour, opacity: 0.5 };
  return chart(scenario, found, {
    shown: factors.length,
    reading:
      'Right: moves the answer. High: how much depends on the other factors, or on where in its range it is; on the dashed line sigma is half of mu*, below it the effect is nearly straight. Lines: 95 % intervals.',
    description: factors
      .map(({ factor, muStar }) => `${factor}: mu* ${formatNumber(muStar.mean)}`)
      .join('; '),
    spec: {
      width: plotWidth,
      height: 360,
      layer: [
        {
          data: { values: [0, end].map((at) => ({ muStar: at, sigma: at / 2 })) },
          mark: { type: 'line', color: inkSoft, strokeDash: [4, 3], strokeWidth: 1 },
          encoding: { x, y },
        },
        {
          data: { values: rows },
          mark: rule,
          encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
        },
        {
          data: { values: rows },
          mark: rule,
          encoding: { x, y: { ...y, field: 'sigmaLow' }, y2: { field: 'sigmaHigh' } },
        },
        {
          data: { values: rows },
          mark: { type: 'point', filled: true, opacity: 1, color: colour, size: 60 },
          encoding: { x, y },
        },
        {
          data: { values: rows.filter(({ muStar }) => muStar > NAMED_RATIO_MIN * (rows[0]?.muStar ?? 0)) },
          mark: { type: 'text', align: 'left', dx: 8, dy: -7, color: ink, fontSize: 10, limit: NAME_WIDTH },
          encoding: { x, y, text: { field: 'factor', type: 'nominal' } },
        },
      ].filter(({ data }) => data.values.length > 0),
    },
  });
}

function sobolChart(scenario: string, found: Of<'sobol'>): Chart {
  const kinds = ['alone (first order)', 'with its interplay (total order)'];
  const factors = found.factors.filter(({ total }) => Number.isFinite(total)).slice(0, FACTORS_MAX);
  const rows = factors.flatMap(({ factor, first, firstInterval, total, totalInterval }) =>
    [
      { kind: kinds[0]!, share: first, interval: firstInterval },
      { kind: kinds[1]!, share: total, interval: totalInterval },
    ].map(({ kind, share, interval: [low, high] }) => ({
      factor,
      kind,
      share: Math.max(0, share),
      zero: 0,
      low: finite(low),
      high: finite(high),
    })),
  );
  const y = nameAxis(factors.map(({ factor }) => factor));
  const x = { type: 'quantitative' as const, axis: { title: `share of the variance of ${found.of}` } };
  const yOffset = offsetOf(kinds);
  return chart(scenario, found, {
    shown: factors.length,
    reading: 'All factors vary at once. Dark lines: 95 % intervals by bootstrap.',
    description: factors
      .map(({ factor, first, total }) => `${factor}: ${first.toFixed(2)} alone, ${total.toFixed(2)} in all`)
      .join('; '),
    spec: {
      width: plotWidth - NAME_WIDTH,
      height: { step: 34 },
      data: { values: rows },
      encoding: { y, yOffset },
      layer: [
        {
          mark: { type: 'bar', height: { band: 0.85 } },
          encoding: {
            x: { ...x, field: 'zero' },
            x2: { field: 'share' },
            color: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: kinds, range: [variantColour(5), variantColour(0)] },
            },
          },
        },
        {
          mark: { type: 'rule', color: ink, strokeWidth: 1.2 },
          encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' } },
        },
      ],
    },
  });
}

function nameAxis(names: readonly string[]) {
  return {
    field: 'factor',
    type: 'nominal' as const,
    sort: [...names],
    axis: { title: null, labelLimit: NAME_WIDTH - 10, labelColor: ink, minExtent: 0 },
  };
}

function offsetOf(names: readonly string[]) {
  const field = names[0]!.startsWith('at') ? 'end' : 'kind';
  return { field, type: 'nominal' as const, sort: [...names] };
}

function ruleAt(at: number, color: string, strokeDash: number[] = [1, 0]): Layer {
  return {
    data: { values: [{ at }] },
    mark: { type: 'rule', color, strokeDash, strokeWidth: 1.5 },
    encoding: { x: { field: 'at', type: 'quantitative' } },
  };
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${formatNumber(value)}`;
}
