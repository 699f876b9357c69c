/**
 * Ctrl-C: the first asks to stop after the runs under way, the second stops at once.
 */
import { exitCodes } from './exit-codes.ts';
import { note } from './print.ts';

export interface Interruption {
  readonly isRequested: () => boolean;
  /** From now on Ctrl-C is ignored: results are being written, which takes moments. */
  holdOff(): void;
  /** Gives Ctrl-C back its usual meaning. */
  end(): void;
}

/** @param kept what a second Ctrl-C leaves */
export function onInterruption(kept = 'nothing'): Interruption {
  let isRequested = false;
  let isHeldOff = false;
  const listener = (): void => {
    if (isHeldOff) return;
    if (isRequested) process.exit(exitCodes.interrupted);
    isRequested = true;
    note(`\nstopping after the runs under way; Ctrl-C again stops at once and keeps ${kept}`);
  };
  process.on('SIGINT', listener);
  return {
    isRequested: () => isRequested,
    holdOff: () => {
      isHeldOff = true;
    },
    end: () => {
      process.off('SIGINT', listener);
    },
  };
}
