import type { Place } from '../../domain/diagnostic.js';
import { deliveryFault } from '../delivery-fault.js';
import type { RecordFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { plainDecimal } from '../number-style.js';
import { type BatchFindings, BatchTotals } from './batch-totals.js';
import { BatchWriter } from './batch-writer.js';
import { checkBatch } from './check-batch.js';
import type { ControlLines } from './control-lines.js';

import type { CutRecord } from './record-cutter.js';
import { recordFault } from './record-fault.js';
import type { FramedRecords } from './record-writer.js';

type Groups = ReadonlyMap<string, string>;

/**
 * Tells the batches of a file apart by their header and trailer lines, and holds what those declare against the records.
 *
 * A fault of one batch does not keep the others from being looked at.
 *
 * Faults of the delivery: batch-not-opened, batch-not-closed, control-batch-count-differs, control-batch-sum-differs,
 * control-batches-differ, control-breaks-untold. Faults of records: record-outside-batch.
 */
export class BatchFramer {
  readonly writer: BatchWriter;
  readonly #feed: Feed;
  readonly #controls: ControlLines;
  readonly #totals: BatchTotals;

  constructor(feed: Feed, controls: ControlLines, target: { file: string; framed: FramedRecords }) {
    this.#feed = feed;
    this.#controls = controls;
    this.#totals = new BatchTotals(target.file);
    this.writer = new BatchWriter(feed, target.framed);
  }

  get findings(): BatchFindings {
    return this.#totals.findings;
  }

  /** Takes a line when it is a batch's header or trailer; false for any other. */
  take(line: CutRecord, at: Place): boolean {
    const header = this.#controls.batch_header?.match(line) ?? null;
    if (header !== null) {
      this.end(at);
      this.writer.open(at, header);
      return true;
    }
    const trailer = this.#controls.batch_trailer?.match(line) ?? null;
    if (trailer === null) return false;
    this.#close(at, trailer);
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

  /** Ends the batch that is open, if any, where another one, the file's trailer or its end follows. */
  end(at: Place): void {
    const { batch } = this.writer;
    if (batch === null) return;
    const expected = this.#controls.batch_trailer?.source;
    if (expected === undefined) {
      this.#close(at, new Map());
      return;
    }
    this.writer.batch = null;
    const batch_line = batch.at.line ?? 0;
    this.#totals.tell(deliveryFault('batch-not-closed', at, { batch_line, expected }));
  }

  /** Compares the number of batches that the file's trailer declares. */
  checkTrailer(groups: Groups, at: Place): void {
    const declared = groups.get('batches');
    if (declared === undefined) return;
    const counted = String(this.writer.batches);
    const agrees = plainDecimal(declared) === counted;
    const fault = deliveryFault('control-batches-differ', at, { where: 'trailer', declared, counted });
    this.#totals.add({ name: 'trailer batch count', declared, counted, agrees, fault });
  }

  #close(at: Place, trailer: Groups): void {
    const { batch } = this.writer;
    if (batch === null) {
      const expected = this.#controls.batch_header?.source ?? '';
      this.#totals.tell(deliveryFault('batch-not-opened', at, { expected }));
      return;
    }
    this.writer.batch = null;
    const spec = this.#feed.spec.batch;
    const lines = [
      { where: 'header', control: spec?.header, groups: batch.groups, at: batch.at },
      { where: 'trailer', control: spec?.trailer, groups: trailer, at },
    ] as const;
    for (const line of lines) {
      for (const comparison of checkBatch(batch, line, this.#feed)) this.#totals.add(comparison);
    }
  }
}
