import { type CompiledPattern, compilePattern } from '../validation/re2-expression.js';
import { beginsWith, textOf } from './line-prefix.js';
import type { CutRecord } from './record-cutter.js';

/** A pattern's beginning without signs that mean something, none of it repeated. */
const LITERAL = /^\^?((?:(?:\\[\\^$.|?*+()[\]{}]|[^\\^$.|?*+()[\]{}])(?![?*+{]))*)/u;
const ALTERNATIVE = /(?:^|[^\\])(?:\\\\)*\|/;

/**
 * The pattern of a control line such as a header or trailer.
 *
 * Padding at the line's end may be left out of the pattern: it is tried with it and without. Lines that do not begin with
 * the pattern's literal beginning cost a comparison of bytes only.
 */
export class ControlPattern {
  readonly source: string;
  readonly #pattern: CompiledPattern;
  readonly #prefix: Buffer;
  readonly #padding: string;

  /** `padding` is what fills lines up at their end: a delimiter or a blank. */
  constructor(source: string, padding: string) {
    this.source = source;
    this.#pattern = compilePattern(source);
    this.#prefix = Buffer.from(literalBeginning(source), 'utf8');
    this.#padding = padding;
  }

  /** The named groups of a line that matches as a whole; null where it does not. */
  match(line: CutRecord): ReadonlyMap<string, string> | null {
    if (!beginsWith(line, this.#prefix)) return null;
    const text = textOf(line);
    const groups = this.#pattern.matchGroups(text);
    if (groups !== null || this.#padding === '' || !text.endsWith(this.#padding)) return groups;
    let end = text.length;
    while (text.slice(0, end).endsWith(this.#padding)) end -= this.#padding.length;
    return this.#pattern.matchGroups(text.slice(0, end));
  }
}

/** Text with which every match of a pattern begins; the empty text where that is not plain to see. */
function literalBeginning(source: string): string {
  if (ALTERNATIVE.test(source)) return '';
  return (LITERAL.exec(source)?.[1] ?? '').replace(/\\(.)/g, '$1');
}
