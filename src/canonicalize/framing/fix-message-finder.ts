import { wholeNumber } from './fix-number.js';
import { isValue } from './fix-value.js';

const BEGIN = Buffer.from('8=FIX');
const CHECK_SUM = Buffer.from('10=');
const SOH = 1;
const [LF, CR, SPACE, TAB, EQUALS, NINE] = [10, 13, 32, 9, 61, 57] as const;
const CHECK_SUM_DIGITS = 3;
/** Longest BeginString and BodyLength that are looked for. */
const VALUE_BYTES = 16;

/** Instead of an index: there is no such place, or it may come with more bytes. */
export const [ABSENT, UNKNOWN] = [-1, -2] as const;

/** Where a message begins, and tag 10 as its BodyLength says. */
type Extent = { begin: number; check_sum: number };

/** A place looked for: the answer holds for every start from `from` up to it, and to the buffer's end where it is ABSENT. */
type Known = { from: number; at: number; end: number };

/**
 * Finds where FIX messages begin and end in bytes that hold anything; places are indexes of the buffer that was opened.
 *
 * What was found is remembered, so that no byte is searched again and again however the bytes are made.
 */
export class FixMessageFinder {
  readonly #separator: Buffer;
  readonly #checkSum: Buffer;
  readonly #prefixed: boolean;
  #buffer: Buffer = Buffer.alloc(0);
  #final = false;
  readonly #begin: Known = { from: 0, at: ABSENT, end: ABSENT };
  readonly #end: Known = { from: 0, at: ABSENT, end: ABSENT };

  /** `prefixed` says whether text of a log stands before each message. */
  constructor(separator: Buffer, prefixed: boolean) {
    this.#separator = separator;
    this.#checkSum = Buffer.concat([separator, CHECK_SUM]);
    this.#prefixed = prefixed;
  }

  /** Looks at other bytes from now on; `final` says that none follow them. */
  open(buffer: Buffer, final: boolean): void {
    this.#buffer = buffer;
    this.#final = final;
    for (const known of [this.#begin, this.#end]) known.from = Number.POSITIVE_INFINITY;
  }

  /** Where the next message begins: a BeginString that BodyLength follows. */
  begin(from: number): number {
    const known = this.#begin;
    if (holds(known, from)) return known.at;
    let index = this.#buffer.indexOf(BEGIN, from);
    while (index !== -1 && this.#bodyLength(index) === ABSENT) index = this.#buffer.indexOf(BEGIN, index + 1);
    known.from = from;
    known.at = index === -1 ? ABSENT : index;
    return known.at;
  }

  /** Whether all bytes from `from` on are the text before the message at `begin`: one line, not the rest of a message. */
  isPrefix(from: number, begin: number): boolean {
    if (!this.#prefixed) return from === begin;
    const first = this.#separator[0];
    for (let index = from; index < begin; index += 1) {
      const byte = this.#buffer[index];
      if (byte === LF) return false;
      if (byte === first && this.#isSeparator(index)) {
        const end = this.#checkSumEnd(index + this.#separator.length);
        if (end >= 0 && end <= begin) return false;
      }
    }
    return true;
  }

  /** End of the message at `begin` where BodyLength leads to a CheckSum, unless that skips over another message. */
  declaredEnd(begin: number, limit: number): number {
    const extent = this.#extent(begin);
    if (extent === null || extent.check_sum - begin > limit) return ABSENT;
    const end = this.#checkSumEnd(extent.check_sum);
    if (end < 0) return end;
    const inner = this.begin(begin + BEGIN.length);
    return inner === ABSENT || inner > extent.check_sum || this.#isSummed(extent) ? end : ABSENT;
  }

  /**
   * End of bytes from `from` on that are no sound message: after the next CheckSum, or where the next message begins with
   * the text before it.
   */
  brokenEnd(from: number): number {
    const begin = this.begin(from);
    const end = this.#nextEnd(from);
    if (end >= 0 && (begin === ABSENT || end <= begin)) return end;
    if (begin !== ABSENT) return this.#brokenPrefix(from, begin);
    return this.#final ? this.#buffer.length : UNKNOWN;
  }

  /** Where the text before a message begins that a log put there; `from` is where other bytes may begin. */
  #prefix(from: number, begin: number): number {
    if (!this.#prefixed || from >= begin) return begin;
    const line = from + this.#buffer.subarray(from, begin).lastIndexOf(LF) + 1;
    return afterBlanks(this.#buffer, line, begin);
  }

  /** As `#prefix`, where the bytes before it are a message without end: its last field ends there at the latest. */
  #brokenPrefix(from: number, begin: number): number {
    const start = this.#prefix(from, begin);
    const found = this.#buffer.subarray(start, begin).lastIndexOf(this.#separator);
    if (found === -1) return start;
    return afterBlanks(this.#buffer, start + found + this.#separator.length, begin);
  }

  /** Where the value of BodyLength begins in the message at `begin`. */
  #bodyLength(begin: number): number {
    const separator = this.#separatorAfter(begin + BEGIN.length);
    if (separator === ABSENT) return ABSENT;
    const tag = separator + this.#separator.length;
    return this.#buffer[tag] === NINE && this.#buffer[tag + 1] === EQUALS ? tag + 2 : ABSENT;
  }

  /** Null where BodyLength is no number, or counts as one byte each separator that a log shows as several. */
  #extent(begin: number): Extent | null {
    const value = this.#bodyLength(begin);
    const stop = this.#separatorAfter(value);
    const length = wholeNumber(this.#buffer, value, stop);
    if (length === -1 || this.#separator.length > 1) return null;
    return { begin, check_sum: stop + 1 + length };
  }

  #separatorAfter(from: number): number {
    const last = Math.min(from + VALUE_BYTES, this.#buffer.length - this.#separator.length);
    for (let index = from; index <= last; index += 1) {
      if (this.#isSeparator(index)) return index;
    }
    return ABSENT;
  }

  #isSeparator(index: number): boolean {
    return isValue(this.#separator, this.#buffer, { start: index, stop: index + this.#separator.length });
  }

  #nextEnd(from: number): number {
    const known = this.#end;
    if (holds(known, from)) return known.end;
    known.from = from;
    known.at = this.#buffer.indexOf(this.#checkSum, from);
    known.end = ABSENT;
    while (known.at !== -1) {
      known.end = this.#checkSumEnd(known.at + this.#separator.length);
      if (known.end !== ABSENT) break;
      known.at = this.#buffer.indexOf(this.#checkSum, known.at + 1);
    }
    return known.end;
  }

  /** End of a CheckSum that begins at an index, with the separator after it; the end of a line may stand in its place. */
  #checkSumEnd(at: number): number {
    const buffer = this.#buffer;
    const digits = at + CHECK_SUM.length;
    const end = digits + CHECK_SUM_DIGITS;
    if (end + this.#separator.length > buffer.length && !this.#final) return UNKNOWN;
    const whole =
      isValue(CHECK_SUM, buffer, { start: at, stop: digits }) && wholeNumber(buffer, digits, end) !== -1;
    if (!whole) return ABSENT;
    if (this.#isSeparator(end)) return end + this.#separator.length;
    return end >= buffer.length || buffer[end] === LF || buffer[end] === CR ? end : ABSENT;
  }

  #isSummed({ begin, check_sum }: Extent): boolean {
    const separator = this.#separator[0] as number;
    let sum = 0;
    for (let index = begin; index < check_sum; index += 1) {
      const byte = this.#buffer[index] as number;
      sum += byte === separator ? SOH : byte;
    }
    const digits = check_sum + CHECK_SUM.length;
    return wholeNumber(this.#buffer, digits, digits + CHECK_SUM_DIGITS) === sum % 256;
  }
}

function holds({ from, at }: Known, asked: number): boolean {
  return asked >= from && (at === ABSENT || at >= asked);
}

/** The first index that holds no blank or line end; at most `end`. */
export function afterBlanks(buffer: Buffer, from: number, end: number): number {
  let index = from;
  while (index < end && isBlank(buffer[index] as number)) index += 1;
  return index;
}

/** Where bytes end without the blanks and line ends that follow them. */
export function withoutBlanks(buffer: Buffer, start: number, end: number): number {
  let index = end;
  while (index > start && isBlank(buffer[index - 1] as number)) index -= 1;
  return index;
}

function isBlank(byte: number): boolean {
  return byte === LF || byte === CR || byte === SPACE || byte === TAB;
}
