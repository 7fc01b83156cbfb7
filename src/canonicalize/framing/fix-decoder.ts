import type { RecordFault } from '../diagnostics.js';
import { checkText } from './check-text.js';
import type { FramedFile } from './framed-file.js';
import type { CutRecord } from './record-cutter.js';
import type { Decoded, RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';

const SOH = 1;
const EQUALS = 61;
const ZERO = 48;
const NINE = 57;

export type FixField = { name: string; tag: number };

/** Where the parts of a message lie that its last two checks compare. */
type Envelope = { bodyStart: number; trailerStart: number; bodyLength: string; checksum: string };

/**
 * Decodes one FIX tag=value message a line, fields ended by the separator.
 *
 * The order of tags 8, 9, 35 and 10, BodyLength and CheckSum are verified as FIX 4.x defines them (the checksum as if
 * the separator were SOH). Tags that the feed does not name are passed over; one that it names must not repeat. Faults:
 * fix-not-a-message, fix-field, fix-tag-repeated, fix-body-length, fix-checksum, text-not-utf8, character-nul.
 */
export class FixDecoder implements RecordDecoder {
  readonly columns: readonly string[];
  readonly #file: string;
  readonly #separator: number;
  readonly #framed: FramedFile;
  readonly #slots: ReadonlyMap<number, number>;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #ignoreSlot: number;
  readonly #ignored: ReadonlySet<string>;

  constructor(options: {
    file: string;
    fields: readonly FixField[];
    separator: number;
    ignore: { field: string; values: readonly string[] } | undefined;
    framed: FramedFile;
  }) {
    const { fields, ignore } = options;
    this.columns = fields.map((field) => field.name);
    this.#file = options.file;
    this.#separator = options.separator;
    this.#framed = options.framed;
    this.#slots = new Map(fields.map((field, slot) => [field.tag, slot]));
    this.#starts = new Int32Array(fields.length);
    this.#ends = new Int32Array(fields.length);
    this.#ignoreSlot = ignore === undefined ? -1 : this.columns.indexOf(ignore.field);
    this.#ignored = new Set(ignore?.values);
  }

  decode(line: CutRecord): Decoded {
    const fault = checkText(line, this.#file) ?? this.#read(line);
    if (fault !== null) return fault;
    if (this.#ignoreSlot !== -1 && this.#ignored.has(this.#valueOf(line.buffer, this.#ignoreSlot)))
      return 'ignored';
    this.#framed.begin(line, line.end - line.start);
    for (let slot = 0; slot < this.#starts.length; slot += 1) {
      this.#framed.field(line.buffer, this.#starts[slot] as number, this.#ends[slot] as number);
    }
    this.#framed.end();
    return 'record';
  }

  #valueOf(buffer: Buffer, slot: number): string {
    return buffer.toString('utf8', this.#starts[slot], this.#ends[slot]);
  }

  #read(line: CutRecord): RecordFault | null {
    this.#starts.fill(0);
    this.#ends.fill(0);
    const envelope: Envelope = { bodyStart: 0, trailerStart: 0, bodyLength: '', checksum: '' };
    let position = 0;
    for (let index = line.start; index < line.end; position += 1) {
      const next = line.buffer.indexOf(this.#separator, index);
      const stop = next === -1 || next > line.end ? line.end : next;
      const fault = this.#readField(line, { index, stop, position }, envelope);
      if (fault !== null) return fault;
      index = stop + 1;
    }
    return envelope.trailerStart === 0 ? this.#notAMessage(line) : this.#verify(line, envelope);
  }

  #readField(
    line: CutRecord,
    field: { index: number; stop: number; position: number },
    envelope: Envelope,
  ): RecordFault | null {
    const { buffer } = line;
    const { index, stop, position } = field;
    const equals = tagEnd(buffer, index, stop);
    if (equals === -1) {
      if (position < 3) return this.#notAMessage(line);
      return recordFault(placeOf(this.#file, line), 'fix-field', {
        text: buffer.toString('utf8', index, stop),
      });
    }
    const tag = tagNumber(buffer, index, equals);
    if (!inOrder(tag, position, stop + 1 >= line.end)) return this.#notAMessage(line);
    if (tag === 9) {
      envelope.bodyLength = buffer.toString('latin1', equals + 1, stop);
      envelope.bodyStart = stop + 1;
    } else if (tag === 10) {
      envelope.checksum = buffer.toString('latin1', equals + 1, stop);
      envelope.trailerStart = index;
    }
    return this.#store(line, tag, { start: equals + 1, stop });
  }

  #store(line: CutRecord, tag: number, value: { start: number; stop: number }): RecordFault | null {
    const slot = this.#slots.get(tag);
    if (slot === undefined) return null;
    if (this.#ends[slot] !== 0) return recordFault(placeOf(this.#file, line), 'fix-tag-repeated', { tag });
    this.#starts[slot] = value.start;
    this.#ends[slot] = value.stop;
    return null;
  }

  #notAMessage(line: CutRecord): RecordFault {
    const starts_with = line.buffer.toString('utf8', line.start, Math.min(line.end, line.start + 40));
    return recordFault(placeOf(this.#file, line), 'fix-not-a-message', { starts_with });
  }

  #verify(line: CutRecord, envelope: Envelope): RecordFault | null {
    const counted = envelope.trailerStart - envelope.bodyStart;
    if (envelope.bodyLength !== String(counted)) {
      return recordFault(placeOf(this.#file, line), 'fix-body-length', {
        declared: envelope.bodyLength,
        counted,
      });
    }
    let sum = 0;
    for (let index = line.start; index < envelope.trailerStart; index += 1) {
      const byte = line.buffer[index] as number;
      sum += byte === this.#separator ? SOH : byte;
    }
    const checksum = String(sum % 256).padStart(3, '0');
    if (checksum === envelope.checksum) return null;
    return recordFault(placeOf(this.#file, line), 'fix-checksum', {
      declared: envelope.checksum,
      counted: checksum,
    });
  }
}

/** Whether a tag may stand at its place: 8, 9, 35 first, 10 last and only there. */
function inOrder(tag: number, position: number, last: boolean): boolean {
  if (position === 0) return tag === 8;
  if (position === 1) return tag === 9;
  if (position === 2) return tag === 35;
  return (tag === 10) === last;
}

/** Index of the equals sign after a tag number; -1 where the text is no `tag=`. */
function tagEnd(buffer: Buffer, from: number, to: number): number {
  const equals = buffer.indexOf(EQUALS, from);
  if (equals <= from || equals >= to || equals - from > 9) return -1;
  for (let index = from; index < equals; index += 1) {
    const byte = buffer[index] as number;
    if (byte < ZERO || byte > NINE) return -1;
  }
  return equals;
}

function tagNumber(buffer: Buffer, from: number, to: number): number {
  let tag = 0;
  for (let index = from; index < to; index += 1) tag = tag * 10 + (buffer[index] as number) - ZERO;
  return tag;
}
