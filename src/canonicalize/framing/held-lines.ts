import type { CutRecord } from './record-cutter.js';

const LF = 10;
const CR = 13;

/** A line that is held back: its place in the file, and where it begins and ends in the held text. */
type HeldLine = { number: number; offset: number; start: number; end: number };

/** Lines of a file held back until it is known what they make up, with the line ends between them. */
export class HeldLines {
  #text: Buffer = Buffer.alloc(1 << 12);
  readonly #lines: HeldLine[] = [];
  readonly #cut: CutRecord = { buffer: this.#text, start: 0, end: 0, number: 0, offset: 0 };

  get count(): number {
    return this.#lines.length;
  }

  /** Bytes from the first line's begin to the last one's end. */
  get bytes(): number {
    return this.#lines.at(-1)?.end ?? 0;
  }

  /** Holds a line that follows those held; a blank one has no text. */
  add(line: Pick<CutRecord, 'number' | 'offset'> & Partial<CutRecord>): void {
    const { buffer, start = 0, end = 0, number, offset } = line;
    const last = this.#lines.at(-1);
    const from = last === undefined ? 0 : this.#endLine(last, line);
    this.#reserve(from + end - start);
    buffer?.copy(this.#text, from, start, end);
    this.#lines.push({ number, offset, start: from, end: from + end - start });
  }

  /** The lines as one record, with LF or CRLF between them as in the file; nothing is held afterwards. */
  takeAll(): CutRecord {
    const first = this.#lines[0] ?? { number: 0, offset: 0 };
    const record = this.#record({ ...first, start: 0, end: this.bytes });
    this.#lines.length = 0;
    return record;
  }

  /** The lines one by one; nothing is held afterwards. */
  takeEach(to: (line: CutRecord) => void): void {
    for (const line of this.#lines.splice(0)) to(this.#record(line));
  }

  #record({ number, offset, start, end }: HeldLine): CutRecord {
    return Object.assign(this.#cut, { buffer: this.#text, start, end, number, offset });
  }

  /** Writes the end of a line, which is as long as the gap to the next one. */
  #endLine(last: HeldLine, next: { offset: number }): number {
    this.#reserve(last.end + 2);
    let at = last.end;
    if (next.offset - last.offset - (last.end - last.start) > 1) this.#text[at++] = CR;
    this.#text[at++] = LF;
    return at;
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#text.length) return;
    const larger = Buffer.alloc(Math.max(bytes, 2 * this.#text.length));
    this.#text.copy(larger);
    this.#text = larger;
  }
}
