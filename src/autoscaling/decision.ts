/**
 * What every controller returns. Controllers are pure: `decide(policy, memory, observation)` reads what the
 * fleet reported (with its real lag) and says how many instances it wants, and why. Launching, booting and
 * draining happen elsewhere.
 */
export interface Decision<Memory> {
  /** Instances the controller wants; a non-negative integer. */
  readonly desiredCount: number;
  /** What the controller must remember until its next turn. */
  readonly memory: Memory;
  /** One sentence an operator understands: the rule that decided, with its figures. */
  readonly reason: string;
}

/** A pure controller: same policy, memory and observation give the same decision. */
export type Decide<Policy, Memory, Observation> = (
  policy: Policy,
  memory: Memory,
  observation: Observation,
) => Decision<Memory>;
