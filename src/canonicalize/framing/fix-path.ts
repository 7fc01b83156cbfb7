import type { GroupStep } from '../../domain/generated/feed-spec.js';
import { type FixFinding, fixFinding } from './fix-finding.js';
import type { FixGroups } from './fix-groups.js';
import { type FixRange, isValue } from './fix-value.js';

type Step = { group: number; index: number | null; where: readonly { tag: number; value: Buffer }[] };

const NONE: FixRange = { start: 0, stop: 0 };

/** Finds the value of a feed's field that stands in repeating groups. */
export class FixPath {
  readonly #field: string;
  readonly #tag: number;
  readonly #steps: readonly Step[];

  constructor(field: { name: string; tag: number; in: readonly GroupStep[] }) {
    this.#field = field.name;
    this.#tag = field.tag;
    this.#steps = field.in.map(({ group, index, where }) => ({
      group,
      index: index ?? null,
      where: Object.entries(where ?? {}).map(([tag, value]) => ({
        tag: Number(tag),
        value: Buffer.from(value, 'utf8'),
      })),
    }));
  }

  /** The value's place, or fix-entry-ambiguous where two entries meet a condition. */
  find(groups: FixGroups, buffer: Buffer): FixRange | FixFinding {
    let parent = -1;
    for (const step of this.#steps) {
      const within = { group: step.group, parent };
      let found = -1;
      let entries = 0;
      for (let id = groups.entryAfter(-1, within); id !== -1; id = groups.entryAfter(id, within)) {
        if (!isMeant(step, id, { groups, buffer })) continue;
        found = id;
        entries += 1;
      }
      if (entries === 0) return NONE;
      if (entries > 1) {
        return fixFinding('fix-entry-ambiguous', { field: this.#field, group: step.group, entries });
      }
      parent = found;
    }
    return groups.valueOf(parent, this.#tag) ?? NONE;
  }
}

function isMeant(step: Step, entry: number, message: { groups: FixGroups; buffer: Buffer }): boolean {
  const { groups, buffer } = message;
  if (step.index !== null) return groups.numberOf(entry) === step.index;
  for (const { tag, value } of step.where) {
    const range = groups.valueOf(entry, tag);
    if (range === null || !isValue(value, buffer, range)) return false;
  }
  return true;
}
