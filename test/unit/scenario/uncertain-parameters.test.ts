// Goal: what a scenario draws anew is what its models know within an interval only, and nothing that is a setting, a
// whole number or the user's own figure.
// Method: scenarios resolved against the shipped models; intervals read from the YAML files themselves.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../../support/read-dataset.ts';
import { scenarioOf } from '../../support/study.ts';

const uncertain = 'run: { parameterUncertainty: true, replications: 5 }';
const text = (rest: string): string =>
  `name: S\ndemand: [{ class: team-meeting, media: audio-dominated-10-senders, conferences: { peakPerHour: 60 } }]\n${rest}\n`;

interface Written {
  readonly parameters: Readonly<Record<string, { readonly value: unknown; readonly interval95: unknown }>>;
}

describe('uncertain parameters', () => {
  it('are none unless the scenario asks', async () => {
    const scenario = await scenarioOf(text(''));
    expect(scenario.uncertainParameters).toEqual([]);
    expect((await scenarioOf(text('run: { parameterUncertainty: false }'))).uncertainParameters).toEqual([]);
  });

  it('are exactly the numbers with an interval in the files of the bridge and the media', async () => {
    const scenario = await scenarioOf(text(uncertain));
    for (const model of ['bridges/gp1-xs', 'media/audio-dominated-10-senders']) {
      const file = parse(readFileSync(join(repositoryRoot, 'models', `${model}.yaml`), 'utf8')) as Written;
      const expected = Object.entries(file.parameters)
        .filter(([, { value, interval95 }]) => typeof value === 'number' && interval95 !== null)
        .map(([name, { value, interval95 }]) => ({ parameter: name, value, interval95 }));
      const found = scenario.uncertainParameters
        .filter((one) => one.model === model)
        .map(({ parameter, value, interval95 }) => ({ parameter, value, interval95 }));
      expect(found).toEqual(expected);
      expect(found.length).toBeGreaterThan(3);
    }
  });

  it('stand where their path leads', async () => {
    const scenario = await scenarioOf(text(uncertain));
    for (const { path, value } of scenario.uncertainParameters) {
      const found = path.reduce<unknown>(
        (node, key) => (node as Readonly<Record<string | number, unknown>>)[key],
        scenario,
      );
      expect(found, path.join('.')).toBe(value);
    }
  });

  it('leave out what the scenario gives itself', async () => {
    const scenario = await scenarioOf(
      text(`${uncertain}\ndeployment: { bridges: { model: { from: gp1-xs, cpuPerKppsCores: 0.05 } } }`),
    );
    const names = scenario.uncertainParameters.map(({ parameter }) => parameter);
    expect(names).not.toContain('cpuPerKppsCores');
    expect(names).toContain('cpuActiveBaseCores');
  });

  it('are told in a warning, with their number', async () => {
    const { warnings, uncertainParameters } = await scenarioOf(text(uncertain));
    const told = `each replication draws ${uncertainParameters.length} model parameters`;
    expect(warnings.filter((warning) => warning.startsWith(told))).toHaveLength(1);
  });
});

describe('ranges of validity', () => {
  it('warn of conferences larger than the media was measured with (129), and of no smaller ones', async () => {
    const rooms = (size: number) =>
      scenarioOf(text('').replace('class: team-meeting', `class: { from: team-meeting, size: ${size} }`));
    const told =
      /conferences have up to 130 participants; models\/media\/audio-dominated-10-senders was measured/;
    expect((await rooms(130)).warnings.some((warning) => told.test(warning))).toBe(true);
    expect((await rooms(129)).warnings.some((warning) => /was measured with/.test(warning))).toBe(false);
  });
});
