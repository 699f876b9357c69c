// Goal: what an instance type costs can be looked up, and a mistyped one is refused with what was probably meant.
// Method: the command line on the shipped catalogue; expected prices are those of the published sheets.
import { describe, expect, test } from 'vitest';
import { checkScenario } from '../../src/io/read-scenario.ts';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, session, write } = startSessionInFolder();
const run = (...args: string[]) => session.run(folder.path, ['prices', ...args]);

describe('prices list', () => {
  test('lists the types whose name has the filter, and flags old prices', async () => {
    const done = await run('list', 'eu-west-1/c5.');
    expect(done.exitCode).toBe(0);
    expect(done.stdout).toMatch(
      /aws\/eu-west-1\/c5\.xlarge +│ +4 │ +8 │ +1\.25 │ +USD 0\.192 │ 2024-02-21 \*/,
    );
    expect(done.stdout).not.toContain('scaleway');
    expect(done.stderr).toContain('older than 180 days');
  });

  test('says that a price was not found instead of 0', async () => {
    const done = await run('list', 'hetzner/eu/ccx13');
    expect(done.stdout).toContain('price not found');
  });

  test('gives JSON', async () => {
    const { prices } = JSON.parse((await run('list', 'GP1-XS', '--json')).stdout);
    expect(prices).toMatchObject([
      { name: 'scaleway/fr-par-1/GP1-XS', costPerHour: 0.09282, currency: 'EUR', grain: 'started-hour' },
    ]);
  });

  test('refuses a filter that nothing has', async () => {
    const done = await run('list', 'c5.xlrge');
    expect(done.exitCode).toBe(2);
    expect(done.stdout).toBe('');
  });
});

describe('prices show', () => {
  test('shows one type with its source', async () => {
    const done = await run('show', 'scaleway/fr-par-1/gp1-xs');
    expect(done.exitCode).toBe(0);
    expect(done.stdout).toContain('EUR 0.09282 an hour, without tax');
    expect(done.stdout).toContain('every started hour in full');
    expect(done.stdout).toContain('Product Catalog API');
    expect(done.stdout).toMatch(/spot +unknown/);
  });

  test('refuses an unknown type with the nearest names', async () => {
    const done = await run('show', 'aws/eu-west-1/c5.xlrge');
    expect(done.exitCode).toBe(2);
    expect(done.stderr).toContain('the nearest are aws/eu-west-1/c5.xlarge');
  });

  test('gives the nearest names as JSON', async () => {
    const { ok, details } = JSON.parse((await run('show', 'scaleway/fr-par-1/GP1XS', '--json')).stdout);
    expect([ok, details.nearest[0]]).toEqual([false, 'scaleway/fr-par-1/GP1-XS']);
  });

  test('without a name, and another action, are wrong command lines', async () => {
    expect((await run('show')).exitCode).toBe(64);
    const wrong = await run('lst');
    expect([wrong.exitCode, wrong.stderr]).toEqual([
      64,
      expect.stringContaining('did you mean prices list?'),
    ]);
  });

  test('shows traffic and services of a region, and what was not found', async () => {
    const done = await run('show', 'aws/eu-west-1');
    expect(done.exitCode).toBe(0);
    expect(done.stdout).toMatch(/internet-out +USD 0 to 100 GB, USD 0\.09 to 10240 GB/);
    expect(done.stdout).toMatch(/object-storage +price not found/);
  });
});

describe('prices import', () => {
  test('keeps a sheet, which list, show and later imports go on from', async () => {
    write(
      'mine.csv',
      'provider,region,instance_type,list_currency,list_price_per_hour,as_of\naws,eu-west-1,c5.xlarge,USD,0.15,2026-11-01\n',
    );
    expect(await run('import', 'mine.csv')).toMatchObject({ exitCode: 0, stdout: 'prices.json\n' });
    expect((await run('show', 'aws/eu-west-1/c5.xlarge')).stdout).toMatch(
      /USD 0\.15 an hour[\s\S]*mine\.csv/,
    );
    write('discount.csv', 'category,ratio,source\ncompute,0.1,contract 7\n');
    const second = await run('import', 'discount.csv', '--json');
    expect(JSON.parse(second.stdout)).toEqual({ ok: true, out: 'prices.json', imported: { discounts: 1 } });
    expect((await run('show', 'aws/eu-west-1/c5.xlarge')).stdout).toContain('USD 0.15');
  });

  test('is what a scenario beside it is billed at', async () => {
    write(
      'scenario.yaml',
      `name: own price
demand: [ { class: team-meeting, conferences: { peakPerHour: 1 } } ]
deployment: { bridges: { instanceType: aws/eu-west-1/c5.xlarge } }
`,
    );
    const own = await checkScenario(folder.path);
    const price = own.ok ? own.value.variants[0]!.prices.bridges : null;
    expect(price).toMatchObject({ costPerHour: 0.15, asOf: '2026-11-01' });
    expect(price!.source).toMatch(/^own prices, .*mine\.csv$/);
  });

  test.each([
    ['a negative discount', 'category,ratio\ncompute,-0.1\n', /2 +ratio +must be a number, 0 or more/],
    [
      'a type listed twice',
      'provider,region,instance_type,list_currency,list_price_per_hour\naws,eu-west-1,c5.large,USD,1\naws,eu-west-1,c5.large,USD,2\n',
      /3 +instance_type +is listed twice, first on line 2/,
    ],
    [
      'a column of another name',
      'provider,region,instance_type,list_currency,list_price_per_hour,sauce\naws,eu-west-1,c5.large,USD,1,me\n',
      /sauce +is no column of a price sheet/,
    ],
    [
      'a discount listed twice, which would be multiplied',
      'category,ratio\ncompute,0.1\negress,0.1\ncompute,0.1\n',
      /4 +category +is listed twice for all providers, compute, first on line 2/,
    ],
    ['no price sheet', 'a,b\n1,2\n', /no columns of a price sheet/],
  ])('refuses %s with its line, and writes nothing', async (_, text, message) => {
    write('wrong.csv', text);
    const done = await run('import', 'wrong.csv', '--out', 'nothing.json');
    expect([done.exitCode, done.stdout]).toEqual([2, '']);
    expect(done.stderr).toMatch(message);
    expect((await run('list', '--sheet', 'nothing.json')).exitCode).toBe(2);
  });

  test('does not throw away a prices.json that it cannot read, unless told to', async () => {
    write('broken.json', '{ "discounts": [\n');
    write('discount.csv', 'category,ratio\ncompute,0.1\n');
    const done = await run('import', 'discount.csv', '--out', 'broken.json');
    expect(done.exitCode).toBe(2);
    expect(done.stderr).toMatch(/mend broken\.json, or write --replace/);
    expect((await run('import', 'discount.csv', '--out', 'broken.json', '--replace')).exitCode).toBe(0);
  });

  test('refuses JSON with the line of the row', async () => {
    write('wrong.json', '{\n  "discounts": [\n    { "ratio": 0.1 },\n    { "ratio": 2 }\n  ]\n}\n');
    expect((await run('import', 'wrong.json')).stderr).toMatch(/4 +ratio +must be a ratio, 0 to 1, got 2/);
  });
});
