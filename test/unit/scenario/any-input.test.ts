// Goal: whatever somebody writes, they get a study or a list of problems with places; never a crash.
// Method: valid scenarios in which random parts are replaced, removed or added, as YAML; some of the replacements are
// values that programs trip over.

import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseTable } from '../../../src/io/csv.ts';
import { parseFile } from '../../../src/scenario/parse.ts';
import { filesNamedIn, resolveStudy } from '../../../src/scenario/resolve.ts';
import { fc } from '../../support/property.ts';
import { parseExpression, registry } from '../../support/study.ts';

const rich = parse(`name: Rich
horizon: { start: 2022-03-26T08:00, days: 3, timeZone: Europe/Paris }
demand:
  - class: { from: team-meeting, size: { kind: clamped, of: [2, 9], max: 7 } }
    conferences: { curve: office-weekday, peakPerHour: 40, alignTo: 30min, weekendRatio: 0.1 }
  - class: school-class
    media: all-cameras-tile
    burst: { at: 09:00, conferences: 30, repeat: weekdays }
  - class: lecture
    conferences: { curve: { expression: "max(0, 5*sin(hour))" } }
  - class: load-test-room
    replay: { file: p.csv, timeColumn: t, participantsColumn: n, roomSize: 30, largeRooms: [{ from: 09:00, until: 10:00, size: 50, joinRatio: 0.5 }] }
deployment:
  bridges: { model: { from: gp1-xs, coresLimit: 4 }, stress: { measure: cpu-usage }, selection: { stressThreshold: 0.6 }, drainMaxSeconds: unlimited }
  jibris: { finaliseSeconds: [10, 60] }
scaling:
  bridges: { policy: kubernetes-hpa, preset: openfun, min: 2, max: 9, boundsChanges: [{ at: 10:00, min: 3, max: 8 }] }
  jibris: { policy: constant-free, free: 2 }
prices: { bridges: { currency: EUR, costPerHour: 0.1 } }
objectives: { costPerDay: { max: 100 } }
faults: [{ kind: bridge-crash, perDay: 2, loss: machine, restartSeconds: 60 }, { kind: join-burst, at: 09:30, participants: 50 }]
observed: [{ name: o, column: participants, file: p.csv, timeColumn: t, valueColumn: n }]
variants:
  - name: a
  - name: b
    set: { scaling: { bridges: { policy: jitsi-autoscaler, max: 30 } }, demand: null }
run: { seed: 1, replications: 2 }
`) as unknown;

const table = await parseTable('t,n\n2022-03-26T08:00,1\n2022-03-27T04:00,5\n', 'p.csv');

function outcome(text: string): { readonly ok: boolean; readonly problems: readonly string[] } {
  const parsed = parseFile('s.yaml', text);
  if (!parsed.ok) return { ok: false, problems: parsed.issues.map(({ problem }) => problem) };
  const files = new Map(filesNamedIn(parsed.value).map((name) => [name, table] as const));
  const study = resolveStudy({ parsed: parsed.value, registry, files, parseExpression, hash: () => '' });
  if (study.ok) return { ok: true, problems: [] };
  for (const { file, line } of study.issues) expect(file === 's.yaml' ? line : 1).toBeGreaterThan(0);
  return { ok: false, problems: study.issues.map(({ problem }) => problem) };
}

/** Paths to every key and entry. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const inner = keys.flatMap((key) =>
    pathsOf((value as Record<string | number, unknown>)[key], [...path, key]),
  );
  return [path, ...inner];
}

function replaced(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const inner = copy as Record<string | number, unknown>;
  if (rest.length === 0 && by === undefined) delete inner[key];
  else inner[key] = replaced(inner[key], rest, by);
  return copy;
}

const paths = pathsOf(rich);

/** What people and programs put in the wrong place. */
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(
    undefined, null, '', ' ', 0, -1, 0.5, 1e9, 1e308, Number.NaN, Number.POSITIVE_INFINITY, true, [], {}, [[]], 'unlimited',
    '09:00', '25:00', '2022-03-27T02:30', 'Europe/Paris', 'toString', 'hasOwnProperty', 'static', '../../etc/passwd',
    { policy: 'static' }, { kind: 'gamma' }, { from: 'lecture' }, { expression: '1/0' }, { file: 'p.csv' }, [1, 2], [9, -9],
  ), // biome-ignore format: one value a line says no more
  fc.jsonValue({ maxDepth: 2 }),
);

describe('any scenario', () => {
  test('as it stands is valid without its removed demand', () => {
    expect(outcome(stringify(rich)).problems).toEqual(['is missing']);
    expect(outcome(stringify(replaced(rich, ['variants', 1, 'set', 'demand'], undefined))).ok).toBe(true);
  });

  test('with odd values in it is taken or refused with places', () => {
    const valid = replaced(rich, ['variants', 1, 'set', 'demand'], undefined);
    const change = fc.tuple(fc.constantFrom(...paths.filter((path) => path.length > 0)), oddValue);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let changed: unknown = valid;
        for (const [path, value] of changes) {
          try {
            changed = replaced(changed, path, value);
          } catch {
            // The path led through a value that an earlier change had replaced.
          }
        }
        const { ok, problems } = outcome(stringify(changed));
        expect(ok || problems.length > 0).toBe(true);
        for (const problem of problems) expect(problem).not.toMatch(/undefined|\[object|is not a function/);
      }),
      { numRuns: 150 },
    );
  });

  test('that is no scenario at all is refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => stringify(value)),
        ),
        (text) => {
          expect(outcome(text).ok).toBe(false);
        },
      ),
      { numRuns: 100 },
    );
  });
});
