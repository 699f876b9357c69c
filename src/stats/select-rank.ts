/**
 * The value at a rank without sorting: Hoare's quickselect with the median of three as pivot. Takes a time proportional
 * to the number of values, and leaves them partitioned, so that a further rank is sought on one side only.
 *
 * Source: C. A. R. Hoare, "Algorithm 65: Find", Communications of the ACM 4 (1961) 321-322.
 */

/**
 * The value that would stand at `rank` if values[from] to values[to - 1] were sorted in ascending order. Afterwards it
 * does stand there, with nothing larger before and nothing smaller behind.
 *
 * @param values finite numbers; rearranged
 * @param rank from `from` to `to` - 1
 * @throws RangeError when the rank lies outside
 */
export function selectRank(values: Float64Array, rank: number, from = 0, to = values.length): number {
  if (!(rank >= from && rank < to && from >= 0 && to <= values.length)) {
    throw new RangeError(`selectRank: rank ${rank} lies outside ${from} to ${to - 1} of ${values.length}`);
  }
  let low = from;
  let high = to - 1;
  while (low < high) {
    const pivot = medianOfThree(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! < pivot) left += 1;
      while (values[right]! > pivot) right -= 1;
      if (left > right) break;
      const value = values[left]!;
      values[left] = values[right]!;
      values[right] = value;
      left += 1;
      right -= 1;
    }
    // What lies between right and left is the pivot's value.
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank]!;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
