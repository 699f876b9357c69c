/**
 * What would change an answer, in plain words.
 */
import { formatEstimate, formatNumber } from '../charts/figures.ts';
import { isBeyondNoise, type Sensitivity, type TornadoBar } from '../experiment/sensitivity.ts';

/** Factors named in words; the table has all. */
const NAMED_MAX = 3;
/** Share of the variance below which a factor is not worth a word. */
const SHARE_MIN = 0.05;

export function sensitivityInWords(found: Sensitivity): string[] {
  return [...methodInWords(found), ...tiesInWords(found)];
}

/** What was estimated together cannot move alone: a bar of one of them tells of something that will hardly happen. */
function tiesInWords({ method, ties }: Sensitivity): string[] {
  if (ties.length === 0) return [];
  return method === 'sobol'
    ? [`Drawn together, as they were estimated, and taken as one: ${ties.join('; ')}.`]
    : [
        `Estimated together, so that one hardly moves without the other, but moved alone here: ${ties.join('; ')}. --method sobol draws them together.`,
      ];
}

function methodInWords(found: Sensitivity): string[] {
  switch (found.method) {
    case 'tornado':
      return tornadoInWords(found);
    case 'morris':
      return morrisInWords(found);
    case 'sobol':
      return sobolInWords(found);
  }
}

function tornadoInWords({ of, factors, limitMax }: Extract<Sensitivity, { method: 'tornado' }>): string[] {
  const moving = factors.filter(({ matters }) => matters);
  const quiet = factors.length - moving.length;
  const crossing = factors.filter(({ crossesLimitAt }) => (crossesLimitAt ?? []).length > 0);
  return [
    ...(moving.length === 0
      ? [`Nothing that was varied would change ${of} by more than the noise.`]
      : [`What would change ${of}: ${moving.slice(0, NAMED_MAX).map(barInWords).join('; ')}.`]),
    ...(quiet > 0 && moving.length > 0
      ? [`${quiet} of ${factors.length} do not move it beyond the noise.`]
      : []),
    ...(limitMax === null
      ? []
      : [
          crossing.length === 0
            ? `Whether the objective (at most ${formatNumber(limitMax)}) is met depends on none of them alone.`
            : `Whether the objective (at most ${formatNumber(limitMax)}) is met depends on ${crossing.map(({ factor }) => factor).join(', ')}.`,
        ]),
  ];
}

function barInWords({ factor, low, high, atLow, atHigh }: TornadoBar): string {
  return `${factor}, by ${formatEstimate(atLow)} at ${formatNumber(low)} and by ${formatEstimate(atHigh)} at ${formatNumber(high)}`;
}

function morrisInWords({ of, factors }: Extract<Sensitivity, { method: 'morris' }>): string[] {
  const moving = factors.filter(({ muStar }) => isBeyondNoise(muStar));
  if (moving.length === 0) {
    return [`Nothing that was varied changes ${of} surely; more --points may tell what does.`];
  }
  const first = moving[0]!;
  const changing = factors.filter(({ muStar }) => muStar.mean > 0);
  const small = changing.filter(({ muStar }) => muStar.mean + muStar.halfWidth95 < 0.1 * first.muStar.mean);
  const bent = moving.filter(({ muStar, sigmaInterval }) => sigmaInterval[0] > 0.5 * muStar.mean);
  return [
    `What would change ${of}: ${moving
      .slice(0, NAMED_MAX)
      .map(({ factor, muStar }) => `${factor}, by ${formatEstimate(muStar)} over its range`)
      .join('; ')}.`,
    ...(bent.length === 0
      ? []
      : [
          `How much depends on the others, or on where in its range it is: ${bent.map(({ factor }) => factor).join(', ')}.`,
        ]),
    ...(small.length === 0
      ? []
      : [
          `Less than a tenth of the largest, and safe to leave as it is: ${small.map(({ factor }) => factor).join(', ')}.`,
        ]),
  ];
}

function sobolInWords({ of, factors, spread }: Extract<Sensitivity, { method: 'sobol' }>): string[] {
  if (!(spread.standardDeviation > 0)) return [`Nothing that was varied changes ${of}.`];
  if (factors.some(({ totalInterval }) => totalInterval.some(Number.isNaN))) {
    return [
      `${of} changes at too few of the points for shares of its variance; give more --points, or narrower ranges.`,
    ];
  }
  const percent = (value: number): string => formatNumber(Math.round(100 * value));
  const named = factors.filter(({ total }) => total >= SHARE_MIN).slice(0, NAMED_MAX);
  const alone = factors.reduce((sum, { first }) => sum + first, 0);
  const sure = factors.filter(({ totalInterval }) => totalInterval[1] < SHARE_MIN);
  return [
    `${of} is ${formatNumber(spread.mean)}, with a standard deviation of ${formatNumber(spread.standardDeviation)} when all of them vary.`,
    `What would change it: ${named
      .map(
        ({ factor, total, totalInterval: [low, high] }) =>
          `${factor}, with its interplay ${percent(total)} % of the variance (${percent(Math.max(0, low))} to ${percent(high)})`,
      )
      .join('; ')}.`,
    `Each alone they make ${percent(Math.max(0, Math.min(1, alone)))} % of it; the rest is interplay or the error of the estimate.`,
    ...(sure.length === 0
      ? []
      : [
          `Surely below ${percent(SHARE_MIN)} %, interplay included: ${sure.map(({ factor }) => factor).join(', ')}.`,
        ]),
  ];
}
