import { readFileName } from '../../domain/file-name.js';
import type { LedgerDelivery } from '../../domain/generated/ledger-entry.js';
import type { Arrival } from './feed-arrivals.js';

/** An arrival in its place among the files of a day. */
export type PlacedArrival = Arrival & {
  readonly state: LedgerDelivery['state'];
  /** Number and part in the name, as written; null where the pattern has no place for them. */
  readonly sequence: string | null;
  readonly part: string | null;
  /** Of a replaced or refused file, the one that stands in its place; null where none does, and of others. */
  readonly stands: string | null;
  readonly late_by_ns: bigint | null;
};

/**
 * Files of one trade date, each with its place: the number and part in its name, or the day where the name has neither.
 *
 * Of several published files in one place the last stands and the others are replaced. A refused file is settled by one
 * that was published after it in its place. Which
 * is the last one goes by when each was first taken in. Nothing is late without `due_at_ns`.
 */
export function placeArrivals(
  arrivals: readonly Arrival[],
  { pattern, due_at_ns }: { pattern: string; due_at_ns: bigint | null },
): PlacedArrival[] {
  const named = arrivals.map((arrival) => {
    const name = readFileName(arrival.file, pattern);
    const sequence = name?.sequence ?? null;
    const part = name?.part ?? null;
    const place = name === null ? arrival.file : `${digits(sequence)} ${digits(part)}`;
    return { arrival, sequence, part, place };
  });
  const standing = new Map(
    named
      .filter(({ arrival }) => arrival.outcome === 'published')
      .map(({ place, arrival }) => [place, arrival]),
  );
  return named.map(({ arrival, sequence, part, place }) => {
    const last = standing.get(place);
    const after =
      last !== undefined && last !== arrival && last.first_entry > arrival.first_entry ? last.file : null;
    const late = due_at_ns !== null && arrival.outcome !== 'duplicate' && arrival.received_at_ns > due_at_ns;
    return {
      ...arrival,
      sequence,
      part,
      state: stateOf(arrival, after),
      stands: arrival.outcome === 'duplicate' ? null : after,
      late_by_ns: late ? arrival.received_at_ns - due_at_ns : null,
    };
  });
}

function stateOf({ outcome }: Arrival, stands: string | null): LedgerDelivery['state'] {
  if (outcome !== 'published') return outcome;
  return stands === null ? 'received' : 'replaced';
}

/** Digits without leading zeros, so that 007 and 7 are one place. */
function digits(text: string | null): string {
  return text === null ? '' : BigInt(text).toString();
}
