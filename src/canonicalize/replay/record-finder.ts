import type { Feed } from '../feed.js';
import { UNIT_SEPARATOR } from '../framing/open-decoder.js';
import type { CutRecord, DocumentSink } from '../framing/record-cutter.js';
import { RecordFramer } from '../framing/record-framer.js';
import type { DecodedFields, DecodedRecord } from './decoded-record.js';
import type { RecentText } from './recent-text.js';
import { RecordedFields } from './recorded-fields.js';

/** The records that are looked for, by offset, with the bytes that are to stand in their place or null. */
export type WantedRecords = ReadonlyMap<number, Buffer | null>;

/**
 * Finds records among those of a delivery and decodes them as when it was canonicalized: with its column names, layout
 * and batch. Others are decoded only where that could depend on them.
 */
export class RecordFinder implements DocumentSink {
  readonly #feed: Feed;
  readonly #wanted: WantedRecords;
  readonly #written = new RecordedFields(UNIT_SEPARATOR);
  readonly #framer: RecordFramer;
  readonly #text: RecentText;
  #found: DecodedRecord[] = [];
  /** How many of those wanted have been found. */
  count = 0;

  /** `text` must hold the text of the delivery up to where its records are cut. */
  constructor(
    feed: Feed,
    delivery: { name: string; trade_date: string; text: RecentText },
    wanted: WantedRecords,
  ) {
    this.#feed = feed;
    this.#wanted = wanted;
    this.#text = delivery.text;
    this.#framer = new RecordFramer(feed, delivery, this.#written);
  }

  /** The records found since this was last asked for, in the order of the file. */
  take(): DecodedRecord[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  record(record: CutRecord, last: boolean): void {
    const replacement = this.#wanted.get(record.offset);
    if (replacement === undefined) {
      if (!this.#framer.in_records) this.#decode(() => this.#framer.record(record, last));
      return;
    }
    this.#add(record, {
      raw: this.#textOf(record),
      original: this.#decode(() => this.#framer.record(record, false)),
      replacement: this.#replaced(record, replacement),
    });
  }

  blank(record: { number: number; offset: number }): void {
    this.#withoutText(record, () => this.#framer.blank(record), Buffer.alloc(0));
  }

  oversized(record: { number: number; offset: number; bytes: number }): void {
    this.#withoutText(record, () => this.#framer.oversized(record), null);
  }

  refuse(): void {
    // The delivery was published: what refuses it now is in no record that is looked for.
  }

  control(): void {
    // Control values have been checked when the delivery was published.
  }

  #textOf({ buffer, start, end, offset, text_bytes }: CutRecord): Buffer {
    if (text_bytes === undefined) return Buffer.from(buffer.subarray(start, end));
    return this.#text.slice(offset, text_bytes);
  }

  #withoutText(record: { number: number; offset: number }, take: () => void, raw: Buffer | null): void {
    const original = this.#decode(take);
    const replacement = this.#wanted.get(record.offset);
    if (replacement === undefined) return;
    this.#add(record, { raw, original, replacement: this.#replaced(record, replacement) });
  }

  #replaced(at: { number: number; offset: number }, bytes: Buffer | null): DecodedFields | null {
    if (bytes === null) return null;
    const { number, offset } = at;
    return this.#decode(() =>
      this.#framer.record({ buffer: bytes, start: 0, end: bytes.length, number, offset }, false),
    );
  }

  #decode(take: () => void): DecodedFields {
    take();
    const [fault] = this.#framer.faults.splice(0);
    // Control totals do not hold with records that were not forwarded or are repaired; they held for the delivery.
    this.#framer.refusal = null;
    const values = this.#written.take();
    if (values !== null) return { fields: this.#named(values) };
    return fault === undefined ? { nothing: true } : { fault };
  }

  #named(values: readonly (string | null)[]): Record<string, string | null> {
    const { columns } = this.#framer;
    return Object.fromEntries(
      this.#feed.fields.map(({ name }) => {
        const index = columns.indexOf(name);
        return [name, index === -1 ? null : (values[index] ?? null)];
      }),
    );
  }

  #add(at: { number: number; offset: number }, found: Omit<DecodedRecord, 'line' | 'byte_offset'>): void {
    this.count += 1;
    this.#found.push({ line: at.number, byte_offset: at.offset, ...found });
  }
}
