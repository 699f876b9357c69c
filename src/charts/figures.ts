/**
 * How numbers are written in charts and reports: few digits, thousands separated, intervals with as many
 * decimals as the half-width justifies.
 */
import type { Estimate } from '../experiment/results.ts';

/** Figures, their intervals and their units are not torn apart at the end of a line. */
const plusMinus = '\u00a0±\u00a0';

/** `1648.3` as `1,648`; below 100 one decimal, below 10 two, whole numbers without decimals. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  if (Number.isInteger(value)) return withDecimals(value, 0);
  const size = Math.abs(value);
  if (size >= 100) return withDecimals(value, 0);
  if (size >= 10) return withDecimals(value, 1);
  if (size >= 1) return withDecimals(value, 2);
  return trimZeros(value.toPrecision(2));
}

/** `14.8 ± 0.2`; without an interval (one replication) only the mean. */
export function formatEstimate(estimate: Estimate, scale = 1): string {
  const mean = estimate.mean * scale;
  const halfWidth = estimate.halfWidth95 * scale;
  if (!Number.isFinite(mean)) return 'none';
  if (!Number.isFinite(halfWidth)) return formatNumber(mean);
  if (halfWidth < Math.abs(mean) * 1e-9 || halfWidth === 0) return `${formatNumber(mean)}${plusMinus}0`;
  const decimals = decimalsFor(mean, halfWidth);
  return `${withDecimals(mean, decimals)}${plusMinus}${withDecimals(roundedUp(halfWidth, decimals), decimals)}`;
}

/** A ratio as a percentage with its interval: `0.41 ± 0.10 %`. */
export function formatPercent(estimate: Estimate): string {
  return Number.isFinite(estimate.mean) ? `${formatEstimate(estimate, 100)}\u00a0%` : 'none';
}

/** Whether a total is an amount of money, which its name says. */
export const isMoney = (total: string): boolean => /cost/i.test(total);

/** The name of a total as the head of a column or axis: money names its currency, other units stand in the name. */
export function totalTitle(total: string, currency: string): string {
  return isMoney(total) ? `${total}, ${currency}` : total;
}

/** Money: two decimals below 1000, none above. */
export function formatMoney(estimate: Estimate, currency: string): string {
  if (!Number.isFinite(estimate.mean)) return 'none';
  const decimals = Math.abs(estimate.mean) >= 1000 ? 0 : 2;
  const mean = withDecimals(estimate.mean, decimals);
  if (!Number.isFinite(estimate.halfWidth95)) return `${mean}\u00a0${currency}`;
  return `${mean}${plusMinus}${withDecimals(estimate.halfWidth95, decimals)}\u00a0${currency}`;
}

/** Rounds for a chart's data: enough for the eye, small in a file. NaN becomes null, a gap. */
export function rounded(value: number | undefined, decimals: number): number | null {
  if (value === undefined || !Number.isFinite(value)) return null;
  return Number(value.toFixed(decimals));
}

/** Breaks a text into lines of at most `width` characters, at spaces. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/**
 * Decimals that show one significant digit of the half-width (two when it begins with 1), but no more than three
 * of the mean: nobody decides on the fourth.
 */
function decimalsFor(mean: number, halfWidth: number): number {
  const exponent = Math.floor(Math.log10(halfWidth));
  const justified = (halfWidth < 2 * 10 ** exponent ? 1 : 0) - exponent;
  const digitsOfMean = mean === 0 ? justified : 2 - Math.floor(Math.log10(Math.abs(mean)));
  return Math.max(0, Math.min(justified, digitsOfMean, 6));
}

/** Up, so that an interval never looks narrower than it is. */
function roundedUp(value: number, decimals: number): number {
  return Math.ceil(value * 10 ** decimals - 1e-9) / 10 ** decimals;
}

function withDecimals(value: number, decimals: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? separated : `${separated}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

function trimZeros(text: string): string {
  return text.includes('e') ? text : text.replace(/\.?0+$/, '');
}

/** Three digits, and all of the whole ones: never 7.01e+6. */
export function threeDigits(value: number): string {
  return Math.abs(value) >= 999.5 ? value.toFixed(0) : value.toPrecision(3);
}
