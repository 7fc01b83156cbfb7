import type { Place } from '../../domain/diagnostic.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault, DeliveryFaultCode, DeliveryFaultData, RecordFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { matchGroups } from '../validation/re2-expression.js';
import { splitLine } from './delimited-decoder.js';
import type { FramedFile } from './framed-file.js';
import { openDecoder } from './open-decoder.js';
import type { CutRecord, RecordSink } from './record-cutter.js';
import { RECORD_BYTES_LIMIT, type RecordDecoder } from './record-decoder.js';
import { placeOf, recordFault } from './record-fault.js';

/** A header or trailer line as it stands, with what its named groups hold. */
export type ControlLine = { line: number; groups: ReadonlyMap<string, string> };

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Tells the records of one delivery from its header, column names and trailer, and has the records decoded.
 *
 * Every line becomes exactly one of: record, fault, ignored message, control line. A fault of the whole delivery ends
 * it: `refusal` is set and later lines are dropped.
 */
export class RecordFramer implements RecordSink {
  readonly #feed: Feed;
  readonly #file: string;
  readonly #framed: FramedFile;
  #decoder: RecordDecoder | null;
  #awaits: ('header' | 'columns' | 'records')[];
  refusal: DeliveryFault | null = null;
  header: ControlLine | null = null;
  trailer: ControlLine | null = null;
  /** Faults since the caller last took them. */
  faults: RecordFault[] = [];
  fault_count = 0;
  ignored = 0;
  control_lines = 0;

  constructor(feed: Feed, file: string, framed: FramedFile) {
    this.#feed = feed;
    this.#file = file;
    this.#framed = framed;
    const named = feed.spec.format.type === 'delimited' && feed.spec.format.header === true;
    this.#awaits = [
      ...(feed.spec.header?.match === undefined ? [] : (['header'] as const)),
      ...(named ? (['columns'] as const) : []),
      'records',
    ];
    this.#decoder = named
      ? null
      : openDecoder(
          feed,
          { file, framed },
          feed.fields.map((field) => field.name),
        );
  }

  /** Columns of the framed file after line and byte offset. */
  get columns(): readonly string[] {
    return this.#decoder?.columns ?? [];
  }

  /** Whether what follows are records: headers and names of columns have been read. */
  get in_records(): boolean {
    return this.#awaits[0] === 'records' && this.refusal === null;
  }

  record(line: CutRecord, last: boolean): void {
    if (this.refusal !== null) return;
    if (line.offset === 0) this.#skipByteOrderMark(line);
    const expected = this.#awaits[0];
    if (expected === 'header') this.#takeHeader(line);
    else if (expected === 'columns') this.#takeColumns(line);
    else if (last && this.#feed.spec.trailer?.match !== undefined) this.#takeTrailer(line);
    else this.#takeRecord(line);
  }

  blank(line: { number: number; offset: number }): void {
    if (this.refusal === null) this.#addFault(recordFault(placeOf(this.#file, line), 'record-blank', {}));
  }

  oversized(line: { number: number; offset: number; bytes: number }): void {
    if (this.refusal !== null) return;
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
    const match = this.#feed.spec.trailer?.match;
    if (this.refusal !== null || match === undefined || this.trailer !== null) return;
    // Only a line that is too long, and whose text is gone, can end a file unseen.
    const data = { line: `a line of more than ${RECORD_BYTES_LIMIT} bytes`, expected: match };
    this.#refuse('trailer-missing', { file: this.#file, line }, data);
  }

  #takeHeader(line: CutRecord): void {
    const match = this.#feed.spec.header?.match ?? '';
    const groups = matchGroups(match, textOf(line));
    if (groups === null) {
      this.#refuse('header-missing', this.#place(line), { line: textOf(line), expected: match });
      return;
    }
    this.header = { line: line.number, groups };
    this.#takeControl();
  }

  #takeColumns(line: CutRecord): void {
    const names = this.#columnNames(line);
    const known = this.#feed.fields.map((field) => field.name);
    const repeated = names.filter((name, index) => names.indexOf(name) !== index);
    const missing = known.filter((name) => !names.includes(name));
    const closed = this.#feed.routes.every(({ record }) => record.additionalProperties === false);
    const unexpected = closed ? names.filter((name) => !known.includes(name)) : [];
    if (repeated.length > 0) {
      this.#refuse('header-columns-repeated', this.#place(line), { columns: repeated });
    } else if (missing.length > 0 || unexpected.length > 0) {
      this.#refuse('header-columns', this.#place(line), { missing, unexpected });
    }
    // Names that the feed does not know never reach the database.
    const columns = names.map((name, index) => (known.includes(name) ? name : `@column ${index + 1}`));
    this.#decoder = openDecoder(this.#feed, { file: this.#file, framed: this.#framed }, columns);
    this.#takeControl();
  }

  #columnNames(line: CutRecord): string[] {
    const { delimiter, quote } = this.#feed.spec.format;
    const fields = splitLine(line, (delimiter ?? ',').charCodeAt(0), quote === '"');
    return 'fault' in fields ? [textOf(line)] : fields.values.map((value) => value.toString('utf8'));
  }

  #takeTrailer(line: CutRecord): void {
    const match = this.#feed.spec.trailer?.match ?? '';
    const groups = matchGroups(match, textOf(line));
    if (groups === null) {
      this.#refuse('trailer-missing', this.#place(line), { line: textOf(line), expected: match });
      return;
    }
    this.trailer = { line: line.number, groups };
    this.control_lines += 1;
  }

  #takeRecord(line: CutRecord): void {
    if (this.#decoder === null) return;
    const decoded = this.#decoder.decode(line);
    if (decoded === 'record') return;
    if (decoded === 'ignored') {
      this.ignored += 1;
      return;
    }
    const trailer = this.#feed.spec.trailer?.match;
    if (trailer !== undefined && matchGroups(trailer, textOf(line)) !== null) {
      this.#refuse('trailer-not-last', this.#place(line), {});
    } else if (line.offset === 0 && ['{', '['].includes(textOf(line).trim())) {
      this.#refuse('document-not-lines', this.#place(line), { starts_with: textOf(line) });
    } else {
      this.#addFault(decoded);
    }
  }

  #takeControl(): void {
    this.control_lines += 1;
    this.#awaits.shift();
  }

  #addFault(fault: RecordFault): void {
    this.fault_count += 1;
    this.faults.push(fault);
  }

  #refuse<Code extends DeliveryFaultCode>(code: Code, at: Place, data: DeliveryFaultData[Code]): void {
    this.refusal = deliveryFault(code, at, data);
  }

  #place(line: CutRecord): Place {
    return placeOf(this.#file, line);
  }

  #skipByteOrderMark(line: CutRecord): void {
    if (textOf(line).charCodeAt(0) === BYTE_ORDER_MARK) line.start += 3;
  }
}

function textOf(line: CutRecord): string {
  return line.buffer.toString('utf8', line.start, line.end);
}
