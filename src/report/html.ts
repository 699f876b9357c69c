/**
 * HTML by tagged template. Everything put into a template is escaped, unless it is HTML made by a template.
 */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Insert = Html | string | number | null | readonly (Html | string | null)[];

/** `html\`<p>${anything}</p>\``; arrays are joined, null is nothing. */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  let text = parts[0] ?? '';
  for (const [index, insert] of inserts.entries()) text += inserted(insert) + (parts[index + 1] ?? '');
  return new Html(text);
}

/** Text that is HTML already, made by us: a drawing, a style sheet, a script. Never what a user wrote. */
export function trusted(text: string): Html {
  return new Html(text);
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** JSON for a script element: no `<`, so nothing in it can end the element. */
export function jsonForScript(json: string): Html {
  return new Html(json.replaceAll('<', '\\u003c'));
}

/** Code for a script element: an end tag inside a string is broken up. */
export function codeForScript(code: string): string {
  return code.replaceAll(/<(?=\/script|!--)/gi, '\\x3c');
}

function inserted(insert: Insert): string {
  if (insert === null) return '';
  if (insert instanceof Html) return insert.text;
  if (typeof insert === 'string') return escapeHtml(insert);
  if (typeof insert === 'number') return String(insert);
  return insert.map(inserted).join('');
}
