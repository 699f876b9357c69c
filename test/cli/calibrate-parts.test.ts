// Goal: the web front, recorders, boots and a log joined with its machine's CPU are calibrated from the command line as
//   the guide says, and mistakes in them are refused with what to do.
// Method: the command line in a temporary folder, on measurements made from known numbers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, run, write } = startSessionInFolder();
const parametersIn = (path: string): Record<string, { value: unknown; interval95: unknown }> =>
  parse(readFileSync(join(folder.path, path), 'utf8')).parameters;

const rows = (header: string, lines: readonly string[]): string => `${header}\n${lines.join('\n')}\n`;

describe('calibrate', () => {
  test('a web front by its CPU and sockets, with a report', async () => {
    const loads = [20, 40, 60, 80, 100];
    write(
      'front.csv',
      rows(
        'n,nginx,sockets',
        loads.map((n, i) => `${n},${0.002 * n + (i % 2 === 0 ? 0.001 : -0.001)},${4 * n}`),
      ),
    );
    const map = 'n=participants, nginx=cpu cores, sockets=count';
    const told = await run(
      ...['calibrate', 'front.csv', '--column-map', map, '--name', 'my-shard'],
      ...['--out', 'models', '--report', 'front.html'],
    );
    expect([told.exitCode, told.stdout]).toEqual([0, 'models/signalling/my-shard.yaml\nfront.html\n']);
    const { frontPerParticipantCores, frontSocketsPerParticipant } = parametersIn(
      'models/signalling/my-shard.yaml',
    );
    expect(frontPerParticipantCores!.value).toBeCloseTo(0.002, 4);
    expect(frontSocketsPerParticipant).toMatchObject({ value: 4, interval95: [4, 4] });
    const page = readFileSync(join(folder.path, 'front.html'), 'utf8');
    for (const part of ['CPU of the web front', 'Sockets of the web front', 'Are the errors normal?']) {
      expect(page).toContain(part);
    }
  });

  test('recorders and boots', async () => {
    write('jibri.csv', rows('cores,ram,rate', ['1,1,1', '1.2,1,1.2', '0.8,1,0.8']));
    const map = 'cores=cpu cores, ram=memory GB, rate=bit-rate GB/h';
    const recorders = await run(
      'calibrate',
      'jibri.csv',
      '--column-map',
      map,
      '--name',
      'my-jibri',
      '--out',
      'models',
    );
    expect(recorders.exitCode).toBe(0);
    const { coresPerRecording, diskGigabytesPerHour } = parametersIn('models/recorders/my-jibri.yaml');
    // Mean 1, s 0.2, t(0.975, 2) = 4.303: half 0.497.
    expect(coresPerRecording).toMatchObject({ value: 1, interval95: [0.503, 1.5] });
    expect(diskGigabytesPerHour!.value).toBe(1);
    write('boots.csv', rows('vm,ready', ['95,240', '100,250', '90,210']));
    const stages = 'vm=duration s, ready=duration s';
    const boots = await run('calibrate', 'boots.csv', '--column-map', stages, '--out', 'models');
    expect(boots.exitCode).toBe(0);
    // Medians of 95, 100, 90 and of 240, 250, 210.
    expect(parametersIn('models/boot/boots.yaml').stages!.value).toEqual([
      { name: 'vm', atSeconds: 95 },
      { name: 'ready', atSeconds: 240 },
    ]);
    const backwards = 'ready=duration s, vm=duration s';
    const refused = await run('calibrate', 'boots.csv', '--column-map', backwards, '--out', 'other');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/stage vm at 95 s, before the stage before it \(240 s\)/);
  });

  test('a log of statistics with the CPU of its machine, and refuses clocks of two zones', async () => {
    const kpps = (i: number): number => 5 + i;
    const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 27, 9, 0, seconds)).toISOString();
    const log = Array.from({ length: 20 }, (_, i) =>
      JSON.stringify({
        current_timestamp: at(60 * i + 7)
          .slice(0, -1)
          .replace('T', ' '),
        local_endpoints: 10 + 2 * i,
        endpoints_sending_audio: 10,
        packet_rate_download: 1000,
        packet_rate_upload: 1000 * kpps(i) - 1000,
      }),
    );
    write('stats.jsonl', `${log.join('\n')}\n`);
    // The bridge's line: an active base that sets in at 2 kpps, and a cost for each thousand packets.
    const coresOf = (x: number): number => 0.6 * (1 - Math.exp(-x / 2)) + 0.05 * x;
    const cpu = (hours: number): string =>
      rows(
        'at,cores',
        Array.from(
          { length: 41 },
          (_, i) => `${at(3600 * hours + 30 * i)},${coresOf(5 + (30 * i - 7) / 60)}`,
        ),
      );
    write('cpu.csv', cpu(0));
    const join2 = (file: string, out: string) =>
      run(
        ...['calibrate', 'stats.jsonl', file, '--column-map', 'at=time iso, cores=cpu cores'],
        ...['--given', 'cores=8, audioSenders=10', '--name', 'my-node', '--out', out],
      );
    const told = await join2('cpu.csv', 'models');
    expect(told.stderr).toMatch(/cpu was joined to stats by time/);
    expect(told.exitCode).toBe(0);
    const { cpuActiveBaseCores, cpuPerKppsCores } = parametersIn('models/bridges/my-node.yaml');
    expect(cpuActiveBaseCores!.value).toBeCloseTo(0.6, 1);
    expect(cpuPerKppsCores!.value).toBeCloseTo(0.05, 3);
    write('local-time.csv', cpu(2));
    const refused = await join2('local-time.csv', 'other');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/no time in common[\s\S]*2 hours apart, which looks like a time zone/);
  });
});
