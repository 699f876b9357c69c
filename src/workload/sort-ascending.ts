/** Up to this many values insertion is faster than setting up the library sort, and it allocates no view. */
const insertionSortMax = 48;

/** Sorts the first `count` values of the array in place, ascending. */
export function sortAscending(values: Float64Array, count: number): void {
  if (count > insertionSortMax) {
    values.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i += 1) {
    const value = values[i]!;
    let j = i - 1;
    while (j >= 0 && values[j]! > value) {
      values[j + 1] = values[j]!;
      j -= 1;
    }
    values[j + 1] = value;
  }
}
