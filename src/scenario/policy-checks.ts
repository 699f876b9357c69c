/**
 * Slips that policies have in common: refused or warned of with what is usual.
 */
import type { Path } from './parse.ts';
import { type ResolveContext, report } from './resolve-context.ts';

/** Targets and thresholds of stress below this are usually a slip of a digit: 0.08 for 0.8. */
const UNUSUAL_STRESS = 0.1;

export function warnOfLowStress(
  context: ResolveContext,
  stress: number,
  what = 'the stress to scale up at',
): void {
  if (stress >= UNUSUAL_STRESS) return;
  context.warnings.add(
    `${what} is ${stress}, below which nearly every bridge lies; 0.3 to 0.8 is usual: is a digit missing?`,
  );
}

/** False, with an issue, when scaling in would begin at or above where scaling out does. */
export function areThresholdsApart(
  context: ResolveContext,
  { up, down }: { readonly up: number; readonly down: number },
  path: Path,
): boolean {
  if (down < up) return true;
  report(context, path, `must be below the threshold for more (${up})`, {
    got: down,
    hint: 'else the pool grows and shrinks in turns',
  });
  return false;
}

/** False, with an issue, when there would be windows without a figure. */
export function isSampledEnough(
  context: ResolveContext,
  { metricSampleSeconds }: { readonly metricSampleSeconds: number },
  windowSeconds: number,
  path: Path,
): boolean {
  if (metricSampleSeconds <= windowSeconds) return true;
  report(context, [...path, 'metricSampleSeconds'], `must be at most the window (${windowSeconds} s)`, {
    got: metricSampleSeconds,
    hint: 'else some windows have no figure at all',
  });
  return false;
}
