/**
 * Factors that were estimated together: parameters of one model whose file says how the two move. Shares of the variance
 * are of both as one, since neither varies without the other; one at a time they are told apart, and that is said.
 */
import { tiedUnit } from './draw-parameters.ts';
import { type Factor, valueDrawn } from './factors.ts';

export interface FactorTie {
  /** Places of the two among the factors; the second hangs on the first. */
  readonly first: number;
  readonly second: number;
  readonly correlation: number;
}

/** Ties between factors that are both varied, each factor in one at most. */
export function tiesOf(factors: readonly Factor[]): FactorTie[] {
  const taken = new Set<number>();
  return factors.flatMap((factor, second) => {
    if (factor.kind === 'setting' || factor.parameter.tiedTo === undefined || taken.has(second)) return [];
    const { parameter, correlation } = factor.parameter.tiedTo;
    const first = factors.findIndex(
      (one) =>
        one.kind === 'model' &&
        one.parameter.model === factor.parameter.model &&
        one.parameter.parameter === parameter,
    );
    if (first < 0 || first === second || taken.has(first)) return [];
    taken.add(first).add(second);
    return [{ first, second, correlation }];
  });
}

/** Groups of factors that vary independently of each other: pairs that are tied, and every other alone. */
export function groupsOf(factors: readonly Factor[], ties: readonly FactorTie[]): number[][] {
  return factors.flatMap((_, at) => {
    if (ties.some(({ second }) => second === at)) return [];
    const tie = ties.find(({ first }) => first === at);
    return [tie === undefined ? [at] : [at, tie.second]];
  });
}

/** Values at a point of the unit cube, tied ones by the Gaussian copula: each keeps its own distribution. */
export function valuesDrawn(
  factors: readonly Factor[],
  ties: readonly FactorTie[],
  units: readonly number[],
): number[] {
  return factors.map((factor, at) => {
    const tie = ties.find(({ second }) => second === at);
    const unit = tie === undefined ? units[at]! : tiedUnit(units[tie.first]!, units[at]!, tie.correlation);
    return valueDrawn(factor, unit);
  });
}

/** `media/x: audioPair with audioSender, correlation -0.91`. */
export function tieName(factors: readonly Factor[], { first, second, correlation }: FactorTie): string {
  const other = factors[second]!;
  const own = other.kind === 'model' ? other.parameter.parameter : other.name;
  return `${factors[first]!.name} with ${own}, correlation ${Number(correlation.toFixed(2))}`;
}
