import { deliveryFault } from '../delivery-fault.js';
import { JsonElementEnd } from './json-element-end.js';
import type { JsonEnvelope } from './json-envelope.js';
import type { JsonSequence } from './json-nesting.js';
import { LineCounter } from './line-counter.js';
import type { CutRecord, DocumentSink, RecordCutter } from './record-cutter.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const [TAB, LF, CR, SPACE, COMMA] = [9, 10, 13, 32, 44] as const;
const [CLOSE_BRACKET, OPEN_BRACE] = [93, 123] as const;

/** Where a cutter is: before the array, between two elements, in one, after the array, or done with a refused file. */
type Phase = 'before' | 'between' | 'element' | 'after' | 'refused';

/**
 * Cuts JSON into its records: the elements of one array, over any number of lines, or texts that follow each other.
 *
 * Elements are cut by their nesting, whatever they hold: one that is no JSON stays one bad record as far as
 * JsonElementEnd and JsonResync find its end. An array that is not closed, and anything around the records that is not
 * the rest of a sound document, refuses the file. Memory is bounded by the limit and the size of the chunks.
 */
export class JsonCutter implements RecordCutter {
  readonly #sink: DocumentSink;
  readonly #file: string;
  readonly #limit: number;
  readonly #envelope: JsonEnvelope | null;
  readonly #elementEnd: JsonElementEnd;
  readonly #counter = new LineCounter();
  readonly #record: CutRecord = { buffer: Buffer.alloc(0), start: 0, end: 0, number: 0, offset: 0 };
  #rest: Buffer = Buffer.alloc(0);
  #base = 0;
  #phase: Phase;
  /** Offset of the next byte between elements, or of the element's first. */
  #at = 0;
  /** Of an array: whether a comma is due before the next element, was taken, or neither at its start. */
  #comma: 'due' | 'taken' | 'none' = 'none';
  #oversized = false;
  #before = { bytes: Buffer.alloc(0), offset: 0, line: 1 };
  readonly #after = { bytes: Buffer.alloc(0), offset: 0, line: 1 };
  records = 0;
  readonly trailing_blanks = 0;

  /** Cuts the array that the envelope holds, or, without one, texts that follow each other. */
  constructor(options: { sink: DocumentSink; file: string; limit: number; envelope: JsonEnvelope | null }) {
    this.#sink = options.sink;
    this.#file = options.file;
    this.#limit = options.limit;
    this.#envelope = options.envelope;
    const sequence: JsonSequence = options.envelope === null ? 'concatenated' : 'array';
    this.#elementEnd = new JsonElementEnd(sequence, options.limit);
    this.#phase = 'before';
  }

  get lines(): number {
    return this.#counter.line;
  }

  push(chunk: Buffer): void {
    if (this.#phase === 'refused') return;
    const buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#read(buffer, false);
    this.#keep(buffer);
  }

  end(): void {
    const buffer = this.#rest;
    this.#read(buffer, true);
    this.#counter.advance(buffer, this.#base, this.#base + buffer.length);
    if (this.#phase === 'element' && this.#envelope === null) this.#close(buffer, this.#base + buffer.length);
    else if (this.#phase === 'element') this.#refuse(this.#record.number, this.#at, 'the end of this record');
    else if (this.#phase === 'between' && this.#envelope !== null) {
      this.#refuse(this.lines, this.#base + buffer.length, 'a record or ]');
    } else if (this.#phase === 'before' && this.#envelope !== null) {
      const before = { bytes: buffer.subarray(this.#at), offset: this.#at, line: 1 };
      if (before.bytes.length > 0) this.#sink.refuse(this.#envelope.unopened(before));
    } else if (this.#phase === 'after') this.#envelope?.close(this.#before, this.#after, this.#sink);
  }

  #read(buffer: Buffer, final: boolean): void {
    if (this.#phase === 'before') this.#open(buffer, final);
    for (;;) {
      if (this.#phase === 'between' && !this.#begin(buffer)) return;
      if (this.#phase === 'after') this.#takeRest(buffer);
      if (this.#phase !== 'element') return;
      const end = this.#elementEnd.find(buffer, this.#base, final);
      if (end === -1) {
        this.#oversized ||= this.#base + buffer.length - this.#at > this.#limit;
        return;
      }
      this.#close(buffer, end);
    }
  }

  #open(buffer: Buffer, final: boolean): void {
    if (buffer.length < BYTE_ORDER_MARK.length && !final) return;
    const marked = BYTE_ORDER_MARK.equals(buffer.subarray(0, BYTE_ORDER_MARK.length));
    const start = marked ? BYTE_ORDER_MARK.length : 0;
    this.#at = start;
    if (this.#envelope === null) {
      this.#phase = 'between';
      return;
    }
    const opened = this.#envelope.open(buffer, start);
    if (opened !== -1) {
      this.#before = { bytes: Buffer.from(buffer.subarray(start, opened)), offset: start, line: 1 };
      this.#at = opened;
      this.#phase = 'between';
    } else if (buffer.length > this.#limit) {
      this.#sink.refuse(this.#envelope.unopened({ bytes: buffer.subarray(start), offset: start, line: 1 }));
      this.#phase = 'refused';
    }
  }

  /** Goes to the next element, or to the bracket that ends the array; false where neither is in the buffer. */
  #begin(buffer: Buffer): boolean {
    for (let index = this.#at - this.#base; index < buffer.length; index += 1) {
      const byte = buffer[index] as number;
      if (isBlank(byte)) continue;
      this.#at = this.#base + index;
      this.#place(buffer);
      if (this.#envelope === null || (byte !== COMMA && byte !== CLOSE_BRACKET)) {
        this.#phase = 'element';
        this.#elementEnd.begin(this.#at, this.#at - this.#counter.start);
        return true;
      }
      this.#separate(buffer, byte);
      if (byte === CLOSE_BRACKET) return true;
    }
    this.#at = this.#base + buffer.length;
    return false;
  }

  /** Takes a comma or the bracket between elements; where an element belongs, the element is empty. */
  #separate(buffer: Buffer, byte: number): void {
    if (byte === COMMA ? this.#comma !== 'due' : this.#comma === 'taken') this.#handOn(buffer, this.#at);
    this.#comma = 'taken';
    if (byte === COMMA) return;
    this.#phase = 'after';
    this.#after.offset = this.#at;
    this.#after.line = this.#counter.line;
  }

  #close(buffer: Buffer, end: number): void {
    this.#handOn(buffer, end);
    this.#phase = 'between';
    this.#at = end;
    // Only an element that is broken ends at the first brace of the next one.
    this.#comma = buffer[end - this.#base] === OPEN_BRACE ? 'taken' : 'due';
  }

  #handOn(buffer: Buffer, end: number): void {
    this.records += 1;
    const record = this.#record;
    // Blanks up to the comma count: those of an element whose text is gone are not known to be the last.
    const bytes = end - record.offset;
    if (bytes > this.#limit) {
      this.#sink.oversized({ number: record.number, offset: record.offset, bytes });
    } else {
      record.buffer = buffer;
      record.start = record.offset - this.#base;
      record.end = this.#trimmed(buffer, end - this.#base);
      this.#sink.record(record, false);
    }
    this.#oversized = false;
  }

  /** End of an element without the blanks after it, and in an array without the comma that a broken one may have taken. */
  #trimmed(buffer: Buffer, end: number): number {
    let last = end;
    while (last > this.#record.start && this.#isTrailing(buffer[last - 1] as number)) last -= 1;
    return last;
  }

  #isTrailing(byte: number): boolean {
    return isBlank(byte) || (byte === COMMA && this.#envelope !== null);
  }

  #place(buffer: Buffer): void {
    this.#counter.advance(buffer, this.#base, this.#at);
    this.#record.number = this.#counter.line;
    this.#record.offset = this.#at;
  }

  #takeRest(buffer: Buffer): void {
    const rest = buffer.subarray(this.#at - this.#base);
    this.#after.bytes = Buffer.concat([this.#after.bytes, rest]);
    this.#at = this.#base + buffer.length;
    if (this.#after.bytes.length <= this.#limit) return;
    this.#refuse(this.#after.line, this.#after.offset, `at most ${this.#limit} bytes after the records`);
  }

  #refuse(line: number, byte_offset: number, expected: string): void {
    this.#phase = 'refused';
    const at = { file: this.#file, line, byte_offset };
    this.#sink.refuse(deliveryFault('document-broken', at, { expected }));
  }

  #keep(buffer: Buffer): void {
    const whole = this.#phase === 'before';
    const from = whole ? this.#base : this.#oversized ? this.#elementEnd.needs_from : this.#at;
    this.#counter.advance(buffer, this.#base, Math.min(from, this.#base + buffer.length));
    this.#rest = Buffer.from(buffer.subarray(from - this.#base));
    // An escape may be cut by the buffer's end; its second byte is then the next one's first.
    this.#base = Math.min(from, this.#base + buffer.length);
  }
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === LF || byte === CR || byte === TAB;
}
