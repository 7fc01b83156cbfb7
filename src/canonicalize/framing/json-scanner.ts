import { HASH_START, type JsonKeyTree, mixHash } from './json-key-tree.js';
import { JsonKeys } from './json-keys.js';
import { unescapeJson } from './unescape-json.js';

/** Kinds of JSON values by their code; 0 is a member that is not there. */
export const JSON_KINDS = ['absent', 'string', 'number', 'boolean', 'null', 'object', 'array'] as const;
export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';

export const JSON_STRING = 1;
export const JSON_NULL = 4;
/** A sound value that begins with none of these bytes is a number. */
const KIND_BY_FIRST_BYTE = new Uint8Array(256).fill(2);
for (const [byte, kind] of Object.entries({ '"': JSON_STRING, t: 3, f: 3, n: JSON_NULL, '{': 5, '[': 6 })) {
  KIND_BY_FIRST_BYTE[byte.charCodeAt(0)] = kind;
}

const MAX_DEPTH = 64;
const WORDS = ['true', 'false', 'null'].map((word) => Buffer.from(word, 'latin1'));
const [LOWER_F, LOWER_N, LOWER_T, LOWER_U] = [102, 110, 116, 117] as const;
const [TAB, LF, CR, SPACE, QUOTE, COMMA, MINUS, DOT, ZERO, NINE, COLON] = [
  9, 10, 13, 32, 34, 44, 45, 46, 48, 57, 58,
] as const;
const [OPEN_BRACKET, BACKSLASH, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [91, 92, 93, 123, 125] as const;
/** Bytes that may follow a backslash, but for u. */
const ESCAPED = new Set([...'"\\/bfnrt'].map((character) => character.charCodeAt(0)));

/** Why a text is refused, and the index of the byte. */
export type JsonFault = {
  index: number;
  expected: string;
  /** The key that stands twice, or that no object may have. */
  key: { name: string; why: 'repeated' | 'forbidden' } | null;
};

/**
 * Scans JSON texts by the grammar of RFC 8259 without building values, so that no number loses a digit.
 *
 * After a scan `kinds`, `starts`, `ends` and `escaped` tell of every field of the tree what stands there, quotes
 * included. A text is refused that is anything else than exactly one JSON value, has a key that stands twice in one
 * object or that is `__proto__`, `constructor` or `prototype`, or more than 64 levels. It is not checked to be UTF-8.
 */
export class JsonScanner {
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 where a string holds a backslash. */
  readonly escaped: Uint8Array;
  /** All bits of the bytes in strings: above 127 where one is not ASCII. */
  highest = 0;
  fault: JsonFault | null = null;
  /** Where the array begins at which the scan was to stop; -1 where it was not met. */
  stopped = -1;
  readonly #tree: JsonKeyTree;
  readonly #stop: number;
  readonly #keys = new JsonKeys();
  #buffer: Buffer = Buffer.alloc(0);
  #end = 0;
  /** Of the string read last: whether it holds a backslash, and the hash of its bytes where it is a key. */
  #backslash = false;
  #hash = 0;

  /** A scanner for `fields` slots; it stops where the value of slot `stop` begins as an array. */
  constructor(tree: JsonKeyTree, fields: number, stop = -1) {
    this.#tree = tree;
    this.#stop = stop;
    this.kinds = new Uint8Array(fields);
    this.starts = new Int32Array(fields);
    this.ends = new Int32Array(fields);
    this.escaped = new Uint8Array(fields);
  }

  /** Whether the bytes from `start` to `end` are sound; `fault` says why not, unless the scan stopped. */
  scan(buffer: Buffer, start: number, end: number): boolean {
    this.#buffer = buffer;
    this.#end = end;
    this.kinds.fill(0);
    this.highest = 0;
    this.fault = null;
    this.stopped = -1;
    this.#keys.clear();
    const after = this.#value(start, this.#tree, 0);
    if (after === -1) return false;
    const rest = this.#blank(after);
    if (rest !== end) this.#fail(rest, 'the end of the record');
    return rest === end;
  }

  /** The text of a field that is there, without quotes and escapes. */
  text(slot: number): string {
    const raw = this.#buffer.toString('utf8', this.starts[slot], this.ends[slot]);
    return this.kinds[slot] === JSON_STRING ? unescapeJson(raw) : raw;
  }

  /** Index after the value that begins at or after `from`; -1 after a fault, as everywhere below. */
  #value(from: number, node: JsonKeyTree | null, depth: number): number {
    if (depth > MAX_DEPTH) return this.#fail(from, `at most ${MAX_DEPTH} levels`);
    const start = this.#blank(from);
    const after = this.#anyKind(start, node, depth);
    if (after !== -1 && node !== null && node.slot !== -1) this.#found(node.slot, start, after);
    return after;
  }

  #anyKind(start: number, node: JsonKeyTree | null, depth: number): number {
    switch (this.#at(start)) {
      case QUOTE:
        return this.#string(start, 'a closed string without control characters');
      case OPEN_BRACE:
        return this.#object(start + 1, node, depth + 1);
      case OPEN_BRACKET:
        return this.#stopsAt(node, start) ? -1 : this.#array(start + 1, node, depth + 1);
      case LOWER_T:
      case LOWER_F:
      case LOWER_N:
        return this.#word(start);
      default:
        return this.#number(start);
    }
  }

  #stopsAt(node: JsonKeyTree | null, start: number): boolean {
    if (this.#stop === -1 || node === null || node.slot !== this.#stop) return false;
    this.stopped = start;
    return true;
  }

  #found(slot: number, start: number, end: number): void {
    const kind = KIND_BY_FIRST_BYTE[this.#buffer[start] as number] as number;
    this.kinds[slot] = kind;
    this.starts[slot] = start;
    this.ends[slot] = end;
    this.escaped[slot] = kind === JSON_STRING && this.#backslash ? 1 : 0;
  }

  #object(from: number, node: JsonKeyTree | null, depth: number): number {
    let index = this.#blank(from);
    if (this.#at(index) === CLOSE_BRACE) return index + 1;
    const outer = this.#keys.open();
    for (;;) {
      const after = this.#member(this.#blank(index), node, depth);
      if (after === -1) return -1;
      const end = this.#blank(after);
      const next = this.#at(end);
      index = end + 1;
      if (next === COMMA) continue;
      if (next !== CLOSE_BRACE) return this.#fail(end, 'a comma or }');
      this.#keys.close(outer);
      return index;
    }
  }

  #member(start: number, node: JsonKeyTree | null, depth: number): number {
    if (this.#at(start) !== QUOTE) return this.#fail(start, 'a key in quotes');
    const end = this.#string(start, 'a key in quotes');
    if (end === -1) return -1;
    const child = this.#key(node, start, end);
    if (this.fault !== null) return -1;
    const colon = this.#blank(end);
    return this.#at(colon) === COLON ? this.#value(colon + 1, child, depth) : this.#fail(colon, 'a colon');
  }

  #key(node: JsonKeyTree | null, start: number, end: number): JsonKeyTree | null {
    const range = { start: start + 1, end: end - 1 };
    const why = this.#keys.add(this.#buffer, range, { hash: this.#hash, escaped: this.#backslash });
    if (why !== null) {
      const name = unescapeJson(this.#buffer.toString('utf8', start, end));
      const expected = why === 'repeated' ? 'each key once' : 'another key';
      this.fault = { index: start, expected, key: { name, why } };
      return null;
    }
    if (node === null) return null;
    return node.member(this.#keys.hash, this.#keys.bytes, this.#keys.range);
  }

  #array(from: number, node: JsonKeyTree | null, depth: number): number {
    let index = this.#blank(from);
    if (this.#at(index) === CLOSE_BRACKET) return index + 1;
    for (let position = 0; ; position += 1) {
      const after = this.#value(this.#blank(index), node === null ? null : node.item(position), depth);
      if (after === -1) return -1;
      index = this.#blank(after);
      const next = this.#at(index);
      index += 1;
      if (next === COMMA) continue;
      return next === CLOSE_BRACKET ? index : this.#fail(index - 1, 'a comma or ]');
    }
  }

  #string(start: number, expected: string): number {
    const buffer = this.#buffer;
    const end = this.#end;
    let highest = 0;
    let hash = HASH_START;
    this.#backslash = false;
    for (let index = start + 1; index < end; index += 1) {
      const byte = buffer[index] as number;
      if (byte === QUOTE) {
        this.highest |= highest;
        this.#hash = hash;
        return index + 1;
      }
      if (byte < SPACE) break;
      if (byte === BACKSLASH) {
        this.#backslash = true;
        const length = this.#escape(index + 1);
        if (length === 0) break;
        index += length;
      }
      highest |= byte;
      hash = mixHash(hash, byte);
    }
    return this.#fail(start, expected);
  }

  /** Bytes of the escape after a backslash; 0 where there is none. */
  #escape(index: number): number {
    const byte = this.#at(index);
    if (ESCAPED.has(byte)) return 1;
    if (byte !== LOWER_U) return 0;
    for (let at = index + 1; at <= index + 4; at += 1) {
      if (!isHex(this.#at(at))) return 0;
    }
    return 5;
  }

  /** A number ends where it stops to be one; what follows is for the caller to judge. */
  #number(start: number): number {
    const whole = this.#at(start) === MINUS ? start + 1 : start;
    let end = this.#at(whole) === ZERO ? whole + 1 : this.#digits(whole);
    if (end === whole) return this.#fail(start, 'a value');
    if (this.#at(end) === DOT) {
      const decimals = this.#digits(end + 1);
      if (decimals > end + 1) end = decimals;
      else return end;
    }
    if ((this.#at(end) | 32) !== 101) return end;
    const sign = this.#at(end + 1);
    const from = sign === 43 || sign === MINUS ? end + 2 : end + 1;
    const exponent = this.#digits(from);
    return exponent > from ? exponent : end;
  }

  #digits(from: number): number {
    let index = from;
    for (let byte = this.#at(index); byte >= ZERO && byte <= NINE; byte = this.#at(index)) index += 1;
    return index;
  }

  #word(start: number): number {
    for (const word of WORDS) {
      let length = 0;
      while (length < word.length && this.#at(start + length) === word[length]) length += 1;
      if (length === word.length) return start + length;
    }
    return this.#fail(start, 'a value');
  }

  #at(index: number): number {
    return index < this.#end ? (this.#buffer[index] as number) : -1;
  }

  #blank(from: number): number {
    const buffer = this.#buffer;
    let index = from;
    for (; index < this.#end; index += 1) {
      const byte = buffer[index] as number;
      if (byte > SPACE || (byte !== SPACE && byte !== LF && byte !== CR && byte !== TAB)) break;
    }
    return index;
  }

  #fail(index: number, expected: string): -1 {
    this.fault ??= { index, expected, key: null };
    return -1;
  }
}

function isHex(byte: number): boolean {
  return (byte >= ZERO && byte <= NINE) || ((byte | 32) >= 97 && (byte | 32) <= 102);
}
