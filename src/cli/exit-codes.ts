/** What the process says when it ends; see docs/reference/cli.md. */
export const exitCodes = {
  /** Done; objectives, if any, met. */
  done: 0,
  /** Done; an objective violated. */
  violated: 1,
  /** The input is wrong, or the output cannot be written. */
  wrongInput: 2,
  /** Done; whether objectives are met lies within the noise. */
  inconclusive: 3,
  /** Wrong command line. */
  usage: 64,
  /** Our bug. */
  bug: 70,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
