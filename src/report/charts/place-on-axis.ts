import type { AxisPart } from './chart.js';
import { shareOf } from './share-of.js';

/** The share of the room where a value stands; null where it lies in no part. */
export function placeOnAxis(parts: readonly AxisPart[], value: bigint): number | null {
  const part = parts.find(({ from, to }) => value >= from && value <= to);
  return part === undefined ? null : placeInPart(part, value);
}

/** The share of the room where a value stands in a part, at its nearer end where it lies outside. */
export function placeInPart({ from, to, left, right }: AxisPart, value: bigint): number {
  const inside = value < from ? from : value > to ? to : value;
  return left + (right - left) * shareOf(inside, [from, to]);
}
