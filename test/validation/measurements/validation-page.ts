/**
 * The documentation page of the validation, made from the outcomes so that it cannot say anything else.
 */
import type { MeasurementOutcome } from './measurement-case.ts';

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function row({ measured, low, median, high, inside }: MeasurementOutcome): string {
  const accepted =
    measured.acceptLow === measured.acceptHigh
      ? `exactly ${figure(measured.acceptLow)}`
      : `${figure(measured.acceptLow)} to ${figure(measured.acceptHigh)}`;
  const predicted = low === high ? figure(median) : `${figure(median)} (${figure(low)} to ${figure(high)})`;
  const cells = [measured.id, measured.scenario, measured.quantity, predicted, measured.observed, accepted];
  return `| ${[...cells, inside ? 'inside' : '**miss**'].join(' | ')} |`;
}

/** Markdown of `docs/background/validation.md`. */
export function validationPage(outcomes: readonly MeasurementOutcome[]): string {
  const inside = outcomes.filter((outcome) => outcome.inside).length;
  const notes = outcomes.flatMap(({ measured }) => [
    ...(measured.missExplained === undefined
      ? []
      : [`- **${measured.id}, ${measured.quantity}: a miss.** ${measured.missExplained}`]),
    ...(measured.caveat === undefined ? [] : [`- ${measured.id}, ${measured.quantity}: ${measured.caveat}`]),
  ]);
  const sources = [...new Set(outcomes.map(({ measured }) => `- ${measured.id}: ${measured.source}`))];
  return `# Validation: predicted, then compared

<!-- Written by test/validation/measurements.test.ts; do not edit. -->

Each scenario is simulated with the committed models; none of the models was fitted on the figure it is compared with,
except where a note says so. Predicted: median of the replications and their range. ${inside} of ${outcomes.length} predictions lie inside.

| Point | Scenario | Quantity | Predicted | Observed | Accepted | |
|---|---|---|---|---|---|---|
${outcomes.map(row).join('\n')}

## Notes

${notes.join('\n')}

## Sources

${sources.join('\n')}
`;
}
