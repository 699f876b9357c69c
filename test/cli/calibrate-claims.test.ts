// Goal: a published formula that its own table contradicts, and a total that its own stages contradict, stop a
//   calibration from the command line, with what each implies.
// Method: the two published slips (test/fixtures/calibration) beside the measurements that they are made of, in a data
//   package; the same with the claims put right.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSessionInFolder } from '../support/cli.ts';
import { repositoryRoot } from '../support/read-dataset.ts';

const { folder, session } = startSessionInFolder();
const fixture = (name: string): string =>
  readFileSync(join(repositoryRoot, 'test/fixtures/calibration', name), 'utf8');

function writePackage(name: string, resource: object, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder.path, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder.path, name, file), text);
  writeFileSync(join(folder.path, name, 'datapackage.json'), JSON.stringify({ resources: [resource] }));
}

const table = readFileSync(
  join(repositoryRoot, 'datasets/openfun-load-tests/conferences-of-5-3.csv'),
  'utf8',
);
const fields = [
  { name: 'participants_total', type: 'integer', unit: 'participants' },
  { name: 'jvb_net_tx_kbytes_per_s', type: 'number', unit: 'kB/s', quantity: 'bit-rate' },
];

test('participants x 11 MB/s, against the table that gives 54.4 kB/s', async () => {
  const { slope, unit, where } = JSON.parse(fixture('participants-times-11-mb.json'));
  const of = (claimed: number, its: string) => ({
    path: 'test-3.csv',
    schema: { fields },
    claims: [
      {
        where,
        formula: { of: 'jvb_net_tx_kbytes_per_s', per: 'participants_total', slope: claimed, unit: its },
      },
    ],
  });
  writePackage('claimed', of(slope, unit), { 'test-3.csv': table });
  const told = await session.run(folder.path, ['calibrate', 'claimed']);
  expect(told.exitCode).toBe(2);
  // Least squares of 820 to 5700 kB/s over 20 to 100 participants: 59.7 kB/s each.
  expect(told.stderr).toMatch(
    /error: load test 3, text: says jvb_net_tx_kbytes_per_s = 11 MB\/s x participants_total[\s\S]*implies: at 100 participants_total the formula gives 1100 MB\/s where 5\.7 MB\/s was measured/,
  );
  writePackage('right', of(60, 'kB/s'), { 'test-3.csv': table });
  const right = await session.run(folder.path, ['calibrate', 'right']);
  expect(right.stderr).not.toMatch(/11 MB|says jvb_net/);
});

test('18 450 requests, against stages that come to about 116 000', async () => {
  const { total, stages } = JSON.parse(fixture('k6-total-against-stages.json'));
  const summary = JSON.stringify({ metrics: { http_reqs: { count: total, rate: total / 690 } } });
  const resource = { path: 'summary.json', claims: [{ where: 'the report', total: { stages } }] };
  writePackage('requests', resource, { 'summary.json': summary });
  const told = await session.run(folder.path, ['calibrate', 'requests']);
  expect(told.exitCode).toBe(2);
  expect(told.stderr).toMatch(
    /error: the report: 18 450 requests reported, its own stages come to about 116 000/,
  );
  writePackage('no-total', { ...resource, path: 't.csv', schema: { fields } }, { 't.csv': table });
  const none = await session.run(folder.path, ['calibrate', 'no-total']);
  expect(none.stderr).toMatch(/claims stages and no total\n.*give count/);
});
