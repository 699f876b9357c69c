// Goal: rates change units by the factors of the SI.
// Method: worked examples; measured figures of OpenFUN's load tests.
import { expect, test } from 'vitest';
import {
  bpsToGigabytesPerHour,
  bpsToMbps,
  kilobytesPerSecondToBps,
  megabytesPerSecondToBps,
  perHourToPerMs,
} from '../../../src/units/rates.ts';

test('54.4 kB/s, the transmit rate per participant of load test 3, are 435.2 kbit/s', () => {
  expect(kilobytesPerSecondToBps(54.4)).toBeCloseTo(435_200, 6);
});

test('1 MB/s is 8 Mbit/s', () => {
  expect(megabytesPerSecondToBps(1)).toBe(8_000_000);
  expect(bpsToMbps(megabytesPerSecondToBps(1))).toBe(8);
});

test('1 Mbit/s fills 0.45 GB in an hour', () => {
  expect(bpsToGigabytesPerHour(1_000_000)).toBeCloseTo(0.45, 12);
});

test('360 000 an hour are one each 10 ms', () => {
  expect(perHourToPerMs(360_000)).toBeCloseTo(0.1, 15);
});
