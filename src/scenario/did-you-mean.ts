/**
 * Suggestions for mistyped words: the candidate closest in edit distance, when it is close enough to be meant.
 */

/** Words longer than this are compared by their beginning only; keeps the table small. */
const COMPARED_LENGTH_MAX = 64;

/**
 * The candidate most like `word`, or null when none is like it.
 *
 * Close enough means at most a third of the longer word's letters changed, upper and lower case and hyphens not
 * counted, or one word contained in the other. On a tie the first candidate wins.
 */
export function closest(word: string, candidates: readonly string[]): string | null {
  const wanted = simplified(word);
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const offered = simplified(candidate);
    const allowed = Math.floor(Math.max(wanted.length, offered.length) / 3);
    const distance = editDistance(wanted, offered);
    const contained = wanted.length >= 3 && (offered.includes(wanted) || wanted.includes(offered));
    const counted = distance <= allowed ? distance : contained ? allowed : Number.POSITIVE_INFINITY;
    if (counted < bestDistance) {
      best = candidate;
      bestDistance = counted;
    }
  }
  return best;
}

/** The candidates most like `word`, nearest first, however unlike they are: for long lists of similar names. */
export function nearest(word: string, candidates: readonly string[], countMax: number): string[] {
  const wanted = simplified(word);
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, simplified(candidate)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, countMax)
    .map(({ candidate }) => candidate);
}

/**
 * Edit distance with transpositions of neighbours (optimal string alignment): insertions, deletions,
 * substitutions and swaps of adjacent letters count 1 each.
 */
export function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substitution = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      let cost = Math.min(substitution, previous[column]! + 1, current[column - 1]! + 1);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length]!;
}

function simplified(word: string): string {
  return word.slice(0, COMPARED_LENGTH_MAX).toLowerCase().replaceAll(/[-_ ]/g, '');
}
