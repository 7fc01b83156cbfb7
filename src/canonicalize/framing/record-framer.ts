import type { Place } from '../../domain/diagnostic.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault, DeliveryFaultCode, DeliveryFaultData, RecordFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { BatchFramer } from './batch-framer.js';
import type { BatchFindings } from './batch-totals.js';
import { chooseLayout } from './choose-layout.js';
import { ControlLines } from './control-lines.js';
import { DelimitedDialect } from './delimited-dialect.js';
import { FieldSplitter } from './field-splitter.js';

import { textOf, withoutByteOrderMark } from './line-prefix.js';
import { nameColumns } from './name-columns.js';
import { openDecoder } from './open-decoder.js';
import type { CutRecord, DocumentSink } from './record-cutter.js';
import { RECORD_BYTES_LIMIT, type RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';
import type { FramedRecords } from './record-writer.js';

/** A header or trailer line as it stands, with what its named groups hold. */
export type ControlLine = { line: number; groups: ReadonlyMap<string, string> };

/** What is expected of the next line, in this order. */
type Expected = 'preamble' | 'header' | 'columns' | 'records';

/**
 * Tells the records of one delivery from its preamble, comments, header, column names, batch lines and trailer, and has
 * the records decoded.
 *
 * Every line becomes exactly one of: record, fault, ignored message, control line. A fault of the whole delivery ends
 * it: `refusal` is set and later lines are dropped.
 */
export class RecordFramer implements DocumentSink {
  readonly #feed: Feed;
  readonly #file: string;
  readonly #trade_date: string;
  readonly #framed: FramedRecords;
  readonly #controls: ControlLines;
  readonly #batches: BatchFramer | null;
  readonly #splitter: FieldSplitter;
  #decoder: RecordDecoder | null = null;
  #awaits: Expected[];
  refusal: DeliveryFault | null = null;
  header: ControlLine | null = null;
  trailer: ControlLine | null = null;
  /** Faults since the caller last took them. */
  faults: RecordFault[] = [];
  fault_count = 0;
  ignored = 0;
  control_lines = 0;

  constructor(feed: Feed, delivery: { name: string; trade_date: string }, framed: FramedRecords) {
    this.#feed = feed;
    this.#file = delivery.name;
    this.#trade_date = delivery.trade_date;
    this.#framed = framed;
    this.#controls = new ControlLines(feed);
    this.#batches =
      feed.spec.batch === undefined
        ? null
        : new BatchFramer(feed, this.#controls, { file: delivery.name, framed });
    this.#splitter = new FieldSplitter(new DelimitedDialect(feed.spec.format));
    const named = feed.spec.format.type === 'delimited' && (feed.spec.format.header ?? false) !== false;
    this.#awaits = [
      ...Array<Expected>(this.#controls.preamble).fill('preamble'),
      ...(this.#controls.header === null ? [] : (['header'] as const)),
      ...(named ? (['columns'] as const) : []),
      'records',
    ];
    const columns = named ? 'undecided' : chooseLayout(feed, delivery.trade_date, null);
    if (columns !== 'undecided' && columns !== null) this.#open(columns);
  }

  /** Columns of the framed file after line and byte offset. */
  get columns(): readonly string[] {
    return [...(this.#decoder?.columns ?? []), ...(this.#batches?.writer.carried ?? [])];
  }

  get batches(): BatchFindings {
    return this.#batches?.findings ?? { totals: [], breaks: [] };
  }

  /** Whether nothing but records, blank lines and the trailer can follow, and the columns of the records are known. */
  get in_records(): boolean {
    const known = this.#awaits[0] === 'records' && this.#decoder !== null;
    return known && this.refusal === null && !this.#controls.everywhere;
  }

  record(cut: CutRecord, last: boolean): void {
    if (this.refusal !== null) return;
    const line = withoutByteOrderMark(cut);
    const expected = this.#awaits[0];
    if (expected === 'preamble') this.#takeControl();
    else if (expected === 'records' && last && this.#controls.trailer !== null) this.#takeTrailer(line);
    else if (this.#controls.isComment(line)) this.control_lines += 1;
    else if (expected === 'header') this.#takeHeader(line);
    else if (expected === 'columns') this.#takeColumns(line);
    else if (this.#batches?.take(line, this.#place(line)) === true) this.control_lines += 1;
    else this.#takeRecord(line);
  }

  blank(line: { number: number; offset: number }): void {
    if (this.refusal !== null) return;
    if (this.#awaits[0] === 'preamble') this.#takeControl();
    else this.#addFault(recordFault(placeOf(this.#file, line), 'record-blank', {}));
  }

  oversized(line: { number: number; offset: number; bytes: number }): void {
    if (this.refusal !== null) return;
    if (this.#awaits[0] === 'preamble') {
      this.#takeControl();
      return;
    }
    const data = { limit: RECORD_BYTES_LIMIT, actual: line.bytes };
    this.#addFault(recordFault(placeOf(this.#file, line), 'record-too-long', data));
  }

  control(part: 'header' | 'trailer', values: ControlLine): void {
    this[part] = values;
  }

  refuse(fault: DeliveryFault): void {
    this.refusal ??= fault;
  }

  /** Ends the file: a trailer that is declared must have been seen. `line` is the last one with text. */
  end(line: number): void {
    const at = { file: this.#file, line };
    this.#batches?.end(at);
    const match = this.#feed.spec.trailer?.match;
    if (this.refusal !== null || match === undefined || this.trailer !== null) return;
    // Only a line that is too long, and whose text is gone, can end a file unseen.
    const data = { line: `a line of more than ${RECORD_BYTES_LIMIT} bytes`, expected: match };
    this.#refuse('trailer-missing', at, data);
  }

  #open(columns: readonly string[]): RecordDecoder {
    const { writer } = this.#batches ?? {};
    const target = { file: this.#file, framed: this.#framed };
    const decoder = openDecoder(this.#feed, writer === undefined ? target : { ...target, writer }, columns);
    writer?.columns(decoder.columns);
    this.#decoder = decoder;
    return decoder;
  }

  #takeHeader(line: CutRecord): void {
    const groups = this.#controls.header?.match(line) ?? null;
    if (groups === null) {
      const expected = this.#feed.spec.header?.match ?? '';
      this.#refuse('header-missing', this.#place(line), { line: textOf(line), expected });
      return;
    }
    this.header = { line: line.number, groups };
    this.#takeControl();
  }

  #takeColumns(line: CutRecord): void {
    const names = this.#splitter.split(line) === null ? this.#splitter.texts() : [textOf(line)];
    const file = { trade_date: this.#trade_date, at: this.#place(line) };
    const columns = nameColumns(this.#feed, names, file);
    if ('code' in columns) {
      this.refusal = columns;
      return;
    }
    this.#open(columns);
    this.#takeControl();
  }

  #takeTrailer(line: CutRecord): void {
    const groups = this.#controls.trailer?.match(line) ?? null;
    if (groups === null) {
      const expected = this.#feed.spec.trailer?.match ?? '';
      this.#refuse('trailer-missing', this.#place(line), { line: textOf(line), expected });
      return;
    }
    this.trailer = { line: line.number, groups };
    this.control_lines += 1;
    const at = this.#place(line);
    this.#batches?.end(at);
    this.#batches?.checkTrailer(groups, at);
  }

  #takeRecord(line: CutRecord): void {
    const outside = this.#batches?.outside(this.#place(line)) ?? null;
    const decoded = outside ?? (this.#decoder ?? this.#decideColumns(line)).decode(line);
    if (decoded === 'record') {
      this.#batches?.count();
      return;
    }
    if (decoded === 'ignored') {
      this.ignored += 1;
      return;
    }
    if (this.#controls.isTrailer(line)) {
      this.#refuse('trailer-not-last', this.#place(line), {});
    } else if (line.offset === 0 && ['{', '['].includes(textOf(line).trim())) {
      this.#refuse('document-not-lines', this.#place(line), { starts_with: textOf(line) });
    } else {
      this.#addFault(decoded);
    }
  }

  /** Takes the layout that fits the number of fields of the first record; of a record that fits none, the fault. */
  #decideColumns(line: CutRecord): Pick<RecordDecoder, 'decode'> {
    this.#splitter.split(line);
    const { count } = this.#splitter;
    const columns = chooseLayout(this.#feed, this.#trade_date, count);
    if (columns !== null && columns !== 'undecided') return this.#open(columns);
    const expected = this.#feed.spec.layouts?.[0]?.fields.length ?? 0;
    const fault = recordFault(this.#place(line), 'field-count', { expected, actual: count });
    return { decode: () => fault };
  }

  #takeControl(): void {
    this.control_lines += 1;
    this.#awaits.shift();
  }

  #addFault(fault: RecordFault): void {
    this.fault_count += 1;
    this.#batches?.count();
    this.faults.push(fault);
  }

  #refuse<Code extends DeliveryFaultCode>(code: Code, at: Place, data: DeliveryFaultData[Code]): void {
    this.refusal = deliveryFault(code, at, data);
  }

  #place(line: CutRecord): { file: string; line: number; byte_offset: number } {
    return placeOf(this.#file, line);
  }
}
