/** Arrays that turn out too short: `into` with the values first. */
export function grown<T extends Int32Array | Float64Array | Uint8Array | Uint16Array>(values: T, into: T): T {
  into.set(values);
  return into;
}
