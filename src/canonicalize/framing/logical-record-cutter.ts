import type { Feed } from '../feed.js';
import { ControlLines } from './control-lines.js';
import { HeldLines } from './held-lines.js';
import { LineCutter } from './line-cutter.js';
import { type LineSequence, lineNumber } from './line-number.js';
import { withoutByteOrderMark } from './line-prefix.js';
import type { CutRecord, RecordCutter, RecordSink } from './record-cutter.js';

/**
 * Cuts fixed-width text of which a record takes several lines, each with its number within the record.
 *
 * A record begins at each line 1 and ends with the last of its lines; one of which a line is missing, repeated or out of
 * order ends before the next line 1 or control line, so that it stays one faulty record. LF or CRLF stands between the lines, as in the file.
 */
export class LogicalRecordCutter implements RecordCutter {
  readonly #sink: RecordSink;
  readonly #limit: number;
  readonly #controls: ControlLines;
  readonly #size: number;
  readonly #sequence: LineSequence;
  readonly #lines: LineCutter;
  readonly #held = new HeldLines();
  /** Whether the lines held are 1, 2, 3 … */
  #inOrder = true;
  /** The record that is held when it is longer than the limit; its text is gone. */
  #oversized: { number: number; offset: number; bytes: number } | null = null;
  #handed = 0;

  constructor(feed: Feed, sink: RecordSink, limit: number) {
    const { lines = 1, sequence = { start: 1, width: 1 } } = feed.spec.format;
    this.#sink = sink;
    this.#limit = limit;
    this.#controls = new ControlLines(feed);
    this.#size = lines;
    this.#sequence = sequence;
    this.#lines = new LineCutter(
      {
        record: (line, last) => this.#line(line, last),
        blank: (line) => this.#blank(line),
        oversized: (line) => this.#tooLong(line, line.bytes),
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
    this.#flush(true);
  }

  #line(line: CutRecord, last: boolean): void {
    const text = withoutByteOrderMark(line);
    if (this.#controls.isControl(text)) {
      this.#flush(false);
      this.#handed += 1;
      this.#sink.record(line, last);
      return;
    }
    const number = lineNumber(text, this.#sequence);
    if (number === 1) this.#flush(false);
    this.#add(line, number === this.#held.count + 1);
    const whole = this.#inOrder && this.#held.count === this.#size;
    if (last || (whole && this.#oversized === null)) this.#flush(last);
  }

  #blank(line: { number: number; offset: number }): void {
    if (this.#held.count > 0 || this.#oversized !== null) {
      this.#add({ buffer: Buffer.alloc(0), start: 0, end: 0, ...line }, false);
      return;
    }
    this.#handed += 1;
    this.#sink.blank(line);
  }

  #add(line: CutRecord, inOrder: boolean): void {
    if (this.#oversized !== null || this.#held.bytes + line.end - line.start + 2 > this.#limit) {
      this.#tooLong(line, line.end - line.start);
      return;
    }
    this.#inOrder &&= inOrder;
    this.#held.add(line);
  }

  /** Gives up the text of the record that is held, and counts its bytes; line ends count as one. */
  #tooLong(line: { number: number; offset: number }, bytes: number): void {
    const held = this.#held.count > 0 ? this.#held.takeAll() : null;
    this.#oversized ??= {
      number: held?.number ?? line.number,
      offset: held?.offset ?? line.offset,
      bytes: 0,
    };
    this.#oversized.bytes = line.offset - this.#oversized.offset + bytes;
  }

  /** Hands on the record that is held, if any. */
  #flush(last: boolean): void {
    this.#inOrder = true;
    if (this.#held.count === 0 && this.#oversized === null) return;
    this.#handed += 1;
    if (this.#oversized !== null) this.#sink.oversized(this.#oversized);
    else this.#sink.record(this.#held.takeAll(), last);
    this.#oversized = null;
  }
}
