import type { LedgerControl, LedgerFault, Totals } from '../../domain/generated/ledger-entry.js';
import type { Manifest } from '../../domain/generated/manifest.js';
import type { Refusal } from '../../domain/generated/refusal.js';
import type { ChainedEntry } from '../chain-entry.js';
import { standingFiles } from '../read-lake.js';

/** One file that arrived for a trade date, with what has become of it until now. */
export type Arrival = {
  readonly trade_date: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly received_at_ns: bigint;
  readonly outcome: 'published' | 'refused' | 'duplicate';
  /** File whose bytes a duplicate has; null of others. */
  readonly duplicates: string | null;
  readonly totals: Totals | null;
  /** Records of it that replays have published. */
  readonly repaired: number;
  readonly control: readonly LedgerControl[];
  readonly commit_id: string | null;
  /** Position in the chain of the first entry about it, and of the one that decided. */
  readonly first_entry: number;
  readonly entry: number;
  readonly faults: readonly LedgerFault[];
  /** Whether readers see rows that came with it. */
  readonly read: boolean;
};

/**
 * Every file of a feed's chain, in the order in which it was first taken in.
 *
 * The same bytes for the same trade date are one arrival however often they were decided anew: it arrived when they were
 * first taken in, and the last decision counts. Bytes of another name, once published, are a duplicate of it.
 */
export function feedArrivals(chain: readonly ChainedEntry[]): Arrival[] {
  const read = new Set(standingFiles(chain).map(({ origin }) => identityOf(origin)));
  const arrivals = new Map<string, Arrival>();
  for (const { entry } of chain) {
    if (entry.kind === 'delivery' || entry.kind === 'refusal') {
      const identity = identityOf(entry);
      const before = arrivals.get(identity);
      arrivals.set(identity, decided(entry, { before, read: read.has(identity) }));
    } else if (entry.kind === 'replay') {
      const repaired = arrivals.get(identityOf(entry));
      if (repaired !== undefined) {
        const records = repaired.repaired + entry.totals.accepted;
        arrivals.set(identityOf(entry), { ...repaired, repaired: records });
      }
    } else if (entry.kind === 'duplicate') {
      const original = arrivals.get(identityOf(entry));
      arrivals.set(`${identityOf(entry)} ${entry.delivery.uri}`, {
        ...placed(entry),
        outcome: 'duplicate',
        duplicates: original?.file ?? entry.delivery.uri,
        totals: null,
        repaired: 0,
        control: [],
        commit_id: entry.of,
        faults: [],
        read: false,
      });
    }
  }
  return [...arrivals.values()];
}

type Delivered = Pick<Manifest, 'trade_date' | 'delivery' | 'sequence'>;

function identityOf({ trade_date, delivery }: Pick<Delivered, 'trade_date' | 'delivery'>): string {
  return `${trade_date} ${delivery.sha256}`;
}

function placed({ trade_date, delivery, sequence }: Delivered) {
  return {
    trade_date,
    file: delivery.uri,
    sha256: delivery.sha256,
    bytes: delivery.bytes,
    received_at_ns: BigInt(delivery.received_at_ns),
    first_entry: sequence,
    entry: sequence,
  };
}

function decided(
  entry: Manifest | Refusal,
  { before, read }: { before: Arrival | undefined; read: boolean },
): Arrival {
  const now = placed(entry);
  const common = {
    ...now,
    received_at_ns: before?.received_at_ns ?? now.received_at_ns,
    first_entry: before?.first_entry ?? now.first_entry,
    duplicates: null,
    totals: entry.totals,
    read,
  };
  if (entry.kind === 'refusal') {
    return { ...common, outcome: 'refused', repaired: 0, control: [], commit_id: null, faults: entry.faults };
  }
  const { control, commit_id } = entry;
  return { ...common, outcome: 'published', repaired: before?.repaired ?? 0, control, commit_id, faults: [] };
}
