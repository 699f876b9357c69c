// Goal: a reader of the gallery finds every example, and every link of the gallery leads somewhere.
// Method: the folders of examples/ against the links of docs/gallery.md.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

test('the gallery names every example and none that is not there', () => {
  const page = readFileSync(new URL('docs/gallery.md', root), 'utf8');
  const linked = [...page.matchAll(/\]\(\.\.\/examples\/([^/]+)\/README\.md\)/g)].map(([, name]) => name);
  expect([...new Set(linked)].sort()).toEqual(readdirSync(new URL('examples', root)).sort());
});
