/**
 * The shipped price book, and small ones made of rows.
 */
import type { PriceBook } from '../../src/billing/price-book.ts';
import { readPriceBook } from '../../src/io/read-price-book.ts';
import { formatIssues } from '../../src/scenario/issues.ts';

const read = await readPriceBook();
if (!read.ok) throw new Error(formatIssues(read.issues));

export const shippedBook: PriceBook = read.value;
