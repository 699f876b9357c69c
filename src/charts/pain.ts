/**
 * Chart `pain`: when participants suffered, and under which variant: participants on overstressed bridges,
 * joins that failed, and participants who are out. None when nothing of it ever happened.
 */
import type { Results } from '../experiment/results.ts';
import type { Chart } from './chart.ts';
import { chartClock } from './clock.ts';
import { formatEstimate, formatPercent } from './figures.ts';
import { bandMeaning, madeHow, sentences, theme, titleOf } from './parts.ts';
import { simulatesSignalling } from './signalling.ts';
import { type VariantLines, variantLinesPanel } from './variant-lines.ts';

const pains: readonly VariantLines[] = [
  {
    column: 'overstressedParticipantMinutes',
    name: 'Poor quality',
    seen: 'participants on overstressed bridges (participant-minutes in a minute)',
    axis: 'participants',
  },
  {
    column: 'joinsFailed',
    name: 'Locked out',
    seen: 'joins that found no bridge',
    axis: 'failed joins a minute',
  },
  {
    column: 'participantsOut',
    name: 'Disconnected',
    seen: 'participants who were in a conference, dropped out and are not back',
    axis: 'participants',
  },
];

export function painChart(results: Results): Chart | null {
  const clock = chartClock(results);
  // With signalling, who is out is in its own chart.
  const shown = results.variants.some(simulatesSignalling)
    ? pains.filter(({ column }) => column !== 'participantsOut')
    : pains;
  const felt = shown.filter((pain) =>
    results.variants.some((variant) => variant.bands[pain.column].mean.some((value) => value > 0)),
  );
  if (felt.length === 0) return null;
  const title = 'When participants suffer';
  const caption = sentences(
    'Participants on an overstressed bridge see and hear worse. Lower is better; zero is best.',
    bandMeaning(results),
    madeHow(results, clock),
  );
  return {
    name: 'pain',
    title,
    caption,
    description: results.variants
      .map((variant) => {
        const { overstressedParticipantMinutesRatio: share, joinsFailed } = variant.estimates;
        return `${variant.variant}: ${formatPercent(share)} of participant-minutes overstressed, ${formatEstimate(joinsFailed)} failed joins.`;
      })
      .join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: felt.map((pain, index) =>
        variantLinesPanel(results, inWordsOf(results, pain), { clock, last: index === felt.length - 1 }),
      ),
    },
  };
}

/** With signalling a join may fail for other reasons than a missing bridge. */
function inWordsOf(results: Results, pain: VariantLines): VariantLines {
  if (pain.column !== 'joinsFailed' || !results.variants.some(simulatesSignalling)) return pain;
  return {
    ...pain,
    seen: 'joins that found no bridge, or whose participant left before signalling let it in',
  };
}
