/**
 * Output that cannot be written is the user's to solve: exit code 2 with the reason.
 */
import { OutputError } from '../io/write-results.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failures.ts';

export async function orOutputFailure<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof OutputError) throw new Failure(exitCodes.wrongInput, error.message);
    throw error;
  }
}
