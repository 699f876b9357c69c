/** Arrays of the fleet when more bridges come than there was room for: `into` with the values at its beginning. */
export function grown<T extends Int32Array | Float64Array>(values: T, into: T): T {
  into.set(values);
  return into;
}
