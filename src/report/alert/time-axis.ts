import type { AxisPart } from '../charts/chart.js';

const mostParts = 5;
/** Share of the room between two parts. */
const gap = 0.035;

/**
 * A time axis around instants, with the longest pauses between them cut out, so that bursts that are far apart can each be seen.
 *
 * A pause of more than a fifth of the whole is cut, four at most. Parts share the room by how many instants they hold.
 */
export function timeAxis(instants: readonly bigint[]): AxisPart[] {
  const sorted = [...new Set(instants)].sort((a, b) => (a < b ? -1 : 1));
  const [first = 0n, last = 0n] = [sorted.at(0), sorted.at(-1)];
  const pauses = sorted
    .slice(1)
    .map((ns, at) => ({ after: at, length: ns - (sorted[at] ?? ns) }))
    .filter(({ length }) => length * 5n > last - first && sorted.length > 2)
    .sort((a, b) => (a.length > b.length ? -1 : 1))
    .slice(0, mostParts - 1)
    .map(({ after }) => after + 1)
    .sort((a, b) => a - b);
  const groups = [0, ...pauses].map((start, at) => sorted.slice(start, pauses[at] ?? sorted.length));
  const weights = groups.map((group) => Math.sqrt(group.length) + 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = 0;
  return groups.map((group, at) => {
    const [from, to] = [group.at(0) ?? 0n, group.at(-1) ?? 0n];
    const margin = (to - from) / 8n + 1_000_000n;
    const right = left + ((1 - gap * (groups.length - 1)) * (weights[at] ?? 0)) / total;
    const part = { from: from - margin, to: to + margin, left, right };
    left = right + gap;
    return part;
  });
}
