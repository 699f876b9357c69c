/**
 * The head of a page: all pages stand alone, take nothing from elsewhere and follow the reader's light or dark.
 */
import { type Html, html, trusted } from './html.ts';
import { styleSheet } from './style.ts';

/** What pages without scripts may do. */
const stillPagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface PageHead {
  readonly title: string;
  readonly version: string;
  /** Content security policy. Default: no scripts. */
  readonly policy?: string;
  /** Style sheet after the common one. */
  readonly moreStyle?: string;
}

export function pageHead({ title, version, policy = stillPagePolicy, moreStyle = '' }: PageHead): Html {
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="jitsim ${version}">
<title>${title}</title>
<style>${trusted(styleSheet)}${trusted(moreStyle)}</style>
</head>`;
}
