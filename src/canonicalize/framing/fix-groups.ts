import type { FixDictionary, FixGroup, FixMember } from './fix-dictionary.js';
import { type FixFinding, fixFinding } from './fix-finding.js';
import { wholeNumber } from './fix-number.js';
import type { FixScanner } from './fix-scanner.js';
import { Reused } from './reused.js';

/** An entry of a group. Its fields are linked: `first_field`, then `next` of each, -1 after the last. */
type Entry = { group: number; parent: number; number: number; first_field: number; last_field: number };
type Field = { tag: number; start: number; stop: number; next: number };

/** A group that is being read: where its count stands, how many entries were found, and the one that is open. */
type Frame = { group: FixGroup; start: number; stop: number; parent: number; found: number; entry: number };

/**
 * Gathers the entries of the repeating groups of one message, groups within groups included.
 *
 * A group is open from its count on, as long as its tags follow. Findings: fix-group-count, fix-group-order,
 * fix-tag-repeated.
 */
export class FixGroups {
  readonly #frames = new Reused<Frame>();
  readonly #entries = new Reused<Entry>();
  readonly #fields = new Reused<Field>();
  /** By member: the entry that had it last, counted over all messages. */
  readonly #seen: Float64Array;
  #begun = 0;

  constructor(dictionary: FixDictionary) {
    this.#seen = new Float64Array(dictionary.members).fill(-1);
  }

  get open(): boolean {
    return this.#frames.length > 0;
  }

  reset(): void {
    this.#frames.clear();
    this.#entries.clear();
    this.#fields.clear();
  }

  /** Opens a group of which the field is the count. */
  enter(group: FixGroup, { start, stop }: FixScanner): void {
    const parent = this.#frames.last?.entry ?? -1;
    const frame = this.#frames.reuse();
    if (frame === undefined) {
      this.#frames.add({ group, start, stop, parent, found: 0, entry: -1 });
      return;
    }
    frame.group = group;
    frame.start = start;
    frame.stop = stop;
    frame.parent = parent;
    frame.found = 0;
    frame.entry = -1;
  }

  /** Takes a field that belongs to an open group; false where it ends all of them. */
  take(buffer: Buffer, field: FixScanner): boolean | FixFinding {
    for (let frame = this.#frames.last; frame !== undefined; frame = this.#frames.last) {
      if (field.tag === frame.group.first) {
        this.#begin(frame);
        this.#add(frame.entry, field);
        return true;
      }
      const member = frame.group.members.get(field.tag);
      if (member !== undefined) return this.#takeMember(frame, member, field);
      const finding = this.#leave(buffer, frame);
      if (finding !== null) return finding;
    }
    return false;
  }

  #takeMember({ group, entry }: Frame, member: FixMember, field: FixScanner): true | FixFinding {
    const { tag } = field;
    if (entry === -1) return fixFinding('fix-group-order', { tag, group: group.count });
    const counted = this.#begun - this.#entries.length + entry;
    if (this.#seen[member.id] === counted) return fixFinding('fix-tag-repeated', { tag });
    this.#seen[member.id] = counted;
    this.#add(entry, field);
    if (member.group !== null) this.enter(member.group, field);
    return true;
  }

  /**
   * The first entry after another one, or after none (-1), of a group within an entry, or in none (-1); -1 without any.
   */
  entryAfter(previous: number, within: { group: number; parent: number }): number {
    for (let id = previous + 1; id < this.#entries.length; id += 1) {
      const entry = this.#entries.at(id) as Entry;
      if (entry.group === within.group && entry.parent === within.parent) return id;
    }
    return -1;
  }

  /** Which entry of its group it is, from 1. */
  numberOf(entry: number): number {
    return this.#entries.at(entry)?.number ?? 0;
  }

  /** Where the value of an entry's tag lies; null where it has none. */
  valueOf(entry: number, tag: number): { start: number; stop: number } | null {
    let index = this.#entries.at(entry)?.first_field ?? -1;
    for (let field = this.#fields.at(index); field !== undefined; field = this.#fields.at(index)) {
      if (field.tag === tag) return field;
      index = field.next;
    }
    return null;
  }

  #begin(frame: Frame): void {
    frame.found += 1;
    frame.entry = this.#entries.length;
    this.#begun += 1;
    const { parent, found } = frame;
    const group = frame.group.count;
    const first_field = this.#fields.length;
    const entry = this.#entries.reuse();
    if (entry === undefined) {
      this.#entries.add({ group, parent, number: found, first_field, last_field: -1 });
      return;
    }
    entry.group = group;
    entry.parent = parent;
    entry.number = found;
    entry.first_field = first_field;
    entry.last_field = -1;
  }

  #add(id: number, { tag, start, stop }: FixScanner): void {
    const entry = this.#entries.at(id) as Entry;
    const last = this.#fields.at(entry.last_field);
    if (last !== undefined) last.next = this.#fields.length;
    entry.last_field = this.#fields.length;
    const field = this.#fields.reuse();
    if (field === undefined) {
      this.#fields.add({ tag, start, stop, next: -1 });
      return;
    }
    field.tag = tag;
    field.start = start;
    field.stop = stop;
    field.next = -1;
  }

  #leave(buffer: Buffer, { group, start, stop, found }: Frame): FixFinding | null {
    this.#frames.drop();
    if (wholeNumber(buffer, start, stop) === found) return null;
    const declared = buffer.toString('utf8', start, stop);
    return fixFinding('fix-group-count', { tag: group.count, declared, found });
  }
}
