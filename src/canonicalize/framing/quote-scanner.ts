import type { DelimitedDialect } from './delimited-dialect.js';

/** Where a record stands at the end of a line: complete, within a quoted field, or broken. */
export type QuoteState = 'closed' | 'open' | 'fault';

type Line = { buffer: Buffer; start: number; end: number };

/** Follows the quotes of delimited records over several lines. */
export class QuoteScanner {
  readonly #dialect: DelimitedDialect;
  /** Fields of the record so far. */
  fields = 0;

  constructor(dialect: DelimitedDialect) {
    this.#dialect = dialect;
  }

  /** Scans the first line of a record. */
  begin(line: Line): QuoteState {
    this.fields = 1;
    return this.#fromField(line, line.start);
  }

  /** Scans the next line of a record that is open. */
  proceed(line: Line): QuoteState {
    return this.#withinQuotes(line, line.start);
  }

  #fromField(line: Line, from: number): QuoteState {
    const { buffer, end } = line;
    for (let at = from; ; this.fields += 1) {
      if (at < end && buffer[at] === this.#dialect.quote) return this.#withinQuotes(line, at + 1);
      const found = this.#dialect.nextDelimiter(buffer, at, end);
      if (found === -1) return 'closed';
      at = found + this.#dialect.delimiter.length;
    }
  }

  #withinQuotes(line: Line, from: number): QuoteState {
    const { buffer, end } = line;
    const close = this.#dialect.closingQuote(buffer, from, end);
    if (close === -1) return 'open';
    if (close + 1 === end) return 'closed';
    if (!this.#dialect.isDelimiter(buffer, close + 1, end)) return 'fault';
    this.fields += 1;
    return this.#fromField(line, close + 1 + this.#dialect.delimiter.length);
  }
}
