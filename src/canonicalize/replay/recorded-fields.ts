import type { FramedRecords } from '../framing/record-writer.js';

/** Keeps the fields of the record that a decoder has written last, in place of a framed file. */
export class RecordedFields implements FramedRecords {
  readonly delimiter: number;
  #values: (string | null)[] = [];
  #ended = false;

  constructor(delimiter: number) {
    this.delimiter = delimiter;
  }

  begin(): void {
    this.#values = [];
    this.#ended = false;
  }

  raw(source: Buffer, start: number, end: number): void {
    let from = start;
    for (let index = start; index <= end; index += 1) {
      if (index < end && source[index] !== this.delimiter) continue;
      this.field(source, from, index);
      from = index + 1;
    }
  }

  field(source: Buffer, start: number, end: number): void {
    this.#values.push(start === end ? null : source.toString('utf8', start, end));
  }

  text(value: string | null): void {
    this.#values.push(value);
  }

  end(): void {
    this.#ended = true;
  }

  /** The values of the record that was written since this was last asked for; null where none was. */
  take(): readonly (string | null)[] | null {
    const values = this.#ended ? this.#values : null;
    this.begin();
    return values;
  }
}
