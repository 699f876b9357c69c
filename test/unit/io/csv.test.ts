// Goal: a CSV file is read exactly or refused with the line that is wrong.
// Method: small texts whose lines can be counted, with the mistakes that spreadsheets and people make.
import { describe, expect, test } from 'vitest';
import { parseTable } from '../../../src/io/csv.ts';
import { formatIssues, type Issue } from '../../../src/scenario/issues.ts';
import { numberColumn, type Table } from '../../../src/scenario/table.ts';

async function table(text: string): Promise<Table> {
  const parsed = await parseTable(text, 't.csv');
  if (!parsed.ok) throw new Error(formatIssues(parsed.issues));
  return parsed.value;
}

async function problems(text: string): Promise<string> {
  const parsed = await parseTable(text, 't.csv');
  return parsed.ok ? 'none' : formatIssues(parsed.issues);
}

describe('a table', () => {
  test('keeps cells, quotes and the line of each row', async () => {
    const read = await table('time,note\n09:00,"a, ""b"""\n\n"09:01","two\nlines"\n09:02,\n');
    expect(read.columns).toEqual(['time', 'note']);
    expect(read.rows).toEqual([
      ['09:00', 'a, "b"'],
      ['09:01', 'two\nlines'],
      ['09:02', ''],
    ]);
    expect(read.lines).toEqual([2, 4, 6]);
  });

  test('may begin with a byte order mark and end its lines as Windows does', async () => {
    const read = await table('\ufefftime,n\r\n09:00,1\r\n09:01,2');
    expect(read.columns).toEqual(['time', 'n']);
    expect(read.lines).toEqual([2, 3]);
  });

  test.each([
    ['', /t.csv has 1 problem\n {2}is empty/],
    ['\n\n', /is empty/],
    ['a,b\n', /a header and no rows/],
    ['a,b\n1,2\n3\n4,5', /3 {2}row is too short, got 1 cells, the header has 2/],
    ['a,b\n1,2\n3,4,5', /3 {2}row is too long, got 3 cells, the header has 2/],
    ['a,a\n1,2', /1 {2}a {2}is the name of two columns/],
    ['a,\n1,2', /column 2 has no name/],
    ['a;b\n1;2', /separated by ;, not by commas/],
    ['a\tb\n1\t2', /separated by tabs/],
    ['a,b\n1,"2\n', /is not CSV/],
  ])('is refused when it reads %j', async (text, problem) => {
    expect(await problems(text)).toMatch(problem);
  });

  test('may have a column that objects know under that name', async () => {
    const read = await table('__proto__,constructor\n1,2');
    expect(read.columns).toEqual(['__proto__', 'constructor']);
    expect(read.rows).toEqual([['1', '2']]);
  });
});

describe('a column of numbers', () => {
  const options = { min: 0, max: 100, blank: 'refused' } as const;
  async function column(text: string, name = 'n', blank: 'refused' | 'missing' = 'refused') {
    const issues: Issue[] = [];
    const values = numberColumn(await table(text), name, { ...options, blank }, issues);
    return { values, text: formatIssues(issues) };
  }

  test('takes whole, decimal and scientific numbers', async () => {
    expect((await column('n\n1\n 2.5 \n1e1\n.5\n+3')).values).toEqual(Float64Array.of(1, 2.5, 10, 0.5, 3));
  });

  test.each(['NaN', 'Infinity', '0x10', '1,5', '1.2.3', 'twelve', '1 000', '--1'])(
    'refuses %s, naming the line',
    async (word) => {
      const { values, text } = await column(`n\n1\n"${word}"`);
      expect(values).toBeNull();
      expect(text).toContain(`3  n  must be a number, got "${word}"`);
    },
  );

  test('refuses values out of range', async () => {
    expect((await column('n\n1\n-3')).text).toContain('3  n  must be at least 0, got -3');
    expect((await column('n\n101')).text).toContain('2  n  must be at most 100, got 101');
  });

  test('takes empty cells only where they mean a missing sample', async () => {
    expect((await column('n,m\n1,1\n,1')).text).toContain('3  n  must be a number, got nothing');
    expect((await column('n,m\n1,1\n,1', 'n', 'missing')).values).toEqual(Float64Array.of(1, Number.NaN));
  });

  test('that is not there is suggested', async () => {
    expect((await column('participants,b\n1,2', 'particpants')).text).toMatch(
      /no such column\n.*did you mean participants\?/,
    );
    expect((await column('a,b\n1,2', 'zzz')).text).toMatch(/no such column\n.*the file has a, b/);
  });

  test('spells out only the first few mistakes', async () => {
    const { text } = await column(`n\n${'x\n'.repeat(1000)}`);
    expect(text).toContain('has 995 more rows like these');
    expect(text.split('\n').length).toBeLessThan(10);
  });
});
