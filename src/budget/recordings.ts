/**
 * How much is kept: recordings come in evenly over the days of a month and leave after their days.
 */

/**
 * Mean of what is kept over each month, GB: the GB-months that storage charges.
 *
 *   stock at the end of day t = keptBefore + sum of what came on days t - keepDays + 1 ... t
 *   month = mean of the stock over its days, half of a day's recordings counted on the day they come
 *
 * @param months what comes in each month, GB, and its days
 */
export function storedGigabyteMonths(
  months: readonly { readonly gigabytes: number; readonly days: number }[],
  options: { readonly keepDays: number; readonly keptBefore: number },
): number[] {
  const { keepDays, keptBefore } = options;
  const inflow = months.flatMap(({ gigabytes, days }) => new Array<number>(days).fill(gigabytes / days));
  let stock = 0;
  let day = 0;
  return months.map(({ days }) => {
    let gigabyteDays = 0;
    for (let inMonth = 0; inMonth < days; inMonth++, day++) {
      const leaving = keepDays === 0 ? inflow[day]! : (inflow[day - keepDays] ?? 0);
      const before = stock;
      stock += inflow[day]! - leaving;
      gigabyteDays += (before + stock) / 2;
    }
    return keptBefore + gigabyteDays / days;
  });
}
