/** A part of a time axis: from one instant to another, inclusive, and the place of its ends. */
export type AxisPart = { from_ns: bigint; to_ns: bigint; left: number; right: number };

const MOST_PARTS = 5;
const GAP = 28;

/**
 * A time axis around instants, with the longest pauses between them cut out, so that bursts that are far apart can each be seen.
 *
 * A pause of more than a fifth of the whole is cut, four at most. Parts share the room by how many instants they hold.
 */
export function timeAxis(instants: readonly bigint[], left: number, right: number): AxisPart[] {
  const sorted = [...new Set(instants)].sort((a, b) => (a < b ? -1 : 1));
  const [first = 0n, last = 0n] = [sorted.at(0), sorted.at(-1)];
  const pauses = sorted
    .slice(1)
    .map((ns, at) => ({ from: at, length: ns - (sorted[at] ?? ns) }))
    .filter(({ length }) => length * 5n > last - first && sorted.length > 2)
    .sort((a, b) => (a.length > b.length ? -1 : 1))
    .slice(0, MOST_PARTS - 1)
    .map(({ from }) => from + 1)
    .sort((a, b) => a - b);
  const groups = [0, ...pauses].map((start, at) => sorted.slice(start, pauses[at] ?? sorted.length));
  const weights = groups.map((group) => Math.sqrt(group.length) + 1);
  const room = right - left - GAP * (groups.length - 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let at = left;
  return groups.map((group, index) => {
    const width = (room * (weights[index] ?? 0)) / total;
    const [from, to] = [group.at(0) ?? 0n, group.at(-1) ?? 0n];
    const margin = (to - from) / 8n + 1_000_000n;
    const part = { from_ns: from - margin, to_ns: to + margin, left: at, right: at + width };
    at += width + GAP;
    return part;
  });
}

/** The place of an instant; null where it lies in no part. */
export function placeOnAxis(axis: readonly AxisPart[], ns: bigint): number | null {
  const part = axis.find(({ from_ns, to_ns }) => ns >= from_ns && ns <= to_ns);
  return part === undefined ? null : placeInPart(part, ns);
}

/** The place of an instant in a part, at its nearer end where it lies outside. */
export function placeInPart({ from_ns, to_ns, left, right }: AxisPart, ns: bigint): number {
  const inside = ns < from_ns ? from_ns : ns > to_ns ? to_ns : ns;
  return left + ((right - left) * Number(((inside - from_ns) * 10_000n) / (to_ns - from_ns))) / 10_000;
}
