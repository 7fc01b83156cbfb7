/** A tree of the keys and array positions that a feed reads; `slot` is the place of a field that ends here. */
export type JsonPathTree = { slot: number | null; children: ReadonlyMap<string, JsonPathTree> };

export const HASH_START = 0x811c9dc5 | 0;
const HASH_PRIME = 0x01000193;

/** The hash with one more byte. */
export function mixHash(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, HASH_PRIME);
}

/** The 32-bit FNV-1a hash of bytes. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let index = start; index < end; index += 1) hash = mixHash(hash, bytes[index] as number);
  return hash;
}

/** A path tree made ready to be asked by the bytes of a key. */
export class JsonKeyTree {
  /** The field that ends here, or -1. */
  readonly slot: number;
  readonly #keys: readonly Buffer[];
  readonly #children: readonly JsonKeyTree[];
  /** Places of keys by the low bits of their hash, the next free one where that is taken; -1 where there is none. */
  readonly #places: Int32Array;
  readonly #items: ReadonlyMap<number, JsonKeyTree>;

  constructor(tree: JsonPathTree) {
    const names = [...tree.children.keys()];
    this.slot = tree.slot ?? -1;
    this.#keys = names.map((name) => Buffer.from(name, 'utf8'));
    this.#children = [...tree.children.values()].map((child) => new JsonKeyTree(child));
    this.#places = placesOf(this.#keys);
    const positions = names.flatMap((name, index): [number, JsonKeyTree][] => {
      const child = this.#children[index];
      return child !== undefined && /^(0|[1-9][0-9]{0,8})$/.test(name) ? [[Number(name), child]] : [];
    });
    this.#items = new Map(positions);
  }

  /** What stands under the key in `bytes` from `start` to `end`; null where the feed reads nothing there. */
  member(hash: number, bytes: Uint8Array, range: { start: number; end: number }): JsonKeyTree | null {
    const places = this.#places;
    const mask = places.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const index = places[at] as number;
      if (index === -1) return null;
      if (equalBytes(this.#keys[index] as Buffer, bytes, range)) return this.#children[index] as JsonKeyTree;
    }
  }

  /** What stands at a position of an array, from 0. */
  item(position: number): JsonKeyTree | null {
    return this.#items.get(position) ?? null;
  }
}

function placesOf(keys: readonly Buffer[]): Int32Array {
  let size = 2;
  while (size < 2 * keys.length) size *= 2;
  const places = new Int32Array(size).fill(-1);
  for (const [index, key] of keys.entries()) {
    let at = hashBytes(key, 0, key.length) & (size - 1);
    while (places[at] !== -1) at = (at + 1) & (size - 1);
    places[at] = index;
  }
  return places;
}

/** Whether a key is what stands in `bytes` from `start` to `end`. */
export function equalBytes(
  key: Uint8Array,
  bytes: Uint8Array,
  range: { start: number; end: number },
): boolean {
  const { start, end } = range;
  if (key.length !== end - start) return false;
  for (let index = 0; index < key.length; index += 1) {
    if (key[index] !== bytes[start + index]) return false;
  }
  return true;
}

/** The tree of fields' paths; the slot of a field is its place in the list. */
export function jsonPathTree(fields: readonly { path: readonly string[] }[]): JsonPathTree {
  const root: MutableTree = { slot: null, children: new Map() };
  for (const [slot, field] of fields.entries()) {
    let node = root;
    for (const step of field.path) {
      const child: MutableTree = node.children.get(step) ?? { slot: null, children: new Map() };
      node.children.set(step, child);
      node = child;
    }
    node.slot = slot;
  }
  return root;
}

type MutableTree = { slot: number | null; children: Map<string, MutableTree> };

/** The keys that a JSON pointer (RFC 6901) names, from the outside in; none for the empty pointer. */
export function pointerSteps(pointer: string): string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
