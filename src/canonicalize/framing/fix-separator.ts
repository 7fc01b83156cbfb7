import type { CutRecord } from './record-cutter.js';

const SOH = 1;

/** What ends the fields of a feed's messages: a byte, or several that a log shows for SOH. */
export class FixSeparator {
  /** The byte between fields, once `read` has given the record. */
  readonly byte: number;
  /** As it stands in the file. */
  readonly shown: Buffer;
  readonly #record: CutRecord = { buffer: Buffer.alloc(0), start: 0, end: 0, number: 0, offset: 0 };

  constructor(text: string) {
    this.shown = Buffer.from(text, 'utf8');
    this.byte = this.shown.length === 1 ? (this.shown[0] as number) : SOH;
  }

  /** The record with one byte between fields: itself, or a copy that is good until the next call. */
  read(record: CutRecord): CutRecord {
    const { shown } = this;
    if (shown.length === 1) return record;
    const { buffer, start, end } = record;
    const copy = this.#record;
    if (copy.buffer.length < end - start) copy.buffer = Buffer.allocUnsafe(2 * (end - start));
    copy.number = record.number;
    copy.offset = record.offset;
    copy.end = 0;
    for (let from = start; from < end; ) {
      const found = buffer.indexOf(shown, from);
      const stop = found === -1 || found + shown.length > end ? end : found;
      copy.end += buffer.copy(copy.buffer, copy.end, from, stop);
      if (stop < end) copy.buffer[copy.end++] = SOH;
      from = stop + shown.length;
    }
    return copy;
  }
}
