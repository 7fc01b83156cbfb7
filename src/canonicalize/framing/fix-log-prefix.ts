import { RE2JS } from 're2js';
import { type FixFinding, fixFinding } from './fix-finding.js';
import type { FixRange } from './fix-value.js';
import { treatsDigitsAlike, ValueShapes } from './value-shapes.js';

const [EIGHT, EQUALS, F, I, X] = Buffer.from('8=FIX') as unknown as [number, number, number, number, number];
const ZERO = 48;
const NINE = 57;

/** Where each named group lies in a prefix, from the prefix's first byte; null for one that took no part. */
type Places = readonly (FixRange | null)[];

/**
 * Reads what a log puts before its messages. Findings: fix-not-a-message, fix-log-prefix.
 *
 * An expression that treats all digits alike matches two prefixes alike that differ in digits only, and is asked once.
 */
export class FixLogPrefix {
  readonly #expression: RE2JS | null;
  readonly #pattern: string;
  readonly #groups: readonly string[];
  readonly #known: ValueShapes<Places> | null;
  /** Where the text of each group lies in the message's buffer; nowhere for one that took no part. */
  readonly ranges: readonly FixRange[];
  /** Whether the prefix read last is ASCII without NUL. */
  plain = true;

  /** `pattern` matches the whole prefix, true any; `groups` are the named groups whose text is wanted. */
  constructor(pattern: string | true, groups: readonly string[]) {
    this.#expression = pattern === true ? null : RE2JS.compile(pattern);
    this.#pattern = pattern === true ? '' : pattern;
    this.#groups = groups;
    this.#known = treatsDigitsAlike(this.#pattern) ? new ValueShapes() : null;
    this.ranges = groups.map(() => ({ start: 0, stop: 0 }));
  }

  /** Where the message begins after its prefix. */
  read(buffer: Buffer, start: number, end: number): number | FixFinding {
    const begin = this.#findMessage(buffer, start, end);
    if (begin === -1) {
      const starts_with = buffer.toString('utf8', start, Math.min(end, start + 40));
      return fixFinding('fix-not-a-message', { starts_with });
    }
    if (this.#expression === null) return begin;
    const places = this.#placesIn(this.#expression, buffer, { start, stop: begin });
    if (places === null) {
      const text = buffer.toString('utf8', start, begin);
      return fixFinding('fix-log-prefix', { text, expected: this.#pattern });
    }
    for (let group = 0; group < places.length; group += 1) {
      const range = this.ranges[group] as FixRange;
      const place = places[group] ?? null;
      range.start = place === null ? 0 : start + place.start;
      range.stop = place === null ? 0 : start + place.stop;
    }
    return begin;
  }

  /** At the first `8=FIX` that is not the end of another tag. */
  #findMessage(buffer: Buffer, start: number, end: number): number {
    let bits = 0;
    let before = 0;
    for (let index = start; index < end; index += 1) {
      const byte = buffer[index] as number;
      if (byte === EIGHT && (before < ZERO || before > NINE) && isBegin(buffer, index)) {
        this.plain = bits >>> 7 === 0;
        return index;
      }
      // One less than NUL has all bits set.
      bits |= byte | (byte - 1);
      before = byte;
    }
    this.plain = false;
    return -1;
  }

  #placesIn(expression: RE2JS, buffer: Buffer, prefix: FixRange): Places | null {
    const known = this.#known?.find(buffer, prefix);
    if (known !== undefined) return known;
    const places = this.#match(expression, buffer.subarray(prefix.start, prefix.stop));
    if (places !== null) this.#known?.add(buffer, prefix, places);
    return places;
  }

  #match(expression: RE2JS, prefix: Buffer): Places | null {
    // On bytes the places of groups are bytes, too.
    const matcher = expression.matcher(prefix);
    if (!matcher.matches()) return null;
    return this.#groups.map((group) => {
      const start = matcher.start(group);
      return start === -1 ? null : { start, stop: matcher.end(group) };
    });
  }
}

function isBegin(buffer: Buffer, index: number): boolean {
  return (
    buffer[index + 1] === EQUALS &&
    buffer[index + 2] === F &&
    buffer[index + 3] === I &&
    buffer[index + 4] === X
  );
}
