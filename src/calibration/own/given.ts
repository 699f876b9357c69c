/**
 * What a tester knows and no column says: cores of the machine, open microphones, the clock's zone. Written as
 * `cores=4, audioSenders=10`, or as a mapping in a data package.
 */
import { closest } from '../../scenario/did-you-mean.ts';
import { CalibrationRefused } from '../refusal.ts';

/** Numbers that may be given, and what they mean; the order is that of the messages. */
export const givenNumbers = {
  cores: 'cores that the bridge may use: its container limit or its virtual CPUs',
  machineCores: 'virtual cores of the machine; default: cores',
  loadThresholdPps: 'load-threshold of the bridge, packets per second; default: that of the base model',
  conferences: 'conferences at a time, all of one size; default 1',
  audioSenders: 'open microphones of a conference',
  videoSenders: 'cameras on in a conference; default 0',
  lastN: 'largest number of videos that a receiver is sent; default: no limit',
  linkMbps: 'speed of the network interface, Mbit/s',
  recordings: 'recordings at once on a machine while it was measured; default 1',
  roomSize: 'participants of an ordinary conference while Prosody was measured',
  meanSize: 'mean participants of a conference',
  oneToOneRatio: 'share of conferences that are of two, 0 to 1',
  meanMinutes: 'mean minutes that a conference lasts',
  meanStayMinutes: 'mean minutes that a participant stays',
} as const;

export type GivenNumber = keyof typeof givenNumbers;

/** Numbers by name, and the IANA zone of the clock. */
export type Given = Readonly<Partial<Record<GivenNumber, number>>> & { readonly timeZone?: string };

const names: readonly string[] = [...Object.keys(givenNumbers), 'timeZone'];

/** Reads `cores=4, audioSenders=10, timeZone=Europe/Paris`. */
export function parseGiven(text: string): Given {
  const entries = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part): [string, string] => {
      const at = part.indexOf('=');
      if (at < 0) throw refused(part.trim(), 'has no =', 'write name=value, such as cores=4');
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    });
  return checkGiven(Object.fromEntries(entries));
}

/** Checks names and numbers of a mapping. */
export function checkGiven(entries: Readonly<Record<string, unknown>>): Given {
  const given: Partial<Record<GivenNumber, number>> & { timeZone?: string } = {};
  for (const [name, value] of Object.entries(entries)) {
    if (!names.includes(name)) {
      const near = closest(name, names);
      throw refused(
        name,
        'is not known',
        near === null ? `known are ${names.join(', ')}` : `did you mean ${near}?`,
      );
    }
    if (name === 'timeZone') {
      given.timeZone = String(value);
      continue;
    }
    const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
    if (!Number.isFinite(number) || number < 0) {
      throw refused(
        name,
        `is ${JSON.stringify(value)}`,
        `give a number: ${givenNumbers[name as GivenNumber]}`,
      );
    }
    given[name as GivenNumber] = number;
  }
  return given;
}

/** The number, or a refusal that says what it is needed for. */
export function requireGiven(given: Given, name: GivenNumber, place: string): number {
  const value = given[name];
  if (value !== undefined) return value;
  throw new CalibrationRefused({
    place,
    problem: `needs ${name}, and neither a column nor --given says it`,
    hint: `give ${name}: ${givenNumbers[name]}`,
  });
}

function refused(place: string, problem: string, hint: string): CalibrationRefused {
  return new CalibrationRefused({ place: `given ${place}`, problem, hint });
}
