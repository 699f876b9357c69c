/**
 * One purpose's source of random numbers, split into a substream for each entity; see random-streams.ts for how the
 * numbers come about. Samplers depend on this interface only.
 */
export interface RandomStream {
  /**
   * Moves to the first draw of an entity's own substream and returns the stream.
   *
   * @param entity integer from 0 to 2^53 - 1
   * @throws RangeError when `entity` is anything else
   */
  at(entity: number): this;
  /** The next 32 random bits, as an integer from 0 to 2^32 - 1. */
  nextUint32(): number;
  /**
   * The next number uniform on the open interval (0, 1): an odd multiple of 2^-53, so neither 0 nor 1 ever occurs
   * and a logarithm of it or of its complement is always finite. Takes two 32-bit words.
   */
  nextUnit(): number;
  /** The next integer uniform on 0 to `count` - 1; `count` from 1 to 2^31 (relative bias below 2^-21). */
  nextIndex(count: number): number;
}
