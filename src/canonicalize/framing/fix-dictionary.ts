import type { FixGroup as FixGroupSpec } from '../../domain/generated/feed-spec.js';
import { FIX_DATA_TAGS } from './fix-data-tags.js';

/** A repeating group: the tag that counts it, the tag that begins an entry, and the other tags of an entry. */
export type FixGroup = {
  readonly count: number;
  readonly first: number;
  readonly members: ReadonlyMap<number, FixMember>;
};

/** A tag of an entry; `id` tells it from every other member of any group, `group` is the one that it counts. */
export type FixMember = { readonly id: number; readonly group: FixGroup | null };

/** What a tag can be, as bits; `text` is one whose value must be text although it is data. */
export const TAG = { slot: 1, group: 2, length: 4, member: 8, text: 16 } as const;

/** Tags below this are found by their number, others by a map. */
const LOW_TAGS = 1 << 14;

/** What a feed says of FIX tags, for looking up each tag of a message. */
export class FixDictionary {
  /** How many values are kept of a message, each in its slot. */
  readonly slots: number;
  /** How many members all groups have. */
  readonly members: number;
  readonly #kinds: Uint8Array;
  readonly #slots: Int16Array;
  readonly #high = new Map<number, number>();
  readonly #homes: ReadonlyMap<number, number>;
  readonly #groups = new Map<number, FixGroup>();
  /** Data tag by its length tag. */
  readonly #data: ReadonlyMap<number, number>;

  /**
   * `kept` are the tags outside groups whose values are wanted, and the place of one is its slot; `texts` are those whose
   * values must be text.
   */
  constructor(options: {
    kept: readonly number[];
    texts: readonly number[];
    groups: readonly FixGroupSpec[];
    data: Readonly<Record<string, number>>;
  }) {
    const { kept, texts } = options;
    const data = new Map([
      ...FIX_DATA_TAGS,
      ...Object.entries(options.data).map(([tag, length]): [number, number] => [Number(tag), length]),
    ]);
    this.#data = new Map([...data].map(([tag, length]) => [length, tag]));
    const groups = new GroupCompiler();
    for (const spec of options.groups) this.#groups.set(spec.count, groups.compile(spec));
    this.members = groups.members;
    this.#homes = groups.homes;
    this.slots = kept.length;
    const known = [...kept, ...texts, ...this.#data.keys(), ...this.#groups.keys(), ...groups.homes.keys()];
    const high = [...new Set(known)].filter((tag) => tag >= LOW_TAGS);
    for (const [index, tag] of high.entries()) this.#high.set(tag, LOW_TAGS + index);
    this.#kinds = new Uint8Array(LOW_TAGS + high.length);
    this.#slots = new Int16Array(LOW_TAGS + high.length);
    for (const tag of texts) this.#mark(tag, TAG.text);
    for (const tag of groups.homes.keys()) this.#mark(tag, TAG.member);
    for (const tag of this.#groups.keys()) this.#mark(tag, TAG.group);
    for (const tag of this.#data.keys()) this.#mark(tag, TAG.length);
    for (const [slot, tag] of kept.entries()) {
      this.#mark(tag, TAG.slot);
      this.#slots[this.#indexOf(tag)] = slot;
    }
  }

  /** What a tag can be, as bits of TAG; 0 for one of which nothing is said. */
  kindOf(tag: number): number {
    return this.#kinds[this.#indexOf(tag)] as number;
  }

  slotOf(tag: number): number {
    return this.#slots[this.#indexOf(tag)] as number;
  }

  /** The group outside others that a tag counts. */
  groupOf(tag: number): FixGroup | undefined {
    return this.#groups.get(tag);
  }

  /** Count of a group that a tag is a member of. */
  homeOf(tag: number): number {
    return this.#homes.get(tag) ?? 0;
  }

  /** The data tag whose length a tag gives. */
  dataOf(length: number): number {
    return this.#data.get(length) ?? 0;
  }

  #indexOf(tag: number): number {
    return tag < LOW_TAGS ? tag : (this.#high.get(tag) ?? 0);
  }

  #mark(tag: number, kind: number): void {
    const index = this.#indexOf(tag);
    this.#kinds[index] = (this.#kinds[index] as number) | kind;
  }
}

/** Compiles groups and numbers their members. */
class GroupCompiler {
  members = 0;
  /** Count of a group by each of its tags. */
  readonly homes = new Map<number, number>();

  compile(spec: FixGroupSpec): FixGroup {
    const { count, first } = spec;
    const members = new Map<number, FixMember>();
    const add = (tag: number, group: FixGroup | null): void => {
      members.set(tag, { id: this.members, group });
      this.members += 1;
      this.homes.set(tag, count);
    };
    this.homes.set(first, count);
    for (const tag of spec.members ?? []) add(tag, null);
    for (const inner of spec.groups ?? []) add(inner.count, this.compile(inner));
    return { count, first, members };
  }
}
