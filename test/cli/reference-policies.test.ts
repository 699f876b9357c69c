// Goal: every policy of the reference page can be written in a scenario file.
// Method: the command line validates a file for each policy.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, session } = startSessionInFolder();

test.each([
  '{ policy: scheduled, timetable: [{ at: 08:45, count: 12 }, { at: 10:30, count: 4 }], prewarmSeconds: 240 }',
  '{ policy: react, min: 4, max: 60 }',
  '{ policy: hist, min: 4, max: 60, targetStress: 0.4 }',
  '{ policy: reg, min: 4, max: 60, controlIntervalSeconds: 30 }',
  '{ policy: adapt, preset: default, min: 4, max: 60 }',
])('validate takes %s', async (policy) => {
  const text = `name: Test\ndemand: [{ class: team-meeting, conferences: { peakPerHour: 60 } }]\nscaling: { bridges: ${policy} }\n`;
  writeFileSync(join(folder.path, 'scenario.yaml'), text);
  const { stderr, exitCode } = await session.run(folder.path, ['validate', 'scenario.yaml']);
  expect(stderr).not.toMatch(/has \d+ problem/);
  expect(exitCode).toBe(0);
});
