/**
 * Whether measurements tell what a bit costs a bridge beside what a packet costs: cores against both at once.
 *
 *   cores = c + a * kpps + b * Mbit/s
 *
 * Bits and packets can be told apart only when the size of a packet varies; with one size they are the same column. The
 * bridge model takes the cost of packets alone, so this is a test of it, and its figures go into the fit report.
 */
import { studentTQuantile } from '../../stats/student-t.ts';
import type { Alternative } from '../fit-report.ts';
import { reportCollinearity } from '../fitting/collinearity.ts';
import { fitLinear } from '../fitting/linear-least-squares.ts';

export interface SizedReadings {
  /** Of the measurement, for the table. */
  readonly name: string;
  readonly packetRateKpps: readonly number[];
  readonly bitRateMbps: readonly number[];
  readonly cpuCores: readonly number[];
}

/** Points from which two slopes and a constant have an error. */
const pointsMin = 5;
/** Variance inflation from which a coefficient is hardly determined on its own (Belsley, Kuh and Welsch 1980). */
const inflationMax = 10;

/** Row of the table of what was tried; null when there are too few points, or bits or packets never change. */
export function packetSizeAlternative(readings: SizedReadings): Alternative | null {
  const { name, packetRateKpps: packets, bitRateMbps: bits, cpuCores } = readings;
  if (packets.length < pointsMin || isConstant(packets) || isConstant(bits)) return null;
  const inflation = reportCollinearity({ packets, bits }).inflation.bits!;
  const sizes = bits.map((mbps, i) => (mbps * 1e6) / 8 / (packets[i]! * 1000));
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)].map((bytes) => bytes.toFixed(0));
  const varies = `packets of ${least} to ${most} bytes, variance inflation ${Number(inflation.toPrecision(2))}`;
  const cost = costOfBits(packets, bits, cpuCores);
  return {
    name: `cost of bits beside packets, ${name}`,
    score: cost === null ? varies : `${varies}, ${cost.text}`,
    taken: false,
    reason: reasonFor(inflation, cost),
  };
}

interface BitCost {
  readonly text: string;
  readonly isSure: boolean;
}

function costOfBits(
  packets: readonly number[],
  bits: readonly number[],
  cpuCores: readonly number[],
): BitCost | null {
  // Columns that are one and the same carry no fit.
  if (!Number.isFinite(reportCollinearity({ packets, bits }).inflation.bits!)) return null;
  const fit = fitLinear('cost of bits', { packets, bits, constant: packets.map(() => 1) }, cpuCores);
  const cost = fit.coefficients[1]!;
  const half = studentTQuantile(0.975, fit.degreesOfFreedom) * fit.standardErrors[1]!;
  const [middle, low, high] = [cost, cost - half, cost + half].map((value) => Number(value.toPrecision(2)));
  return { text: `${middle} cores per Mbit/s (${low} to ${high})`, isSure: Math.abs(cost) > half };
}

function reasonFor(inflation: number, cost: BitCost | null): string {
  if (cost === null || inflation > inflationMax) {
    return 'packets of nearly one size: bits and packets are one column; the cost of a packet is taken for all of it';
  }
  return cost.isSure
    ? 'bits cost something of their own here, which the model cannot hold: its cost of a packet is that of these sizes'
    : 'no cost of bits can be told from none; the cost of a packet is taken for all of it';
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}
