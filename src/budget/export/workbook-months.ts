/**
 * The sheets of a workbook by month: what is paid and what it is for, and what was done for it.
 */
import type { BillView } from '../../billing/bill-line.ts';
import { amountToNumber, quantityToNumber } from '../../billing/exact.ts';
import type { Forecast, MonthForecast } from '../forecast.ts';
import { breakdown, totalAmount } from '../views.ts';
import {
  blankRow,
  columnName,
  figure,
  formula,
  heading,
  money,
  quotient,
  type SheetCell,
  text,
  type WorkbookSheet,
} from './sheet-cells.ts';
import { lineRange, viewColumns } from './workbook-lines.ts';

const bands = ['p10', 'p50', 'p90'] as const;

/** Row of the cash total: what other sheets refer to. */
function cashTotalRow(forecast: Forecast): number {
  return categoryNames(forecast).length + 2;
}

function categoryNames(forecast: Forecast): string[] {
  const names = (view: BillView) => breakdown(forecast, 'category', view).map(({ name }) => name);
  return [...new Set([...names('cash'), ...names('amortised')])];
}

export function monthsSheet(forecast: Forecast): WorkbookSheet {
  const { months, budget } = forecast;
  const cash = viewBlock(forecast, 'cash', `Cash, ${budget.currency}`, 1);
  const totalRow = cashTotalRow(forecast);
  const rows = [...cash, ...bandRows(forecast, 'cash', totalRow), ...limitRows(forecast, totalRow), blankRow];
  rows.push(...viewBlock(forecast, 'amortised', `Amortised, ${budget.currency}`, rows.length + 1));
  return {
    name: 'Months',
    widths: [34, ...months.map(() => 13), 15],
    frozenRows: 1,
    frozenColumns: 1,
    rows,
  };
}

/** Categories by month in one view, with totals; `firstRow` is that of its heading. */
function viewBlock(
  forecast: Forecast,
  view: 'cash' | 'amortised',
  title: string,
  firstRow: number,
): (readonly SheetCell[])[] {
  const { months } = forecast;
  const names = categoryNames(forecast);
  const rowOf = new Map(breakdown(forecast, 'category', view).map((row) => [row.name, row]));
  const last = columnName(months.length);
  const costs = lineRange(viewColumns[view]);
  const head = [heading(title), ...months.map(({ month }) => heading(month)), heading('All')];
  const body = names.map((name, index) => {
    const row = firstRow + 1 + index;
    const found = rowOf.get(name);
    const cells = months.map((_, month) => {
      const where = `${lineRange('month')},${columnName(month + 1)}$${firstRow},${lineRange('category')},$A${row}`;
      return formula(`=SUMIFS(${costs},${where})`, amountToNumber(found?.months[month] ?? 0n));
    });
    const all = formula(`=SUM(B${row}:${last}${row})`, amountToNumber(found?.total ?? 0n));
    return [text(name), ...cells, all, ...unpricedNote(found?.isIncomplete === true)];
  });
  const end = firstRow + names.length;
  const totals = [...months.map((month) => [month]), months].map((chosen, index) => {
    const column = columnName(index + 1);
    const total = amountToNumber(totalAmount(chosen, view));
    return formula(`=SUM(${column}${firstRow + 1}:${column}${end})`, total);
  });
  const isIncomplete = [...rowOf.values()].some((row) => row.isIncomplete);
  return [head, ...body, [heading('Total, expected'), ...totals, ...unpricedNote(isIncomplete)]];
}

/** Beside a sum whose formula adds up only what has a price. */
function unpricedNote(isIncomplete: boolean): SheetCell[] {
  return isIncomplete ? [text('price not found for some of it: the sum is without it')] : [];
}

function bandRows(forecast: Forecast, view: BillView, totalRow: number): (readonly SheetCell[])[] {
  const { months, total } = forecast;
  const all = [...months.map((month) => month.bands[view]), total[view]];
  const words = { p10: 'P10: 1 year in 10 is cheaper', p50: 'P50', p90: 'P90: 1 year in 10 is dearer' };
  const rows = bands.map((band) => [text(words[band]), ...all.map((one) => money(one[band]))]);
  const contingency = all.map((one, index) => {
    const column = columnName(index + 1);
    return formula(`=${column}${totalRow + 3}-${column}${totalRow + 2}`, one.p90 - one.p50);
  });
  return [...rows, [text('Contingency: P90 - P50'), ...contingency]];
}

/** What has been paid by the end of each month, and what the budget line leaves. */
function limitRows({ months, budget }: Forecast, totalRow: number): (readonly SheetCell[])[] {
  const { limit } = budget.written;
  const paid: number[] = [];
  for (const month of months) paid.push((paid.at(-1) ?? 0) + amountToNumber(totalAmount([month], 'cash')));
  const runningRow = totalRow + 5;
  const running = months.map((_, index) => {
    const column = columnName(index + 1);
    const before = index === 0 ? '' : `${columnName(index)}${runningRow}+`;
    return formula(`=${before}${column}${totalRow}`, paid[index]!);
  });
  const rows: (readonly SheetCell[])[] = [[text('Paid since the start, expected'), ...running]];
  if (limit?.total !== undefined) {
    const given = limit.total;
    rows.push([text('Budget line'), ...months.map(() => money(given))]);
    rows.push([
      text('Left of it'),
      ...months.map((_, index) => {
        const column = columnName(index + 1);
        return formula(`=${column}${runningRow + 1}-${column}${runningRow}`, given - paid[index]!);
      }),
    ]);
  }
  if (limit?.perMonth !== undefined) {
    const given = limit.perMonth;
    rows.push([text('Most that a month may cost'), ...months.map(() => money(given))]);
  }
  return rows;
}

/** What quantities come from: days, demand, and what was done. */
export function usageSheet(forecast: Forecast): WorkbookSheet {
  const { months, budget, stored } = forecast;
  const row = (name: string, format: string, of: (month: MonthForecast, index: number) => number) => [
    text(name),
    ...months.map((month, index) => figure(of(month, index), format)),
  ];
  const days = budget.days.map(({ name }, kind) =>
    row(`days like “${name}”`, '0', ({ days: { weights } }) =>
      weights[kind]!.reduce((sum, weight) => sum + weight, 0),
    ),
  );
  const whole = '#,##0';
  const rows: (readonly SheetCell[])[] = [
    [heading('Expected'), ...months.map(({ month }) => heading(month))],
    ...days,
    row('demand over that simulated', '0.000', ({ days: { demand } }) => demand),
    row('participant-hours', whole, ({ activity }) => activity.participantHours),
    row('conference-hours', whole, ({ activity }) => activity.conferenceHours),
    row('recorded hours', whole, ({ activity }) => activity.recordedHours),
    row('participants at the peak', whole, ({ activity }) => activity.participantsPeak),
    row('recordings kept, GB on average', whole, (_, index) => stored[index]!),
    quantityRow(forecast, 'instance-hours of bridges', 'compute', 'Hours'),
    quantityRow(forecast, 'GB to participants', 'egress', 'GB'),
  ];
  rows.push(perParticipantHour(forecast, rows.length));
  return {
    name: 'Usage',
    widths: [34, ...months.map(() => 13)],
    frozenRows: 1,
    frozenColumns: 1,
    rows,
  };
}

/** A quantity that the lines bill for the bridges, by month. */
function quantityRow(
  { months }: Forecast,
  name: string,
  category: string,
  unit: string,
): readonly SheetCell[] {
  const cells = months.map((month, index) => {
    const quantity = month.lines
      .filter((line) => line.category === category && line.component === 'bridges' && line.unit === unit)
      .reduce((sum, line) => sum + line.quantity, 0n);
    const where = [
      `${lineRange('month')},${columnName(index + 1)}$1`,
      `${lineRange('category')},"${category}"`,
      `${lineRange('component')},"bridges"`,
      `${lineRange('unit')},"${unit}"`,
    ];
    return formula(
      `=SUMIFS(${lineRange('quantity')},${where.join(',')})`,
      quantityToNumber(quantity),
      '#,##0',
    );
  });
  return [text(name), ...cells];
}

function perParticipantHour(forecast: Forecast, rowsBefore: number): readonly SheetCell[] {
  const { months, budget } = forecast;
  const hoursRow = budget.days.length + 3;
  const cells = months.map((month, index) => {
    const column = columnName(index + 1);
    const operands = [`Months!${column}${cashTotalRow(forecast)}`, `${column}${hoursRow}`] as const;
    const cost = amountToNumber(totalAmount([month], 'cash'));
    return quotient(operands, [cost, month.activity.participantHours], '0.0000');
  });
  return [text(`${budget.currency} a participant-hour, cash (row ${rowsBefore + 1})`), ...cells];
}
