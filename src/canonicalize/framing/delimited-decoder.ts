import type { RecordFault } from '../diagnostics.js';
import { checkText } from './check-text.js';
import { type DelimitedDialect, LOOK } from './delimited-dialect.js';
import { FieldSplitter } from './field-splitter.js';
import type { CutRecord } from './record-cutter.js';
import type { Decoded, RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';
import type { RecordWriter } from './record-writer.js';

/**
 * Decodes delimited records of any dialect.
 *
 * A record of ASCII without quotes, escapes and control characters is copied as it stands where the framed file has its delimiter.
 * Faults: field-count, quote-unterminated, quote-misplaced, escape-dangling, text-not-utf8, character-nul.
 */
export class DelimitedDecoder implements RecordDecoder {
  readonly columns: readonly string[];
  readonly #file: string;
  readonly #weights: Int32Array;
  readonly #splitter: FieldSplitter;
  readonly #framed: RecordWriter;
  readonly #write: (buffer: Buffer, start: number, end: number) => void;

  constructor(options: {
    file: string;
    columns: readonly string[];
    dialect: DelimitedDialect;
    framed: RecordWriter;
    /** Code of the framed file's delimiter. */
    framed_delimiter: number;
  }) {
    const { framed } = options;
    this.columns = options.columns;
    this.#file = options.file;
    this.#weights = options.dialect.byteWeights(options.framed_delimiter);
    this.#splitter = new FieldSplitter(options.dialect);
    this.#framed = framed;
    this.#write = (buffer, start, end) => framed.field(buffer, start, end);
  }

  decode(line: CutRecord): Decoded {
    const { buffer, start, end } = line;
    const weights = this.#weights;
    let weight = 0;
    for (let index = start; index < end; index += 1) weight += weights[buffer[index] as number] as number;
    if (weight >= LOOK) return this.#decodeFields(line);
    // A delimiter that cannot be copied needs a closer look; without one a line is one field.
    if (weight + 1 !== this.columns.length) return this.#fieldCount(line, weight + 1);
    this.#framed.begin(line, end - start);
    this.#framed.raw(buffer, start, end);
    this.#framed.end();
    return 'record';
  }

  #decodeFields(line: CutRecord): Decoded {
    const damage = checkText(line, this.#file);
    if (damage !== null) return damage;
    const splitter = this.#splitter;
    const fault = splitter.split(line);
    if (fault !== null) {
      return recordFault(placeOf(this.#file, line), fault.fault, { column: fault.column });
    }
    if (splitter.count !== this.columns.length) return this.#fieldCount(line, splitter.count);
    this.#framed.begin(line, line.end - line.start);
    for (let index = 0; index < splitter.count; index += 1) splitter.take(index, this.#write);
    this.#framed.end();
    return 'record';
  }

  #fieldCount(line: CutRecord, actual: number): RecordFault {
    return recordFault(placeOf(this.#file, line), 'field-count', { expected: this.columns.length, actual });
  }
}
