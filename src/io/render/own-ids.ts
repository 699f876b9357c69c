/** Names inside drawings, so that several of them can stand in one page. */

/** Every drawing numbers its clip paths from 0; in one page they must not share names. */
export function withOwnIds(svg: string, name: string): string {
  return svg.replaceAll(/(id="|url\(#)((?:clip|gradient_)\d+)/g, `$1${name}-$2`);
}
