// Goal: whatever is wrong with the input, the user is told where and what, on stderr, with exit code 2, and nothing
// is written.
// Method: the command line runs in a temporary folder on files with one mistake each.
import { mkdirSync, readdirSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli, startSessionInFolder } from '../support/cli.ts';

const { folder, session, write } = startSessionInFolder();

const scenario = (demand: string, rest = ''): string => `name: Test\ndemand:\n${demand}\n${rest}`;
const team = '  - { class: team-meeting, conferences: { peakPerHour: 60 } }';
const replay = (file: string): string =>
  `  - { class: lecture, replay: { file: ${file}, timeColumn: time, participantsColumn: present, roomSize: 30 } }`;

const scenarios: Readonly<Record<string, string>> = {
  'no-csv.yaml': scenario(replay('nowhere.csv')),
  'empty-csv.yaml': scenario(replay('empty.csv')),
  'short-row.yaml': scenario(replay('short.csv')),
  'long-row.yaml': scenario(replay('long.csv')),
  'not-a-number.yaml': scenario(replay('nan.csv')),
  'negative-cell.yaml': scenario(replay('negative.csv')),
  'directory-csv.yaml': scenario(replay('a-directory')),
  'negative.yaml': scenario(team.replace('60', '-60')),
  'absurd.yaml': scenario(team, 'deployment: { bridges: { initialCount: 99999999 } }'),
  'yaml-nan.yaml': scenario(team.replace('60', '.nan')),
  'zero-curve.yaml': scenario(team.replace('peakPerHour: 60', 'curve: { expression: "0 * hour" }')),
  'size-zero.yaml': scenario(team.replace('team-meeting', '{ from: team-meeting, size: 0 }')),
  'min-above-max.yaml': scenario(team, 'scaling:\n  bridges: { policy: jitsi-autoscaler, min: 5, max: 3 }'),
  'unknown-policy.yaml': scenario(team, 'scaling: { bridges: { policy: kubernets-hpa } }'),
  'unknown-key.yaml': scenario(team, 'scalling: {}'),
  'unknown-model.yaml': scenario(team.replace('team-meeting', 'team-meting')),
  'not-yaml.yaml': 'name: [unclosed',
  'empty.yaml': '',
};

const files: Readonly<Record<string, string>> = {
  'empty.csv': '',
  'short.csv': 'time,present\n09:00,1\n09:01\n',
  'long.csv': 'time,present\n09:00,1\n09:01,2,3\n',
  'nan.csv': 'time,present\n09:00,1\n09:01,NaN\n',
  'negative.csv': 'time,present\n09:00,-1\n',
};

for (const [name, text] of Object.entries({ ...scenarios, ...files })) write(name, text);
mkdirSync(join(folder.path, 'a-directory'));
mkdirSync(join(folder.path, 'scenario-is-a-directory', 'scenario.yaml'), { recursive: true });
write('latin-1.yaml', Uint8Array.of(0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xe9, 0x0a));

describe('validate refuses', () => {
  test.each([
    ['nowhere.yaml', /nowhere\.yaml has 1 problem\n {2}does not exist/],
    ['a-directory', /is a directory without scenario\.yaml/],
    ['scenario-is-a-directory', /scenario\.yaml has 1 problem\n {2}is a directory, not a file/],
    ['latin-1.yaml', /latin-1\.yaml has 1 problem\n {2}is not UTF-8 text/],
    ['empty.yaml', /empty\.yaml has 1 problem\n {2}1:1 {2}is empty/],
    ['not-yaml.yaml', /1:\d+ {2}is not valid YAML/],
    [
      'no-csv.yaml',
      /3:\d+ {2}demand\[0\]\.replay\.file {2}names a file that does not exist, got "nowhere\.csv"/,
    ],
    ['directory-csv.yaml', /names a file that is a directory, not a file/],
    ['empty-csv.yaml', /demand\[0\]\.replay\.file {2}names a file that is empty, got "empty\.csv"/],
    ['short-row.yaml', /short\.csv has 1 problem\n {2}3 {2}row is too short, got 1 cells, the header has 2/],
    ['long-row.yaml', /long\.csv has 1 problem\n {2}3 {2}row is too long, got 3 cells, the header has 2/],
    ['not-a-number.yaml', /nan\.csv has 1 problem\n {2}3 {2}present {2}must be a number, got "NaN"/],
    ['negative-cell.yaml', /negative\.csv has 1 problem\n {2}2 {2}present {2}must be at least 0, got -1/],
    ['negative.yaml', /3:\d+ {2}demand\[0\]\.conferences\.peakPerHour {2}must be above 0, got -60/],
    ['absurd.yaml', /deployment\.bridges\.initialCount {2}must be at most 100000, got 99999999/],
    ['yaml-nan.yaml', /demand\[0\]\.conferences\.peakPerHour {2}must be a finite number, got NaN/],
    ['zero-curve.yaml', /gives no conference at all: its rate is zero over the whole horizon/],
    ['size-zero.yaml', /demand\[0\]\.class\.size {2}gives conferences without participants/],
    ['min-above-max.yaml', /5:\d+ {2}scaling\.bridges\.max {2}must be at least min \(5\), got 3\n.*swap/],
    ['unknown-policy.yaml', /scaling\.bridges\.policy {2}must be .*\n.*did you mean kubernetes-hpa\?/],
    ['unknown-key.yaml', /4:1 {2}scalling {2}unknown key; did you mean scaling\?/],
    [
      'unknown-model.yaml',
      /demand\[0\]\.class .*models\/conferences, got "team-meting"\n.*did you mean team-meeting\?/,
    ],
  ])('%s', async (file, problem) => {
    const { stdout, stderr, exitCode } = await session.run(folder.path, ['validate', file]);
    expect(stderr).toMatch(problem);
    expect(stderr).not.toMatch(/\n +at /);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  test('a file that may not be read', async () => {
    write('secret.yaml', scenario(team));
    await chmod(join(folder.path, 'secret.yaml'), 0);
    await chmod(folder.path, 0o755);
    // Root may read everything, so the command runs as somebody else.
    const isRoot = process.getuid?.() === 0;
    const somebody = isRoot
      ? { spawn: { uid: 65_534, gid: 65_534, stdio: ['ignore', 'pipe', 'pipe'] as const } }
      : {};
    const { stderr, exitCode } = await runCli(folder.path, ['validate', 'secret.yaml'], somebody as object);
    expect(stderr).toMatch(/secret\.yaml has 1 problem\n {2}may not be read \(permission denied\)/);
    expect(exitCode).toBe(2);
  });
});

test('simulate refuses before it computes or writes anything', async () => {
  const { stdout, stderr, exitCode } = await session.run(folder.path, [
    'simulate',
    'min-above-max.yaml',
    '--out',
    'never',
  ]);
  expect(stderr).toMatch(/must be at least min \(5\), got 3/);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
  expect(readdirSync(folder.path)).not.toContain('never');
});

test('with --json the issues are data on stdout as well', async () => {
  const { stdout, exitCode } = await session.run(folder.path, ['validate', 'unknown-key.yaml', '--json']);
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    details: [{ file: 'unknown-key.yaml', line: 4, column: 1, path: 'scalling', hint: null }],
  });
});
