/** Up to this many values insertion is faster than setting up the library sort, and it allocates no view. */
const insertionSortMax = 48;

/** Sorts the values from index `from` up to, but not including, `until` in place, ascending. */
export function sortAscending(values: Float64Array, from: number, until: number): void {
  if (until - from > insertionSortMax) {
    values.subarray(from, until).sort();
    return;
  }
  for (let i = from + 1; i < until; i += 1) {
    const value = values[i]!;
    let j = i - 1;
    while (j >= from && values[j]! > value) {
      values[j + 1] = values[j]!;
      j -= 1;
    }
    values[j + 1] = value;
  }
}
