/**
 * A metric that gives no proposal. The controller then keeps the count, or lets the other metrics raise it.
 */
export class HpaMetricError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HpaMetricError';
  }
}
