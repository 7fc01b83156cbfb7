/** What JSON stands at a place: its kind and where its text begins (inclusive) and ends (exclusive), quotes included. */
export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';
export type JsonMember = { kind: JsonKind; start: number; end: number };

/** A tree of the keys and array positions that a feed reads; `slot` is the place of a field that ends here. */
export type JsonPathTree = { slot: number | null; children: ReadonlyMap<string, JsonPathTree> };

/** Thrown where the text is no JSON or a key repeats; the decoder turns it into a fault. */
export class JsonFault extends Error {
  readonly index: number;
  readonly expected: string;
  readonly duplicateKey: string | null;

  constructor(index: number, expected: string, duplicateKey: string | null = null) {
    super(expected);
    this.index = index;
    this.expected = expected;
    this.duplicateKey = duplicateKey;
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const STRING = /"[ !#-[\]-\u{10ffff}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\u{10ffff}]*)*"/uy;
const BLANK = /[ \t\n\r]*/y;
const WORDS: readonly [string, JsonKind][] = [
  ['true', 'boolean'],
  ['false', 'boolean'],
  ['null', 'null'],
];
const MAX_DEPTH = 64;

/**
 * Scans one JSON text by the grammar of RFC 8259 without building values, so that no number loses a digit.
 *
 * Calls `found` with every member that the tree names. Throws JsonFault on anything else than exactly one JSON value,
 * on a key that stands twice in one object, and on more than 64 levels.
 */
export function scanJson(
  text: string,
  tree: JsonPathTree,
  found: (slot: number, member: JsonMember) => void,
): void {
  new JsonScanner(text, found).document(tree);
}

class JsonScanner {
  #index = 0;
  readonly #text: string;
  readonly #found: (slot: number, member: JsonMember) => void;

  constructor(text: string, found: (slot: number, member: JsonMember) => void) {
    this.#text = text;
    this.#found = found;
  }

  document(tree: JsonPathTree): void {
    this.#value(tree, 0);
    this.#skip(BLANK);
    if (this.#index !== this.#text.length) throw new JsonFault(this.#index, 'the end of the line');
  }

  #value(node: JsonPathTree | undefined, depth: number): void {
    if (depth > MAX_DEPTH) throw new JsonFault(this.#index, `at most ${MAX_DEPTH} levels`);
    this.#skip(BLANK);
    const start = this.#index;
    const kind = this.#kindAt(node, depth);
    if (node !== undefined && node.slot !== null) this.#found(node.slot, { kind, start, end: this.#index });
  }

  #kindAt(node: JsonPathTree | undefined, depth: number): JsonKind {
    const first = this.#text[this.#index];
    if (first === '{') {
      const seen = new Set<string>();
      this.#members('}', () => {
        const key = this.#key(seen);
        this.#value(node?.children.get(key), depth + 1);
      });
      return 'object';
    }
    if (first === '[') {
      this.#members(']', (position) => this.#value(node?.children.get(String(position)), depth + 1));
      return 'array';
    }
    return this.#scalar();
  }

  #members(close: '}' | ']', member: (position: number) => void): void {
    this.#index += 1;
    this.#skip(BLANK);
    if (this.#text[this.#index] === close) {
      this.#index += 1;
      return;
    }
    for (let position = 0; ; position += 1) {
      this.#skip(BLANK);
      member(position);
      this.#skip(BLANK);
      const next = this.#text[this.#index];
      if (next !== ',' && next !== close) throw new JsonFault(this.#index, `a comma or ${close}`);
      this.#index += 1;
      if (next === close) return;
    }
  }

  #key(seen: Set<string>): string {
    const start = this.#index;
    if (!this.#skip(STRING)) throw new JsonFault(start, 'a key in quotes');
    const name = unescapeJson(this.#text.slice(start, this.#index));
    if (seen.has(name)) throw new JsonFault(start, 'each key once', name);
    seen.add(name);
    this.#skip(BLANK);
    if (this.#text[this.#index] !== ':') throw new JsonFault(this.#index, 'a colon');
    this.#index += 1;
    return name;
  }

  #scalar(): JsonKind {
    if (this.#text[this.#index] === '"') {
      if (!this.#skip(STRING)) throw new JsonFault(this.#index, 'a closed string without control characters');
      return 'string';
    }
    for (const [word, kind] of WORDS) {
      if (this.#text.startsWith(word, this.#index)) {
        this.#index += word.length;
        return kind;
      }
    }
    if (!this.#skip(NUMBER)) throw new JsonFault(this.#index, 'a value');
    return 'number';
  }

  /** Moves past what the sticky expression matches here; false, without moving, where it does not match. */
  #skip(expression: RegExp): boolean {
    expression.lastIndex = this.#index;
    if (!expression.test(this.#text)) return false;
    this.#index = expression.lastIndex;
    return true;
  }
}

/** The text of a JSON string given with its quotes. */
export function unescapeJson(quotedText: string): string {
  if (!quotedText.includes('\\')) return quotedText.slice(1, -1);
  return JSON.parse(quotedText) as string;
}
