import { visibleText } from './visible-text.js';

const source = Symbol('html source');

/** Mark-up that only `html` can make, so text from a file is never taken for it. */
export interface Html {
  readonly [source]: string;
}

/** What a template takes: text and numbers are escaped, mark-up and lists of it stand as they are, null is nothing. */
export type HtmlValue = string | number | null | Html | readonly HtmlValue[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Mark-up from a template whose values are escaped for element content and for quoted attribute values.
 *
 * Control, bidirectional and zero-width characters of values are written out (`visibleText`). Values must not stand in
 * tag or attribute names, unquoted attributes, style or script elements.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const text = parts.map((part, at) => (at < values.length ? part + sourceOf(values[at] ?? null) : part));
  return { [source]: text.join('') };
}

/** The mark-up as text, to be written to a file. */
export function htmlSource(markup: Html): string {
  return markup[source];
}

function sourceOf(value: HtmlValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return visibleText(value).replace(/[&<>"']/g, (c) => entities[c] ?? '');
  return source in value ? value[source] : value.map(sourceOf).join('');
}
