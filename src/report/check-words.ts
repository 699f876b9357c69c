/**
 * A check for machines and reviewers: lines of text, Markdown for a pull request, JUnit XML for a build server.
 */
import { formatEstimate, formatNumber, isMoney } from '../charts/figures.ts';
import type { Check, CheckedObjective, CheckedRegression } from '../experiment/check.ts';
import type { TotalName } from '../simulation/rows.ts';
import type { Estimate } from '../stats/estimate.ts';

/** One line for each objective and each regression. */
export function checkLines(check: Check): string[] {
  const { objectives, regressions, withoutBaseline, currency } = check;
  return [
    ...objectives.map((one) => objectiveLine(one, currency)),
    ...regressions.map((one) => regressionLine(one, currency)),
    ...withoutBaseline.map((variant) => `not compared ${variant}: the baseline has no variant of that name`),
  ];
}

function objectiveLine(one: CheckedObjective, currency: string): string {
  return `${one.verdict.padEnd(12)} ${one.variant}: ${objectiveInWords(one, currency)}${moreRuns(one)}`;
}

/** `joinFailureRatio 0.2 ± 0.1 %, at most 1 %`. */
export function objectiveInWords(one: CheckedObjective, currency: string): string {
  return `${one.objective} ${figure(one.objective, one.estimate, currency)}, at most ${limit(one, currency)}${neverSeen(one)}`;
}

/** What never happened in n runs may happen in 1 - 0.05^(1/n) of them, with 95 % confidence (the rule of three). */
function neverSeen({ estimate: { mean, halfWidth95, replications }, objective }: CheckedObjective): string {
  if (!isRatio(objective) || mean !== 0 || halfWidth95 !== 0) return '';
  return `; not seen in ${replications} runs, which leaves up to ${formatNumber(100 * (1 - 0.05 ** (1 / replications)))} % of them`;
}

function moreRuns({ verdict, replicationsMore, estimate: { replications } }: CheckedObjective): string {
  if (verdict !== 'inconclusive') return '';
  if (replications < 2) return '; one replication has no interval and decides nothing: run ten or more';
  return Number.isFinite(replicationsMore)
    ? `; about ${formatNumber(replicationsMore)} more replications would decide`
    : '; the mean lies on the limit, and no number of replications decides that';
}

function regressionLine(one: CheckedRegression, currency: string): string {
  const { difference, baseline } = one.difference;
  return `${one.verdict.padEnd(12)} ${one.variant}: ${one.total} ${signed(one.total, difference, currency)} against the baseline’s ${figure(one.total, baseline, currency)}`;
}

/** A summary for a pull request. */
export function checkMarkdown(check: Check): string {
  const { currency } = check;
  const head = { met: '✅ met', violated: '❌ violated', inconclusive: '❔ inconclusive' }[check.verdict];
  const lines = [
    `### ${check.scenario}: ${head}`,
    '',
    '| | variant | result | limit | |',
    '|---|---|---|---|---|',
    ...check.objectives.map(
      (one) =>
        `| ${one.verdict} | ${cell(one.variant)} | ${one.objective} ${figure(one.objective, one.estimate, currency)} | at most ${limit(one, currency)} | ${moreRuns(one).replace(/^; /, '')} |`,
    ),
  ];
  if (check.regressions.length > 0) {
    lines.push(
      '',
      '| against the baseline | variant | before | difference |',
      '|---|---|---|---|',
      ...check.regressions.map(
        ({ verdict, variant, total, difference }) =>
          `| ${verdict} | ${cell(variant)} | ${total} ${figure(total, difference.baseline, currency)} | ${signed(total, difference.difference, currency)} |`,
      ),
    );
  }
  for (const variant of check.withoutBaseline) {
    lines.push('', `Not compared: the baseline has no variant ${variant}.`);
  }
  return `${[...lines, '', `${check.replications} replications, seed ${check.seed}; ± is the 95 % interval.`].join('\n')}\n`;
}

/** JUnit XML: a case for each objective and regression; violated is a failure, inconclusive an error. */
export function checkJunit(check: Check): string {
  const cases = [
    ...check.objectives.map((one) => ({
      group: one.variant,
      name: `${one.objective} at most ${one.limitMax}`,
      outcome: one.verdict === 'met' ? null : one.verdict === 'violated' ? 'failure' : 'error',
      kind: one.verdict,
      message: objectiveLine(one, check.currency),
    })),
    ...check.regressions.map((one) => ({
      group: one.variant,
      name: `${one.total} against the baseline`,
      outcome: one.verdict === 'worse' ? 'failure' : null,
      kind: one.verdict,
      message: regressionLine(one, check.currency),
    })),
  ];
  const count = (outcome: string): number => cases.filter((one) => one.outcome === outcome).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${xml(check.scenario)}" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}">`,
    ...cases.map(({ group, name, outcome, kind, message }) => {
      const open = `  <testcase classname="${xml(group)}" name="${xml(name)}"`;
      if (outcome === null) return `${open}/>`;
      return `${open}><${outcome} type="${kind}" message="${xml(message)}"/></testcase>`;
    }),
    '</testsuite>',
    '',
  ].join('\n');
}

const isRatio = (total: TotalName): boolean => total.endsWith('Ratio');

function figure(total: TotalName, value: Estimate, currency: string): string {
  return withUnit(total, formatEstimate(value, isRatio(total) ? 100 : 1), currency);
}

function signed(total: TotalName, value: Estimate, currency: string): string {
  return `${value.mean > 0 ? '+' : ''}${figure(total, value, currency)}`;
}

function limit({ objective, limitMax }: CheckedObjective, currency: string): string {
  return withUnit(objective, formatNumber(isRatio(objective) ? 100 * limitMax : limitMax), currency);
}

function withUnit(total: TotalName, text: string, currency: string): string {
  if (isRatio(total)) return `${text} %`;
  return isMoney(total) ? `${text} ${currency}` : text;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function xml(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // Control characters are not allowed in XML 1.0, not even escaped.
      .replaceAll(/\p{Cc}/gu, ' ')
  );
}
