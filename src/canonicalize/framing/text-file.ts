import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { PlainLines } from './plain-lines.js';
import { writeWhole } from './write-whole.js';

/** Where a block of whole lines stands in the delivery. */
type Place = { number: number; offset: number };

/** A file of whole lines as they stand in the delivery, one stretch without a gap. */
export type TakenText = PlainLines & { path: string; first_line: number; first_offset: number };

/** The files of plain lines that the database splits itself; `take` ends a file, the next block begins another one. */
export class TextFile {
  readonly #folder: string;
  #handle: FileHandle | null = null;
  #files = 0;
  #text: TakenText | null = null;
  #writing: Promise<void> = Promise.resolve();
  /** Bytes of the file so far. */
  bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What ends the lines of the file; null where it has none yet. */
  get line_end(): PlainLines['line_end'] | null {
    return this.#text?.line_end ?? null;
  }

  /** Appends a block that nobody changes afterwards; it is written while the caller goes on. Throws `file-unwritable`. */
  async add(block: Buffer, plain: PlainLines, at: Place): Promise<void> {
    await this.#writing;
    const file = path.join(this.#folder, `text-${this.#files}.txt`);
    this.#handle ??= await open(file, 'wx');
    this.#text ??= { ...plain, lines: 0, path: file, first_line: at.number, first_offset: at.offset };
    this.#text.lines += plain.lines;
    this.bytes += block.length;
    this.#writing = writeWhole(this.#handle, block);
    // An error is thrown by the next add or close; until then it must not count as unhandled.
    this.#writing.catch(() => undefined);
  }

  /** Ends the file; null where nothing was added since the last one. */
  async take(): Promise<TakenText | null> {
    await this.close();
    const text = this.#text;
    if (text === null) return null;
    this.#files += 1;
    this.#text = null;
    this.bytes = 0;
    return text;
  }

  async close(): Promise<void> {
    try {
      await this.#writing;
    } finally {
      await this.#handle?.close();
      this.#handle = null;
    }
  }
}
