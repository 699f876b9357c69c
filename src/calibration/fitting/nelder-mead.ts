/**
 * Minimum of a function of a few variables without derivatives: the downhill simplex.
 *
 * Source: Nelder and Mead, A simplex method for function minimization (Computer Journal 7, 1965), with the usual
 * coefficients 1, 2, 1/2, 1/2, and one restart from the minimum found, against early collapse of the simplex.
 */
export interface SimplexMinimum {
  readonly at: readonly number[];
  readonly value: number;
  readonly converged: boolean;
}

const evaluationsMax = 4000;

export function minimizeSimplex(options: {
  readonly of: (x: readonly number[]) => number;
  readonly start: readonly number[];
  /** Size of the first simplex in each direction. */
  readonly step: number;
  /** Largest spread of function values over the simplex at which it stops. */
  readonly tolerance: number;
}): SimplexMinimum {
  const first = descend(options);
  return descend({ ...options, start: first.at, step: options.step / 4 });
}

interface Vertex {
  readonly at: readonly number[];
  readonly value: number;
}

function descend(options: Parameters<typeof minimizeSimplex>[0]): SimplexMinimum {
  const { of, start } = options;
  let evaluations = 0;
  const vertex = (at: readonly number[]): Vertex => {
    evaluations++;
    const value = of(at);
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const simplex = [
    vertex(start),
    ...start.map((_, j) => vertex(start.map((x, k) => (k === j ? x + options.step : x)))),
  ];
  let converged = false;
  while (evaluations < evaluationsMax) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0]!;
    const worst = simplex.at(-1)!;
    if (worst.value - best.value <= options.tolerance && spanOf(simplex) < 1e-7) {
      converged = true;
      break;
    }
    const centre = start.map(
      (_, j) => simplex.slice(0, -1).reduce((total, entry) => total + entry.at[j]!, 0) / start.length,
    );
    const along = (factor: number) => vertex(centre.map((c, j) => c + factor * (worst.at[j]! - c)));
    const reflected = along(-1);
    if (reflected.value < best.value) {
      const expanded = along(-2);
      simplex[simplex.length - 1] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < simplex.at(-2)!.value) {
      simplex[simplex.length - 1] = reflected;
    } else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) {
        simplex[simplex.length - 1] = contracted;
      } else {
        for (let k = 1; k < simplex.length; k++) {
          simplex[k] = vertex(simplex[k]!.at.map((x, j) => best.at[j]! + 0.5 * (x - best.at[j]!)));
        }
      }
    }
  }
  simplex.sort((a, b) => a.value - b.value);
  return { ...simplex[0]!, converged };
}

function spanOf(simplex: readonly Vertex[]): number {
  const best = simplex[0]!;
  let span = 0;
  for (const entry of simplex) {
    for (const [j, x] of entry.at.entries()) span = Math.max(span, Math.abs(x - best.at[j]!));
  }
  return span;
}
