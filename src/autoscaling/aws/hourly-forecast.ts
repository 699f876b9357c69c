/**
 * The forecast of predictive scaling: what the same hour of the day needed on the days before.
 *
 * The real one is a model that AWS does not publish; it needs 24 hours of history, uses up to 14 days, and forecasts 48
 * hours by the hour, anew every 6 hours. We take the mean over the days, which has the same inputs and the same grain.
 *
 * Simplification: no day of the week, no trend; a Monday after a weekend is forecast too low.
 *
 * Source: awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78 doc_source/ec2-auto-scaling-predictive-scaling.md.
 */
const forecastHistoryHoursMin = 24;
const forecastHistoryHoursMax = 14 * 24;

/**
 * Instances needed in each hour of the day, as a fraction; null before there is enough history.
 *
 * @param needs of past whole hours, oldest first
 * @param firstHour hour of the day of the first, 0 to 23
 */
export function hourlyForecast(needs: readonly number[], firstHour: number): readonly number[] | null {
  if (needs.length < forecastHistoryHoursMin) return null;
  const skipped = Math.max(0, needs.length - forecastHistoryHoursMax);
  const sums = new Array<number>(24).fill(0);
  const counts = new Array<number>(24).fill(0);
  for (let index = skipped; index < needs.length; index++) {
    const hour = (firstHour + index) % 24;
    sums[hour]! += needs[index]!;
    counts[hour]! += 1;
  }
  return sums.map((sum, hour) => sum / counts[hour]!);
}
