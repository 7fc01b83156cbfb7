import type { CutRecord } from './record-cutter.js';
import type { Decoded, RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';
import type { RecordWriter } from './record-writer.js';
import type { XmlField } from './xml-paths.js';

/** Between the values of a cut record, and before the number of a field that stands twice: no characters of XML. */
const SEPARATOR = 31;
const REPEATED = 0;

/** Writes the values of a record element as the bytes of a cut record. */
export function encodeXmlRecord(
  read: { values: readonly (string | null)[]; repeated: number },
  record: CutRecord,
): void {
  const { values, repeated } = read;
  const text = repeated === -1 ? values.join(String.fromCharCode(SEPARATOR)) : `\0${repeated}`;
  if (record.buffer.length < 3 * text.length) record.buffer = Buffer.allocUnsafe(6 * text.length);
  record.start = 0;
  record.end = record.buffer.write(text, 'utf8');
}

/** Decodes record elements that XmlCutter has read; an empty value is no value. Faults: xml-repeated. */
export class XmlDecoder implements RecordDecoder {
  readonly columns: readonly string[];
  readonly #file: string;
  readonly #fields: readonly XmlField[];
  readonly #framed: RecordWriter;

  constructor(options: { file: string; fields: readonly XmlField[]; framed: RecordWriter }) {
    this.columns = options.fields.map((field) => field.name);
    this.#file = options.file;
    this.#fields = options.fields;
    this.#framed = options.framed;
  }

  decode(record: CutRecord): Decoded {
    const { buffer, start, end } = record;
    if (buffer[start] === REPEATED && end > start) {
      const { name, path } = this.#fields[Number(buffer.toString('latin1', start + 1, end))] ?? {
        name: '',
        path: '',
      };
      return recordFault(placeOf(this.#file, record), 'xml-repeated', { field: name, path });
    }
    this.#framed.begin(record, end - start);
    let from = start;
    for (let index = start; index < end; index += 1) {
      if (buffer[index] !== SEPARATOR) continue;
      this.#framed.field(buffer, from, index);
      from = index + 1;
    }
    this.#framed.field(buffer, from, end);
    this.#framed.end();
    return 'record';
  }
}
