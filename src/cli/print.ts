/**
 * Results go to stdout, everything else to stderr.
 */
import pc from 'picocolors';

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Most warnings printed; all are in the results. */
const WARNINGS_PRINTED_MAX = 10;

export function printWarnings(warnings: readonly string[]): void {
  const colours = pc.createColors(pc.isColorSupported && process.stderr.isTTY === true);
  for (const warning of warnings.slice(0, WARNINGS_PRINTED_MAX))
    note(`${colours.yellow('warning:')} ${warning}`);
  if (warnings.length > WARNINGS_PRINTED_MAX)
    note(`and ${warnings.length - WARNINGS_PRINTED_MAX} more warnings`);
}

/** A line on stderr. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
