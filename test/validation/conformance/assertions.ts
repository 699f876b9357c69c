/**
 * Partial assertions of the vectors of jicofo and jitsi-videobridge against what our code did.
 */
export type Json = Readonly<Record<string, unknown>>;

const tolerance = 1e-6;

/**
 * What does not hold; null when everything does. Only listed keys are asserted. Assertions about a choice look at
 * `actual.selected`; everything else is compared with the key of that name.
 *
 * @param selections what was chosen at each step so far, for `differsFromSteps`
 */
export function mismatch(expected: Json, actual: Json, selections: readonly unknown[] = []): string | null {
  const failed = Object.keys(expected).filter((key) => !holds(key, expected[key], actual, selections));
  if (failed.length === 0) return null;
  const got = JSON.stringify(actual);
  return failed.map((key) => `${key} should be ${JSON.stringify(expected[key])}, got ${got}`).join('; ');
}

/** Labels for readers, and the step an assertion belongs to. */
const unasserted = new Set(['tier', 'note', 'step']);

function holds(key: string, expected: unknown, actual: Json, selections: readonly unknown[]): boolean {
  if (unasserted.has(key)) return true;
  switch (key) {
    case 'selectedOneOf':
      return (expected as readonly unknown[]).includes(actual.selected);
    case 'selectedNot':
      return actual.selected !== undefined && actual.selected !== expected;
    case 'selectedNotNull':
      return actual.selected !== undefined && (actual.selected !== null) === expected;
    case 'differsFromSteps':
      return (expected as readonly number[]).every((step) => selections[step] !== actual.selected);
    case 'correctedStressNot':
      return typeof actual.correctedStress === 'number' && actual.correctedStress !== expected;
    case 'derived':
      return holdsDerived(expected as Json, actual);
    default:
      return key in actual && same(expected, actual[key]);
  }
}

/** An independent outcome; where it notes a tie, another choice may be as good. */
function holdsDerived(derived: Json, actual: Json): boolean {
  return 'note' in derived || mismatch(derived, actual) === null;
}

/** Equal where listed: numbers to a tolerance, lists in order, objects by the keys expected. */
function same(expected: unknown, actual: unknown): boolean {
  if (typeof expected === 'number' && typeof actual === 'number') {
    return Math.abs(expected - actual) <= tolerance;
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      expected.length === actual.length &&
      expected.every((one, i) => same(one, actual[i]))
    );
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return false;
    return Object.entries(expected).every(([key, value]) => same(value, (actual as Json)[key]));
  }
  return expected === actual;
}

/** Runs the steps of a stateful case; each may have something asserted of what it gives. */
export function runSteps<Step>(
  steps: readonly Step[],
  expected: Json,
  act: (step: Step) => Json,
): string | null {
  const asserted = expected.steps as readonly (Json & { readonly step: number })[];
  const selections: unknown[] = [];
  const failed: string[] = [];
  for (const [i, step] of steps.entries()) {
    const actual = act(step);
    for (const one of asserted.filter((entry) => entry.step === i)) {
      const problem = mismatch(one, actual, selections);
      if (problem !== null) failed.push(`step ${i}: ${problem}`);
    }
    selections.push(actual.selected);
  }
  return failed.length === 0 ? null : failed.join('; ');
}
