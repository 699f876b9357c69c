// Goal: nothing a user wrote can become markup.
// Method: properties over arbitrary text; the reference for undoing the escapes is the HTML standard's list of
// character references.

import { describe, expect, test } from 'vitest';
import { codeForScript, escapeHtml, html, jsonForScript } from '../../../src/report/html.ts';
import { fc } from '../../support/property.ts';

const references: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

describe('HTML templates', () => {
  test('inserted text holds no character that markup is made of, and reads back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = html`${text}`.text;
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (found) => references[found] ?? '')).toBe(
          text,
        );
      }),
    );
  });

  test('inserted HTML stays, arrays are joined, null is nothing', () => {
    const cells = ['a<b', 'c'].map((text) => html`<td>${text}</td>`);
    expect(html`<tr>${cells}${null}${3}</tr>`.text).toBe('<tr><td>a&lt;b</td><td>c</td>3</tr>');
    expect(escapeHtml('')).toBe('');
  });

  test('JSON in a script element cannot end it, and is still the same JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const inserted = jsonForScript(json).text;
        expect(inserted).not.toContain('<');
        expect(JSON.parse(inserted)).toEqual(JSON.parse(json));
      }),
    );
    expect(jsonForScript('{"a":"</script>"}').text).toBe('{"a":"\\u003c/script>"}');
  });

  test('code in a script element cannot end it', () => {
    const code = 'const end = "</script>"; const comment = "<!-- x";';
    const inserted = codeForScript(code);
    expect(inserted).not.toMatch(/<\/script|<!--/i);
    expect(new Function(`${inserted} return end + comment;`)()).toBe('</script><!-- x');
  });
});
