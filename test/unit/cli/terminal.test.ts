// Goal: progress is for people who watch, and a bug report has what is needed to replay the run.
// Method: streams and errors made here.
import { describe, expect, test } from 'vitest';
import { bugReport } from '../../../src/cli/failures.ts';
import { startProgress } from '../../../src/cli/progress.ts';

function stream(isTTY: boolean): { readonly written: string[]; readonly stream: NodeJS.WriteStream } {
  const written: string[] = [];
  const write = (text: string): boolean => written.push(text) > 0;
  return { written, stream: { isTTY, write } as unknown as NodeJS.WriteStream };
}

describe('progress', () => {
  test('is one line on a terminal, removed at the end', () => {
    const terminal = stream(true);
    const progress = startProgress(terminal.stream);
    progress.update(1, 4);
    progress.update(4, 4);
    progress.end();
    expect(terminal.written[0]).toMatch(/1 of 4 runs, \d+(\.\d)? a second, about \d+ s left/);
    expect(terminal.written.join('')).not.toContain('\n');
    expect(terminal.written.at(-1)).toBe('\r\u001b[K');
  });

  test('is nothing at all elsewhere', () => {
    const pipe = stream(false);
    const progress = startProgress(pipe.stream);
    progress.update(4, 4);
    progress.end();
    expect(pipe.written).toEqual([]);
  });
});

test('a bug is reported with version, seed and stack', () => {
  const text = bugReport(
    new RangeError('schedule: time -3 lies in the past'),
    '9.9.9',
    'scenario S, seed 42',
  );
  expect(text).toMatch(/bug in jitsim/);
  expect(text).toMatch(/jitsim 9\.9\.9, Node v\d+.*, scenario S, seed 42/);
  expect(text).toMatch(/RangeError: schedule: time -3 lies in the past\n +at /);
});
