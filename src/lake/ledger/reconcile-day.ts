import type { FeedSpec } from '../../domain/generated/feed-spec.js';
import type { DatasetVerdict, LedgerDay, LedgerEntry } from '../../domain/generated/ledger-day.js';
import type { ObjectStore } from '../../store/object-store.js';
import { type AsOf, chainAsOf } from '../as-of.js';
import { loadTradingCalendar } from '../calendar/load-trading-calendar.js';
import { readManifestChain } from '../manifest-chain.js';
import { feedArrivals } from './feed-arrivals.js';
import { reconcileFeed } from './reconcile-feed.js';
import { sharedReasons } from './shared-reasons.js';

type Verdict = LedgerDay['verdict'];

/** From the worst to the best: the day, or a dataset, has the first that one of its feeds has. */
const WORST_FIRST: readonly Verdict[] = [
  'incomplete',
  'not_due_yet',
  'complete',
  'nothing_due',
  'no_session',
];

/** What was owed on a trade date against what arrived, or had arrived at a state. Throws `calendar-date-outside` and what reading a chain throws. */
export async function reconcileDay(
  store: ObjectStore,
  feeds: readonly FeedSpec[],
  { trade_date, ...asked }: { trade_date: string; now_ns: bigint; as_of?: AsOf },
): Promise<LedgerDay> {
  const [day] = await reconcileDays(store, feeds, { trade_dates: [trade_date], ...asked });
  return day as LedgerDay;
}

/** The same for several trade dates, each feed's chain read once, in the order of the dates given. */
export async function reconcileDays(
  store: ObjectStore,
  feeds: readonly FeedSpec[],
  { trade_dates, now_ns, as_of }: { trade_dates: readonly string[]; now_ns: bigint; as_of?: AsOf },
): Promise<LedgerDay[]> {
  const sorted = [...feeds].sort((left, right) => (left.feed < right.feed ? -1 : 1));
  const known = await Promise.all(
    sorted.map(async (spec) => ({
      spec,
      arrivals: feedArrivals(chainAsOf(await readManifestChain(store, spec.feed), spec.feed, as_of)),
      calendar: spec.arrives.calendar === undefined ? null : await loadTradingCalendar(spec.arrives.calendar),
    })),
  );
  return trade_dates.map((trade_date) =>
    dayOf(
      { trade_date, now_ns },
      known.map(({ spec, arrivals, calendar }) =>
        reconcileFeed(spec, arrivals, { trade_date, calendar, now_ns }),
      ),
    ),
  );
}

function dayOf(
  { trade_date, now_ns }: { trade_date: string; now_ns: bigint },
  entries: LedgerEntry[],
): LedgerDay {
  const datasets = [...new Set(entries.flatMap((entry) => entry.datasets))].sort();
  return {
    format: 1,
    trade_date,
    asked_at_ns: String(now_ns),
    verdict: worstOf(entries),
    entries,
    datasets: datasets.map((dataset) => datasetVerdict(dataset, entries)),
  };
}

function datasetVerdict(dataset: string, entries: readonly LedgerEntry[]): DatasetVerdict {
  const filling = entries.filter((entry) => entry.datasets.includes(dataset));
  return {
    dataset,
    verdict: worstOf(filling),
    feeds: filling.map(({ feed }) => feed),
    reasons: sharedReasons(filling),
  };
}

function worstOf(entries: readonly LedgerEntry[]): Verdict {
  const verdicts = new Set(entries.map(({ verdict }) => verdict));
  return WORST_FIRST.find((verdict) => verdicts.has(verdict)) ?? 'nothing_due';
}
