import { expect, test } from 'vitest';
import { type Html, html, htmlSource } from '../../src/report/html.js';
import { hostileText } from './sample-documents.js';

test('text is escaped for elements and quoted attributes', () => {
  const markup = html`<a title="${"\"><b onclick='x'>"}">${'<&>'}</a>`;
  expect(htmlSource(markup)).toBe('<a title="&quot;&gt;&lt;b onclick=&#39;x&#39;&gt;">&lt;&amp;&gt;</a>');
});

test('mark-up and lists of it stand as they are, null is nothing, zero is a number', () => {
  const items = ['<', 'b'].map((text) => html`<li>${text}</li>`);
  expect(htmlSource(html`<ul>${items}${null}${0}</ul>`)).toBe('<ul><li>&lt;</li><li>b</li>0</ul>');
});

test('hostile text keeps no character that acts or hides', () => {
  expect(htmlSource(html`${hostileText}`)).toBe(
    '&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\x1b[31m\\u{202e}gnp.exe\\x00\\u{200b}␁',
  );
});

test('a document from a file cannot pass itself off as mark-up', () => {
  const forged = JSON.parse('{"source":"<script>","Symbol(html source)":"<script>"}') as Html;
  expect(() => htmlSource(html`${forged}`)).toThrow();
});
