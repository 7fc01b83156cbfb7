import { visible } from '../domain/diagnostic.js';

/**
 * The text with every character that a reader cannot see, or that would act on a terminal or reorder a line, written out.
 *
 * SOH, which separates FIX fields, becomes ␁; other characters become \xHH or \u{HHHH}. For display only: a backslash in
 * the text stays one, so the form cannot be read back.
 */
export function visibleText(text: string): string {
  return visible(text.replaceAll('\u0001', '␁')).replace(
    /[\p{Cs}\p{Co}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** The first `limit` characters (code points) of the text, and the length of the whole when something is cut off. */
export function cutText(text: string, limit: number): string {
  const characters = Array.from(text.slice(0, 2 * limit + 2));
  if (characters.length <= limit) return text;
  return `${characters.slice(0, limit).join('')}… (${text.length} characters in all)`;
}
