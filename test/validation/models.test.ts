// Goal: no number of models/ is a guess that does not say so.
// Method: every YAML file is read as it stands; each parameter must carry value, interval95, source and trust; one
//   without an interval must say why; a source that names a file of datasets/ must name one that is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkModel } from '../../src/scenario/model-registry.ts';
import { modelKinds } from '../../src/scenario/model-values.ts';
import { parseFile } from '../../src/scenario/parse.ts';
import { repositoryRoot } from '../support/read-dataset.ts';

interface Parameter {
  readonly value: unknown;
  readonly interval95: unknown;
  readonly source: unknown;
  readonly trust: unknown;
  readonly note?: unknown;
}

const root = join(repositoryRoot, 'models');
const kinds = readdirSync(root);
const files = kinds.flatMap((kind) =>
  readdirSync(join(root, kind))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${kind}/${name}`),
);

function parametersOf(file: string): [string, Parameter][] {
  const model = parse(readFileSync(join(root, file), 'utf8')) as { parameters: Record<string, Parameter> };
  return Object.entries(model.parameters);
}

describe('models', () => {
  it('lie in folders of known kinds, every one of which has some', () => {
    expect(kinds.toSorted()).toEqual([...modelKinds].toSorted());
    expect(files.length).toBeGreaterThan(25);
  });

  it.each(files)('%s has value, interval, source and trust for every number', (file) => {
    const incomplete = parametersOf(file).flatMap(([name, parameter]) => {
      const { interval95, source, trust, note } = parameter;
      const missing = ['value', 'interval95', 'source', 'trust'].filter((key) => !(key in parameter));
      if (missing.length > 0) return [`${name} has no ${missing.join(', ')}`];
      const isInterval = Array.isArray(interval95) && interval95.length === 2;
      if (interval95 !== null && !isInterval) return [`${name} has the interval ${String(interval95)}`];
      if (interval95 === null && (typeof note !== 'string' || note === '')) {
        return [`${name} has neither an interval nor a note that says why`];
      }
      if (typeof source !== 'string' || source.length < 4)
        return [`${name} has the source ${String(source)}`];
      return ['assumed', 'published', 'calibrated', 'validated'].includes(String(trust))
        ? []
        : [`${name} trust`];
    });
    expect(incomplete).toEqual([]);
  });

  it.each(files)('%s is read as the simulator reads it', (file) => {
    const [kind, name = ''] = file.split('/');
    const parsed = parseFile(file, readFileSync(join(root, file), 'utf8'));
    const known = modelKinds.find((one) => one === kind)!;
    const checked = parsed.ok ? checkModel(parsed.value, known, name.replace('.yaml', '')) : parsed;
    expect(checked.ok ? [] : checked.issues).toEqual([]);
  });

  it('name only datasets that are there', () => {
    const named = files.flatMap((file) =>
      parametersOf(file).flatMap(([, { source }]) => [
        ...String(source).matchAll(/datasets\/[\w/-]+(\.csv)?/g),
      ]),
    );
    const absent = new Set(
      named.map(([path]) => path).filter((path) => !existsSync(join(repositoryRoot, path))),
    );
    expect([...absent]).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });
});
