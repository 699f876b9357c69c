/**
 * Charts as drawn, for pages.
 */
import type { Html } from './html.ts';
import { html, trusted } from './html.ts';

/** A chart as drawn: without its title and caption, which the page prints itself. */
export interface DrawnChart {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly description: string;
  readonly svg: string;
  /** JSON the page's script draws with pointer support; null for a still drawing. */
  readonly interactive: string | null;
}

/** A still drawing with its caption. */
export function stillFigure({ name, title, caption, description, svg }: DrawnChart): Html {
  return html`<figure id="chart-${name}">
<h3>${title}</h3>
<div class="scroll chart" tabindex="0" role="img" aria-label="${title}. ${description}">${trusted(svg)}</div>
<figcaption>${caption}</figcaption>
</figure>
`;
}
