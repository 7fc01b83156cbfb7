import type { RecordFault } from '../diagnostics.js';
import { checkText } from './check-text.js';
import { type LineSequence, lineNumber, numberText } from './line-number.js';
import type { CutRecord } from './record-cutter.js';
import type { Decoded, RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';
import type { RecordWriter } from './record-writer.js';

const SPACE = 32;
const LF = 10;
const CR = 13;

/** A field of a fixed-width record: `line` and `start` count from 1, `width` is in columns. */
export type FixedField = { name: string; line: number; start: number; width: number };

/** What a fixed-width record is: `lines` of `width` columns, each with its number at `sequence` where there are several. */
export type FixedLayout = {
  width: number;
  /** Whether a line may lack blanks at its end. */
  pad: boolean;
  lines: number;
  sequence: LineSequence | null;
};

/**
 * Decodes fixed-width records; spaces around a field are padding, an all-blank field has no value.
 *
 * A column is a character. The lines of a record of several are parted by LF or CRLF. Faults: record-length,
 * record-line-length, record-line-sequence, record-line-count, text-not-utf8, character-nul.
 */
export class FixedWidthDecoder implements RecordDecoder {
  readonly columns: readonly string[];
  readonly #file: string;
  readonly #layout: FixedLayout;
  readonly #fields: readonly FixedField[];
  readonly #framed: RecordWriter;
  /** Where each line of the record begins and ends in its buffer. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(options: {
    file: string;
    layout: FixedLayout;
    fields: readonly FixedField[];
    framed: RecordWriter;
  }) {
    this.columns = options.fields.map((field) => field.name);
    this.#file = options.file;
    this.#layout = options.layout;
    this.#fields = options.fields;
    this.#framed = options.framed;
  }

  decode(record: CutRecord): Decoded {
    const { buffer, start, end } = record;
    let highest = 0;
    let fault = checkText(record, this.#file);
    for (let index = start; index < end; index += 1) highest |= buffer[index] as number;
    const ascii = highest < 128;
    this.#findLines(record);
    fault ??= this.#linesFault(record, ascii);
    if (fault !== null) return fault;
    this.#framed.begin(record, end - start);
    if (ascii) for (const field of this.#fields) this.#writeBytes(buffer, field);
    else this.#writeCharacters(buffer);
    this.#framed.end();
    return 'record';
  }

  #findLines({ buffer, start, end }: CutRecord): void {
    this.#starts[0] = start;
    this.#ends[0] = end;
    if (this.#layout.lines === 1) return;
    this.#starts.length = 1;
    this.#ends.length = 0;
    for (let index = buffer.indexOf(LF, start); index !== -1 && index < end; ) {
      this.#ends.push(index > start && buffer[index - 1] === CR ? index - 1 : index);
      this.#starts.push(index + 1);
      index = buffer.indexOf(LF, index + 1);
    }
    this.#ends.push(end);
  }

  #linesFault(record: CutRecord, ascii: boolean): RecordFault | null {
    const { width, pad, lines } = this.#layout;
    const fault = lines === 1 ? null : this.#sequenceFault(record);
    if (fault !== null) return fault;
    for (let index = 0; index < lines; index += 1) {
      const { start, end } = this.#line(index);
      const actual = ascii ? end - start : [...record.buffer.toString('utf8', start, end)].length;
      if (actual === width || (pad && actual < width)) continue;
      const place = placeOf(this.#file, record);
      if (lines === 1) return recordFault(place, 'record-length', { expected: width, actual });
      return recordFault(place, 'record-line-length', { line: index + 1, expected: width, actual });
    }
    return null;
  }

  #sequenceFault(record: CutRecord): RecordFault | null {
    const { sequence, lines: expected } = this.#layout;
    const actual = this.#starts.length;
    for (let index = 0; index < actual && sequence !== null; index += 1) {
      const line = { buffer: record.buffer, ...this.#line(index) };
      if (lineNumber(line, sequence) === index + 1) continue;
      const data = { expected: index + 1, actual: numberText(line, sequence) };
      return recordFault(placeOf(this.#file, record), 'record-line-sequence', data);
    }
    if (actual === expected) return null;
    return recordFault(placeOf(this.#file, record), 'record-line-count', { expected, actual });
  }

  #line(index: number): { start: number; end: number } {
    return { start: this.#starts[index] as number, end: this.#ends[index] as number };
  }

  #writeBytes(buffer: Buffer, field: FixedField): void {
    let from = (this.#starts[field.line - 1] as number) + field.start - 1;
    let to = Math.min(from + field.width, this.#ends[field.line - 1] as number);
    while (from < to && buffer[from] === SPACE) from += 1;
    while (to > from && buffer[to - 1] === SPACE) to -= 1;
    this.#framed.field(buffer, from, Math.max(from, to));
  }

  #writeCharacters(buffer: Buffer): void {
    const lines = this.#starts.map((start, index) => [...buffer.toString('utf8', start, this.#ends[index])]);
    for (const { line, start, width } of this.#fields) {
      const text = (lines[line - 1] ?? [])
        .slice(start - 1, start - 1 + width)
        .join('')
        .replace(/^ +| +$/g, '');
      this.#framed.text(text === '' ? null : text);
    }
  }
}
