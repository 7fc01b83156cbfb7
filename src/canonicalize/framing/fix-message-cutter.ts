import { ABSENT, afterBlanks, FixMessageFinder, UNKNOWN, withoutBlanks } from './fix-message-finder.js';
import { LineCounter } from './line-counter.js';
import type { CutRecord, RecordCutter, RecordSink } from './record-cutter.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Bytes of a record that is too long which are kept to find its end. */
const KEPT_BYTES = 1024;

/**
 * Cuts a stream of bytes into FIX messages, each with the text that a log put before it, wherever lines end.
 *
 * A message ends where its BodyLength says, if a CheckSum stands there; if not, after the next CheckSum or before the
 * next message, so that one garbled message stays one bad record. Every byte is in one record, but for blanks and line
 * ends between them. Memory is bounded by twice the limit and the size of the chunks.
 */
export class FixMessageCutter implements RecordCutter {
  readonly #sink: RecordSink;
  readonly #limit: number;
  readonly #finder: FixMessageFinder;
  readonly #counter = new LineCounter();
  readonly #record: CutRecord = { buffer: Buffer.alloc(0), start: 0, end: 0, number: 0, offset: 0 };
  #rest: Buffer = Buffer.alloc(0);
  /** Offset in the file of the first byte of `rest`. */
  #base = 0;
  /** Index in `rest` of the first byte that is in no record yet. */
  #at = 0;
  /** The record of which the text is given up. */
  #oversized: { number: number; offset: number } | null = null;
  records = 0;
  readonly trailing_blanks = 0;

  constructor(sink: RecordSink, options: { limit: number; separator: Buffer; prefixed: boolean }) {
    this.#sink = sink;
    this.#limit = options.limit;
    this.#finder = new FixMessageFinder(options.separator, options.prefixed);
  }

  get lines(): number {
    return this.#counter.line;
  }

  push(chunk: Buffer): void {
    const buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    // A byte-order mark must be whole to be told.
    if (this.#base > 0 || buffer.length >= BYTE_ORDER_MARK.length) this.#cut(buffer, false);
    this.#keep(buffer);
  }

  end(): void {
    this.#cut(this.#rest, true);
    this.#counter.advance(this.#rest, this.#base, this.#base + this.#rest.length);
  }

  #cut(buffer: Buffer, final: boolean): void {
    this.#finder.open(buffer, final);
    if (this.#base === 0 && this.#at === 0) this.#skipByteOrderMark(buffer);
    while (this.#hasRecord(buffer)) {
      const end = this.#endOf();
      if (end === UNKNOWN) {
        if (buffer.length - this.#at > 2 * this.#limit) this.#giveUp(buffer);
        return;
      }
      this.#handOn(buffer, end);
    }
  }

  #skipByteOrderMark(buffer: Buffer): void {
    if (BYTE_ORDER_MARK.equals(buffer.subarray(0, BYTE_ORDER_MARK.length))) this.#at = BYTE_ORDER_MARK.length;
  }

  /** Whether a record begins, or goes on, before the buffer's end. */
  #hasRecord(buffer: Buffer): boolean {
    if (this.#oversized !== null) return true;
    this.#at = afterBlanks(buffer, this.#at, buffer.length);
    return this.#at < buffer.length;
  }

  /** Where the record ends that begins at the first byte which is in none. */
  #endOf(): number {
    const at = this.#at;
    if (this.#oversized !== null) return this.#finder.brokenEnd(at);
    const begin = this.#finder.begin(at);
    if (begin === ABSENT || !this.#finder.isPrefix(at, begin)) return this.#finder.brokenEnd(at);
    const end = this.#finder.declaredEnd(begin, this.#limit);
    return end === ABSENT ? this.#finder.brokenEnd(begin + 1) : end;
  }

  #handOn(buffer: Buffer, end: number): void {
    this.records += 1;
    if (this.#oversized === null) {
      const record = this.#record;
      record.buffer = buffer;
      record.start = this.#at;
      record.end = withoutBlanks(buffer, this.#at, end);
      this.#place(buffer, record);
      if (record.end - record.start <= this.#limit) this.#sink.record(record, false);
      else this.#sink.oversized({ ...placeOf(record), bytes: record.end - record.start });
    } else {
      const bytes = this.#base + withoutBlanks(buffer, this.#at, end) - this.#oversized.offset;
      this.#sink.oversized({ ...this.#oversized, bytes });
      this.#oversized = null;
    }
    this.#at = end;
  }

  /** Gives up the text of the record so far, but for the last bytes of it. */
  #giveUp(buffer: Buffer): void {
    if (this.#oversized === null) {
      this.#oversized = { number: 0, offset: 0 };
      this.#place(buffer, this.#oversized);
    }
    this.#at = buffer.length - KEPT_BYTES;
  }

  #place(buffer: Buffer, at: { number: number; offset: number }): void {
    at.offset = this.#base + this.#at;
    this.#counter.advance(buffer, this.#base, at.offset);
    at.number = this.#counter.line;
  }

  #keep(buffer: Buffer): void {
    this.#counter.advance(buffer, this.#base, this.#base + this.#at);
    this.#rest = Buffer.from(buffer.subarray(this.#at));
    this.#base += this.#at;
    this.#at = 0;
  }
}

function placeOf({ number, offset }: CutRecord): { number: number; offset: number } {
  return { number, offset };
}
