/**
 * Rates of events and of data. Data rates count in powers of ten (1 kB = 1000 bytes, 1 kbit = 1000 bits), as network
 * equipment, providers' bills and Jitsi's statistics do.
 */
import { msPerHour } from './time.ts';

const bitsPerByte = 8;

/** Events per millisecond, of a rate per hour. */
export function perHourToPerMs(ratePerHour: number): number {
  return ratePerHour / msPerHour;
}

/** Bits per second, of kilobytes per second: what load tests and cAdvisor panels show. */
export function kilobytesPerSecondToBps(kilobytesPerSecond: number): number {
  return kilobytesPerSecond * 1000 * bitsPerByte;
}

/** Bits per second, of megabytes per second. */
export function megabytesPerSecondToBps(megabytesPerSecond: number): number {
  return megabytesPerSecond * 1_000_000 * bitsPerByte;
}

/** Megabits per second, of bits per second. */
export function bpsToMbps(bps: number): number {
  return bps / 1_000_000;
}

/** Gigabytes an hour, of bits per second: what providers bill for traffic. */
export function bpsToGigabytesPerHour(bps: number): number {
  return (bps * 3600) / (1_000_000_000 * bitsPerByte);
}
