/**
 * What is wrong with the user's input: collected all at once, each with its place, its path, the problem and a way
 * out. An issue is the user's mistake (exit code 2), never ours.
 */
export interface Issue {
  /** File as the user named it. */
  readonly file: string;
  /** Place in the file, both from 1; null when the whole file is meant. */
  readonly line: number | null;
  readonly column: number | null;
  /** Key path such as `scaling.bridges.max`, or a column of a table; empty for the whole file. */
  readonly path: string;
  /** What is wrong, as a clause: "must be at least min (4)". */
  readonly problem: string;
  /** What was found, shortened; null when that says nothing. */
  readonly got: string | null;
  /** What to do about it; null when the problem says it. */
  readonly hint: string | null;
}

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Most issues printed of one file; the rest are counted. */
const ISSUES_SHOWN_MAX = 50;

/** An issue about a file as a whole. */
export function fileIssue(file: string, problem: string, hint: string | null = null): Issue {
  return { file, line: null, column: null, path: '', problem, got: null, hint };
}

/**
 * The issues as text, file by file, in order of place:
 *
 *     examples/monday/scenario.yaml has 1 problem
 *       12:7  scaling.bridges.max  must be at least min (4), got 2
 *             swap the two values
 */
export function formatIssues(issues: readonly Issue[]): string {
  const byFile = new Map<string, Issue[]>();
  for (const issue of issues) {
    const group = byFile.get(issue.file);
    if (group === undefined) byFile.set(issue.file, [issue]);
    else group.push(issue);
  }
  return [...byFile].map(([file, group]) => formatFile(file, group)).join('\n');
}

function formatFile(file: string, issues: readonly Issue[]): string {
  const sorted = [...issues].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  const shown = sorted.slice(0, ISSUES_SHOWN_MAX);
  const places = shown.map(placeOf);
  const width = Math.max(...places.map((place) => place.length));
  const lines = shown.flatMap((issue, index) => formatIssue(issue, places[index]!.padStart(width)));
  if (sorted.length > shown.length) lines.push(`  ... and ${sorted.length - shown.length} more`);
  return [`${file} has ${issues.length} ${issues.length === 1 ? 'problem' : 'problems'}`, ...lines].join(
    '\n',
  );
}

function formatIssue(issue: Issue, place: string): string[] {
  const lead = place === '' ? '  ' : `  ${place}  `;
  const got = issue.got === null ? '' : `, got ${issue.got}`;
  const path = issue.path === '' ? '' : `${issue.path}  `;
  const first = `${lead}${path}${issue.problem}${got}`;
  return issue.hint === null ? [first] : [first, `${' '.repeat(lead.length)}${issue.hint}`];
}

function placeOf(issue: Issue): string {
  if (issue.line === null) return '';
  return issue.column === null ? `${issue.line}` : `${issue.line}:${issue.column}`;
}

/** Longest rendering of a found value. */
const SHOWN_LENGTH_MAX = 60;

/** A found value as the user would write it, on one line and not too long. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : String(value);
  if (Array.isArray(value) && value.length > 8) return `a list of ${value.length}`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= SHOWN_LENGTH_MAX ? text : `${text.slice(0, SHOWN_LENGTH_MAX - 3)}...`;
}
