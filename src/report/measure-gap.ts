import type { RoleGap } from '../domain/generated/pattern.js';
import { rangeOf } from './charts/share-of.js';
import type { ExplainedEvent } from './trace-custody.js';

/** The gap in words: `longest time from a layer_order to the next opposite_fill`. */
export function tellGap(which: 'longest' | 'shortest', { each, until, since, nearest }: RoleGap): string {
  if (until !== undefined) return `${which} time from a ${each} to the next ${until}`;
  if (since !== undefined) return `${which} time from the last ${since} to a ${each}`;
  return `${which} time between a ${each} and the nearest ${nearest}`;
}

/** The longest or shortest of the gaps in nanoseconds; null where no event has one. */
export function measureGap(
  which: 'longest' | 'shortest',
  { each, until, since, nearest }: RoleGap,
  events: readonly ExplainedEvent[],
): string | null {
  const others = timesOf(events, until ?? since ?? nearest ?? '');
  const gaps = timesOf(events, each).flatMap((at) => {
    // Both sides of `at` in the sorted others: the last one not after it, and the first one not before it.
    const next = firstFrom(others, at);
    const before = others[next] === at ? at : others[next - 1];
    const after = others[next];
    const known = [
      ...(until === undefined && before !== undefined ? [at - before] : []),
      ...(since === undefined && after !== undefined ? [after - at] : []),
    ];
    return rangeOf(known)?.[0] ?? [];
  });
  if (gaps.length === 0) return null;
  return gaps.reduce((chosen, gap) => ((which === 'longest') === gap > chosen ? gap : chosen)).toString();
}

/** The time from the first to the last event of a role in nanoseconds; null without one. */
export function spanOf(events: readonly ExplainedEvent[], role: string): string | null {
  const times = timesOf(events, role);
  const [first, last] = [times.at(0), times.at(-1)];
  return first === undefined || last === undefined ? null : (last - first).toString();
}

function timesOf(events: readonly ExplainedEvent[], role: string): bigint[] {
  return events
    .filter(({ evidence }) => evidence.role === role)
    .map(({ evidence }) => BigInt(evidence.event_ts_ns))
    .sort((left, right) => (left < right ? -1 : Number(left > right)));
}

/** Index of the first time that is not before an instant. */
function firstFrom(times: readonly bigint[], at: bigint): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0n) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
