/**
 * How long a file and a function may be. Where a longer one reads better, the line above it says why:
 * `// length: <reason>`; for a file, its first line.
 */
import ts from 'typescript';

export const fileLinesMax = 300;
export const functionLinesMax = 70;

const reason = /^\s*\/\/ length: \S+/;

/** One sentence for the file and one for each function that is too long and does not say why. */
export function excessLengths(file: string, text: string): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  const found: string[] = [];
  if (lines.length > fileLinesMax && !reason.test(lines[0]!)) {
    found.push(`${file} has ${lines.length} lines, more than ${fileLinesMax}`);
  }
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      const count = last - first + 1;
      if (count > functionLinesMax && !reason.test(lines[first - 1] ?? '')) {
        found.push(`${file}:${first + 1} is a function of ${count} lines, more than ${functionLinesMax}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
