/**
 * Chart `plan`: every count that was simulated against each objective, and how many the hours of the day ask for.
 */
import type { Plan } from '../experiment/plan.ts';
import type { StaffingRow } from '../experiment/plan-questions.ts';
import type { Chart, Panel } from './chart.ts';
import { formatNumber } from './figures.ts';
import { ink, inkSoft, limitColour, variantColour } from './palette.ts';
import { panelTitle, plotWidth, sentences, theme, titleOf } from './parts.ts';

export interface PlanChartInput {
  readonly plan: Plan;
  /** Empty when the day is not staffed by the hour. */
  readonly staffing: readonly StaffingRow[];
  readonly startEpochMs: number;
  readonly timeZone: string;
}

const verdictColours = {
  met: variantColour(2),
  violated: variantColour(1),
  inconclusive: inkSoft,
} as const;

export function planChart({ plan, staffing, startEpochMs, timeZone }: PlanChartInput): Chart {
  const { answer, closedForm, of, candidates, scenario, seed, confidence } = plan;
  const title = `${scenario}: ${answer === null ? `no number of ${of} meets the objectives` : `${answer.count} ${of}`}`;
  const caption = sentences(
    'Points: simulated, with 95 % intervals; green meets, orange violates, grey is too near to say. Red: the limit.',
    closedForm === null ? '' : `Dashed: the closed form, ${closedForm.count}.`,
    `Each verdict with ${formatNumber(100 * confidence)} % confidence, seed ${seed}.`,
  );
  const objectives = [
    ...new Set(candidates.flatMap((one) => one.objectives.map(({ objective }) => objective))),
  ];
  return {
    name: 'plan',
    title,
    caption,
    description: candidates.map(({ count, verdict }) => `${count}: ${verdict}`).join('; '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: [
        ...objectives.map((objective) => objectivePanel(plan, objective)),
        ...(staffing.length < 2 ? [] : [staffingPanel(staffing, { of, startEpochMs, timeZone })]),
      ],
    },
  };
}

function objectivePanel({ candidates, closedForm, of }: Plan, objective: string): Panel {
  const rows = candidates.flatMap(({ count, objectives }) =>
    objectives
      .filter((one) => one.objective === objective)
      .map(({ estimate: { mean, halfWidth95 }, verdict }) => {
        const half = Number.isFinite(halfWidth95) ? halfWidth95 : 0;
        return { count, mean, low: Math.max(0, mean - half), high: mean + half, verdict };
      }),
  );
  const limit = candidates[0]?.objectives.find((one) => one.objective === objective)?.limitMax ?? 0;
  const counts = [
    ...candidates.map(({ count }) => count),
    ...(closedForm === null ? [] : [closedForm.count]),
  ];
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const room = Math.max(1, 0.05 * (most - least));
  const x = {
    field: 'count',
    type: 'quantitative' as const,
    scale: { domain: [least - room, most + room], nice: false as const, zero: false },
    axis: { title: of, tickMinStep: 1 },
  };
  const y = { type: 'quantitative' as const, axis: { title: objective, tickCount: 5 } };
  const verdicts = ['met', 'violated', 'inconclusive'] as const;
  const color = {
    field: 'verdict',
    type: 'nominal' as const,
    legend: null,
    scale: { domain: [...verdicts], range: verdicts.map((verdict) => verdictColours[verdict]) },
  };
  return {
    title: panelTitle(objective, `at most ${formatNumber(limit)}`),
    width: plotWidth,
    height: 170,
    layer: [
      {
        data: { values: [{ limit }] },
        mark: { type: 'rule', color: limitColour, strokeWidth: 1.5 },
        encoding: { y: { ...y, field: 'limit' } },
      },
      ...(closedForm === null
        ? []
        : [
            {
              data: { values: [{ count: closedForm.count }] },
              mark: { type: 'rule' as const, color: ink, strokeDash: [5, 4] },
              encoding: { x },
            },
          ]),
      {
        data: { values: rows },
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      {
        data: { values: rows },
        mark: { type: 'point', filled: true, opacity: 1, size: 70 },
        encoding: { x, y: { ...y, field: 'mean' }, color },
      },
    ],
  };
}

function staffingPanel(
  rows: readonly StaffingRow[],
  {
    of,
    startEpochMs,
    timeZone,
  }: { readonly of: string; readonly startEpochMs: number; readonly timeZone: string },
): Panel {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const values = rows.map(({ hour, closedForm, planned }) => ({
    order: hour,
    from: clock.format(new Date(startEpochMs + hour * 3_600_000)),
    closedForm,
    planned,
  }));
  const x = {
    field: 'order',
    type: 'ordinal' as const,
    axis: {
      title: `from, ${timeZone}`,
      labelAngle: 0,
      labelOverlap: true,
      labelExpr: `${JSON.stringify(values.map(({ from }) => from))}[datum.value]`,
    },
  };
  const y = { type: 'quantitative' as const, axis: { title: of, tickCount: 5, tickMinStep: 1 } };
  return {
    title: panelTitle('By the hour', 'Bars: planned, verified at the peak. Dark marks: the closed form.'),
    width: plotWidth,
    height: 150,
    data: { values },
    layer: [
      {
        mark: { type: 'bar', color: variantColour(5) },
        encoding: { x, y: { ...y, field: 'planned' } },
      },
      {
        mark: { type: 'tick', color: ink, thickness: 2, bandSize: 18 },
        encoding: { x, y: { ...y, field: 'closedForm' } },
      },
    ],
  };
}
