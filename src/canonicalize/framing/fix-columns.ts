import type { GroupStep } from '../../domain/generated/feed-spec.js';
import type { FixFinding } from './fix-finding.js';
import type { FixLogPrefix } from './fix-log-prefix.js';
import type { FixMessage } from './fix-message.js';
import { FixPath } from './fix-path.js';
import { isValue } from './fix-value.js';
import type { RecordWriter } from './record-writer.js';

/** A field of a FIX record: a tag outside groups or in them, or a named group of the log's prefix. */
export type FixField = { name: string; tag: number; in: readonly GroupStep[]; prefix: string | null };

/** Where a column's value comes from. */
type Source = { slot: number } | { path: FixPath } | { range: number };

/** The columns of a feed's records: where each one's value lies in a message. Findings: fix-entry-ambiguous. */
export class FixColumns {
  readonly #sources: readonly Source[];
  readonly #starts: Int32Array;
  readonly #stops: Int32Array;

  /** `kept` are the tags of the message's slots, `prefixes` the named groups of the log's prefix. */
  constructor(fields: readonly FixField[], kept: readonly number[], prefixes: readonly string[]) {
    this.#sources = fields.map((field): Source => {
      if (field.prefix !== null) return { range: prefixes.indexOf(field.prefix) };
      return field.in.length > 0 ? { path: new FixPath(field) } : { slot: kept.indexOf(field.tag) };
    });
    this.#starts = new Int32Array(fields.length);
    this.#stops = new Int32Array(fields.length);
  }

  /** Finds the values in a message that was read. */
  find(message: FixMessage, prefix: FixLogPrefix | null, buffer: Buffer): FixFinding | null {
    for (let column = 0; column < this.#sources.length; column += 1) {
      const source = this.#sources[column] as Source;
      if ('slot' in source) {
        this.#starts[column] = message.starts[source.slot] as number;
        this.#stops[column] = message.stops[source.slot] as number;
        continue;
      }
      const range =
        'path' in source ? source.path.find(message.groups, buffer) : prefix?.ranges[source.range];
      if (range !== undefined && 'code' in range) return range;
      this.#starts[column] = range?.start ?? 0;
      this.#stops[column] = range?.stop ?? 0;
    }
    return null;
  }

  /** Whether a column has one of some values. */
  isOneOf(column: number, values: readonly Buffer[], buffer: Buffer): boolean {
    const start = this.#starts[column] as number;
    const stop = this.#stops[column] as number;
    for (const value of values) if (isValue(value, buffer, { start, stop })) return true;
    return false;
  }

  write(framed: RecordWriter, buffer: Buffer): void {
    for (let column = 0; column < this.#starts.length; column += 1) {
      framed.field(buffer, this.#starts[column] as number, this.#stops[column] as number);
    }
  }
}
