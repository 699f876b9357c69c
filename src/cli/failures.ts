/**
 * Why a command failed, each with its exit code; everything else that is thrown is our bug.
 */
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Ends a command with a message for the user, without a stack. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  /** The same as data, for `--json`. */
  readonly details: unknown;
  constructor(exitCode: ExitCode, message: string, details: unknown = null) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
    this.details = details;
  }
}

/** The command line itself is wrong. */
export function usageFailure(message: string): Failure {
  return new Failure(exitCodes.usage, message);
}

/** What is printed for our own bug: enough to replay it. `run` names scenario and seed when a run was under way. */
export function bugReport(error: unknown, version: string, run: string | null): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    'This is a bug in jitsim. Please report it with these lines:',
    `  jitsim ${version}, Node ${process.version}${run === null ? '' : `, ${run}`}`,
    stack.replaceAll(/^/gm, '  '),
  ].join('\n');
}
