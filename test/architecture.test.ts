// Goal: the house stands as ARCHITECTURE.md draws it: imports go downwards, the rooms below the edges are pure,
//   nothing grows without bound, nothing depends on one machine.
// Method: the imports as dependency-cruiser reads them and the syntax as TypeScript reads it, held against one table
//   (`architecture/layers.ts`). A tree that breaks every rule shows that each of them bites.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPure, layers, publicDoor, readImports } from './architecture/layers.ts';
import { excessLengths, fileLinesMax, functionLinesMax } from './architecture/lengths.ts';
import { namedPlaces, readText, textFiles } from './architecture/places.ts';
import { impurities } from './architecture/purity.ts';

const root = join(import.meta.dirname, '..');
const badRoot = join(root, 'test/fixtures/architecture');
const isSource = (file: string): boolean => file.startsWith('src/') && file.endsWith('.ts');

const files = textFiles(root);
const sources = files.filter(isSource);
const imports = await readImports(root);
const badImports = await readImports(badRoot);

describe('the source', () => {
  it('is seen whole: a check that looks at nothing finds nothing', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(imports.modules).toEqual(expect.arrayContaining(sources));
  });

  it('imports downwards only, without cycles', () => {
    expect(imports.violations).toEqual([]);
  });

  it('is pure below the edges', () => {
    const pure = sources.filter(isPure);
    expect(pure.length).toBeGreaterThan(150);
    expect(pure.flatMap((file) => impurities(file, readText(root, file)))).toEqual([]);
  });

  it(`has no file over ${fileLinesMax} lines and no function over ${functionLinesMax}, but for stated reasons`, () => {
    expect(sources.flatMap((file) => excessLengths(file, readText(root, file)))).toEqual([]);
  });
});

describe('the project', () => {
  it('names no place that exists on one machine only', () => {
    expect(files).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'ARCHITECTURE.md']));
    expect(files.flatMap((file) => namedPlaces(file, readText(root, file)))).toEqual([]);
  });
});

describe('the table of layers', () => {
  it('lets nothing import what stands above it', () => {
    const fromTop = Object.keys(layers);
    for (const [position, name] of fromTop.entries()) {
      for (const imported of layers[name]!.imports) {
        expect(fromTop.indexOf(imported), `${name} imports ${imported}`).toBeGreaterThan(position);
      }
    }
  });

  it('names no room that ARCHITECTURE.md does not draw', () => {
    const house = /^EDGES[^`]*/m.exec(readText(root, 'ARCHITECTURE.md'))?.[0] ?? '';
    const drawn = new Set([...house.matchAll(/ ([a-z]+)(?= {2,}|\n)/g)].map((match) => match[1]!));
    expect(Object.keys(layers).filter((name) => name !== publicDoor && !drawn.has(name))).toEqual([]);
  });
});

describe('a tree that breaks every rule', () => {
  it('is found out import by import', () => {
    expect(badImports.violations).toEqual([
      'src/attic/forgotten.ts stands in no room of the table of layers',
      'src/autoscaling/upwards-by-type.ts -> src/jitsi/circle.ts: autoscaling may not import that room',
      'src/billing/from-file.ts -> fs: billing may not use node',
      'src/cloud/nowhere.ts -> ./nothing.ts: no import that leads nowhere',
      'src/cloud/outside.ts -> beside.ts: no import out of src',
      'src/engine/upwards.ts -> src/simulation/run.ts: engine may not import that room',
      'src/index.ts -> src/io/door.ts: index.ts may not import that room',
      'src/jitsi/circle.ts -> src/jitsi/corner.ts: no cycles',
      'src/stats/packaged.ts -> zod/index.d.cts: stats may not use that package',
      'src/workload/upwards-when-called.ts -> src/simulation/run.ts: workload may not import that room',
    ]);
  });

  it('is found out name by name', () => {
    const file = 'src/queueing/impure.ts';
    const found = impurities(file, readText(badRoot, file));
    expect(found.map((sentence) => sentence.replace(`${file}:`, ''))).toEqual([
      '2 uses the clock: Date.now',
      '3 uses the clock: new Date()',
      '4 uses the clock: Date()',
      '5 uses Math.random',
      '6 uses Math.random',
      '7 uses performance',
      '8 uses process',
      '9 uses fetch',
      '10 uses setTimeout',
      '11 uses setInterval',
      '12 uses setImmediate',
      '13 uses crypto',
      '14 uses globalThis',
      '15 uses console',
      '16 uses import.meta',
    ]);
  });

  it('keeps what only looks like it: members of that name, dates of arguments', () => {
    const file = 'src/units/sound.ts';
    expect(impurities(file, readText(badRoot, file))).toEqual([]);
  });

  it('is found out by its lengths, from the first line too many', () => {
    const functionOf = (lines: number): string => `function f() {\n${'  f();\n'.repeat(lines - 2)}}\n`;
    const fileOf = (lines: number): string => '// a line\n'.repeat(lines);
    const lengths = (text: string): string[] => excessLengths('a.ts', text);
    expect(lengths(functionOf(70))).toEqual([]);
    expect(lengths(functionOf(71))).toEqual(['a.ts:1 is a function of 71 lines, more than 70']);
    expect(lengths(`// length: one table\n${functionOf(71)}`)).toEqual([]);
    expect(lengths(`// length:\n${functionOf(71)}`)).toHaveLength(1);
    expect(lengths(fileOf(300))).toEqual([]);
    expect(lengths(fileOf(301))).toEqual(['a.ts has 301 lines, more than 300']);
    expect(lengths(`// length: one table\n${fileOf(300)}`)).toEqual([]);
  });

  it.each([
    ['a path of one machine', ['', 'home', 'somebody', 'jitsim'].join('/')],
    ['a path of one machine', `from '${['', 'tmp', 'day.csv'].join('/')}'`],
    ['a path of one machine', ['C:', 'Users', 'somebody'].join('\\')],
    ['a path of one machine', ['file:', '', '', 'etc'].join('/')],
    ['a folder beside the checkout', ['..', 'shared', 'design.md'].join('/')],
    ['the host of a package registry', ['https://registry', 'example', 'org/zod'].join('.')],
  ])('is found out by naming %s: %s', (what, text) => {
    expect(namedPlaces('notes.md', `first line\n${text}\n`)).toEqual([
      expect.stringMatching(new RegExp(`^notes\\.md:2 names ${what}: `)),
    ]);
  });

  it.each(['https://example.org/home/page.html', 'examples/home/scenario.yaml', './work/day.csv'])(
    'may name a place inside the project or on the web: %s',
    (text) => {
      expect(namedPlaces('notes.md', text)).toEqual([]);
    },
  );
});
