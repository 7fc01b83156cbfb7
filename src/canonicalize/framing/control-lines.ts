import type { Feed } from '../feed.js';
import { ControlPattern } from './control-pattern.js';
import { beginsWith } from './line-prefix.js';
import type { CutRecord } from './record-cutter.js';

/** The lines of a feed's files that are no records, as patterns. */
export class ControlLines {
  readonly preamble: number;
  readonly header: ControlPattern | null;
  readonly trailer: ControlPattern | null;
  readonly batch_header: ControlPattern | null;
  readonly batch_trailer: ControlPattern | null;
  readonly #comment: Buffer | null;

  constructor({ spec }: Feed) {
    const { type, preamble, comment, delimiter } = spec.format;
    const padding = type === 'delimited' ? (delimiter ?? '') : type === 'fixed-width' ? ' ' : '';
    const pattern = (control: { match?: string } | undefined): ControlPattern | null =>
      control?.match === undefined ? null : new ControlPattern(control.match, padding);
    this.preamble = preamble ?? 0;
    this.header = pattern(spec.header);
    this.trailer = pattern(spec.trailer);
    this.batch_header = pattern(spec.batch?.header);
    this.batch_trailer = pattern(spec.batch?.trailer);
    this.#comment = comment === undefined ? null : Buffer.from(comment, 'utf8');
  }

  isComment(line: CutRecord): boolean {
    return this.#comment !== null && beginsWith(line, this.#comment);
  }

  isTrailer(line: CutRecord): boolean {
    return this.trailer !== null && this.trailer.match(line) !== null;
  }

  /** Whether a line is of the preamble, a comment, or the header or trailer of the file or of a batch. */
  isControl(line: CutRecord): boolean {
    if (line.number <= this.preamble || this.isComment(line) || this.isTrailer(line)) return true;
    return [this.header, this.batch_header, this.batch_trailer].some(
      (pattern) => pattern !== null && pattern.match(line) !== null,
    );
  }

  /** Whether what a line is can only be told line by line to the end of the file. */
  get everywhere(): boolean {
    return this.#comment !== null || this.batch_header !== null;
  }
}
