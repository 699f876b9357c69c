/**
 * Goal: controllers, bridge selection and stress decide as the upstream projects do, case for case.
 * Method: every `*.json` of `test/validation/vectors` (or of the directory that JITSIM_VECTORS names) is read, each case
 * goes to the runner that knows it, and passed, failed and pending are counted per file. Pending cases are upstream
 * behaviour that is not built yet; what `mustBeBuilt` lists may not be pending.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mustBeBuilt, runners } from './conformance/registry.ts';
import type { VectorCase, VectorFile } from './conformance/runner.ts';

const shipped = join(dirname(fileURLToPath(import.meta.url)), 'vectors');
const directory = process.env.JITSIM_VECTORS ?? shipped;

interface FileOutcome {
  readonly file: string;
  readonly passed: number;
  readonly pending: readonly string[];
  readonly failures: readonly string[];
}

function readVectors(file: string): VectorFile {
  const path = join(directory, file);
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (Array.isArray(content)) return { path, header: {}, cases: content as VectorCase[] };
  const { cases, ...header } = content as Record<string, unknown>;
  if (!Array.isArray(cases)) throw new Error(`${path} holds no list of cases`);
  return { path, header, cases: cases as VectorCase[] };
}

/** What a case is about: its subject, or the function it calls. */
function subjectOf(testCase: VectorCase): string {
  const input = testCase.input as Record<string, unknown> | undefined;
  return String(testCase.subject ?? input?.function ?? 'unknown');
}

/** A file that cannot be read is a failure of its own, so that the table still shows the others. */
function runFile(file: string): FileOutcome {
  try {
    return runCases(file, readVectors(file));
  } catch (error) {
    return { file, passed: 0, pending: [], failures: [`cannot be read: ${String(error)}`] };
  }
}

function runCases(file: string, vectors: VectorFile): FileOutcome {
  let passed = 0;
  const pending: string[] = [];
  const failures: string[] = [];
  for (const [i, testCase] of vectors.cases.entries()) {
    const runner = runners.find((one) => one.handles(vectors, testCase));
    if (runner === undefined) {
      pending.push(subjectOf(testCase));
      continue;
    }
    let mismatch: string | null;
    try {
      mismatch = runner.run(testCase);
    } catch (error) {
      mismatch = `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    }
    if (mismatch === null) passed += 1;
    else failures.push(`${testCase.id ?? i} ${testCase.name ?? ''}: ${mismatch}`);
  }
  return { file, passed, pending, failures };
}

function table(outcomes: readonly FileOutcome[]): string {
  const width = Math.max(...outcomes.map(({ file }) => file.length));
  const lines = outcomes.map(({ file, passed, failures, pending }) => {
    const subjects = [...new Set(pending)].sort().join(', ');
    return (
      `${file.padEnd(width)}  ${String(passed).padStart(5)} passed  ${String(failures.length).padStart(3)} failed  ` +
      `${String(pending.length).padStart(4)} pending${subjects === '' ? '' : ` (${subjects})`}`
    );
  });
  return ['conformance vectors', ...lines].join('\n');
}

describe('conformance with upstream vectors', () => {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .sort();
  const outcomes = files.map(runFile);
  process.stdout.write(`${table(outcomes)}\n`);

  it('finds vectors', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(outcomes)('$file: every case that is built passes', ({ passed, pending, failures }) => {
    expect(failures).toEqual([]);
    expect(passed + pending.length).toBeGreaterThan(0);
  });

  it.each(outcomes)('$file: nothing that must be built is pending', ({ pending }) => {
    // Of the vectors that come with the project none is left out.
    const isUnwanted = (subject: string): boolean => directory === shipped || mustBeBuilt.has(subject);
    expect(pending.filter(isUnwanted)).toEqual([]);
  });
});
