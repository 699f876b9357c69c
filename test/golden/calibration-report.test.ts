// Goal: the fit report in the repository is that of the models in the repository.
// Method: a regression guard: calibrate all datasets as the command does, and compare the page. After a change that is
//   meant: jitsim calibrate datasets --report reports/calibration.html --replace --out <anywhere>
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrate, writeFitReport } from '../../src/io/node.ts';
import { version } from '../../src/io/version.ts';
import { temporaryFolder } from '../support/cli.ts';
import { repositoryRoot } from '../support/read-dataset.ts';

test('reports/calibration.html is up to date and small enough to keep', async () => {
  const folder = temporaryFolder();
  try {
    const file = join(folder.path, 'calibration.html');
    const fitted = await calibrate([join(repositoryRoot, 'datasets')]);
    await writeFitReport({ ...fitted, version: version() }, file);
    const committed = join(repositoryRoot, 'reports/calibration.html');
    expect(readFileSync(file, 'utf8') === readFileSync(committed, 'utf8'), 'write it again, see above').toBe(
      true,
    );
    expect(statSync(committed).size).toBeLessThan(1_500_000);
  } finally {
    folder.remove();
  }
});
