import type { RecordFault } from '../diagnostics.js';
import { checkText } from './check-text.js';
import type { FramedFile } from './framed-file.js';
import type { CutRecord } from './record-cutter.js';
import type { Decoded, RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';

const QUOTE = 34;
const SPACE = 32;

/**
 * Decodes one delimited record a line; fields may be quoted with doubled quotes where the feed says so.
 *
 * A line without quotes and control characters is copied as it stands. Faults: field-count, quote-unterminated,
 * quote-misplaced, text-not-utf8, character-nul.
 */
export class DelimitedDecoder implements RecordDecoder {
  readonly columns: readonly string[];
  readonly #file: string;
  readonly #delimiter: number;
  readonly #quoting: boolean;
  readonly #framed: FramedFile;

  constructor(options: {
    file: string;
    columns: readonly string[];
    delimiter: number;
    quote: 'none' | '"';
    framed: FramedFile;
  }) {
    this.columns = options.columns;
    this.#file = options.file;
    this.#delimiter = options.delimiter;
    this.#quoting = options.quote === '"';
    this.#framed = options.framed;
  }

  decode(line: CutRecord): Decoded {
    const { buffer, start, end } = line;
    const delimiter = this.#delimiter;
    let fields = 1;
    let highest = 0;
    let special = 0;
    for (let index = start; index < end; index += 1) {
      const byte = buffer[index] as number;
      if (byte === delimiter) fields += 1;
      else if (byte < SPACE || byte === QUOTE) special += 1;
      highest |= byte;
    }
    const fault = special > 0 || highest > 127 ? checkText(line, this.#file) : null;
    if (fault !== null) return fault;
    if (special > 0) return this.#decodeFields(line);
    if (fields !== this.columns.length) return this.#fieldCount(line, fields);
    this.#framed.begin(line, end - start);
    this.#framed.raw(buffer, start, end);
    this.#framed.end();
    return 'record';
  }

  #decodeFields(line: CutRecord): Decoded {
    const fields = splitLine(line, this.#delimiter, this.#quoting);
    if ('fault' in fields) {
      return recordFault(placeOf(this.#file, line), fields.fault, { column: fields.column });
    }
    if (fields.values.length !== this.columns.length) return this.#fieldCount(line, fields.values.length);
    this.#framed.begin(line, line.end - line.start);
    for (const value of fields.values) this.#framed.field(value, 0, value.length);
    this.#framed.end();
    return 'record';
  }

  #fieldCount(line: CutRecord, actual: number): RecordFault {
    return recordFault(placeOf(this.#file, line), 'field-count', { expected: this.columns.length, actual });
  }
}

type SplitFault = { fault: 'quote-unterminated' | 'quote-misplaced'; column: number };

/** The fields of one line, unquoted. Columns of faults count bytes from 1. */
export function splitLine(
  line: CutRecord,
  delimiter: number,
  quoting: boolean,
): { values: Buffer[] } | SplitFault {
  const bytes = line.buffer.subarray(line.start, line.end);
  const values: Buffer[] = [];
  let index = 0;
  while (index <= bytes.length) {
    const field =
      quoting && bytes[index] === QUOTE
        ? quotedField(bytes, index, delimiter)
        : plainField(bytes, index, delimiter);
    if ('fault' in field) return field;
    values.push(field.value);
    index = field.next;
  }
  return { values };
}

/** One field and the index after its delimiter, which is past the line's end after the last field. */
type SplitField = { value: Buffer; next: number };

function plainField(bytes: Buffer, from: number, delimiter: number): SplitField {
  const found = bytes.indexOf(delimiter, from);
  const end = found === -1 ? bytes.length : found;
  return { value: bytes.subarray(from, end), next: end + 1 };
}

function quotedField(bytes: Buffer, from: number, delimiter: number): SplitField | SplitFault {
  const close = closingQuote(bytes, from + 1);
  if (close === -1) return { fault: 'quote-unterminated', column: from + 1 };
  const after = bytes[close + 1];
  if (after !== undefined && after !== delimiter) return { fault: 'quote-misplaced', column: close + 1 };
  return { value: withoutDoubledQuotes(bytes.subarray(from + 1, close)), next: close + 2 };
}

function closingQuote(bytes: Buffer, from: number): number {
  for (let index = bytes.indexOf(QUOTE, from); index !== -1; index = bytes.indexOf(QUOTE, index + 2)) {
    if (bytes[index + 1] !== QUOTE) return index;
  }
  return -1;
}

function withoutDoubledQuotes(bytes: Buffer): Buffer {
  if (!bytes.includes(QUOTE)) return bytes;
  return Buffer.from(bytes.toString('latin1').replaceAll('""', '"'), 'latin1');
}
