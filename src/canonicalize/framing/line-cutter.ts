import { invariant } from '../../domain/invariant.js';
import type { CutRecord, RecordCutter, RecordSink } from './record-cutter.js';

const LF = 10;
const CR = 13;

/**
 * Cuts a stream of bytes into physical lines, whatever they hold, so that one bad line stays one bad line.
 *
 * Lines end with LF or CRLF; the last one may end with the file. A line is handed on once the next one begins, because
 * only then is it known not to be the trailer. Memory is bounded by the limit and the size of the chunks.
 */
export class LineCutter implements RecordCutter {
  readonly #sink: RecordSink;
  readonly #limit: number;
  #rest: Buffer = Buffer.alloc(0);
  /** Offset in the file of the first byte of `rest`. */
  #base = 0;
  /** Index in `rest` at which the line that has no end yet begins. */
  #open = 0;
  /** The line of which the text is given up; `cr` says whether its last byte so far is one. */
  #oversized: { number: number; offset: number; bytes: number; cr: boolean } | null = null;
  #blanks: { number: number; offset: number }[] = [];
  readonly #pending: CutRecord = { buffer: this.#rest, start: 0, end: 0, number: 0, offset: 0 };
  /** Physical lines seen so far, blank ones included. */
  lines = 0;

  get records(): number {
    return this.lines;
  }

  /** Blank lines that nothing follows. */
  get trailing_blanks(): number {
    return this.#blanks.length;
  }

  constructor(sink: RecordSink, limit: number) {
    this.#sink = sink;
    this.#limit = limit;
  }

  /** Takes the next bytes of the file. */
  push(chunk: Buffer): void {
    const scanned = this.#rest.length;
    const buffer = scanned === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#pending.buffer = buffer;
    let open = this.#open;
    for (let end = buffer.indexOf(LF, scanned); end !== -1; end = buffer.indexOf(LF, open)) {
      this.#close(buffer, open, end);
      open = end + 1;
    }
    // One byte more than the limit may be the CR of a line end that is not whole yet.
    if (this.#oversized !== null || buffer.length - open > this.#limit + 1) {
      this.#drop(buffer, open);
      open = buffer.length;
    }
    this.#keep(buffer, open);
  }

  /** Ends the file: hands on what is left. */
  end(): void {
    if (this.#oversized !== null || this.#open < this.#rest.length) {
      this.#close(this.#rest, this.#open, this.#rest.length);
    }
    if (this.#pending.number > 0) this.#sink.record(this.#pending, true);
    this.#pending.number = 0;
  }

  /** Offset in the file of the first byte that was not taken yet; only after `release` and between lines. */
  get offset(): number {
    return this.#base;
  }

  /** Hands on what was held back: more lines follow, whatever the next bytes are. */
  release(): void {
    this.#flush();
    this.#keep(this.#rest, this.#open);
  }

  /** Passes over whole lines that were taken elsewhere. Only between lines. */
  skip(taken: { lines: number; bytes: number }): void {
    this.release();
    invariant(this.#rest.length === 0 && this.#oversized === null, 'lines are passed over between lines');
    this.#base += taken.bytes;
    this.lines += taken.lines;
  }

  #close(buffer: Buffer, start: number, lineEnd: number): void {
    this.lines += 1;
    const offset = this.#base + start;
    if (this.#oversized !== null) {
      this.#drop(buffer.subarray(0, lineEnd), start);
      const { cr, ...line } = this.#oversized;
      this.#sink.oversized({ ...line, bytes: line.bytes - (cr ? 1 : 0) });
      this.#oversized = null;
      return;
    }
    const end = lineEnd > start && buffer[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    if (end === start) {
      this.#blanks.push({ number: this.lines, offset });
      return;
    }
    if (end - start > this.#limit) {
      this.#flush();
      this.#sink.oversized({ number: this.lines, offset, bytes: end - start });
      return;
    }
    this.#flush();
    const pending = this.#pending;
    pending.start = start;
    pending.end = end;
    pending.number = this.lines;
    pending.offset = offset;
  }

  /** Counts the bytes of a line that is too long from `open` on; what was held back before it is not the last line. */
  #drop(buffer: Buffer, open: number): void {
    this.#flush();
    this.#oversized ??= { number: this.lines + 1, offset: this.#base + open, bytes: 0, cr: false };
    this.#oversized.bytes += buffer.length - open;
    if (buffer.length > open) this.#oversized.cr = buffer[buffer.length - 1] === CR;
  }

  #flush(): void {
    if (this.#pending.number > 0) this.#sink.record(this.#pending, false);
    this.#pending.number = 0;
    if (this.#blanks.length === 0) return;
    for (const blank of this.#blanks) this.#sink.blank(blank);
    this.#blanks = [];
  }

  #keep(buffer: Buffer, open: number): void {
    const pending = this.#pending;
    const from = pending.number > 0 ? pending.start : open;
    this.#rest = Buffer.from(buffer.subarray(from));
    this.#base += from;
    this.#open = open - from;
    pending.buffer = this.#rest;
    pending.start -= from;
    pending.end -= from;
  }
}
