import { RE2JS } from 're2js';
import { type FixFinding, fixFinding } from './fix-finding.js';
import type { FixRange } from './fix-value.js';

const BEGIN = Buffer.from('8=FIX');
const ZERO = 48;
const NINE = 57;

/** Where the first FIX message begins in some bytes: at a `8=FIX` that is not the end of another tag; -1 without one. */
export function findMessage(buffer: Buffer, from: number, end: number): number {
  for (let index = buffer.indexOf(BEGIN, from); index !== -1; index = buffer.indexOf(BEGIN, index + 1)) {
    if (index + BEGIN.length > end) return -1;
    const before = index === from ? 0 : (buffer[index - 1] as number);
    if (before < ZERO || before > NINE) return index;
  }
  return -1;
}

/** Reads what a log puts before its messages. Findings: fix-not-a-message, fix-log-prefix. */
export class FixLogPrefix {
  readonly #expression: RE2JS | null;
  readonly #pattern: string;
  readonly #groups: readonly string[];
  /** Where the text of each group lies in the message's buffer; nowhere for one that took no part. */
  readonly ranges: FixRange[];
  /** Whether the prefix read last is ASCII without NUL. */
  plain = true;

  /** `pattern` matches the whole prefix, true any; `groups` are the named groups whose text is wanted. */
  constructor(pattern: string | true, groups: readonly string[]) {
    this.#expression = pattern === true ? null : RE2JS.compile(pattern);
    this.#pattern = pattern === true ? '' : pattern;
    this.#groups = groups;
    this.ranges = groups.map(() => ({ start: 0, stop: 0 }));
  }

  /** Where the message begins after its prefix. */
  read(buffer: Buffer, start: number, end: number): number | FixFinding {
    const begin = findMessage(buffer, start, end);
    if (begin === -1) {
      const starts_with = buffer.toString('utf8', start, Math.min(end, start + 40));
      return fixFinding('fix-not-a-message', { starts_with });
    }
    this.plain = isPlain(buffer, start, begin);
    if (this.#expression === null || this.#matches(this.#expression, buffer.subarray(start, begin), start)) {
      return begin;
    }
    const text = buffer.toString('utf8', start, begin);
    return fixFinding('fix-log-prefix', { text, expected: this.#pattern });
  }

  #matches(expression: RE2JS, prefix: Buffer, offset: number): boolean {
    if (this.#groups.length === 0) return expression.testExact(prefix);
    // On bytes the places of groups are bytes, too.
    const matcher = expression.matcher(prefix);
    if (!matcher.matches()) return false;
    for (const [index, group] of this.#groups.entries()) {
      const range = this.ranges[index] as FixRange;
      const start = matcher.start(group);
      range.start = start === -1 ? 0 : offset + start;
      range.stop = start === -1 ? 0 : offset + matcher.end(group);
    }
    return true;
  }
}

function isPlain(buffer: Buffer, start: number, end: number): boolean {
  let bits = 0;
  for (let index = start; index < end; index += 1) {
    const byte = buffer[index] as number;
    // One less than NUL has all bits set.
    bits |= byte | (byte - 1);
  }
  return bits >>> 7 === 0;
}
