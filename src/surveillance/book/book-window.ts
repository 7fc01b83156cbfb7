import type { GatheredEvent } from '../gather-events.js';

/** What is replayed: one symbol on one day from `from_ns` to `to_ns`, both inclusive. */
export type BookWindow = { symbol: string; trade_date: string; from_ns: bigint; to_ns: bigint };

const LEAST_MARGIN_NS = 1_000_000_000n;
const MOST_MARGIN_NS = 60_000_000_000n;

/** The window around events of one symbol: a tenth of their span before and after, at least a second and at most a minute. */
export function bookWindow(symbol: string, trade_date: string, events: readonly GatheredEvent[]): BookWindow {
  const times = events.map(({ evidence }) => BigInt(evidence.event_ts_ns)).sort(byTime);
  const [first = 0n, last = 0n] = [times.at(0), times.at(-1)];
  const tenth = (last - first) / 10n;
  const [, margin = tenth] = [LEAST_MARGIN_NS, tenth, MOST_MARGIN_NS].sort(byTime);
  return { symbol, trade_date, from_ns: first - margin, to_ns: last + margin };
}

function byTime(left: bigint, right: bigint): number {
  return left < right ? -1 : Number(left > right);
}
