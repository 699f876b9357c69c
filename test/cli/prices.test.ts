// Goal: what an instance type costs can be looked up, and a mistyped one is refused with what was probably meant.
// Method: the command line on the shipped catalogue; expected prices are those of the published sheets.
import { afterAll, describe, expect, test } from 'vitest';
import { startCliSession, temporaryFolder } from '../support/cli.ts';

const folder = temporaryFolder();
const session = startCliSession();
afterAll(() => {
  session.end();
  folder.remove();
});
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
});
