import type { Span, Text } from './page.js';

/** The runs of a text, in order. */
export function spansOf(text: Text): readonly Span[] {
  return isRuns(text) ? text : [text];
}

function isRuns(text: Text): text is readonly Span[] {
  return Array.isArray(text);
}

/** A text without anything but its characters. */
export function plainText(text: Text): string {
  return spansOf(text).map(wordsOf).join('');
}

function wordsOf(span: Span): string {
  if (typeof span === 'string') return span;
  if ('code' in span) return span.code;
  if ('soft' in span) return span.soft;
  return 'strong' in span ? span.strong : span.mark;
}
