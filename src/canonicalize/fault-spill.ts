import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import type { RecordFault } from './diagnostics.js';
import type { FaultMask } from './personal/mask-fault.js';

/** Most faults of one delivery that are stored; all are counted. */
export const STORED_FAULTS = 25_000;

/** Faults on their way to the quarantine, kept in a file so that a wholly broken delivery takes no memory. */
export class FaultSpill {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #mask: FaultMask['record'];
  #stored = 0;

  /** Faults are masked before they are stored. */
  constructor(path: string, mask: FaultMask['record']) {
    this.#path = path;
    this.#mask = mask;
    this.#descriptor = openSync(path, 'wx');
  }

  /** Appends faults in their order, as long as there are fewer than are ever stored. */
  add(faults: readonly RecordFault[]): void {
    const kept = faults.slice(0, STORED_FAULTS - this.#stored);
    if (kept.length === 0) return;
    this.#stored += kept.length;
    const bytes = Buffer.from(kept.map((fault) => `${JSON.stringify(this.#mask(fault))}\n`).join(''), 'utf8');
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#descriptor, bytes, written, bytes.length - written);
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** The faults in the order in which they were added; for use after `close`. */
  async *read(): AsyncGenerator<RecordFault> {
    let rest = '';
    for await (const chunk of createReadStream(this.#path, { encoding: 'utf8' }) as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line) as RecordFault;
    }
  }
}
