import type { GatheredEvent } from '../gather-events.js';
import type { KeyMoment } from './read-moments.js';

/**
 * The moments of an alert whose book tells its story, by time: just before its first event, the first event of each role, when its open
 * orders are largest, and its last event. One instant is one moment.
 */
export function keyMoments(
  events: readonly GatheredEvent[],
  largest_ns: bigint | null,
): readonly KeyMoment[] {
  const times = events
    .map(({ evidence }) => ({ at_ns: BigInt(evidence.event_ts_ns), role: evidence.role }))
    .sort((left, right) => (left.at_ns < right.at_ns ? -1 : Number(left.at_ns > right.at_ns)));
  const [first, last] = [times.at(0), times.at(-1)];
  if (first === undefined || last === undefined) return [];
  const roles = new Map<string, bigint>();
  for (const { role, at_ns } of times) if (!roles.has(role)) roles.set(role, at_ns);
  const wanted: KeyMoment[] = [
    { at_ns: first.at_ns - 1n, name: 'before', role: null },
    ...[...roles].map(([role, at_ns]): KeyMoment => ({ at_ns, name: 'role', role })),
    ...(largest_ns === null ? [] : [{ at_ns: largest_ns, name: 'largest', role: null } as const]),
    { at_ns: last.at_ns, name: 'last', role: null },
  ];
  const byTime = new Map<bigint, KeyMoment>();
  for (const moment of wanted) {
    const known = byTime.get(moment.at_ns);
    if (known === undefined) byTime.set(moment.at_ns, moment);
    else if (known.name === 'role' && moment.name === 'role')
      byTime.set(moment.at_ns, { ...known, role: `${known.role}, ${moment.role}` });
  }
  return [...byTime.values()].sort((left, right) => (left.at_ns < right.at_ns ? -1 : 1));
}
