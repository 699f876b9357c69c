/**
 * Average over simulated time of a quantity that jumps: participants present, bridges ready, stress.
 *
 *   average(T) = (1 / (T - start)) * integral from start to T of value(t) dt
 *
 * Time may stand still between updates (several changes at one instant) but never runs backwards.
 */
export class TimeWeightedAverage {
  #startMs: number;
  #lastMs: number;
  #current: number;
  #integral = 0;

  /**
   * @param options.startMs where averaging begins, simulated milliseconds
   * @param options.value the quantity at that time
   */
  constructor(options: { readonly startMs: number; readonly value: number }) {
    this.#startMs = options.startMs;
    this.#lastMs = options.startMs;
    this.#current = options.value;
  }

  /** The quantity since the last change. */
  get current(): number {
    return this.#current;
  }

  /**
   * The quantity jumps to a value.
   *
   * @throws RangeError when the time lies before the last change
   */
  set(nowMs: number, value: number): void {
    this.#advance(nowMs);
    this.#current = value;
  }

  /** The quantity jumps by a difference. */
  add(nowMs: number, difference: number): void {
    this.#advance(nowMs);
    this.#current += difference;
  }

  /** Forgets the past and keeps the present value: the end of a warm-up. */
  restart(nowMs: number): void {
    this.#advance(nowMs);
    this.#startMs = nowMs;
    this.#integral = 0;
  }

  /** Quantity times milliseconds since the start, up to a time at or after the last change. */
  integralUntil(nowMs: number): number {
    return this.#integral + this.#current * this.#elapsed(nowMs);
  }

  /** The average up to a time at or after the last change; the present value when no time has passed. */
  averageUntil(nowMs: number): number {
    const integral = this.integralUntil(nowMs);
    return nowMs === this.#startMs ? this.#current : integral / (nowMs - this.#startMs);
  }

  #advance(nowMs: number): void {
    this.#integral += this.#current * this.#elapsed(nowMs);
    this.#lastMs = nowMs;
  }

  #elapsed(nowMs: number): number {
    const elapsedMs = nowMs - this.#lastMs;
    if (!(elapsedMs >= 0)) {
      throw new RangeError(
        `TimeWeightedAverage: ${nowMs} ms lies before the last change at ${this.#lastMs} ms`,
      );
    }
    return elapsedMs;
  }
}
