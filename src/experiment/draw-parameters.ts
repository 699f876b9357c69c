/**
 * Parameter uncertainty: a scenario whose uncertain parameters are drawn anew for one replication.
 *
 * Every draw hangs on seed, replication, model and parameter alone, so all variants of a study meet the same draw and
 * their differences stay paired (common random numbers).
 *
 * Two that were estimated together (the packet rates of a pair and of a sender, at -0.9) are drawn together where their
 * model says so, by a Gaussian copula: each keeps its own distribution.
 *
 * Simplification: pairs only; of three that move together one is drawn alone.
 */
import { createRandomStreams } from '../engine/random/random-streams.ts';
import type { UncertainParameter } from '../scenario/evidence.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { normalCdf, normalQuantile } from '../stats/normal.ts';

/** The scenario as this replication has it; the same one when nothing in it is uncertain. */
export function withDrawnParameters(
  scenario: Scenario,
  run: { readonly seed: number; readonly replication: number },
): Scenario {
  if (scenario.uncertainParameters.length === 0) return scenario;
  const streams = createRandomStreams(run);
  return scenario.uncertainParameters.reduce((drawn, parameter) => {
    const unitOf = (name: string): number =>
      streams.stream(`uncertainty/${parameter.model}/${name}`).nextUnit();
    const own = unitOf(parameter.parameter);
    const { tiedTo } = parameter;
    const unit = tiedTo === undefined ? own : tiedUnit(unitOf(tiedTo.parameter), own, tiedTo.correlation);
    return withValueAt(drawn, parameter.path, parameterQuantile(parameter, unit));
  }, scenario);
}

/**
 * A uniform number from `own` whose normal score correlates with that of `other`: the Gaussian copula.
 *
 *   z = r z_other + sqrt(1 - r^2) z_own
 *
 * With a correlation of 0 it is `own`, with 1 `other`.
 */
export function tiedUnit(other: number, own: number, correlation: number): number {
  const rest = Math.sqrt(1 - correlation ** 2);
  return normalCdf(correlation * normalQuantile(other) + rest * normalQuantile(own));
}

/** Standard normal quantile at 97.5 %. */
const z975 = normalQuantile(0.975);
/** Sides of an interval that differ by more than this ratio make it asymmetric. */
const asymmetryMax = 1.2;
/** A lower side longer than this share of the value makes a positive quantity's interval wide. */
const wideRatio = 0.25;

/**
 * The value at probability `unit`: a distribution whose median is the value and whose 2.5 % and 97.5 % quantiles are
 * the ends of the interval, exactly.
 *
 *   normal       value + z * (z < 0 ? value - low : high - value) / 1.96
 *   log-normal   the same of the logarithms
 *
 * z is the standard normal quantile of `unit`. With sides of one length this is the ordinary normal or log-normal
 * distribution. Log-normal for positive quantities whose interval is asymmetric or wide, since those are known to a
 * factor; normal otherwise. Ratios stay within 0 and 1, and what cannot be negative does not become so.
 */
export function parameterQuantile(
  {
    parameter,
    value,
    interval95: [low, high],
  }: Pick<UncertainParameter, 'parameter' | 'value' | 'interval95'>,
  unit: number,
): number {
  const z = normalQuantile(unit) / z975;
  if (low > 0 && (isAsymmetric(value, low, high) || value - low > wideRatio * value)) {
    return bounded(parameter, low, value * (z < 0 ? value / low : high / value) ** z);
  }
  return bounded(parameter, low, value + z * (z < 0 ? value - low : high - value));
}

function isAsymmetric(value: number, low: number, high: number): boolean {
  const below = value - low;
  const above = high - value;
  return Math.max(below, above) > asymmetryMax * Math.min(below, above);
}

function bounded(parameter: string, low: number, drawn: number): number {
  const positive = low >= 0 ? Math.max(0, drawn) : drawn;
  return parameter.endsWith('Ratio') ? Math.min(1, positive) : positive;
}

/** The scenario with one of its numbers replaced. */
export function withValueAt<Node>(node: Node, path: readonly (string | number)[], value: number): Node {
  const [key, ...rest] = path;
  if (key === undefined) return value as Node;
  if (Array.isArray(node)) {
    return node.map((entry, index) => (index === key ? withValueAt(entry, rest, value) : entry)) as Node;
  }
  const inner = (node as Readonly<Record<string, unknown>>)[key];
  return { ...node, [key]: withValueAt(inner, rest, value) };
}
