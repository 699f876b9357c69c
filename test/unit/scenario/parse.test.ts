// Goal: YAML is read as YAML 1.2, everything keeps its place, and hostile documents are refused.
// Method: documents whose places can be counted by eye.
import { describe, expect, test } from 'vitest';
import { formatIssues } from '../../../src/scenario/issues.ts';
import { type ParsedFile, parseFile, pathText } from '../../../src/scenario/parse.ts';

function parsed(text: string): ParsedFile {
  const result = parseFile('f.yaml', text);
  if (!result.ok) throw new Error(formatIssues(result.issues));
  return result.value;
}

function problems(text: string): string {
  const result = parseFile('f.yaml', text);
  return result.ok ? 'none' : formatIssues(result.issues);
}

describe('a YAML file', () => {
  test('takes times and words of other YAML versions as words', () => {
    expect(parsed('a: 9:00\nb: no\nc: 012\nd: 2022-03-29T09:24\ne: .inf').value).toEqual({
      a: '9:00',
      b: 'no',
      c: 12,
      d: '2022-03-29T09:24',
      e: Number.POSITIVE_INFINITY,
    });
  });

  test('knows the place of values, of keys, and of the nearest thing above what is not there', () => {
    const file = parsed('name: x\ndemand:\n  - class: team\n    burst: { at: 9:00 }\n');
    expect(file.placeOf(['demand', 0, 'class'])).toEqual({ line: 3, column: 12 });
    expect(file.placeOfKey(['demand', 0, 'class'])).toEqual({ line: 3, column: 5 });
    expect(file.placeOf(['demand', 0, 'burst', 'at'])).toEqual({ line: 4, column: 18 });
    expect(file.placeOf(['demand', 0, 'burst', 'conferences'])).toEqual({ line: 4, column: 12 });
    expect(file.has(['demand', 0, 'burst'])).toBe(true);
    expect(file.has(['demand', 1])).toBe(false);
  });

  test.each([
    ['a: 1\na: 2', /2:1.*keys must be unique/i],
    ['a: [1, 2', /not valid YAML/],
    ['\ta: 1', /indent with spaces/],
    ['a: 1\n---\nb: 2', /one scenario in a file/],
    ['', /is empty/],
    ['# only a comment', /is empty/],
    ['a: &x [1]\nb: [*x, *y]', /not valid YAML|cannot be read/],
  ])('is refused when it reads %j', (text, problem) => {
    expect(problems(text)).toMatch(problem);
  });

  test('is refused when aliases would unfold it without end', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const content = level === 0 ? '"lol"' : Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ');
      return `a${level}: &a${level} [${content}]`;
    });
    expect(problems(levels.join('\n'))).toMatch(/alias/i);
  });

  test.each(['__proto__', 'constructor', 'prototype'])('is refused when it has the key %s', (key) => {
    expect(problems(`a:\n  ${key}: { polluted: true }`)).toMatch(/not allowed/);
  });
});

test('a path reads like the keys it is made of', () => {
  expect(pathText(['demand', 0, 'replay', 'file'])).toBe('demand[0].replay.file');
  expect(pathText([])).toBe('');
});
