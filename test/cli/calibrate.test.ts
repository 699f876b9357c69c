// Goal: the shipped models can be refitted by one command, to the byte; a load test of one's own becomes models that a
// scenario takes, with a report; and what cannot be fitted is refused with what would be enough.
// Method: the command line in a temporary folder. Own measurements are made from known parameters, which the models
//   must hold within their intervals; wrong ones have one mistake each.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startSessionInFolder } from '../support/cli.ts';
import { repositoryRoot } from '../support/read-dataset.ts';

const { folder, run, write } = startSessionInFolder();
const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8');

const shipped = (dataset: string): string => join(repositoryRoot, 'datasets', dataset);

/** Fitted together: the bridge of the load tests, its media, and machines of which only the threshold is known. */
const loadTested = [
  ...['c5-2xlarge', 'c5-4xlarge', 'c5-xlarge', 'gp1-xs', 'oci-a1-flex-8', 'oci-a2-flex-4', 'oci-e3-flex-4'],
  ...['oci-e4-flex-4', 'pop2-hc-4c-8g'],
].map((name) => `bridges/${name}`);
loadTested.push('media/audio-dominated-10-senders');

describe('calibrate with a dataset of jitsim', () => {
  test.each([
    ['openfun-load-tests', [...loadTested, 'signalling/openfun-shard']],
    ['jitsi-production-defaults', loadTested],
    ['conference-size-duration', ['conferences/enterprise-2022']],
    ['openfun-hpa-quick-test', ['boot/openfun-kubernetes', 'boot/vm-image', 'signalling/openfun-shard']],
    ['stream-rates', ['media/all-cameras-tile', 'media/meeting-default', 'media/webinar-stage']],
    ['jibri-reports', ['recorders/jibri']],
  ])(
    '%s writes every model that rests on it, byte for byte',
    async (dataset, models) => {
      const { stdout, exitCode } = await run(
        'calibrate',
        join(repositoryRoot, 'datasets', dataset),
        '--out',
        dataset,
      );
      expect(exitCode).toBe(0);
      const lines = stdout.trim().split('\n').toSorted();
      expect(lines).toEqual(models.map((model) => `${join(dataset, model)}.yaml  as shipped, to the byte`));
      for (const model of models) {
        const shipped = readFileSync(join(repositoryRoot, 'models', `${model}.yaml`), 'utf8');
        expect(read(join(dataset, `${model}.yaml`))).toBe(shipped);
      }
    },
    120_000,
  );

  test('says which models differ when the data do', async () => {
    const source = join(repositoryRoot, 'datasets/conference-size-duration');
    mkdirSync(join(folder.path, 'changed'));
    for (const name of ['datapackage.json', 'size-duration.csv']) {
      const text = readFileSync(join(source, name), 'utf8');
      write(join('changed', name), text.replace('2022 Apr-May,10,0.42', '2022 Apr-May,11,0.42'));
    }
    const { stdout, exitCode } = await run('calibrate', 'changed');
    expect(stdout).toBe(
      'calibrated-models/conferences/enterprise-2022.yaml  differs from the shipped model\n',
    );
    expect(exitCode).toBe(0);
  });

  test('leaves out those that no model rests on beside others, and says so', async () => {
    const done = await run('calibrate', shipped('prices'), shipped('jibri-reports'), '--out', 'beside');
    expect(done.exitCode).toBe(0);
    expect(done.stdout).toMatch(/recorders\/jibri\.yaml +as shipped, to the byte/);
    expect(done.stderr).toMatch(/prices is left out: no shipped model rests on it/);
  });

  test('refuses one that no model rests on, and one beside measurements of somebody', async () => {
    const none = await run('calibrate', join(repositoryRoot, 'datasets/turn-share'));
    expect(none.stderr).toMatch(/a dataset that no shipped model rests on\n.*openfun-load-tests/);
    write('mine.csv', 'n\n1\n');
    const mixed = await run('calibrate', join(repositoryRoot, 'datasets/stream-rates'), 'mine.csv');
    expect(mixed.stderr).toMatch(/mine\.csv[\s\S]*calibrate datasets of jitsim and your own apart/);
    expect([none.exitCode, mixed.exitCode]).toEqual([2, 2]);
  });
});

/** Ten senders by 52 packets a pair and 230 a sender; 0.5 cores and 0.05 more a kpps, read to 2 %. */
function bridgeTest(sizes: readonly number[]): string {
  const rows = sizes.map((n, i) => {
    const kpps = (52 * 10 * (n - 1) + 2300) / 1000;
    const error = [0.02, -0.015, 0.01, -0.02, 0.005, 0.015, -0.01, -0.005][i % 8]!;
    return `${n},${(kpps * (1 + error / 5)).toFixed(2)},${((0.5 + 0.05 * kpps) * (1 + error)).toFixed(2)}`;
  });
  return `n,kpps,cores\n${rows.join('\n')}\n`;
}

const bridgeMap = 'n=participants, kpps=packet-rate kpps, cores=cpu cores';

interface WrittenModel {
  readonly parameters: Readonly<
    Record<
      string,
      { readonly value: number; readonly interval95: [number, number] | null; readonly trust: string }
    >
  >;
}

function parameter(file: string, name: string) {
  const found = (parse(read(file)) as WrittenModel).parameters[name];
  if (found === undefined) throw new Error(`${file} has no ${name}`);
  return found;
}

function expectHeld(file: string, name: string, truth: number): void {
  const { interval95, trust } = parameter(file, name);
  expect(trust).toBe('calibrated');
  expect(interval95![0], `${name} from`).toBeLessThanOrEqual(truth);
  expect(interval95![1], `${name} to`).toBeGreaterThanOrEqual(truth);
}

describe('calibrate with a load test of one’s own', () => {
  test('finds the parameters it was made from, and a scenario takes the models', async () => {
    write('load.csv', bridgeTest([20, 30, 40, 50, 60, 70, 80, 90, 100, 110]));
    const { stdout, exitCode } = await run(
      ...['calibrate', 'load.csv', '--column-map', bridgeMap, '--given', 'cores=8, audioSenders=10'],
      ...['--out', 'models', '--name', 'My node', '--report', 'load.html'],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toBe('models/bridges/my-node.yaml\nmodels/media/my-node.yaml\nload.html\n');
    expectHeld('models/media/my-node.yaml', 'audioPairPacketRatePps', 52);
    expectHeld('models/media/my-node.yaml', 'audioSenderPacketRatePps', 230);
    // The onset is not told by loads like these: what is left of it at 12 kpps is a quarter of a percent.
    expectHeld('models/bridges/my-node.yaml', 'cpuActiveBaseCores', 0.5);
    expectHeld('models/bridges/my-node.yaml', 'cpuPerKppsCores', 0.05);
    // Nothing was measured beyond the knee.
    expect(parameter('models/bridges/my-node.yaml', 'carriedCeilingKpps').trust).toBe('assumed');
    write(
      'scenario.yaml',
      'name: Mine\ndemand: [{ class: team-meeting, media: my-node, conferences: { peakPerHour: 10 } }]\ndeployment: { bridges: { model: my-node } }\n',
    );
    const valid = await run('validate', 'scenario.yaml');
    expect(valid.stderr).not.toMatch(/problem/);
    expect(valid.exitCode).toBe(0);
  });

  test('writes a report that needs nothing else', () => {
    const page = read('load.html');
    expect(page).toContain('Packet rate, load');
    expect(page).toContain('CPU of a bridge');
    expect(page).not.toMatch(/<(?:link|img|iframe|script|object|embed)\b/i);
    expect(page).not.toMatch(/\s(?:src|action|srcset)\s*=|@import|url\((?!#)|href="(?!#)/i);
    expect(page.match(/<svg/g)?.length).toBe(8);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('replaces its own files, and nobody else’s without being told', async () => {
    const args = ['calibrate', 'load.csv', '--column-map', bridgeMap, '--given', 'cores=8, audioSenders=10'];
    const again = await run(...args, '--out', 'models', '--name', 'my-node');
    expect(again.exitCode).toBe(0);
    write('models/bridges/my-node.yaml', '# mine\n');
    const refused = await run(...args, '--out', 'models', '--name', 'my-node');
    expect(refused.stderr).toMatch(/models\/bridges\/my-node\.yaml already exists/);
    expect(refused.exitCode).toBe(2);
    expect(read('models/bridges/my-node.yaml')).toBe('# mine\n');
    expect((await run(...args, '--out', 'models', '--name', 'my-node', '--replace')).exitCode).toBe(0);
  });

  test('takes one reading as the speed of the shipped bridge, and says so', async () => {
    write('short.csv', bridgeTest([40, 50, 60, 70]));
    const given = ['--given', 'cores=8, audioSenders=10', '--out', 'short'];
    const { stderr, exitCode } = await run('calibrate', 'short.csv', '--column-map', bridgeMap, ...given);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /note: bridge CPU: 4 usable points, at least 5 .*: the speed of bridges\/gp1-xs was fitted/,
    );
  });

  test('gives everything as data with --json', async () => {
    const args = ['--column-map', bridgeMap, '--given', 'cores=8, audioSenders=10', '--json'];
    const { stdout } = await run('calibrate', 'load.csv', ...args);
    const { ok, models, fits, findings } = JSON.parse(stdout);
    expect(ok).toBe(true);
    expect(models).toEqual([
      { model: 'bridges/load', file: 'calibrated-models/bridges/load.yaml', compared: 'new' },
      { model: 'media/load', file: 'calibrated-models/media/load.yaml', compared: 'new' },
    ]);
    expect(fits[0]).toMatchObject({ name: 'Packet rate, load', points: 10, unit: 'kpps' });
    expect(findings).toEqual([]);
  });

  test('reads a folder by its data package, without the rows kept for validation', async () => {
    mkdirSync(join(folder.path, 'my-test'));
    const rows = bridgeTest([20, 30, 40, 50, 60, 70, 80, 90]).trim().split('\n');
    const marked = rows.map((row, i) => `${row},${i === 0 ? 'use' : i < 7 ? 'fit' : 'keep'}`);
    write('my-test/load.csv', `${marked.join('\n')}\n`);
    const fields = [
      { name: 'n', type: 'integer', unit: 'participants' },
      { name: 'kpps', type: 'number', unit: 'kpps' },
      { name: 'cores', type: 'number', unit: 'cores' },
      { name: 'use', type: 'string' },
    ];
    const rowUses = [{ column: 'use', equals: 'keep', usedFor: 'validation' }];
    const resource = { path: 'load.csv', rowUses, schema: { fields, missingValues: [''] } };
    const described = { given: { cores: 8, audioSenders: 10 }, resources: [resource] };
    write('my-test/datapackage.json', JSON.stringify(described));
    const { stdout, stderr } = await run('calibrate', 'my-test', '--json');
    expect(stderr).toMatch(/rows kept for validation \(by use\) are not fitted/);
    expect(JSON.parse(stdout).fits[0].points).toBe(6);
  });

  test('takes a field with a unit for a number, and says why a package tells nothing', async () => {
    const described = (kpps: string, more: object = {}) => {
      const units = [
        ['n', 'participants'],
        ['kpps', kpps],
        ['cores', 'cores'],
      ];
      const fields = units.map(([name, unit]) => ({ name, unit }));
      const resources = [{ path: 'load.csv', schema: { fields }, ...more }];
      mkdirSync(join(folder.path, 'plain'), { recursive: true });
      write('plain/load.csv', bridgeTest([20, 30, 40, 50, 60, 70, 80, 90]));
      write('plain/datapackage.json', JSON.stringify({ given: { cores: 8, audioSenders: 10 }, resources }));
      return run('calibrate', 'plain');
    };
    expect((await described('kpps')).exitCode).toBe(0);
    const unknown = await described('bananas');
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toMatch(/unit names no quantity .*: kpps \(bananas\)/);
    const kept = await described('kpps', { usedFor: 'validation' });
    expect(kept.exitCode).toBe(2);
    expect(kept.stderr).toMatch(/keeps every resource for validation or reference/);
  });
});

describe('calibrate refuses', () => {
  const kppsMap = 'n=participants, kpps=packet-rate kpps';
  const senders = ['--given', 'audioSenders=10'];
  test.each<[string, string, string[], RegExp]>([
    [
      'too few points',
      'n,kpps\n20,10\n40,20\n',
      ['--column-map', kppsMap, ...senders],
      /2 usable points, at least 3/,
    ],
    [
      'constant columns',
      'n,kpps\n20,1\n20,2\n20,3\n20,4\n',
      ['--column-map', kppsMap, ...senders],
      /is 20 in every row/,
    ],
    [
      'what is no number',
      'n,kpps\n20,ten\n',
      ['--column-map', kppsMap, ...senders],
      /'ten', which is not a number/,
    ],
    [
      'a unit it does not know',
      'n,kpps\n20,1\n',
      ['--column-map', 'n=participants, kpps=packet-rate Kpps'],
      /did you mean kpps\?/,
    ],
    [
      'columns it knows nothing of',
      'n,kpps\n20,1\n',
      [],
      /without a word on what its columns are\n.*--column-map/,
    ],
    [
      'a column that is not there',
      'n,kpps\n20,1\n',
      ['--column-map', 'm=participants'],
      /column m: is missing/,
    ],
    ['what nobody said', 'n,kpps\n20,1\n30,2\n', ['--column-map', kppsMap], /needs audioSenders/],
    [
      'numbers against nature',
      'n,kpps,cores\n20,1,-1\n30,2,1\n40,3,1\n',
      ['--column-map', bridgeMap, '--given', 'cores=4, audioSenders=10'],
      /negative values/,
    ],
    [
      'video of a test that is all audio: 150 packets a second a participant from three senders',
      'n,kpps,audio,video\n10,1.5,3,3\n20,3.0,3,3\n30,4.5,3,3\n40,6.1,3,3\n50,7.5,3,3\n',
      ['--column-map', `${kppsMap}, audio=senders, video=senders`],
      /practically no video was forwarded\n.*audio-dominated tests say nothing of video/,
    ],
    [
      'columns that fit nothing',
      'a\n1\n',
      ['--column-map', 'a=stress'],
      /nothing to fit[\s\S]*a bridge needs participants and packet rate/,
    ],
  ])('%s', async (_, csv, args, problem) => {
    write('wrong.csv', csv);
    const { stdout, stderr, exitCode } = await run('calibrate', 'wrong.csv', ...args, '--out', 'never');
    expect(stderr).toMatch(problem);
    expect(stderr).not.toMatch(/\n +at /);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
    expect(existsSync(join(folder.path, 'never'))).toBe(false);
  });

  test('a collinear design: senders that grow with their receivers and nothing else', async () => {
    // All of n participants send and receive: pairs n(n - 1) and senders n of a single size.
    write('wrong.csv', 'n,kpps\n20,10\n20,11\n20,10\n20,12\n');
    const args = ['--column-map', kppsMap, '--given', 'audioSenders=20'];
    const { stderr, exitCode } = await run('calibrate', 'wrong.csv', ...args);
    expect(stderr).toMatch(/vary participants/);
    expect(exitCode).toBe(2);
  });

  test('errors of the measurement, unless told to go on', async () => {
    write('wrong.csv', `${bridgeTest([20, 30, 40, 50, 60, 70, 80, 90])}100,5.5,9.9\n`);
    const args = ['calibrate', 'wrong.csv', '--column-map', bridgeMap, '--given', 'cores=4, audioSenders=10'];
    const refused = await run(...args, '--out', 'despite');
    expect(refused.stderr).toMatch(
      /error: wrong, cores, rows .*: up to 9\.9, more than the cores it may use \(4\)/,
    );
    expect(refused.stderr).toMatch(/implies: [\s\S]*to do: /);
    expect(refused.exitCode).toBe(2);
    expect((await run(...args, '--out', 'despite', '--despite-errors')).exitCode).toBe(0);
  });

  test('with the reason as data', async () => {
    write('wrong.csv', 'n,kpps\n20,10\n40,20\n');
    const args = ['calibrate', 'wrong.csv', '--column-map', kppsMap, ...senders, '--json'];
    const { stdout, exitCode } = await run(...args);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, details: { place: 'media load from wrong' } });
  });
});
