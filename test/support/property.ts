/**
 * The generator of properties with its starting point: a commit passes or fails the same way wherever it is tested.
 * `JITSIM_PROPERTY_SEED=random npm test` looks further, with a new starting point in each test file; a number repeats one.
 */
import fc from 'fast-check';

const wanted = process.env.JITSIM_PROPERTY_SEED ?? '20220329';
if (wanted !== 'random') {
  const seed = Number(wanted);
  if (!Number.isInteger(seed))
    throw new RangeError(`JITSIM_PROPERTY_SEED: got ${wanted}, allowed: a whole number or random`);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}

export { fc };
