// Goal: a scenario that names an instance type of the price list is billed by that list and says so; one that names
// another is told what it is billed by instead.
// Method: scenario files that differ in instance types and prices; expected prices are those of the published sheets.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readScenario } from '../../../src/io/node.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'jitsim-prices-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function scenarioWith(deployment: string, prices = ''): Promise<Scenario> {
  const file = join(root, 'scenario.yaml');
  const demand = 'demand: [{ class: team-meeting, conferences: { peakPerHour: 6 } }]';
  await writeFile(file, `name: S\n${demand}\ndeployment: ${deployment}\n${prices}\n`);
  return (await readScenario(file)).variants[0]!;
}

const priceWarnings = ({ warnings }: Scenario): readonly string[] =>
  warnings.filter((warning) => warning.includes('price'));

describe('the price of an instance type', () => {
  test('is that of the list, and the citation names source and day', async () => {
    const scenario = await scenarioWith('{ bridges: { instanceType: aws/eu-west-1/c5.xlarge } }');
    expect(scenario.prices.bridges).toMatchObject({
      currency: 'USD',
      costPerHour: 0.192,
      grain: 'per-second',
      minimumSeconds: 60,
    });
    expect(priceWarnings(scenario)).toEqual([]);
    const citation = scenario.modelsUsed.find(({ parameter }) => parameter === 'costPerHour');
    expect(citation).toMatchObject({
      model: 'prices/aws/eu-west-1/c5.xlarge',
      value: 0.192,
      trust: 'published',
    });
    expect(citation?.source).toMatch(/as of 2024-02-21.*SpareCores/);
  });

  test('is its own for bridges and for Jibris', async () => {
    const { prices } = await scenarioWith(
      '{ bridges: { instanceType: scaleway/fr-par-1/GP1-XS }, jibris: { instanceType: scaleway/fr-par-1/POP2-HC-4C-8G } }',
    );
    expect([prices.bridges.costPerHour, prices.jibris?.costPerHour]).toEqual([0.09282, 0.1064]);
  });

  test('yields to one that the scenario gives', async () => {
    const scenario = await scenarioWith(
      '{ bridges: { instanceType: scaleway/fr-par-1/GP1-XS } }',
      'prices: { bridges: { currency: CHF, costPerHour: 0.5 } }',
    );
    expect(scenario.prices.bridges).toMatchObject({ currency: 'CHF', costPerHour: 0.5 });
  });

  test('may be asked for by its name', async () => {
    const { prices } = await scenarioWith('{}', 'prices: { bridges: aws/us-east-1/c5.xlarge }');
    expect(prices.bridges.costPerHour).toBe(0.17);
  });

  // Hetzner's ccx13 is listed without an hourly price.
  test.each(['my-own/metal', 'hetzner/eu/ccx13'])('that is unknown is said: %s', async (instanceType) => {
    const scenario = await scenarioWith(`{ bridges: { instanceType: ${instanceType} } }`);
    expect(scenario.prices.bridges.costPerHour).toBe(0.084);
    expect(priceWarnings(scenario)).toEqual([
      expect.stringMatching(
        new RegExp(`${instanceType}: the default price scaleway-gp1-xs-2022 is used \\(EUR 0\\.084`),
      ),
    ]);
  });

  test('of a Jibri in another currency than that of bridges is refused', async () => {
    const mixed =
      '{ bridges: { instanceType: scaleway/fr-par-1/GP1-XS }, jibris: { instanceType: aws/eu-west-1/c5.xlarge } }';
    await expect(scenarioWith(mixed)).rejects.toThrow(/currency of bridges \(EUR\)/);
  });

  test('enters the hash of the scenario', async () => {
    const hashOf = async (price: string): Promise<string> => {
      await scenarioWith('{}', `prices: { bridges: ${price} }`);
      return (await readScenario(join(root, 'scenario.yaml'))).scenarioHash;
    };
    expect(await hashOf('aws/us-east-1/c5.xlarge')).not.toBe(await hashOf('aws/us-east-1/c5.2xlarge'));
  });
});
