/**
 * Interprets the published null rules of FOCUS 1.2 (datasets/focus-1-2, column null_rules), sentence by sentence.
 */
export type FocusRow = Readonly<Record<string, string>>;

type Condition = (row: FocusRow) => boolean;

export type NullRule =
  | { readonly kind: 'must-be-null' | 'must-not-be-null'; readonly when: Condition; readonly text: string }
  | {
      readonly kind: 'product';
      readonly factors: readonly [string, string];
      readonly when: Condition;
      readonly text: string;
    }
  /** Speaks of things that are no columns: whether a charge "is related to a resource". */
  | { readonly kind: 'prose'; readonly text: string };

/** The rules of one column; headings and sentences that allow anything are no rules. */
export function nullRules(column: string, text: string): NullRule[] {
  let header: Condition = () => true;
  return text.split(' // ').flatMap((sentence): NullRule[] => {
    const rule = sentence.trim().replace(/\.$/, '');
    const scope = /^When (.+), \w+ adheres to the following/.exec(rule);
    if (scope !== null) header = conditionOf(scope[1]!) ?? header;
    if (rule === '' || /defined as follows:?$|adheres to the following|\bMAY\b/.test(rule)) return [];
    const product = /^The product of (\w+) and (\w+) MUST match the \w+ when (.+)$/.exec(rule);
    if (product !== null) {
      return [
        { kind: 'product', factors: [product[1]!, product[2]!], when: conditionOf(product[3]!)!, text: rule },
      ];
    }
    const must = /^\w+ MUST (NOT )?be null(?: when (.+))?$/.exec(rule);
    if (must === null) throw new Error(`nullRules: ${column} has a sentence of no known form: ${rule}`);
    const condition = must[2] === undefined ? () => true : conditionOf(must[2]);
    if (condition === null) return [{ kind: 'prose', text: rule }];
    const scoped = header;
    const when: Condition = (row) => scoped(row) && condition(row);
    return [{ kind: must[1] === undefined ? 'must-be-null' : 'must-not-be-null', when, text: rule }];
  });
}

/** `A is "x" or "y" and B is not null`, alternatives parted by ", or when"; null when it speaks of no columns. */
function conditionOf(text: string): Condition | null {
  const alternatives = text.split(/, or when /).map((alternative) => {
    const atoms = alternative.split(/,? and |, /).map(atomOf);
    return atoms.includes(null) ? null : (row: FocusRow) => atoms.every((atom) => atom!(row));
  });
  return alternatives.includes(null) ? null : (row) => alternatives.some((alternative) => alternative!(row));
}

function atomOf(text: string): Condition | null {
  const match = /^((?:[A-Z][A-Za-z]+ ?)+) is (not )?(null|"[^"]*"(?: or "[^"]*")*)$/.exec(text.trim());
  if (match === null) return null;
  const column = match[1]!.replaceAll(' ', '');
  const isNegated = match[2] !== undefined;
  const wanted = match[3]!;
  if (wanted === 'null') return (row) => ((row[column] ?? '') === '') !== isNegated;
  const values = wanted.split(' or ').map((value) => value.slice(1, -1));
  return (row) => values.includes(row[column] ?? '') !== isNegated;
}
