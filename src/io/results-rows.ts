/**
 * The tables of a results directory as rows of text, one generator each.
 */
import { bottlenecksOf } from '../experiment/bottleneck.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import { minuteColumnNames } from '../simulation/rows.ts';
import {
  billColumns,
  bootColumns,
  bottleneckColumns,
  cell,
  decisionColumns,
  incidentColumns,
  lifeColumns,
  lookColumns,
  totalNames,
  usageColumns,
} from './results-format.ts';

/** The cells of a row, in the order of its table's columns. */
export type Row = readonly string[];

export function* replicationRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, totals } of variants) {
    for (const [replication, run] of totals.entries()) {
      yield [variant, String(replication), ...totalNames.map((name) => cell(run[name]))];
    }
  }
}

export function* timeseriesRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, minute, bands } of variants) {
    for (let row = 0; row < minute.length; row++) {
      const cells = minuteColumnNames.flatMap((column) => {
        const { mean, p10, p90 } = bands[column];
        return [cell(mean[row]!), cell(p10[row]!), cell(p90[row]!)];
      });
      yield [variant, cell(minute[row]!), ...cells];
    }
  }
}

export function* decisionRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, decisions } of variants) {
    for (const decision of decisions) {
      yield decisionColumns.map((column) => written(column === 'variant' ? variant : decision[column]));
    }
  }
}

export function* lookRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, looks } of variants) {
    for (const look of looks) {
      const cells = { ...look, variant, replication: 0 };
      yield lookColumns.map((column) => written(cells[column]));
    }
  }
}

export function* incidentRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, incidents } of variants) {
    for (const incident of incidents) {
      yield incidentColumns.map((column) => written(column === 'variant' ? variant : incident[column]));
    }
  }
}

/** For whoever opens the table: all of it can be had from the time series, which is what readers take. */
export function* bottleneckRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const variant of variants) {
    for (const bottleneck of bottlenecksOf(variant)) {
      const row = { ...bottleneck, variant: variant.variant };
      yield bottleneckColumns.map((column) => written(row[column]));
    }
  }
}

export function* billRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, bill } of variants) {
    for (const { quantity, cost, ...line } of bill) {
      const cells: Readonly<Record<(typeof billColumns)[number], string | number>> = {
        ...line,
        variant,
        quantity: quantity.mean,
        quantityHalfWidth95: quantity.halfWidth95,
        cost: cost.mean,
        costHalfWidth95: cost.halfWidth95,
        replications: cost.replications,
      };
      yield billColumns.map((column) => written(cells[column]));
    }
  }
}

export function* lifeRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, lives } of variants) {
    for (const life of lives) {
      const cells = { ...life, variant, isInterrupted: String(life.isInterrupted) };
      yield lifeColumns.map((column) => written(cells[column]));
    }
  }
}

export function* usageRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, usage } of variants) {
    for (const row of usage) {
      yield usageColumns.map((column) => written(column === 'variant' ? variant : row[column]));
    }
  }
}

export function* bootRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, boots } of variants) {
    for (const row of boots) {
      yield bootColumns.map((column) => written(column === 'variant' ? variant : row[column]));
    }
  }
}

export function* observedRows(results: Results): Generator<Row> {
  for (const { name, minute, value } of results.observed) {
    for (let row = 0; row < minute.length; row++) {
      yield [name, cell(minute[row]!), cell(value[row]!)];
    }
  }
}

function written(value: string | number): string {
  return typeof value === 'number' ? cell(value) : value;
}
