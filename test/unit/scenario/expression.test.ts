// Goal: formulas give what mathematics says, and nothing but formulas gets through.
// Method: mathjs itself is the oracle for values, over random formulas of the allowed kind; every construct of mathjs
// that is not allowed, and known ways out of its sandbox, must be refused with a reason.

import { evaluate } from 'mathjs/number';
import { describe, expect, test } from 'vitest';
import {
  compileExpression,
  EXPRESSION_DEPTH_MAX,
  EXPRESSION_LENGTH_MAX,
  type Formula,
} from '../../../src/scenario/expression.ts';
import { fc } from '../../support/property.ts';
import { parseExpression } from '../../support/study.ts';

function formulaOf(text: string): Formula {
  const compiled = compileExpression(text, ['hour', 'day'], parseExpression);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.problem}`);
  return compiled.formula;
}

function refusal(text: string): string {
  const compiled = compileExpression(text, ['hour', 'day'], parseExpression);
  return compiled.ok ? 'allowed' : `${compiled.problem}; ${compiled.hint}`;
}

describe('a formula', () => {
  test('gives the value worked out by hand', () => {
    expect(formulaOf('40 + 30*sin((hour-6)/24*2*pi)')(12, 1)).toBeCloseTo(70, 12);
    expect(formulaOf('8 <= hour < 18 ? 100 : 5')(17.9, 1)).toBe(100);
    expect(formulaOf('8 <= hour < 18 ? 100 : 5')(18, 1)).toBe(5);
    expect(formulaOf('day == 0 or day == 6 ? 0 : 12')(9, 6)).toBe(0);
    expect(formulaOf('not (hour > 3) and true')(2, 1)).toBe(1);
    expect(formulaOf('mod(hour - 10, 24)')(9, 1)).toBe(23);
    expect(formulaOf('2 hour')(4, 1)).toBe(8);
    expect(formulaOf('floor(hour/6) + ceil(0.2) + round(0.5) + sign(-3)')(13, 1)).toBe(3);
    expect(formulaOf('-2^2')(0, 0)).toBe(-4);
  });

  const leaf = fc.oneof(
    fc.constantFrom('hour', 'day', 'pi'),
    fc.integer({ min: 0, max: 99 }).map(String),
    fc.double({ min: 0.01, max: 9, noNaN: true }).map((value) => value.toFixed(3)),
  );
  const { formula } = fc.letrec<{ formula: string }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc
        .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/'), tie('formula'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc
        .tuple(fc.constantFrom('sin', 'cos', 'abs', 'exp', 'sqrt'), tie('formula'))
        .map(([name, a]) => `${name}(${a})`),
      fc
        .tuple(fc.constantFrom('min', 'max'), tie('formula'), tie('formula'))
        .map(([n, a, b]) => `${n}(${a}, ${b})`),
      fc
        .tuple(tie('formula'), fc.constantFrom('<', '>'), tie('formula'), tie('formula'))
        .map(([a, op, b, c]) => `(${a} ${op} ${b} ? ${c} : ${a})`),
    ),
  }));

  test('agrees with mathjs on random formulas', () => {
    fc.assert(
      fc.property(
        formula,
        fc.integer({ min: 0, max: 24 }),
        fc.integer({ min: 0, max: 6 }),
        (text, hour, day) => {
          fc.pre(text.length <= EXPRESSION_LENGTH_MAX);
          const expected: unknown = evaluate(text, { hour, day });
          const value = formulaOf(text)(hour, day);
          if (typeof expected !== 'number' || !Number.isFinite(expected) || Math.abs(expected) > 1e12) return;
          // mathjs compares with a tolerance of 1e-12 (and rounds with one: floor and ceil are not drawn), we exactly:
          // ties in conditions may go either way.
          if (text.includes('?') && Math.abs(value - expected) > 1e-9) return;
          expect(value).toBeCloseTo(expected, 6);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    ['hour.constructor', /dot/],
    ['hour.constructor("return process")', /dot|text/],
    ['cos.constructor("x")()', /not a formula/],
    ['[1, 2]', /list/],
    ['{a: 1}', /mapping/],
    ['x = 3', /assignment/],
    ['f(x) = x', /definition/],
    ['1; 2', /several statements/],
    ['1:3', /range/],
    ['"text"', /text/],
    ['hour[1]', /dot|index/],
    ['hour!', /operator !/],
    ["hour'", /operator '/],
    ['1 << 40', /operator <</],
    ['import(hour)', /unknown function import/],
    ['createUnit("zzz")', /text/],
    ['evaluate("1")', /text/],
    ['parser()', /unknown function parser/],
    ['random()', /unknown function random/],
    ['sinn(hour)', /did you mean sin/],
    ['hours + 1', /did you mean hour/],
    ['pow(2)', /2/],
    ['min()', /1 to 20/],
    ['2 +', /not a formula/],
    [`${'('.repeat(249)}1${')'.repeat(249)}`, /must not be nested deeper than 40 levels/],
    ['Infinity', /finite numbers only/],
    ['i', /unknown name i/],
  ])('is refused when it is %s', (text, reason) => {
    expect(refusal(text)).toMatch(reason);
  });

  test('is refused beyond its length and depth', () => {
    expect(refusal(`${'1 + '.repeat(EXPRESSION_LENGTH_MAX / 4)}1`)).toMatch(/characters long/);
    expect(
      refusal(`${'('.repeat(EXPRESSION_DEPTH_MAX + 1)}1${')'.repeat(EXPRESSION_DEPTH_MAX + 1)}`),
    ).toMatch(/nested deeper/);
  });
});
