import fc from 'fast-check';
import { parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import { csvCell } from '../../src/domain/csv-cell.js';
import { html, htmlSource } from '../../src/report/html.js';
import { cutText, visibleText } from '../../src/report/visible-text.js';
import { HOSTILE_TEXTS } from '../support/hostile-texts.js';

const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u;
/** Hostile texts, put together with each other and with any text, lone surrogates among it. */
const text = fc
  .array(
    fc.oneof(fc.constantFrom(...Object.values(HOSTILE_TEXTS)), fc.string({ unit: 'binary' }), fc.string()),
    {
      maxLength: 4,
    },
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(
  text,
  fc
    .array(fc.integer({ min: 0xd7f0, max: 0xe00f }), { maxLength: 6 })
    .map((codes) => String.fromCharCode(...codes)),
);

test('visible text holds nothing that acts or hides, and cutting it leaves that so', () => {
  fc.assert(
    fc.property(anyText, fc.nat(50), (drawn, limit) => {
      expect(visibleText(drawn)).not.toMatch(hidden);
      expect(visibleText(cutText(drawn, limit))).not.toMatch(hidden);
    }),
  );
});

test('in an element and in an attribute a browser reads the visible text, and nothing else', () => {
  fc.assert(
    fc.property(anyText, (drawn) => {
      const source = htmlSource(html`<p title="${drawn}">${drawn}</p>`);
      const { childNodes } = parseFragment(source);
      const [element, ...more] = childNodes;
      if (element === undefined || !('attrs' in element)) throw new Error(`no element: ${source}`);
      expect(more).toEqual([]);
      expect(element.attrs).toEqual([{ name: 'title', value: visibleText(drawn) }]);
      const inside = element.childNodes.map((node) => ('value' in node ? node.value : '<element>'));
      expect(inside.join('')).toBe(visibleText(drawn));
    }),
  );
});

test('a cell of CSV begins no formula in any spreadsheet, is one cell, and gives its text back', () => {
  fc.assert(
    fc.property(text, (drawn) => {
      const cell = csvCell(drawn);
      const content = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      if (!cell.startsWith('"')) expect(cell).not.toMatch(/[",\r\n]/);
      expect(content).not.toMatch(/^[=+\-@＝＋－＠\t\r]/);
      expect(content).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
      expect(content.startsWith('"') ? JSON.parse(content) : content).toBe(drawn);
    }),
  );
});

test.each([0, -1, 12.5])('a number of CSV stands as it is: %d', (value) => {
  expect(csvCell(value)).toBe(String(value));
});
