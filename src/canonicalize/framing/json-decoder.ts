import type { RecordFault } from '../diagnostics.js';
import { checkText } from './check-text.js';
import { JsonKeyTree, jsonPathTree } from './json-key-tree.js';
import { JSON_KINDS, JSON_NULL, JSON_STRING, type JsonKind, JsonScanner } from './json-scanner.js';
import type { CutRecord } from './record-cutter.js';
import type { Decoded, RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';
import type { RecordWriter } from './record-writer.js';

const LONE_SURROGATE = /\p{Surrogate}/u;
const OPEN_BRACE = 123;

/** A field of a JSON record: where it stands and the JSON kinds that the record schema allows. */
export type JsonField = { name: string; path: readonly string[]; kinds: readonly JsonKind[] };

/**
 * Decodes records that are one JSON object each; numbers keep every digit, null and absent members have no value.
 *
 * Faults: json-syntax, json-duplicate-key, json-forbidden-key, json-kind (a member of another kind than the record
 * schema's type), text-not-utf8, character-nul. Columns in faults count characters of the record from 1.
 */
export class JsonDecoder implements RecordDecoder {
  readonly columns: readonly string[];
  readonly #file: string;
  readonly #fields: readonly JsonField[];
  /** Of each field, one bit for every kind that it may have, by the kind's code; no value is always one. */
  readonly #allowed: Uint8Array;
  readonly #framed: RecordWriter;
  readonly #scanner: JsonScanner;

  constructor(options: { file: string; fields: readonly JsonField[]; framed: RecordWriter }) {
    this.columns = options.fields.map((field) => field.name);
    this.#file = options.file;
    this.#fields = options.fields;
    this.#allowed = Uint8Array.from(options.fields, ({ kinds }) => kindBits(['absent', 'null', ...kinds]));
    this.#framed = options.framed;
    this.#scanner = new JsonScanner(new JsonKeyTree(jsonPathTree(options.fields)), options.fields.length);
  }

  decode(line: CutRecord): Decoded {
    const sound = this.#scanner.scan(line.buffer, line.start, line.end);
    // A sound text of ASCII bytes is UTF-8 and has no NUL.
    const bad = sound && this.#scanner.highest < 128 ? null : checkText(line, this.#file);
    const fault = bad ?? (sound ? this.#badField(line) : this.#badSyntax(line));
    if (fault !== null) return fault;
    this.#write(line);
    return 'record';
  }

  #write(line: CutRecord): void {
    const { kinds, starts, ends, escaped } = this.#scanner;
    const framed = this.#framed;
    framed.begin(line, line.end - line.start);
    for (let slot = 0; slot < kinds.length; slot += 1) {
      const kind = kinds[slot] as number;
      const start = starts[slot] as number;
      const end = ends[slot] as number;
      if (kind === 0 || kind === JSON_NULL) framed.text(null);
      else if (kind !== JSON_STRING) framed.field(line.buffer, start, end);
      else if (escaped[slot] === 1 || end === start + 2) framed.text(this.#scanner.text(slot));
      else framed.field(line.buffer, start + 1, end - 1);
    }
    framed.end();
  }

  #badSyntax(line: CutRecord): RecordFault | null {
    const { fault } = this.#scanner;
    if (fault === null) return null;
    const at = placeOf(this.#file, line);
    if (fault.key !== null) {
      const { name, why } = fault.key;
      return recordFault(at, why === 'repeated' ? 'json-duplicate-key' : 'json-forbidden-key', { key: name });
    }
    const column = line.buffer.toString('utf8', line.start, fault.index).length + 1;
    return recordFault(at, 'json-syntax', { column, expected: fault.expected });
  }

  /** A record that is no object, a member of the wrong kind, or text in escapes that plain text may not hold. */
  #badField(line: CutRecord): RecordFault | null {
    const { kinds, escaped } = this.#scanner;
    if (firstByte(line) !== OPEN_BRACE) {
      return recordFault(placeOf(this.#file, line), 'json-syntax', { column: 1, expected: 'an object' });
    }
    let escapes = 0;
    for (let slot = 0; slot < kinds.length; slot += 1) {
      const kind = kinds[slot] as number;
      escapes |= kind === JSON_STRING ? (escaped[slot] as number) : 0;
      if (((this.#allowed[slot] as number) & (1 << kind)) === 0) return this.#wrongKind(line, slot);
    }
    return escapes === 0 ? null : this.#badText(line);
  }

  #wrongKind(line: CutRecord, slot: number): RecordFault | null {
    const field = this.#fields[slot];
    const actual = JSON_KINDS[this.#scanner.kinds[slot] ?? 0];
    if (field === undefined || actual === undefined) return null;
    const data = { field: field.name, actual, expected: field.kinds.join(' or ') };
    return recordFault(placeOf(this.#file, line), 'json-kind', data);
  }

  #badText(line: CutRecord): RecordFault | null {
    const { kinds, starts, escaped } = this.#scanner;
    for (let slot = 0; slot < kinds.length; slot += 1) {
      if (kinds[slot] !== JSON_STRING || escaped[slot] === 0) continue;
      const value = this.#scanner.text(slot);
      const surrogate = LONE_SURROGATE.test(value) ? 'text-not-utf8' : null;
      const code = value.includes('\0') ? 'character-nul' : surrogate;
      if (code === null) continue;
      const byte_offset = line.offset + (starts[slot] as number) - line.start;
      return recordFault(placeOf(this.#file, line), code, { byte_offset });
    }
    return null;
  }
}

function kindBits(kinds: readonly (JsonKind | 'absent')[]): number {
  return kinds.reduce((bits, kind) => bits | (1 << JSON_KINDS.indexOf(kind)), 0);
}

function firstByte(line: CutRecord): number {
  let index = line.start;
  while (index < line.end && (line.buffer[index] as number) <= 32) index += 1;
  return line.buffer[index] ?? 0;
}
