/**
 * The commands about money: prices and the bill of the months ahead.
 */
import type { CommandSpec, OptionSpec } from './options.ts';
import { runOptionSpecs } from './run-options.ts';

export function moneyCommands(json: OptionSpec): readonly CommandSpec[] {
  return [pricesCommand(json), costCommand(json)];
}

function pricesCommand(json: OptionSpec): CommandSpec {
  return {
    name: 'prices',
    description:
      'Show what instance types, traffic and services cost, or import prices of your own: prices list [filter], prices show <name>, prices import <file>.',
    positionals: [
      { name: 'action', description: 'list, show or import.', isRequired: true },
      {
        name: 'name',
        description:
          'For list: a part of the names wanted, default all. For show: provider/region/type, or provider/region for its traffic and services. For import: a CSV or JSON file.',
        isRequired: false,
      },
    ],
    options: [
      {
        name: 'sheet',
        kind: 'text',
        description:
          'For list and show: prices of your own that count before the shipped ones. Default: prices.json here, if there is one.',
      },
      { name: 'out', kind: 'text', description: 'For import: file to write. Default prices.json.' },
      {
        name: 'replace',
        kind: 'flag',
        description: 'For import: forget what the file held. Default: rows of the same name are replaced.',
      },
      json,
    ],
    run: async (given) => (await import('./commands/prices.ts')).prices(given),
  };
}

function costCommand(json: OptionSpec): CommandSpec {
  return {
    name: 'cost',
    description:
      'The bill of the months ahead: results, a scenario or a budget, by month and category with P10 to P90.',
    positionals: [
      {
        name: 'source',
        description: 'Results directory, scenario or budget.yaml; a budget.yaml beside a scenario is used.',
        isRequired: true,
      },
    ],
    options: [
      {
        name: 'budget',
        kind: 'text',
        description: 'Budget file. Default budget.yaml beside the source, if any.',
      },
      { name: 'variant', kind: 'text', description: 'Variant to bill. Default all, the first in full.' },
      {
        name: 'prices',
        kind: 'text',
        description: 'Sheet of prices of your own that counts first. Default prices.json beside the budget.',
      },
      { name: 'view', kind: 'text', description: 'list, contracted, amortised or cash. Default cash.' },
      {
        name: 'by',
        kind: 'text',
        description: 'category, component, region, shard or class. Default category.',
      },
      {
        name: 'against',
        kind: 'text',
        description:
          'Another variant, or other results, scenario or budget: what makes the difference, by volume, mix, price and exchange rate.',
      },
      {
        name: 'actual',
        kind: 'text',
        description:
          'Bill that was paid, to compare category by category: FOCUS, or a CSV with category, cost and perhaps month and currency.',
      },
      {
        name: 'options',
        kind: 'flag',
        description:
          'Also the same work as a fixed fleet, on demand, spot, committed, with its break-evens. Default when the budget has seats or alternatives.',
      },
      ...fileOptions,
      { name: 'replace', kind: 'flag', description: 'Replace files that exist.' },
      ...runOptionSpecs,
      json,
    ],
    run: async (given) => (await import('./commands/cost.ts')).cost(given),
  };
}

const fileOptions: readonly OptionSpec[] = [
  { name: 'csv', kind: 'text', description: 'File for every line of the bill. Default none.' },
  {
    name: 'focus',
    kind: 'text',
    description: 'File for the bill as FOCUS 1.2 (CSV), marked as simulated. Default none.',
  },
  {
    name: 'xlsx',
    kind: 'text',
    description: 'Workbook with live formulas, assumptions and sources. Default none.',
  },
  {
    name: 'report',
    kind: 'text',
    description: 'Report of the bill as one HTML page, with charts, tables and every price. Default none.',
  },
  {
    name: 'charts',
    kind: 'text',
    description: 'Directory for the charts of the bill as SVG and PNG. Default none.',
  },
  {
    name: 'infracost-usage',
    kind: 'text',
    description: 'Usage file for Infracost (YAML), a mean month. Default none.',
  },
];
