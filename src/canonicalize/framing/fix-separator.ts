import { isValue } from './fix-value.js';
import type { CutRecord } from './record-cutter.js';

const SOH = 1;

/** What ends the fields of a feed's messages: a byte, or several that a log shows for SOH. */
export class FixSeparator {
  /** The byte between fields, once `read` has given the record. */
  readonly byte: number;
  /** As it stands in the file. */
  readonly shown: Buffer;
  /** Places of the copy where SOH stood in the file, which is not what is shown for it. */
  readonly #strays = new Set<number>();
  readonly #record: CutRecord = { buffer: Buffer.alloc(0), start: 0, end: 0, number: 0, offset: 0 };

  constructor(text: string) {
    this.shown = Buffer.from(text, 'utf8');
    this.byte = this.shown.length === 1 ? (this.shown[0] as number) : SOH;
  }

  /** Whether a byte of the record that was read, which is `byte` or SOH, ends a field. */
  ends(buffer: Buffer, index: number): boolean {
    return buffer[index] === this.byte && !this.#strays.has(index);
  }

  /** The record with one byte between fields: itself, or a copy that is good until the next call. */
  read(record: CutRecord): CutRecord {
    if (this.shown.length === 1) return record;
    const copy = this.#record;
    const most = record.end - record.start;
    if (copy.buffer.length < most) copy.buffer = Buffer.allocUnsafe(2 * most);
    copy.number = record.number;
    copy.offset = record.offset;
    copy.end = this.#copy(record, copy.buffer);
    return copy;
  }

  #copy({ buffer, start, end }: CutRecord, copy: Buffer): number {
    const { shown } = this;
    const first = shown[0] as number;
    let used = 0;
    this.#strays.clear();
    for (let index = start; index < end; used += 1) {
      const byte = buffer[index] as number;
      const ends =
        byte === first && isValue(shown, buffer, { start: index, stop: Math.min(end, index + shown.length) });
      if (byte === SOH && !ends) this.#strays.add(used);
      copy[used] = ends ? SOH : byte;
      index += ends ? shown.length : 1;
    }
    return used;
  }
}
