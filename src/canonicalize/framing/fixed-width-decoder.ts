import type { RecordFault } from '../diagnostics.js';
import { checkText } from './check-text.js';
import { textOf } from './line-prefix.js';
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
  sequence: { start: number; width: number } | null;
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
    const fault = checkText(record, this.#file);
    if (fault !== null) return fault;
    const { buffer, start, end } = record;
    let highest = 0;
    for (let index = start; index < end; index += 1) highest |= buffer[index] as number;
    return highest > 127 ? this.#decodeCharacters(record) : this.#decodeBytes(record);
  }

  #decodeBytes(record: CutRecord): Decoded {
    const { buffer, start, end } = record;
    this.#findLines(record);
    const sound = this.#layout.lines === 1 && end - start === this.#layout.width;
    const fault = sound ? null : this.#linesFault(record, this.#byteLines(buffer));
    if (fault !== null) return fault;
    this.#framed.begin(record, end - start);
    for (const field of this.#fields) this.#decodeField(buffer, field);
    this.#framed.end();
    return 'record';
  }

  #byteLines(buffer: Buffer): PhysicalLines {
    return {
      count: this.#starts.length,
      columns: (line) => (this.#ends[line] as number) - (this.#starts[line] as number),
      text: (line, from, to) => {
        const first = this.#starts[line] as number;
        return buffer.toString('latin1', first + from, Math.min(first + to, this.#ends[line] as number));
      },
    };
  }

  #decodeField(buffer: Buffer, field: FixedField): void {
    let from = (this.#starts[field.line - 1] as number) + field.start - 1;
    let to = Math.min(from + field.width, this.#ends[field.line - 1] as number);
    while (from < to && buffer[from] === SPACE) from += 1;
    while (to > from && buffer[to - 1] === SPACE) to -= 1;
    this.#framed.field(buffer, from, Math.max(from, to));
  }

  #findLines({ buffer, start, end }: CutRecord): void {
    this.#starts[0] = start;
    this.#ends[0] = end;
    if (this.#layout.lines === 1) return;
    this.#starts.length = 1;
    this.#ends.length = 0;
    for (let index = start; index < end; index += 1) {
      if (buffer[index] !== LF) continue;
      this.#ends.push(index > start && buffer[index - 1] === CR ? index - 1 : index);
      this.#starts.push(index + 1);
    }
    this.#ends.push(end);
  }

  #decodeCharacters(record: CutRecord): Decoded {
    const text = textOf(record);
    const lines = (this.#layout.lines > 1 ? text.split(/\r?\n/) : [text]).map((line) => [...line]);
    const slice = (line: number, from: number, to: number): string =>
      lines[line]?.slice(from, to).join('') ?? '';
    const fault = this.#linesFault(record, {
      count: lines.length,
      columns: (line) => lines[line]?.length ?? 0,
      text: slice,
    });
    if (fault !== null) return fault;
    this.#framed.begin(record, record.end - record.start);
    for (const { line, start, width } of this.#fields) {
      const value = slice(line - 1, start - 1, start - 1 + width).replace(/^ +| +$/g, '');
      this.#framed.text(value === '' ? null : value);
    }
    this.#framed.end();
    return 'record';
  }

  #linesFault(record: CutRecord, lines: PhysicalLines): RecordFault | null {
    const { width, pad, sequence, lines: expected } = this.#layout;
    const at = placeOf(this.#file, record);
    for (let line = 0; line < lines.count && sequence !== null; line += 1) {
      const carried = lines.text(line, sequence.start - 1, sequence.start - 1 + sequence.width).trim();
      if (!isNumber(carried, line + 1)) {
        return recordFault(at, 'record-line-sequence', { expected: line + 1, actual: carried });
      }
    }
    if (lines.count !== expected) {
      return recordFault(at, 'record-line-count', { expected, actual: lines.count });
    }
    for (let line = 0; line < lines.count; line += 1) {
      const actual = lines.columns(line);
      if (actual === width || (pad && actual < width)) continue;
      if (expected === 1) return recordFault(at, 'record-length', { expected: width, actual });
      return recordFault(at, 'record-line-length', { line: line + 1, expected: width, actual });
    }
    return null;
  }
}

/** The physical lines of one record, from 0; columns are characters. */
type PhysicalLines = {
  count: number;
  columns: (line: number) => number;
  text: (line: number, from: number, to: number) => string;
};

function isNumber(text: string, expected: number): boolean {
  return /^[0-9]{1,4}$/.test(text) && Number(text) === expected;
}
