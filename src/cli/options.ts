/**
 * Options of commands as plain data: yargs and the reference page are made from it. yargs takes a repeated option as a
 * list, an unreadable number as NaN and a missing value as the default; all three are refused here.
 */
import type { Options } from 'yargs';
import { closest } from '../scenario/did-you-mean.ts';
import { usageFailure } from './failures.ts';

export type OptionKind = 'flag' | 'text' | 'text-list' | 'number' | 'whole-number';

export interface OptionSpec {
  readonly name: string;
  readonly kind: OptionKind;
  /** One sentence with units and default. */
  readonly description: string;
  /** Smallest value of a number. */
  readonly min?: number;
  /** Largest value of a number. Default: none. */
  readonly max?: number;
}

export interface PositionalSpec {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** Takes one or more words; always required. */
  readonly isList?: true;
}

/** Values by option and positional name; undefined when not given. */
export type Arguments = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface CommandSpec {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  readonly positionals: readonly PositionalSpec[];
  readonly options: readonly OptionSpec[];
  /** Loads the command and does it; resolves to the exit code. */
  readonly run: (given: Arguments) => Promise<number>;
}

const yargsTypes = {
  flag: 'boolean',
  text: 'string',
  'text-list': 'string',
  number: 'number',
  'whole-number': 'number',
} as const satisfies Record<OptionKind, Options['type']>;

/** How an option's value is written in help and reference, after its name. */
export const valueWords: Readonly<Record<OptionKind, string>> = {
  flag: '',
  text: ' <text>',
  'text-list': ' <text>...',
  number: ' <number>',
  'whole-number': ' <number>',
};

/** The option as yargs wants it. */
export function yargsOption(option: OptionSpec): Options {
  return {
    describe: option.description,
    type: yargsTypes[option.kind],
    requiresArg: option.kind !== 'flag',
    coerce: (value: unknown) => readValue(option, value),
  };
}

function readValue(
  option: OptionSpec,
  value: unknown,
): string | number | boolean | readonly string[] | undefined {
  if (option.kind === 'text-list') return value === undefined ? undefined : textList(option, value);
  if (Array.isArray(value)) throw usageFailure(`--${option.name} is given more than once`);
  if (value === undefined) return undefined;
  if (option.kind === 'flag') return value === true;
  if (option.kind === 'text') {
    if (value === '') throw usageFailure(`--${option.name} needs a value`);
    return String(value);
  }
  const number = Number(value);
  if (option.kind === 'number') {
    if (!Number.isFinite(number)) throw usageFailure(`--${option.name} must be a number`);
  } else if (!Number.isSafeInteger(number))
    throw usageFailure(
      `--${option.name} must be a whole number${Number.isNaN(number) ? '' : `, got ${number}`}`,
    );
  const min = option.min ?? (option.kind === 'number' ? Number.NEGATIVE_INFINITY : 0);
  if (number < min) throw usageFailure(`--${option.name} must be at least ${min}, got ${number}`);
  if (option.max !== undefined && number > option.max) {
    throw usageFailure(`--${option.name} must be at most ${option.max}, got ${number}`);
  }
  return number;
}

function textList(option: OptionSpec, value: unknown): string[] {
  const texts = (Array.isArray(value) ? value : [value]).map(String);
  if (texts.includes('')) throw usageFailure(`--${option.name} needs a value`);
  return texts;
}

/** `did you mean --seed?` for an unknown option or command; empty when nothing is near. */
export function suggestion(word: string, known: readonly string[], prefix = ''): string {
  const near = closest(word, known);
  return near === null ? '' : `; did you mean ${prefix}${near}?`;
}
