/**
 * The sheets of a workbook that answer questions: what one costs, how much to commit, what moves the bill.
 */
import { amountToNumber } from '../../billing/exact.ts';
import { commitmentAdvice } from '../commitment-advice.ts';
import type { Forecast } from '../forecast.ts';
import { marginalCosts, oneMoreClass } from '../marginal.ts';
import { priceTornado } from '../price-tornado.ts';
import { totalAmount, unitCosts } from '../views.ts';
import {
  blankRow,
  figure,
  formula,
  heading,
  money,
  quotient,
  type SheetCell,
  text,
  type WorkbookSheet,
} from './sheet-cells.ts';
import { lineRange } from './workbook-lines.ts';

export function unitCostsSheet(forecast: Forecast): WorkbookSheet {
  const { currency } = forecast.budget;
  const amortised = lineRange('amortised');
  const ofRecordings = `=SUMIFS(${amortised},${lineRange('category')},"recordings")+SUMIFS(${amortised},${lineRange('component')},"jibris")`;
  const rows: (readonly SheetCell[])[] = [
    [
      'Unit',
      'Units in all months',
      `Cost held against it, ${currency}, amortised`,
      `${currency} for one`,
    ].map(heading),
  ];
  for (const { name, quantity, cost } of unitCosts(forecast)) {
    const row = rows.length + 1;
    rows.push([
      text(name),
      figure(quantity, '#,##0.0'),
      formula(name === 'recorded hour' ? ofRecordings : `=SUM(${amortised})`, cost),
      quotient([`C${row}`, `B${row}`], [cost, quantity], '0.0000'),
    ]);
  }
  const { participants, hours, perMonth } = oneMoreClass;
  const costs = marginalCosts(forecast).filter((cost) => !Number.isNaN(cost));
  const marginal = costs.reduce((sum, cost) => sum + cost, 0) / Math.max(1, costs.length);
  rows.push(
    blankRow,
    [
      text(`one more class of ${participants} for ${hours} hour, ${perMonth} times a month`),
      text(''),
      text('mean of the months, by billing each month with and without it'),
      costs.length === 0 ? text('unknown') : figure(marginal, '0.0000'),
    ],
    [text('The recorded hour bears recordings and Jibris; every other unit bears the whole bill.')],
  );
  return { name: 'Unit costs', widths: [44, 20, 44, 16], frozenRows: 1, frozenColumns: 0, rows };
}

/** The cost of an hour over what is committed: flat near the optimum, so that a smaller sum costs little. */
export function commitmentSheet({ budget }: Forecast): WorkbookSheet {
  const { currency } = budget;
  const rows: (readonly SheetCell[])[] = [];
  for (const { id, discountRatio, discountSource, committedPerHour, optimum } of commitmentAdvice(budget)) {
    rows.push(
      [heading(id), text(`${Math.round(1000 * discountRatio) / 10} % off: ${discountSource}`)],
      [text(`Optimum, ${currency} an hour`), figure(optimum.commitPerHour, '0.000')],
      [
        text('Which is the quantile of the hourly usage'),
        figure(1 - optimum.priceRatio, '0.0%'),
        text('1 - p, p = committed over on-demand price'),
      ],
      [
        text('In the budget'),
        committedPerHour === null ? text('nothing') : figure(committedPerHour, '0.000'),
      ],
      [`Committed, ${currency} an hour`, `Mean cost of an hour, ${currency}`, 'Utilisation', 'Coverage'].map(
        heading,
      ),
      ...optimum.curve.map(({ committed, cost, utilisation, coverage }) => [
        ...[committed * (1 - discountRatio), cost].map((value) => figure(value, '0.000')),
        ...[utilisation, coverage].map((value) =>
          Number.isNaN(value) ? text('none') : figure(value, '0.0%'),
        ),
      ]),
      blankRow,
    );
  }
  if (rows.length === 0) rows.push([text('no discount of a commitment is known')]);
  return { name: 'Commitment', widths: [38, 28, 16, 14], frozenRows: 0, frozenColumns: 0, rows };
}

/** Every price, rate and growth moved alone, the longest bar first. */
export function sensitivitySheet(forecast: Forecast): WorkbookSheet {
  const { currency } = forecast.budget;
  const expected = amountToNumber(totalAmount(forecast.months, 'amortised'));
  const rows: (readonly SheetCell[])[] = [
    [
      'Moved alone, the bill made again',
      'By how much',
      `Change when low, ${currency}`,
      `Change when high, ${currency}`,
      'High, of the bill',
    ].map(heading),
  ];
  for (const { name, range, low, high } of priceTornado(forecast)) {
    const row = rows.length + 1;
    rows.push([
      text(name),
      text(range),
      money(low),
      money(high),
      quotient([`D${row}`, 'Summary!$B$8'], [high, expected], '0.0%'),
    ]);
  }
  return { name: 'Sensitivity', widths: [44, 34, 24, 24, 18], frozenRows: 1, frozenColumns: 1, rows };
}
