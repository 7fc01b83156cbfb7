import type { Feed } from '../feed.js';
import { FramedFile } from './framed-file.js';
import { LineCutter } from './line-cutter.js';
import { openCutter } from './open-cutter.js';
import { framedDelimiter, plainDialect } from './open-decoder.js';
import { type PlainLines, plainLines } from './plain-lines.js';
import type { RecordCutter } from './record-cutter.js';
import { RecordFramer } from './record-framer.js';
import type { Segment } from './segment.js';
import { TextFile } from './text-file.js';

const LF = 10;
const CR = 13;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
/** Bytes of records that are decoded once a block was not plain, so that mixed text makes no crowd of small segments. */
const DECODED_BYTES = 8 << 20;

/** Decoding is slower than what follows it: shorter segments give the database something to do sooner. */
const DECODED_PARTS = 4;

/** Name of the delivery, folder for its segments, and bytes after which one ends. */
export type TextSource = { name: string; trade_date: string; work: string; segment_bytes: number };

/**
 * Turns the text of one delivery into segments: blocks of plain delimited lines go to the database as they stand,
 * everything else is cut into records and decoded one by one.
 *
 * Where a trailer is due the last line is always decoded here, because it may be the trailer. Segments come in the order of the delivery.
 */
export class FrameText {
  readonly framer: RecordFramer;
  readonly cutter: RecordCutter;
  readonly #framed: FramedFile;
  readonly #text: TextFile;
  readonly #special: readonly number[] | null;
  readonly #delimiter: string;
  readonly #trailer: boolean;
  readonly #segmentBytes: number;
  readonly #emit: (segment: Segment) => Promise<void>;
  #held: Buffer = Buffer.alloc(0);
  /** Records in segments of plain lines. */
  plain_records = 0;
  bytes = 0;

  constructor(feed: Feed, source: TextSource, emit: (segment: Segment) => Promise<void>) {
    this.#framed = new FramedFile(source.work, framedDelimiter(feed));
    this.#text = new TextFile(source.work);
    this.framer = new RecordFramer(feed, source, this.#framed);
    this.cutter = openCutter(feed, source.name, this.framer);
    this.#special = plainDialect(feed);
    this.#delimiter = String.fromCharCode(this.#framed.delimiter);
    this.#trailer = feed.spec.trailer !== undefined;
    this.#segmentBytes = source.segment_bytes;
    this.#emit = emit;
  }

  /** Records that a decoder wrote. */
  get framed_records(): number {
    return this.#framed.records;
  }

  /** Whole lines seen so far. */
  get lines(): number {
    return this.cutter.lines + this.#held.filter((byte) => byte === LF).length;
  }

  async push(chunk: Buffer): Promise<void> {
    this.bytes += chunk.length;
    if (this.#special === null || !(this.cutter instanceof LineCutter)) return this.#decode(chunk);
    // What is held goes on with the end of its line alone: the chunk is not copied.
    const end = this.#held.length === 0 ? 0 : chunk.indexOf(LF) + 1;
    await this.#takeWhole(this.cutter, end === 0 ? chunk : chunk.subarray(0, end), this.#special);
    if (end > 0) await this.#takeWhole(this.cutter, chunk.subarray(end), this.#special);
  }

  async end(): Promise<void> {
    if (!(await this.#takeUnended())) await this.#decode(this.#held);
    this.#held = Buffer.alloc(0);
    if (this.framer.refusal === null) this.cutter.end();
    await this.#framed.drain();
    await this.#endText();
    await this.#endFramed();
  }

  async close(): Promise<void> {
    await Promise.all([this.#framed.close(), this.#text.close()]);
  }

  /** The whole lines of what is held and what comes after it; the rest is held, with the line that may be the last. */
  async #takeWhole(cutter: LineCutter, bytes: Buffer, special: readonly number[]): Promise<void> {
    const text = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const cut = this.#trailer ? lastLine(text) : text.lastIndexOf(LF) + 1;
    this.#held = text.subarray(cut);
    if (cut > 0) await this.#takeLines(cutter, text.subarray(0, cut), special);
  }

  /** Whole lines that others follow: to the decoder up to the first record, then by what they are. */
  async #takeLines(cutter: LineCutter, lines: Buffer, special: readonly number[]): Promise<void> {
    let rest = lines;
    while (rest.length > 0 && !this.#inRecords(cutter, rest) && this.framer.refusal === null) {
      const end = rest.indexOf(LF) + 1;
      cutter.push(rest.subarray(0, end));
      cutter.release();
      rest = rest.subarray(end);
    }
    if (rest.length === 0 || this.framer.refusal !== null) return;
    const decoding = this.#framed.bytes > 0 && this.#framed.bytes < DECODED_BYTES;
    const plain = decoding ? null : plainLines(rest, special);
    if (plain === null) await this.#decode(rest);
    else await this.#takePlain(cutter, rest, plain);
  }

  #inRecords(cutter: LineCutter, rest: Buffer): boolean {
    return this.framer.in_records && !(cutter.lines === 0 && rest.indexOf(BYTE_ORDER_MARK) === 0);
  }

  /** The last line where nothing ends it: with an end of its own it may go with the plain lines before it. */
  async #takeUnended(): Promise<boolean> {
    const { line_end } = this.#text;
    if (this.#trailer || line_end === null || this.#special === null || this.#held.length === 0) return false;
    const line = Buffer.concat([this.#held, Buffer.from(line_end)]);
    const plain = plainLines(line, this.#special);
    if (plain === null || !(this.cutter instanceof LineCutter)) return false;
    const at = { number: this.cutter.lines + 1, offset: this.cutter.offset };
    this.cutter.skip({ lines: 1, bytes: this.#held.length });
    this.plain_records += 1;
    await this.#text.add(line, plain, at);
    return true;
  }

  async #takePlain(cutter: LineCutter, lines: Buffer, plain: PlainLines): Promise<void> {
    cutter.release();
    await this.#endFramed();
    if (this.#text.line_end !== plain.line_end) await this.#endText();
    const at = { number: cutter.lines + 1, offset: cutter.offset };
    cutter.skip({ lines: plain.lines, bytes: lines.length });
    this.plain_records += plain.lines;
    await this.#text.add(lines, plain, at);
    if (this.#text.bytes >= this.#segmentBytes) await this.#endText();
  }

  async #decode(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    await this.#endText();
    this.cutter.push(bytes);
    await this.#framed.drain();
    if (this.#framed.bytes >= this.#segmentBytes / DECODED_PARTS) await this.#endFramed();
  }

  async #endText(): Promise<void> {
    const text = await this.#text.take();
    if (text === null) return;
    const { path, line_end, first_line, first_offset, lines } = text;
    const place = { path, line_end, first_line, first_offset };
    await this.#emit({ kind: 'lines', ...this.#shape(), ...place, quoted: false, records: lines });
  }

  async #endFramed(): Promise<void> {
    const framed = await this.#framed.take();
    if (framed === null) return;
    const place = { line_end: '\n', first_line: 0, first_offset: 0 } as const;
    await this.#emit({ kind: 'framed', ...this.#shape(), ...place, ...framed });
  }

  #shape(): { columns: readonly string[]; delimiter: string } {
    return { columns: this.framer.columns, delimiter: this.#delimiter };
  }
}

/** Where the last line with text begins that may be the last one of a file, whether it is whole or not. */
function lastLine(text: Buffer): number {
  let end = text.length;
  while (end > 0 && (text[end - 1] === LF || text[end - 1] === CR)) end -= 1;
  return end === 0 ? 0 : text.lastIndexOf(LF, end - 1) + 1;
}
