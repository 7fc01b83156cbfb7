import type { FeedSpec } from '../domain/generated/feed-spec.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { QuarantineLine, Report } from '../domain/generated/report.js';
import { sha256 } from '../domain/sha256.js';
import type { FinishedRun } from '../jobs/run-day.js';
import { type AsOf, chainAsOf } from '../lake/as-of.js';
import { readAudits } from '../lake/audit/read-audits.js';
import { reconcileDay } from '../lake/ledger/reconcile-day.js';
import { readAllChains } from '../lake/quarantine/find-delivered.js';
import { reconcileQuarantine } from '../lake/quarantine/reconcile-quarantine.js';
import { readRecordedRun } from '../lake/run-records.js';
import { buildReport } from '../report/build-report.js';
import type { SourcedRun } from '../report/changes/list-changes.js';
import type { KeptScore } from '../report/list-scores.js';
import { readDayJobs } from '../report/sources/day-jobs.js';
import { findEarlierRun } from '../report/sources/earlier-run.js';
import { headsOf, manifestsOfRun, type StandingChains, sourcesOfRun } from '../report/sources/run-sources.js';
import type { ObjectStore } from '../store/object-store.js';
import { loadRejections } from './load-rejections.js';

/** What a report shows beside the documents of a run: the catalogue, kept scores, and what was owed when it is asked. */
export type ReportedProject = {
  patterns: readonly PatternSpec[];
  feeds: readonly FeedSpec[];
  scores: readonly KeptScore[];
  now_ns: bigint;
};

/**
 * The report of a finished run, with all that the lake records beside it.
 *
 * The same lake gives the same report; one made later is the same where it is asked as of the time of the first.
 */
export async function loadReport(
  store: ObjectStore,
  { as_of, ...finished }: FinishedRun & { as_of?: AsOf },
  { patterns, feeds, scores, now_ns }: ReportedProject,
): Promise<Report> {
  const recorded = await readRecordedRun(store, finished.run);
  const run = as_of === undefined && recorded !== null ? recorded.run : finished.run;
  const { trade_date } = run;
  const reading = as_of === undefined ? {} : { as_of };
  const chains = await standingChains(store, as_of);
  return buildReport({
    ...finished,
    run,
    run_sha256: recorded === null ? null : sha256(recorded.bytes),
    ...(await loadRejections(
      store,
      manifestsOfRun(chains, run).map(({ entry }) => entry),
    )),
    patterns,
    ledger: await reconcileDay(store, feeds, { trade_date, now_ns: as_of?.instant_ns ?? now_ns, ...reading }),
    quarantine: quarantineOf(chains, trade_date),
    sources: sourcesOfRun(chains, run),
    chains: headsOf(chains),
    jobs: await readDayJobs(store, trade_date, as_of),
    audits: {
      trail: await readAudits(store, 'trail', as_of),
      access: await readAudits(store, 'access', as_of),
      posture: await readAudits(store, 'posture', as_of),
    },
    scores,
    before: await sourcedRunBefore(store, chains, run),
  });
}

async function standingChains(store: ObjectStore, as_of: AsOf | undefined): Promise<StandingChains> {
  const chains = [...(await readAllChains(store))].sort(([left], [right]) => (left < right ? -1 : 1));
  return new Map(chains.map(([feed, chain]) => [feed, chainAsOf(chain, feed, as_of)]));
}

async function sourcedRunBefore(
  store: ObjectStore,
  chains: StandingChains,
  run: FinishedRun['run'],
): Promise<SourcedRun | null> {
  const before = await findEarlierRun(store, run);
  return before === null ? null : { run: before, sources: sourcesOfRun(chains, before) };
}

/** What has become of the rejected records of a trade date, by feed, from the chains alone. */
function quarantineOf(chains: StandingChains, trade_date: string): QuarantineLine[] {
  return [...chains].map(([feed, chain]) => {
    const { deliveries } = reconcileQuarantine(chain);
    const line = { feed, rejected: 0, repaired: 0, withdrawn: 0, open: 0, unlisted: 0 };
    for (const delivery of deliveries) {
      if (delivery.manifest.trade_date !== trade_date) continue;
      for (const count of ['rejected', 'repaired', 'withdrawn', 'open', 'unlisted'] as const) {
        line[count] += delivery[count];
      }
    }
    return line;
  });
}
