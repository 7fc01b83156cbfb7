import { formatCount } from './exact-value.js';
import type { Span } from './page.js';

/** What a caption says of rows that are left out, after `before`; nothing where none is. */
export function moreOf(before: string, rest: number, document: string): Span[] {
  return rest === 0 ? [] : [before, { strong: `${formatCount(rest)} more` }, ` are in the ${document}`];
}
