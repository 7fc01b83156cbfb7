import type { Place } from '../../domain/diagnostic.js';
import { declaredSums } from '../declared-sums.js';
import { ExactSum } from '../exact-sum.js';
import type { Feed } from '../feed.js';
import { type NumberStyle, numberStyleOf, plainDecimal } from '../number-style.js';

import type { FramedRecords, RecordWriter } from './record-writer.js';

type Groups = ReadonlyMap<string, string>;
type Span = { buffer: Buffer; start: number; end: number };

/** A batch whose header was read: its place, what its named groups hold, and what it holds so far. */
export type OpenBatch = { at: Place; groups: Groups; records: number; sums: ReadonlyMap<string, ExactSum> };

/** Writes the records of batches: adds to each the fields of its batch header, and counts and sums batch by batch. */
export class BatchWriter implements RecordWriter {
  /** Fields that come from the batch header; they stand after a record's own. */
  readonly carried: readonly string[];
  readonly #groups: readonly string[];
  readonly #framed: FramedRecords;
  readonly #summed: readonly { field: string; style: NumberStyle }[];
  #indexes: { index: number; field: string; style: NumberStyle }[] = [];
  #values: readonly Buffer[] = [];
  #carriedBytes = 0;
  #field = 0;
  /** The batch whose records are being written; null between batches. */
  batch: OpenBatch | null = null;
  /** Batches opened so far. */
  batches = 0;

  constructor(feed: Feed, framed: FramedRecords) {
    const { spec } = feed;
    const carry = spec.batch?.carry ?? {};
    const sums = [...declaredSums(spec.batch?.header), ...declaredSums(spec.batch?.trailer)];
    this.carried = Object.keys(carry);
    this.#groups = Object.values(carry);
    this.#framed = framed;
    this.#summed = [...new Set(sums.map(({ field }) => field))].map((field) => ({
      field,
      style: numberStyleOf(feed, field),
    }));
  }

  /** Says which columns a record has of its own. */
  columns(own: readonly string[]): void {
    this.#indexes = this.#summed.map(({ field, style }) => ({ index: own.indexOf(field), field, style }));
  }

  /** Begins a batch by what the groups of its header hold. */
  open(at: Place, groups: Groups): void {
    this.batches += 1;
    this.batch = {
      at,
      groups,
      records: 0,
      sums: new Map(this.#summed.map(({ field }) => [field, new ExactSum()])),
    };
    this.#values = this.#groups.map((group) => Buffer.from((groups.get(group) ?? '').trim(), 'utf8'));
    this.#carriedBytes = this.#values.reduce((bytes, value) => bytes + value.length, 0);
  }

  begin(at: { number: number; offset: number }, bytes: number): void {
    this.#framed.begin(at, bytes + this.#carriedBytes);
    this.#field = 0;
  }

  raw(buffer: Buffer, start: number, end: number): void {
    const { delimiter } = this.#framed;
    let from = start;
    for (let index = start; index <= end; index += 1) {
      if (index < end && buffer[index] !== delimiter) continue;
      this.#take({ buffer, start: from, end: index });
      from = index + 1;
    }
    this.#framed.raw(buffer, start, end);
  }

  field(buffer: Buffer, start: number, end: number): void {
    this.#take({ buffer, start, end });
    this.#framed.field(buffer, start, end);
  }

  text(value: string | null): void {
    const buffer = Buffer.from(value ?? '', 'utf8');
    this.#take({ buffer, start: 0, end: buffer.length });
    this.#framed.text(value);
  }

  end(): void {
    for (const value of this.#values) this.#framed.field(value, 0, value.length);
    this.#framed.end();
  }

  /** Adds a field to its sum; one that is no decimal adds nothing and is rejected by the map or the record schema. */
  #take({ buffer, start, end }: Span): void {
    const index = this.#field++;
    for (const summed of this.#indexes) {
      if (summed.index !== index) continue;
      const decimal = plainDecimal(buffer.toString('utf8', start, end), summed.style);
      if (decimal !== null) this.batch?.sums.get(summed.field)?.add(decimal);
    }
  }
}
