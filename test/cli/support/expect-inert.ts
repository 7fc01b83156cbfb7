import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { expect } from 'vitest';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** No control character but the end of a line, nothing invisible and nothing that reorders. */
export function expectInert(text: string): void {
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
}

const ELEMENTS =
  /^(html|head|meta|title|style|body|header|main|section|footer|nav|h[1-6]|p|ul|ol|li|div|span|strong|small|code|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|th|td|figure|figcaption|details|summary|svg|g|path|text|desc|br|wbr)$/;
const ATTRIBUTES =
  /^(lang|charset|name|content|http-equiv|class|id|role|tabindex|scope|colspan|viewBox|d|fill|stroke|stroke-width|stroke-dasharray|opacity|x|y|font-size|font-weight|text-anchor|transform|width|height|open|aria-[a-z]+)$/;

function elementsOf(node: Node | DefaultTreeAdapterTypes.Document): Element[] {
  const own = 'tagName' in node ? [node] : [];
  const children = 'childNodes' in node ? node.childNodes : [];
  return [...own, ...children.flatMap(elementsOf)];
}

/** What a browser makes of a page: no element, attribute or comment that the page's own mark-up does not have, and a policy that forbids the rest. */
export function expectHarmless(page: string): void {
  const document = parse(page, { onParseError: ({ code }) => expect.fail(`the page is no HTML: ${code}`) });
  const elements = elementsOf(document);
  expect(elements.map(({ tagName }) => tagName).filter((name) => !ELEMENTS.test(name))).toEqual([]);
  const attributes = elements.flatMap(({ attrs }) => attrs);
  expect(attributes.map(({ name }) => name).filter((name) => !ATTRIBUTES.test(name))).toEqual([]);
  expect(page).not.toContain('<!--');
  const policies = elements.filter(({ attrs }) =>
    attrs.some(({ value }) => value === 'Content-Security-Policy'),
  );
  expect(policies[0]?.attrs.find(({ name }) => name === 'content')?.value).toMatch(/^default-src 'none'/);
  expectInert(page);
}

/** Cells of CSV (RFC 4180). */
export function cellsOf(csv: string): string[][] {
  return csv
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
        ([, quotedCell, plain]) => quotedCell?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}

/** A cell that no spreadsheet takes for a formula, and that hides nothing; a negative number begins with its sign. */
export function expectNoFormula(cell: string): void {
  expect(cell).not.toMatch(/^[\s]*[=+@＝＋－＠\t\r]/);
  if (cell.startsWith('-')) expect(cell).toMatch(/^-[0-9.]+$/);
  expectInert(cell);
}
