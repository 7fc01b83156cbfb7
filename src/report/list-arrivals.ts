import type { LedgerDay, LedgerEntry } from '../domain/generated/ledger-day.js';
import type { ArrivalLine } from '../domain/generated/report.js';

/** One row per feed of the ledger, in its order: when it was due, when the last file that stands came, and how late. */
export function listArrivals({ entries }: Pick<LedgerDay, 'entries'>): ArrivalLine[] {
  return entries.map((entry) => {
    const standing = entry.deliveries.filter(({ state }) => state === 'received');
    return {
      feed: entry.feed,
      verdict: entry.verdict,
      due_at_ns: entry.due_at_ns,
      received_at_ns: greatest(standing.map(({ received_at_ns }) => received_at_ns)),
      late_by_ns: greatest(standing.flatMap(({ late_by_ns }) => late_by_ns ?? [])),
      notes: notesOf(entry),
    };
  });
}

function greatest(instants: readonly string[]): string | null {
  return instants.reduce<string | null>(
    (most, one) => (most === null || BigInt(one) > BigInt(most) ? one : most),
    null,
  );
}

function notesOf({ findings }: LedgerEntry): string[] {
  return findings.map(({ message, code }) => `${message} [${code}]`);
}
