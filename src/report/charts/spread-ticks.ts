import { rangeOf, shareOf } from './share-of.js';

/** Of some values the least, the greatest, and those between that are no closer to a neighbour than the given share of the whole. */
export function spreadTicks(values: readonly bigint[], share: number): bigint[] {
  const range = rangeOf(values);
  if (range === null) return [];
  const [least, greatest] = range;
  if (least === greatest) return [least];
  const kept = [least];
  for (const value of [...new Set(values)].sort((one, other) => (one < other ? -1 : 1))) {
    const place = shareOf(value, range);
    if (place - shareOf(kept.at(-1) ?? least, range) >= share && 1 - place >= share) kept.push(value);
  }
  return [...kept, greatest];
}
