/**
 * The common form of a measurement: columns of one length, each a known quantity in its base unit. Every importer
 * makes one, and fits and checks read nothing else.
 */
import { CalibrationRefused } from '../refusal.ts';

export interface MeasurementTable {
  readonly name: string;
  /** File or address it was read from, for reports. */
  readonly source: string;
  /** Epoch milliseconds of the rows (or of a day that starts at 0); null when the rows are not in time. */
  readonly timeMs: Float64Array | null;
  readonly columns: readonly MeasurementColumn[];
  /** What the importer had to assume or correct. */
  readonly notes: readonly string[];
}

export interface MeasurementColumn {
  readonly name: string;
  readonly quantity: Quantity;
  /** In the base unit of the quantity; NaN where nothing was measured. */
  readonly values: Float64Array;
}

/** Base units: bit/s, packets/s, cores, bytes, seconds, and 1 for counts, ratios and stress. */
export type Quantity =
  | 'participants'
  | 'conferences'
  | 'senders'
  | 'packet-rate'
  | 'bit-rate'
  | 'cpu'
  | 'memory'
  | 'duration'
  | 'rate'
  | 'ratio'
  | 'stress'
  | 'count';

/** Units by quantity, and how many base units one of them is. Decimal prefixes are powers of ten. */
const units: Readonly<Record<Quantity, Readonly<Record<string, number>>>> = {
  participants: { participants: 1, '1': 1 },
  conferences: { conferences: 1, '1': 1 },
  senders: { senders: 1, '1': 1 },
  'packet-rate': { 'packets/s': 1, pps: 1, kpps: 1e3, Mpps: 1e6, 'packets/min': 1 / 60 },
  'bit-rate': {
    'bit/s': 1,
    'kbit/s': 1e3,
    'Mbit/s': 1e6,
    'Gbit/s': 1e9,
    'B/s': 8,
    'kB/s': 8e3,
    'MB/s': 8e6,
    'KiB/s': 8 * 1024,
    'MiB/s': 8 * 1024 ** 2,
    'GB/h': 8e9 / 3600,
  },
  cpu: { cores: 1, millicores: 1e-3 },
  memory: { bytes: 1, B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 },
  duration: { s: 1, ms: 1e-3, min: 60, h: 3600 },
  rate: { '1/s': 1, '1/min': 1 / 60, '1/h': 1 / 3600 },
  ratio: { '1': 1, '%': 0.01 },
  stress: { '1': 1 },
  count: { '1': 1 },
};

/** All quantities, in the order of the messages. */
export const quantities = Object.keys(units) as readonly Quantity[];

/** Units of a quantity. */
export function unitsOf(quantity: Quantity): readonly string[] {
  return Object.keys(units[quantity]);
}

/** The unit of a quantity that has only one size of it (counts, ratios of one); null where a unit must be given. */
export function soleUnit(quantity: Quantity): string | null {
  const factors = Object.values(units[quantity]);
  return factors.every((factor) => factor === 1) ? unitsOf(quantity)[0]! : null;
}

/** Quantities that are measured in this unit; several for `1`. */
export function quantitiesIn(unit: string): readonly Quantity[] {
  return quantities.filter((quantity) => Object.hasOwn(units[quantity], unit));
}

/**
 * Base units in one `unit` of the quantity; case matters, since Mb and MB differ by eight.
 *
 * Throws `CalibrationRefused` with the units known, and the one meant if only the case is wrong.
 */
export function unitFactor(quantity: Quantity, unit: string): number {
  const known = units[quantity];
  const factor = Object.hasOwn(known, unit) ? known[unit] : undefined;
  if (factor !== undefined) return factor;
  const meant = Object.keys(known).find((candidate) => candidate.toLowerCase() === unit.toLowerCase());
  throw new CalibrationRefused({
    place: `unit of a ${quantity} column`,
    problem: `'${unit}' is not known`,
    hint:
      meant === undefined
        ? `use one of ${Object.keys(known).join(', ')}`
        : `did you mean ${meant}? (case matters: b is bit, B is byte)`,
  });
}

/** The column of that quantity; refuses none and several, naming them. */
export function columnOf(table: MeasurementTable, quantity: Quantity): MeasurementColumn {
  const found = table.columns.filter((column) => column.quantity === quantity);
  if (found.length !== 1) {
    const names = found.map((column) => column.name).join(', ');
    throw new CalibrationRefused({
      place: table.name,
      problem: found.length === 0 ? `has no ${quantity} column` : `has several ${quantity} columns: ${names}`,
      hint: `map exactly one column to ${quantity}`,
    });
  }
  return found[0]!;
}

/** The named column; refuses a name that is not there. */
export function columnNamed(table: MeasurementTable, name: string): MeasurementColumn {
  const found = table.columns.find((column) => column.name === name);
  if (found === undefined) {
    throw new CalibrationRefused({
      place: table.name,
      problem: `has no column ${name}`,
      hint: `it has ${table.columns.map((column) => column.name).join(', ')}`,
    });
  }
  return found;
}
