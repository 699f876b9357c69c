// Goal: a folder with what Prometheus and the load generator wrote becomes a bridge and its media by one command, and
//   single files say what is still missing.
// Method: the sample files of test/fixtures/calibration on the command line; the load test in them was made from known
//   parameters (its README), which the models must hold in their intervals.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startSessionInFolder } from '../support/cli.ts';
import { repositoryRoot } from '../support/read-dataset.ts';

const { folder, session } = startSessionInFolder();
cpSync(join(repositoryRoot, 'test/fixtures/calibration'), join(folder.path, 'samples'), { recursive: true });
const calibrate = (...args: string[]) => session.run(folder.path, ['calibrate', ...args]);

describe('calibrate with files as the tools write them', () => {
  test('finds in metrics, CPU and command line what the load test was made from', async () => {
    const { exitCode, stdout, stderr } = await calibrate(
      ...['samples/load-test-of-one-bridge', '--column-map', '*=cpu cores', '--given', 'cores=4'],
      ...['--name', 'mine', '--out', 'models'],
    );
    expect([stdout, exitCode]).toEqual(['models/bridges/mine.yaml\nmodels/media/mine.yaml\n', 0]);
    expect(stderr).toMatch(/stress, rows 4: 1 of 10 readings are missing/);
    expect(stderr).toMatch(/stress, rows 10: is 0 in 1 of 10 rows/);
    const held = (file: string, name: string) => {
      const model = parse(readFileSync(join(folder.path, 'models', file), 'utf8')) as {
        parameters: Record<string, { interval95: [number, number] }>;
      };
      return model.parameters[name]!.interval95;
    };
    for (const [file, name, truth] of [
      ['media/mine.yaml', 'audioPairPacketRatePps', 52],
      ['media/mine.yaml', 'audioSenderPacketRatePps', 230],
      ['bridges/mine.yaml', 'cpuActiveBaseCores', 0.5],
      ['bridges/mine.yaml', 'cpuPerKppsCores', 0.04],
    ] as const) {
      const [low, high] = held(file, name);
      expect(low, `${name} from`).toBeLessThanOrEqual(truth);
      expect(high, `${name} to`).toBeGreaterThanOrEqual(truth);
    }
  });

  test.each([
    ['k6-summary-export.json', /12000 requests in 300 s, 40\.0 a second.*no model is fitted to requests/],
    ['k6-results.csv', /nothing to fit: k6-results has a clock, requests \(rate\)/],
    ['prometheus-prosody-cpu.json', /does not say the quantity and unit of its series/],
    ['load-test-of-one-bridge/malleus.sh', /holds no measurement/],
  ])('says of %s alone what it lacks', async (file, why) => {
    const { exitCode, stderr } = await calibrate(`samples/${file}`);
    expect(stderr).toMatch(why);
    expect(exitCode).toBe(2);
  });
});

describe('calibrate for a machine that nobody load-tested', () => {
  const dataset = join(repositoryRoot, 'datasets/jitsi-production-defaults');

  test('writes a bridge from its cores, assumed in all but its settings', async () => {
    const { exitCode, stdout } = await calibrate(
      dataset,
      '--given',
      'cores=16',
      '--name',
      'My type',
      '--out',
      'own',
    );
    expect([stdout, exitCode]).toEqual(['own/bridges/my-type.yaml  new\n', 0]);
    const text = readFileSync(join(folder.path, 'own/bridges/my-type.yaml'), 'utf8');
    const { parameters } = parse(text) as { parameters: Record<string, { value: number; trust: string }> };
    expect(parameters.coresLimit?.value).toBe(16);
    expect(parameters.carriedCeilingKpps?.trust).toBe('assumed');
  });

  test.each([
    ['--given cores=16', /needs a name for the model/],
    ['--given cores=0 --name a', /0 virtual CPUs/],
    ['--given loadThresholdPps=80000 --name a', /needs the cores of the machine/],
    ['--given roomSize=30 --name a', /has no use for roomSize/],
    ['--column-map n=participants', /says itself what its columns are/],
  ])('refuses %s', async (options, why) => {
    const { exitCode, stderr } = await calibrate(dataset, ...options.split(' '));
    expect(stderr).toMatch(why);
    expect(exitCode).toBe(2);
  });
});
