/**
 * Which run is under way, so that a bug can be reported with what is needed to replay it.
 */
let run: string | null = null;

export function setCurrentRun(description: string | null): void {
  run = description;
}

export function currentRun(): string | null {
  return run;
}
