import type { Feed } from '../feed.js';
import { ownFields } from './choose-layout.js';
import { ControlLines } from './control-lines.js';
import { DelimitedDialect } from './delimited-dialect.js';
import { HeldLines } from './held-lines.js';
import { LineCutter } from './line-cutter.js';
import { withoutByteOrderMark } from './line-prefix.js';
import { QuoteScanner, type QuoteState } from './quote-scanner.js';
import type { CutRecord, RecordCutter, RecordSink } from './record-cutter.js';

/**
 * Cuts delimited text whose quoted fields may hold line ends.
 *
 * A quote that is never closed does not swallow the file. Lines are held back while a quote is open; where a quote then
 * closes before anything but a delimiter or a line end, where the record has not as many fields as the others, grows over
 * the limit or reaches the end of the file, the lines held are handed on one by one, and the line at which that shows begins
 * anew: mostly the one bad line is lost. No line is scanned more than twice.
 */
export class QuotedCutter implements RecordCutter {
  readonly #sink: RecordSink;
  readonly #limit: number;
  readonly #controls: ControlLines;
  readonly #scanner: QuoteScanner;
  readonly #lines: LineCutter;
  readonly #held = new HeldLines();
  /** Counts of fields that a record may have; null where the line of column names decides. */
  readonly #counts: readonly number[] | null;
  /** Fields of the column names, or of the first record with one of those counts. */
  #fields: number | null = null;
  #handed = 0;

  constructor(feed: Feed, sink: RecordSink, limit: number) {
    this.#sink = sink;
    this.#limit = limit;
    this.#controls = new ControlLines(feed);
    const layouts = feed.spec.layouts?.map((layout) => layout.fields) ?? [ownFields(feed)];
    this.#counts = (feed.spec.format.header ?? false) === false ? layouts.map(({ length }) => length) : null;
    this.#scanner = new QuoteScanner(new DelimitedDialect(feed.spec.format));
    this.#lines = new LineCutter(
      {
        record: (line, last) => this.#line(line, last),
        blank: (line) => this.#blank(line),
        oversized: (line) => {
          this.#giveUp();
          this.#handed += 1;
          sink.oversized(line);
        },
        refuse: (fault) => sink.refuse(fault),
      },
      limit,
    );
  }

  get records(): number {
    return this.#handed + this.trailing_blanks;
  }

  get lines(): number {
    return this.#lines.lines;
  }

  get trailing_blanks(): number {
    return this.#lines.trailing_blanks;
  }

  push(chunk: Buffer): void {
    this.#lines.push(chunk);
  }

  end(): void {
    this.#lines.end();
  }

  #line(line: CutRecord, last: boolean): void {
    if (this.#held.count > 0) {
      const state = last && this.#controls.isTrailer(line) ? 'fault' : this.#continue(line);
      if (state === 'open' && !last) {
        this.#held.add(line);
        return;
      }
      if (state === 'closed') {
        this.#held.add(line);
        this.#hand(this.#held.takeAll(), last);
        return;
      }
      this.#giveUp();
    }
    this.#begin(line, last);
  }

  #begin(line: CutRecord, last: boolean): void {
    const text = withoutByteOrderMark(line);
    const state = this.#controls.isControl(text) ? 'control' : this.#scanner.begin(text);
    if (state === 'open' && !last) {
      this.#held.add(line);
      return;
    }
    const { fields } = this.#scanner;
    if (state === 'closed' && (this.#counts?.includes(fields) ?? true)) this.#fields ??= fields;
    this.#hand(line, last);
  }

  /** What a line makes of the record that is open; a record that cannot be right is a fault. */
  #continue(line: CutRecord): QuoteState {
    if (this.#held.bytes + line.end - line.start + 2 > this.#limit) return 'fault';
    const state = this.#scanner.proceed(line);
    if (state !== 'closed' || this.#fields === null) return state;
    return this.#scanner.fields === this.#fields ? 'closed' : 'fault';
  }

  #giveUp(): void {
    this.#held.takeEach((line) => {
      if (line.start === line.end) {
        this.#handed += 1;
        this.#sink.blank(line);
      } else this.#hand(line, false);
    });
  }

  #hand(record: CutRecord, last: boolean): void {
    this.#handed += 1;
    this.#sink.record(record, last);
  }

  #blank(line: { number: number; offset: number }): void {
    if (this.#held.count > 0 && this.#held.bytes + 2 <= this.#limit) {
      this.#held.add(line);
      return;
    }
    this.#giveUp();
    this.#handed += 1;
    this.#sink.blank(line);
  }
}
