// Goal: whoever uses the library can ask every controller for a decision, not only those the command line runs.
// Method: every `decide...` that a file of src/autoscaling exports must be exported by the library; the list comes from the
// files, so that a new controller cannot be forgotten.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as jitsim from '../../../src/index.ts';

it('every controller decides for users of the library too', () => {
  const directory = fileURLToPath(new URL('../../../src/autoscaling', import.meta.url));
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(directory, file), 'utf8').matchAll(/^export function (decide\w+)/gm),
    ])
    .map(([, name]) => name!);
  expect(names.length).toBeGreaterThanOrEqual(18);
  expect(names.filter((name) => !Object.hasOwn(jitsim, name))).toEqual([]);
});
