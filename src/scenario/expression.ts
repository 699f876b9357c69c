/**
 * Formulas that users write, as functions of numbers. mathjs parses (io loads it, only when a formula is met); the
 * tree it returns is walked against a list of what is allowed and turned into closures, so that nothing of mathjs
 * runs on the user's text but its parser, and an evaluation costs nanoseconds.
 *
 * Allowed: numbers, the given names, pi and e, + - * / % ^, comparisons, and, or, not, c ? a : b, parentheses and
 * the functions listed below. True is 1 and false is 0, and any other number counts as true.
 */
import { closest } from './did-you-mean.ts';
import { listed } from './zod-issues.ts';

/** The part of a mathjs syntax tree that is looked at. */
export interface ExpressionNode {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: unknown;
  readonly op?: unknown;
  readonly fn?: unknown;
  readonly args?: readonly ExpressionNode[];
  readonly content?: ExpressionNode;
  readonly condition?: ExpressionNode;
  readonly trueExpr?: ExpressionNode;
  readonly falseExpr?: ExpressionNode;
  readonly conditionals?: readonly string[];
  readonly params?: readonly ExpressionNode[];
}

/** mathjs's `parse`; throws on a syntax error. */
export type ParseExpression = (text: string) => ExpressionNode;

/** A formula of the values given for its names, in their order. */
export type Formula = (...values: number[]) => number;

/** Longest formula, characters, and deepest nesting taken. */
export const EXPRESSION_LENGTH_MAX = 500;
export const EXPRESSION_DEPTH_MAX = 40;
const tooDeep = `must not be nested deeper than ${EXPRESSION_DEPTH_MAX} levels`;

export type CompiledExpression =
  | { readonly ok: true; readonly formula: Formula }
  | { readonly ok: false; readonly problem: string; readonly hint: string | null };

/**
 * Turns `text` into a function of `names`, or says why it cannot be.
 */
export function compileExpression(
  text: string,
  names: readonly string[],
  parse: ParseExpression,
): CompiledExpression {
  if (text.length > EXPRESSION_LENGTH_MAX) {
    return { ok: false, problem: `must be at most ${EXPRESSION_LENGTH_MAX} characters long`, hint: null };
  }
  let tree: ExpressionNode;
  try {
    tree = parse(text);
  } catch (error) {
    // The parser descends into every bracket and sign, and ends for want of stack.
    if (error instanceof RangeError) return { ok: false, problem: tooDeep, hint: null };
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: `is not a formula: ${reason}`, hint: null };
  }
  return compileTree(tree, names);
}

/** The same from a tree that was parsed before: a scenario carries the tree of a formula, not the function. */
export function compileTree(tree: ExpressionNode, names: readonly string[]): CompiledExpression {
  try {
    const evaluate = compileNode(tree, names, 0);
    return { ok: true, formula: (...values) => evaluate(values) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.message, hint: error.hint };
    throw error;
  }
}

/** A tree without anything of the parser's: plain data that can be sent to another thread. */
export function plainTree(node: ExpressionNode): ExpressionNode {
  const { type, value, name, op, fn, args, content, condition, trueExpr, falseExpr, conditionals, params } =
    node;
  const isScalar = (given: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof given);
  return {
    type,
    ...(isScalar(value) ? { value } : {}),
    ...(isScalar(name) ? { name } : {}),
    ...(isScalar(op) ? { op } : {}),
    ...(typeof fn === 'object' && fn !== null ? { fn: plainTree(fn as ExpressionNode) } : {}),
    ...(args === undefined ? {} : { args: args.map(plainTree) }),
    ...(content === undefined ? {} : { content: plainTree(content) }),
    ...(condition === undefined ? {} : { condition: plainTree(condition) }),
    ...(trueExpr === undefined ? {} : { trueExpr: plainTree(trueExpr) }),
    ...(falseExpr === undefined ? {} : { falseExpr: plainTree(falseExpr) }),
    ...(conditionals === undefined ? {} : { conditionals: [...conditionals] }),
    ...(params === undefined ? {} : { params: params.map(plainTree) }),
  };
}

/** Why a formula is not allowed; never leaves this file. */
class Refusal extends Error {
  readonly hint: string | null;
  constructor(problem: string, hint: string | null = null) {
    super(problem);
    this.hint = hint;
  }
}

type Evaluate = (values: readonly number[]) => number;

const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);

type Operation = (a: number, b: number) => number;

const binary: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['%', modulo],
  ['^', (a, b) => a ** b],
  ['<', (a, b) => Number(a < b)],
  ['<=', (a, b) => Number(a <= b)],
  ['>', (a, b) => Number(a > b)],
  ['>=', (a, b) => Number(a >= b)],
  ['==', (a, b) => Number(a === b)],
  ['!=', (a, b) => Number(a !== b)],
  ['and', (a, b) => Number(a !== 0 && b !== 0)],
  ['or', (a, b) => Number(a !== 0 || b !== 0)],
]);

/** mathjs's names of the comparisons in a chain such as 8 <= hour < 18. */
const comparisons: ReadonlyMap<string, string> = new Map([
  ['smaller', '<'],
  ['smallerEq', '<='],
  ['larger', '>'],
  ['largerEq', '>='],
  ['equal', '=='],
  ['unequal', '!='],
]);

const unary: ReadonlyMap<string, (a: number) => number> = new Map([
  ['-', (a: number) => -a],
  ['+', (a: number) => a],
  ['not', (a: number) => Number(a === 0)],
]);

interface NamedFunction {
  readonly argumentsMin: number;
  readonly argumentsMax: number;
  readonly apply: (values: readonly number[]) => number;
}

const one = (apply: (a: number) => number): NamedFunction => ({
  argumentsMin: 1,
  argumentsMax: 1,
  apply: ([a]) => apply(a!),
});
const two = (apply: Operation): NamedFunction => ({
  argumentsMin: 2,
  argumentsMax: 2,
  apply: ([a, b]) => apply(a!, b!),
});
const many = (apply: (...values: number[]) => number): NamedFunction => ({
  argumentsMin: 1,
  argumentsMax: 20,
  apply: (values) => apply(...values),
});

const functions: ReadonlyMap<string, NamedFunction> = new Map([
  ['sin', one(Math.sin)],
  ['cos', one(Math.cos)],
  ['tan', one(Math.tan)],
  ['exp', one(Math.exp)],
  ['log', one(Math.log)],
  ['sqrt', one(Math.sqrt)],
  ['abs', one(Math.abs)],
  ['floor', one(Math.floor)],
  ['ceil', one(Math.ceil)],
  ['round', one(Math.round)],
  ['sign', one(Math.sign)],
  ['mod', two(modulo)],
  ['pow', two((a, b) => a ** b)],
  ['min', many(Math.min)],
  ['max', many(Math.max)],
]);

/** Never negative, so that hours before midnight stay on the clock: mod(-1, 24) is 23. */
function modulo(a: number, b: number): number {
  return a - b * Math.floor(a / b);
}

function compileNode(node: ExpressionNode, names: readonly string[], depth: number): Evaluate {
  if (depth > EXPRESSION_DEPTH_MAX) {
    throw new Refusal(tooDeep);
  }
  const inner = (child: ExpressionNode | undefined): Evaluate => {
    if (child === undefined) throw new Refusal('is not a formula');
    return compileNode(child, names, depth + 1);
  };
  switch (node.type) {
    case 'ConstantNode':
      return compileConstant(node);
    case 'SymbolNode':
      return compileName(String(node.name), names);
    case 'ParenthesisNode':
      return inner(node.content);
    case 'ConditionalNode': {
      const condition = inner(node.condition);
      const whenTrue = inner(node.trueExpr);
      const whenFalse = inner(node.falseExpr);
      return (values) => (condition(values) === 0 ? whenFalse(values) : whenTrue(values));
    }
    case 'OperatorNode':
      return compileOperator(String(node.op), (node.args ?? []).map(inner));
    case 'RelationalNode':
      return compileChain(node.conditionals ?? [], (node.params ?? []).map(inner));
    case 'FunctionNode':
      return compileCall(node, (node.args ?? []).map(inner));
    default:
      throw new Refusal(`must not contain ${refusedNames.get(node.type) ?? node.type}`, onlyHint);
  }
}

const onlyHint = 'a formula is made of numbers, names, operators and functions';

const refusedNames: ReadonlyMap<string, string> = new Map([
  ['AccessorNode', 'a dot'],
  ['ArrayNode', 'a list'],
  ['AssignmentNode', 'an assignment'],
  ['BlockNode', 'several statements'],
  ['FunctionAssignmentNode', 'a definition of a function'],
  ['IndexNode', 'an index'],
  ['ObjectNode', 'a mapping'],
  ['RangeNode', 'a range'],
]);

function compileConstant(node: ExpressionNode): Evaluate {
  const value = typeof node.value === 'boolean' ? Number(node.value) : node.value;
  if (typeof value !== 'number') throw new Refusal('must not contain a text', onlyHint);
  if (!Number.isFinite(value)) throw new Refusal('must contain finite numbers only');
  return () => value;
}

function compileName(name: string, names: readonly string[]): Evaluate {
  const index = names.indexOf(name);
  if (index >= 0) return (values) => values[index]!;
  const value = constants.get(name);
  if (value !== undefined) return () => value;
  const known = [...names, ...constants.keys()];
  const near = closest(name, known);
  throw new Refusal(
    `uses the unknown name ${name}`,
    near === null ? `the names are ${listed(known, 'and')}` : `did you mean ${near}?`,
  );
}

function compileOperator(op: string, args: readonly Evaluate[]): Evaluate {
  const [a, b] = args;
  const single = unary.get(op);
  if (args.length === 1 && single !== undefined) return (values) => single(a!(values));
  const double = binary.get(op);
  if (args.length === 2 && double !== undefined) return (values) => double(a!(values), b!(values));
  throw new Refusal(
    `must not use the operator ${op}`,
    `the operators are ${[...binary.keys()].join(' ')} not`,
  );
}

function compileChain(conditionals: readonly string[], params: readonly Evaluate[]): Evaluate {
  const steps = conditionals.map((name) => {
    const operation = binary.get(comparisons.get(name) ?? '');
    if (operation === undefined) throw new Refusal(`must not use the comparison ${name}`);
    return operation;
  });
  return (values) =>
    Number(steps.every((step, index) => step(params[index]!(values), params[index + 1]!(values)) !== 0));
}

function compileCall(node: ExpressionNode, args: readonly Evaluate[]): Evaluate {
  const callee = node.fn as ExpressionNode | undefined;
  if (callee?.type !== 'SymbolNode') throw new Refusal('must not contain a dot', onlyHint);
  const name = String(callee.name);
  const named = functions.get(name);
  if (named === undefined) {
    const near = closest(name, [...functions.keys()]);
    throw new Refusal(
      `uses the unknown function ${name}`,
      near === null ? `the functions are ${listed([...functions.keys()], 'and')}` : `did you mean ${near}?`,
    );
  }
  const { argumentsMin, argumentsMax, apply } = named;
  if (args.length < argumentsMin || args.length > argumentsMax) {
    const wanted = argumentsMin === argumentsMax ? `${argumentsMin}` : `${argumentsMin} to ${argumentsMax}`;
    throw new Refusal(`gives ${name} ${args.length} values; it takes ${wanted}`);
  }
  return (values) => apply(args.map((arg) => arg(values)));
}
