import path from 'node:path';
import type { CanonicalizeContext } from '../canonicalize/canonicalize-context.js';
import type { Feed } from '../canonicalize/feed.js';
import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { DeliveryOutcome, PatternOutcome, Run } from '../domain/generated/run.js';
import type { AsOf } from '../lake/as-of.js';
import { loadMarketDay } from '../lake/calendar/market-day.js';
import { readViewColumns } from '../lake/canonical-dataset.js';
import type { ChainedEntry } from '../lake/chain-entry.js';
import { reconcileDay } from '../lake/ledger/reconcile-day.js';
import { readHistory } from '../lake/read-history.js';
import { recordRun } from '../lake/run-records.js';
import { namesIn } from '../store/local-files.js';
import { composeRun, patternOutcome } from './compose-run.js';
import { pinDay } from './pin-day.js';
import { type ConfiguredPattern, planJobs } from './plan-jobs.js';
import { type PlannedPattern, runPlansLocally } from './run-plans-locally.js';
import { takeDelivery } from './take-delivery.js';
import { writeCanaries } from './write-canaries.js';

/** What a day's run needs: where it works, what it knows, and whom it tells of each finished step. */
export type DayContext = CanonicalizeContext & {
  feeds: readonly Feed[];
  patterns: readonly ConfiguredPattern[];
  version: string;
  /** Hash of the program's files; a run does not say it where it is not given. */
  code_sha256?: string;
  onDelivery: (outcome: DeliveryOutcome) => void;
  onPattern: (outcome: PatternOutcome) => void;
};

/** A finished run with what it found. */
export type FinishedRun = { run: Run; alerts: Alert[]; evidence: Evidence[] };

/**
 * Runs one trade date: canonicalizes every file of a folder, runs every pattern over what is committed, records it all.
 *
 * A refused file stops no other. A pattern that reads a dataset which the ledger does not call complete is never `clear`:
 * it is inconclusive, or its alerts come with the reason. Running again adds nothing. Throws OperationalFailure.
 */
export async function runDay(
  context: DayContext,
  day: { trade_date: string; raw: string },
): Promise<FinishedRun> {
  const deliveries: DeliveryOutcome[] = [];
  for (const name of await filesIn(day.raw)) {
    const outcome = await takeDelivery(context, { ...day, name });
    context.onDelivery(outcome);
    deliveries.push(outcome);
  }
  const finished = await runPatterns(context, day.trade_date, { deliveries });
  await recordRun(context.store, finished.run, finished);
  return finished;
}

/**
 * Runs the patterns over a trade date as it stood at an earlier state: nothing is canonicalized and nothing recorded, so the
 * day's newest run stays what it is. Deliveries and refusals are those that the chains held then.
 */
export async function rerunDay(
  context: Omit<DayContext, 'onDelivery'>,
  { trade_date, as_of }: { trade_date: string; as_of: AsOf },
): Promise<FinishedRun> {
  const deliveries = deliveriesOf(await readHistory(context.store, { trade_date, as_of }), trade_date);
  return runPatterns(context, trade_date, { deliveries, as_of });
}

/** What had become of each file by the end of a history: its newest entry says. */
function deliveriesOf(history: readonly ChainedEntry[], trade_date: string): DeliveryOutcome[] {
  const outcomes = new Map<string, DeliveryOutcome>();
  for (const { entry } of history) {
    if (!('delivery' in entry) || entry.kind === 'replay' || entry.trade_date !== trade_date) continue;
    const { uri: file, sha256, feed } = entry.delivery;
    if (entry.kind === 'duplicate') continue;
    const known = { file, feed, sha256, totals: entry.totals };
    outcomes.set(
      `${feed} ${file}`,
      entry.kind === 'refusal'
        ? { ...known, dataset: null, status: 'refused', commit_id: null, refusals: entry.faults }
        : {
            ...known,
            dataset: entry.dataset,
            status: 'already_published',
            commit_id: entry.commit_id,
            refusals: [],
          },
    );
  }
  return [...outcomes.values()];
}

/** Names of the deliveries in a folder; hidden files and folders are none. Throws `file-unreadable`. */
export function filesIn(folder: string): Promise<string[]> {
  return namesIn(folder, 'files');
}

async function runPatterns(
  context: Omit<DayContext, 'onDelivery'>,
  trade_date: string,
  { deliveries, ...reading }: { deliveries: DeliveryOutcome[]; as_of?: AsOf },
): Promise<FinishedRun> {
  // Asked before the inputs are read: what another writer publishes in between is never complete without being read.
  const specs = context.feeds.map(({ spec }) => spec);
  const ledger = await reconcileDay(context.store, specs, {
    trade_date,
    now_ns: reading.as_of?.instant_ns ?? context.now_ns(),
    ...reading,
  });
  const inputs = await pinDay(context, trade_date, reading);
  const day = await loadMarketDay(trade_date);
  const canaries = await writeCanaries(path.join(context.work, 'canaries'), context.patterns, trade_date);
  const plans = planJobs(day, context.patterns, {
    inputs,
    columns: await readViewColumns(),
    canaries: canaries.inputs,
  });
  const planned: PlannedPattern[] = context.patterns.map((configured, index) => ({
    ...configured,
    plan: plans[index] as PlannedPattern['plan'],
  }));
  const patterns: PatternOutcome[] = [];
  const machine = {
    store: context.store,
    day,
    spill: path.join(context.work, 'patterns'),
    threads: context.threads ?? 2,
    memory_mb: context.memory_mb ?? 1200,
    canaries: canaries.files,
  };
  const results = await runPlansLocally(planned, machine, (plan, result) => {
    const task = planned.find((candidate) => candidate.plan === plan) as PlannedPattern;
    const outcome = patternOutcome(task, result, ledger);
    context.onPattern(outcome);
    patterns.push(outcome);
  });
  const { version, code_sha256 } = context;
  const run = composeRun({ trade_date, version, code_sha256, deliveries, ledger, inputs, patterns });
  const alerts = results.flatMap((result) => result.alerts);
  const evidence = results.flatMap((result) => result.evidence);
  return { run, alerts, evidence };
}
