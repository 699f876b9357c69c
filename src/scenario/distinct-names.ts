/**
 * Names of demand classes told apart. A class's random streams bear its name, so two of one name would draw the same
 * conferences twice.
 */

/** The same items; the second of a name is called `name 2`, the third `name 3`, and so on. */
export function withDistinctNames<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  const taken = new Set<string>();
  return items.map((item) => {
    let name = item.name;
    for (let number = 2; taken.has(name); number += 1) name = `${item.name} ${number}`;
    taken.add(name);
    return name === item.name ? item : { ...item, name };
  });
}
