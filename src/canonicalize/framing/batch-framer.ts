import type { Place } from '../../domain/diagnostic.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault, RecordFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { type NumberStyle, plainDecimal } from '../number-style.js';
import { BatchWriter } from './batch-writer.js';
import { checkBatch } from './check-batch.js';
import type { ControlLines } from './control-lines.js';
import type { FramedFile } from './framed-file.js';
import type { CutRecord } from './record-cutter.js';
import { recordFault } from './record-fault.js';

type Groups = ReadonlyMap<string, string>;

/**
 * Tells the batches of a file apart by their header and trailer lines, and holds what those declare against the records.
 *
 * Faults of the delivery: batch-not-opened, batch-not-closed, control-batch-count-differs, control-batch-sum-differs,
 * control-batches-differ. Faults of records: record-outside-batch.
 */
export class BatchFramer {
  readonly writer: BatchWriter;
  readonly #feed: Feed;
  readonly #controls: ControlLines;
  readonly #style: NumberStyle;
  /** The fault of the last line taken. */
  refusal: DeliveryFault | null = null;

  constructor(feed: Feed, controls: ControlLines, framed: FramedFile) {
    this.#feed = feed;
    this.#controls = controls;
    this.#style = feed.spec.format.numbers;
    this.writer = new BatchWriter(feed, framed);
  }

  /** Takes a line when it is a batch's header or trailer; false for any other. */
  take(line: CutRecord, at: Place): boolean {
    const header = this.#controls.batch_header?.match(line) ?? null;
    if (header !== null) {
      this.refusal = this.end(at);
      this.writer.open(at, header);
      return true;
    }
    const trailer = this.#controls.batch_trailer?.match(line) ?? null;
    if (trailer === null) return false;
    this.refusal = this.#close(at, trailer);
    return true;
  }

  /** The fault of a record that stands in no batch. */
  outside(at: { file: string; line: number; byte_offset: number }): RecordFault | null {
    if (this.writer.batch !== null) return null;
    return recordFault(at, 'record-outside-batch', { expected: this.#controls.batch_header?.source ?? '' });
  }

  /** Counts a record of the batch that is open, sound or not. */
  count(): void {
    if (this.writer.batch !== null) this.writer.batch.records += 1;
  }

  /** Ends the batch that is open, if any, where another one or the file's trailer follows; null when that is sound. */
  end(at: Place): DeliveryFault | null {
    const { batch } = this.writer;
    if (batch === null) return null;
    const expected = this.#controls.batch_trailer?.source;
    if (expected !== undefined) {
      return deliveryFault('batch-not-closed', at, { batch_line: batch.at.line ?? 0, expected });
    }
    return this.#close(at, new Map());
  }

  /** Compares the number of batches that the file's trailer declares. */
  checkTrailer(groups: Groups, at: Place): DeliveryFault | null {
    const declared = groups.get('batches');
    const counted = String(this.writer.batches);
    if (declared === undefined || plainDecimal(declared) === counted) return null;
    return deliveryFault('control-batches-differ', at, { where: 'trailer', declared, counted });
  }

  #close(at: Place, trailer: Groups): DeliveryFault | null {
    const { batch } = this.writer;
    if (batch === null) {
      return deliveryFault('batch-not-opened', at, { expected: this.#controls.batch_header?.source ?? '' });
    }
    this.writer.batch = null;
    const spec = this.#feed.spec.batch;
    return (
      checkBatch(batch, { control: spec?.header, groups: batch.groups, at: batch.at }, this.#style) ??
      checkBatch(batch, { control: spec?.trailer, groups: trailer, at }, this.#style)
    );
  }
}
