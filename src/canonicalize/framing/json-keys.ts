import { equalBytes, hashBytes } from './json-key-tree.js';
import { unescapeJson } from './unescape-json.js';

/** Objects with more keys than this look them up in a set. */
const FEW = 32;
/** Keys that reach an object's prototype in careless code downstream. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'].map((name) => Buffer.from(name, 'latin1'));
const FORBIDDEN_HASHES = FORBIDDEN.map((name) => hashBytes(name, 0, name.length));

type Range = { start: number; end: number };

/** The keys of the objects that are open at a place of a JSON text, to find the ones that repeat. */
export class JsonKeys {
  readonly #hashes: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #first = 0;
  #count = 0;
  /** All keys of the innermost object as text; null while they are few and plain. */
  #names: Set<string> | null = null;
  readonly #outer: (Set<string> | null)[] = [];
  /** The key added last, unescaped: its hash and where its bytes stand. */
  hash = 0;
  bytes: Buffer = Buffer.alloc(0);
  range: Range = { start: 0, end: 0 };

  clear(): void {
    this.#first = 0;
    this.#count = 0;
    this.#names = null;
    this.#outer.length = 0;
  }

  /** Enters an object; the answer is for `close`. */
  open(): number {
    const outer = this.#first;
    this.#outer.push(this.#names);
    this.#names = null;
    this.#first = this.#count;
    return outer;
  }

  close(outer: number): void {
    this.#count = this.#first;
    this.#first = outer;
    this.#names = this.#outer.pop() ?? null;
  }

  /** Adds a key of the innermost object, given without its quotes; the answer says why it may not stand there. */
  add(
    buffer: Buffer,
    range: Range,
    key: { hash: number; escaped: boolean },
  ): 'repeated' | 'forbidden' | null {
    this.hash = key.hash;
    this.bytes = buffer;
    this.range = range;
    if (key.escaped) this.#unescape();
    if (this.#isForbidden()) return 'forbidden';
    if (this.#names === null && (key.escaped || this.#count - this.#first >= FEW)) this.#nameAll(buffer);
    if (this.#names !== null) return this.#addName(this.#names);
    for (let index = this.#first; index < this.#count; index += 1) {
      if (this.#hashes[index] !== key.hash) continue;
      const start = this.#starts[index] as number;
      if (equalBytes(buffer.subarray(start, this.#ends[index]), buffer, range)) return 'repeated';
    }
    this.#hashes[this.#count] = key.hash;
    this.#starts[this.#count] = range.start;
    this.#ends[this.#count] = range.end;
    this.#count += 1;
    return null;
  }

  #unescape(): void {
    this.bytes = Buffer.from(
      unescapeJson(`"${this.bytes.toString('utf8', this.range.start, this.range.end)}"`),
    );
    this.range = { start: 0, end: this.bytes.length };
    this.hash = hashBytes(this.bytes, 0, this.bytes.length);
  }

  #isForbidden(): boolean {
    const at = FORBIDDEN_HASHES.indexOf(this.hash);
    return at !== -1 && equalBytes(FORBIDDEN[at] as Buffer, this.bytes, this.range);
  }

  #nameAll(buffer: Buffer): void {
    this.#names = new Set();
    for (let index = this.#first; index < this.#count; index += 1) {
      this.#names.add(buffer.toString('utf8', this.#starts[index], this.#ends[index]));
    }
  }

  #addName(names: Set<string>): 'repeated' | null {
    const name = this.bytes.toString('utf8', this.range.start, this.range.end);
    if (names.has(name)) return 'repeated';
    names.add(name);
    return null;
  }
}
