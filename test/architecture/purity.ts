/**
 * What a pure room may not name: the clock, unnamed randomness, timers, the network, the console and the process.
 * Read off the syntax. The names are reserved: a local variable of one of them is refused too, so that a reader
 * never has to ask which it is.
 */
import ts from 'typescript';

/** Globals that reach outside, or that change from one run to the next. */
const reserved = new Set([
  'process',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'WebSocket',
  'console',
  'crypto',
  'globalThis',
  'global',
  'require',
  'eval',
  'Function',
]);

/** What of `Date` and `Math` is a function of its arguments alone. */
const dateMembers = new Set(['UTC', 'parse']);

/**
 * One sentence for each thing named that reaches outside, in the order of the file.
 *
 * @param file its path, for the sentences
 */
export function impurities(file: string, text: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const report = (node: ts.Node, what: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push(`${file}:${line + 1} uses ${what}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMemberName(node)) {
      if (reserved.has(node.text)) report(node, node.text);
      else if (node.text === 'Date' && !isPureDate(node))
        report(node, `the clock: ${statement(node, source)}`);
      else if (node.text === 'Math' && !isPureMath(node)) report(node, 'Math.random');
    } else if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      report(node, 'import.meta');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `x.process`, `{ process: 1 }` and `readonly process: number` name a member of something else. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ((ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isGetAccessorDeclaration(parent)) &&
      parent.name === node)
  );
}

/** `new Date(something)`, `Date.UTC`, `Date.parse` and the type. */
function isPureDate(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isNewExpression(parent)) return parent.expression === node && (parent.arguments?.length ?? 0) > 0;
  if (ts.isPropertyAccessExpression(parent)) return dateMembers.has(parent.name.text);
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  return ts.isTypeReferenceNode(parent);
}

/** `Math.<anything but random>`; `Math[name]` and `const { random } = Math` could be it. */
function isPureMath(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.name.text !== 'random';
}

function statement(node: ts.Identifier, source: ts.SourceFile): string {
  const { parent } = node;
  const whole =
    ts.isPropertyAccessExpression(parent) || ts.isCallExpression(parent) || ts.isNewExpression(parent);
  return (whole ? parent : node).getText(source);
}
