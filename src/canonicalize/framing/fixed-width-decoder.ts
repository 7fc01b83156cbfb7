import type { RecordFault } from '../diagnostics.js';
import { checkText } from './check-text.js';
import type { FramedFile } from './framed-file.js';
import type { CutRecord } from './record-cutter.js';
import type { Decoded, RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';

const SPACE = 32;

/** A field of a fixed-width record: `start` counts columns from 1, `width` is in columns. */
export type FixedField = { name: string; start: number; width: number };

/**
 * Decodes one fixed-width record a line; spaces around a field are padding, an all-blank field has no value.
 *
 * A column is a character. Faults: record-length, text-not-utf8, character-nul.
 */
export class FixedWidthDecoder implements RecordDecoder {
  readonly columns: readonly string[];
  readonly #file: string;
  readonly #width: number;
  readonly #fields: readonly FixedField[];
  readonly #framed: FramedFile;

  constructor(options: { file: string; width: number; fields: readonly FixedField[]; framed: FramedFile }) {
    this.columns = options.fields.map((field) => field.name);
    this.#file = options.file;
    this.#width = options.width;
    this.#fields = options.fields;
    this.#framed = options.framed;
  }

  decode(line: CutRecord): Decoded {
    const fault = checkText(line, this.#file);
    if (fault !== null) return fault;
    const { buffer, start, end } = line;
    let highest = 0;
    for (let index = start; index < end; index += 1) highest |= buffer[index] as number;
    if (highest > 127) return this.#decodeCharacters(line);
    if (end - start !== this.#width) return this.#recordLength(line, end - start);
    this.#framed.begin(line, end - start);
    for (const field of this.#fields) this.#decodeField(line, field);
    this.#framed.end();
    return 'record';
  }

  #decodeField(line: CutRecord, field: FixedField): void {
    const { buffer } = line;
    let from = line.start + field.start - 1;
    let to = from + field.width;
    while (from < to && buffer[from] === SPACE) from += 1;
    while (to > from && buffer[to - 1] === SPACE) to -= 1;
    this.#framed.field(buffer, from, to);
  }

  #decodeCharacters(line: CutRecord): Decoded {
    const characters = [...line.buffer.toString('utf8', line.start, line.end)];
    if (characters.length !== this.#width) return this.#recordLength(line, characters.length);
    this.#framed.begin(line, line.end - line.start);
    for (const field of this.#fields) {
      const from = field.start - 1;
      const text = characters
        .slice(from, from + field.width)
        .join('')
        .replace(/^ +| +$/g, '');
      this.#framed.text(text === '' ? null : text);
    }
    this.#framed.end();
    return 'record';
  }

  #recordLength(line: CutRecord, actual: number): RecordFault {
    return recordFault(placeOf(this.#file, line), 'record-length', { expected: this.#width, actual });
  }
}
