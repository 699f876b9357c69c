// Goal: a bill is asked for, written and compared from the command line, and wrong input is refused with its place.
// Method: the command line in a temporary folder, on a morning of a fixed fleet whose cost is known in closed form.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, session, write } = startSessionInFolder();
const run = (...args: string[]) => session.run(folder.path, ['cost', ...args]);
/** The day as it was simulated once. */
const made = ['made'];
const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8');

beforeAll(async () => {
  mkdirSync(join(folder.path, 'day'));
  write(
    'day/scenario.yaml',
    `name: fixed day
horizon: { start: 2026-09-07T00:00, days: 1 }
demand: [ { name: office, class: team-meeting, conferences: { curve: office-weekday, peakPerHour: 4 } } ]
deployment: { bridges: { instanceType: aws/us-east-1/c5.xlarge, initialCount: 2 } }
scaling: { bridges: { policy: static, count: 2 } }
run: { replications: 2 }
`,
  );
  write(
    'day/budget.yaml',
    'months: 2\nresamples: 20\ncurrency: USD\nstart: 2026-09\nfixed: { addresses: none }\n',
  );
  await session.run(folder.path, ['simulate', 'day', '--out', 'made', '--workers', '1']);
  write('made/budget.yaml', read('day/budget.yaml'));
  write('regrown.yaml', 'growth: { simulateAt: [ 2 ] }\n');
});

describe('jitsim cost', () => {
  test('bills the months of a scenario with the budget beside it', async () => {
    const done = await run('day');
    expect(done.exitCode).toBe(0);
    // 2 x c5.xlarge at 0.17: 244.80 in September, 252.96 in October; the traffic comes on top.
    expect(done.stdout).toMatch(/compute +│ +248\.88 │ +497\.76/);
    expect(done.stdout).toMatch(/2026-10/);
    expect(done.stdout).toContain('without tax');
    expect(done.stdout).toMatch(/one more class of 30/);
  });

  test('writes CSV, FOCUS, a workbook and a usage file, and does not replace them unasked', async () => {
    const files = ['--csv', 'b.csv', '--focus', 'f.csv', '--xlsx', 'b.xlsx', '--infracost-usage', 'u.yml'];
    const done = await run(...made, ...files);
    expect([done.exitCode, done.stdout.trim().split('\n').slice(-4)]).toEqual([
      0,
      ['b.csv', 'f.csv', 'b.xlsx', 'u.yml'],
    ]);
    expect(read('f.csv').split('\n')[0]).toMatch(/^BilledCost,.*,x_HostProviderName$/);
    expect(read('u.yml')).toMatch(/# warning: \d+ of \d+ prices are older than 180 days/);
    expect(read('u.yml')).toMatch(/aws_autoscaling_group:\n {4}instances: 2\.0/);
    expect((await run(...made, '--csv', 'b.csv')).exitCode).toBe(2);
    expect((await run(...made, '--csv', 'b.csv', '--replace')).exitCode).toBe(0);
  });

  test('writes a report with the same total, alone and within the report of the run', async () => {
    const { variants } = JSON.parse((await run(...made, '--json', '--report', 'cost.html')).stdout);
    const expected = Number(variants[0].total.expected).toLocaleString('en', {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
    const page = read('cost.html');
    expect(page).toContain(`USD ${expected} expected for 2026-09 to 2026-10`);
    expect(page).not.toMatch(/<script|\s(?:src|href)=/);
    expect((await run(...made, '--report', 'cost.html')).exitCode).toBe(2);
    const ran = await session.run(folder.path, ['report', 'made', '--out', 'run.html']);
    expect(ran.exitCode).toBe(0);
    expect(read('run.html')).toContain(`USD ${expected} expected for 2026-09 to 2026-10`);
  });

  test('gives the same total as JSON as in the CSV', async () => {
    const { variants } = JSON.parse((await run(...made, '--json', '--csv', 'c.csv')).stdout);
    const [head, ...rows] = read('c.csv').trim().split('\n');
    const column = head!.split(',').indexOf('cash');
    // No cell of this bill before the cash column has a comma.
    const total = rows.reduce((sum, row) => sum + Number(row.split(',')[column]), 0);
    expect(total).toBeCloseTo(Number(variants[0].total.expected), 6);
  });

  test('simulates later demand when asked to, and says what proportion would have cost', async () => {
    write('day/regrown.yaml', `${read('day/budget.yaml')}growth: { perMonth: 0.5, simulateAt: [ 2 ] }\n`);
    const done = await run(
      'day',
      '--budget',
      'day/regrown.yaml',
      '--report',
      'regrown.html',
      '--workers',
      '1',
    );
    expect(done.exitCode).toBe(0);
    expect(done.stderr).toMatch(/fixed day at 2 times its demand/);
    // The fixed fleet costs the same: 2 x 0.17 an hour.
    expect(done.stdout).toMatch(/compute +│ +248\.88 │ +497\.76/);
    expect(read('regrown.html')).toMatch(
      /simulated at 1, 2, interpolated between; in proportion it would be/,
    );
  });

  test('says what makes the difference to another budget', async () => {
    mkdirSync(join(folder.path, 'dearer'));
    write('dearer/scenario.yaml', read('day/scenario.yaml').replace('c5.xlarge', 'c5.2xlarge'));
    write('dearer/budget.yaml', read('day/budget.yaml'));
    const done = await run('dearer', '--against', 'made', '--json');
    const compute = JSON.parse(done.stdout).variance.find(
      ({ category }: { category: string }) => category === 'compute',
    );
    expect([compute.before, compute.after]).toEqual(['497.76', '995.52']);
  });

  test('compares with what was paid', async () => {
    write('paid.csv', 'category,cost,month,currency\ncompute,260.5,2026-09,USD\nother,10,2026-09,USD\n');
    const done = await run(...made, '--actual', 'paid.csv', '--json');
    const { actual } = JSON.parse(done.stdout);
    const row = (name: string) => actual.rows.find(({ category }: { category: string }) => category === name);
    expect(row('compute')).toMatchObject({ forecast: 244.8, actual: 260.5 });
    expect(row('compute').ratio).toBeCloseTo(15.7 / 244.8, 9);
    expect(row('other')).toMatchObject({ forecast: 0, actual: 10, ratio: null });
    // Its own FOCUS file is no different from the forecast.
    const own = JSON.parse((await run(...made, '--actual', 'f.csv', '--json')).stdout).actual.total;
    expect(own.difference).toBeCloseTo(0, 4);
  });

  test('compares a bill with gaps month by month, and says what it leaves out', async () => {
    write('gaps.csv', 'category,cost,month\ncompute,9,2026-08\ncompute,244.8,2026-09\n');
    const done = await run(...made, '--actual', 'gaps.csv');
    expect(done.exitCode).toBe(0);
    expect(done.stdout).toMatch(/paid in 2026-09; /);
    expect(done.stdout).toMatch(/compute +│ +244\.80 │ +244\.80 │ +0\.00 │ +0\.0 %/);
    expect(done.stdout).toContain('Billed and not forecast, not compared: 2026-08 (9.00).');
    write('early.csv', 'category,cost,month\ncompute,9,2026-08\n');
    const early = await run(...made, '--actual', 'early.csv');
    expect([early.exitCode, early.stdout]).toEqual([2, '']);
    expect(early.stderr).toMatch(/bills 2026-08, and the forecast begins in 2026-09/);
  });

  test('writes out what one costs in a currency of many units', async () => {
    const rate = 'prices: { exchangeRates: [ { from: USD, to: IDR, rate: 16000, asOf: 2026-11-28 } ] }';
    write('rupiah.yaml', `${read('day/budget.yaml').replace('USD', 'IDR')}${rate}\n`);
    const { stdout } = await run(...made, '--budget', 'rupiah.yaml');
    expect(stdout).toMatch(/participant-hour +│ +\d+ │ +\d{4,} │/);
    expect(stdout).not.toMatch(/\de\+\d/);
  });

  test('calls a sum unknown, not 0, where nothing in it has a price', async () => {
    // Hetzner sells no spot; a month of it holds this traffic.
    write(
      'spot.yaml',
      `${read('day/budget.yaml')}instances: { bridges: hetzner/fsn1/cx33, purchase: spot }
place: { provider: hetzner, region: fsn1 }
`,
    );
    const { stdout, exitCode } = await run(
      ...[...made, '--budget', 'spot.yaml', '--report', 'spot.html', '--charts', 'spot-charts'],
    );
    expect(exitCode).toBe(0);
    const page = read('spot.html');
    expect(page).toMatch(/What 2026-09 to \d{4}-\d{2} cost is unknown: nothing of it has a price\./);
    expect(page).toMatch(/all<\/th>(<td[^>]*>unknown<\/td>){4}/);
    expect(stdout).toMatch(/price not found for some of compute: every sum is what is known without it/);
    expect(stdout).toMatch(/all +│ +unknown │ +unknown/);
    expect(stdout).toMatch(/participant-hour +│ +\d+ │ +unknown/);
  });

  test('shows other ways to buy', async () => {
    const done = await run(...made, '--options');
    expect(done.stdout).toMatch(/fixed fleet, on demand/);
    expect(done.stdout).toMatch(/autoscaled, optimal 1-year plan/);
  });
});

describe('wrong input', () => {
  test.each([
    [
      'a bill in another currency',
      'category,cost,currency\ncompute,1,EUR\n',
      /2 +currency +must be the currency of the forecast \(USD\), got EUR/,
    ],
    [
      'an unknown category',
      'category,cost\ncompote,1\n',
      /2 +category +is no category; did you mean compute\?/,
    ],
    ['a cost that is none', 'category,cost\ncompute,much\n', /2 +cost +must be a number/],
    ['no cost', 'category,price\ncompute,1\n', /there is no such column/],
    [
      'another time',
      'category,cost,month\ncompute,1,2019-01\n',
      /bills 2019-01, and the forecast begins in 2026-09/,
    ],
  ])('%s is refused with its line', async (_, text, message) => {
    write('wrong.csv', text);
    const done = await run(...made, '--actual', 'wrong.csv');
    expect([done.exitCode, done.stdout]).toEqual([2, '']);
    expect(done.stderr).toMatch(message);
  });

  test.each([
    [
      'an unknown instance type',
      'months: 1\nalternatives: [ aws/us-east-1/c5.xlrge ]\n',
      /2:\d+ +alternatives\[0\] +is not in the price catalogue[\s\S]*nearest are aws\/us-east-1\/c5\.xlarge/,
    ],
    [
      'another type to bill as',
      'instances: { bridges: c5.xlarge }\n',
      /1:\d+ +instances\.bridges +is not in the price catalogue, got "?c5\.xlarge/,
    ],
    [
      'a currency without rate',
      'currency: GBP\n',
      /1:\d+ +currency +has no exchange rate from USD, got "?GBP[\s\S]*write prices\.exchangeRates/,
    ],
    [
      'a negative discount',
      'prices: { discounts: [ { ratio: -0.1 } ] }\n',
      /1:\d+ +prices\.discounts\[0\]\.ratio +must be at least 0/,
    ],
    [
      'a rate whose ends are the wrong way round',
      'prices: { exchangeRates: [ { from: USD, to: EUR, rate: [1, 0.8], asOf: 2026-11-01 } ] }\n',
      /exchangeRates\[0\]\.rate +must be \[low, high\]/,
    ],
    ['growth simulated at nothing', 'growth: { simulateAt: [ 0 ] }\n', /simulateAt\[0\] +must be/],
    [
      'a price sheet with a type twice',
      'prices: { sheets: [ twice.csv ] }\n',
      /twice\.csv[\s\S]*3 +instance_type +is listed twice, first on line 2/,
    ],
  ])('%s in a budget is refused with its place', async (_, text, message) => {
    write(
      'twice.csv',
      'provider,region,instance_type,list_currency,list_price_per_hour\naws,us-east-1,c5.large,USD,1\naws,us-east-1,c5.large,USD,2\n',
    );
    write('wrong.yaml', text);
    const done = await run(...made, '--budget', 'wrong.yaml');
    expect([done.exitCode, done.stdout]).toEqual([2, '']);
    expect(done.stderr).toMatch(message);
  });

  test.each([
    [['nowhere'], 2, /nowhere does not exist/],
    [[...made, '--view', 'cush'], 64, /did you mean cash\?/],
    [[...made, '--variant', 'x'], 2, /there is no variant x/],
    [['made', '--budget', 'missing.yaml'], 2, /missing\.yaml/],
    [['day/budget.yaml'], 2, /names no days/],
    [['made', '--budget', 'regrown.yaml'], 2, /growth\.simulateAt needs scenarios/],
  ])('%j ends with %d', async (args, exitCode, message) => {
    const done = await run(...args);
    expect([done.exitCode, done.stdout]).toEqual([exitCode, '']);
    expect(done.stderr).toMatch(message);
    expect(existsSync(join(folder.path, 'results'))).toBe(false);
  });
});
