import type { LedgerDay } from '../domain/generated/ledger-day.js';
import type { Run } from '../domain/generated/run.js';
import { readAttempts, readJob } from '../jobs/job-records.js';
import type { JobStep, SeenAttempt } from '../jobs/machine/begin-job.js';
import type { FileRange } from '../jobs/machine/list-deliveries.js';
import { reconcileDay } from '../lake/ledger/reconcile-day.js';
import { readLatestRun } from '../lake/run-records.js';
import type { LambdaContext } from './lambda-context.js';
import type { MetricValues } from './metric-line.js';
import type { StepName } from './steps.js';

/** What a step was asked and what it answered. */
export type StepCall = { event: unknown; answer: unknown };

/** What is measured of a step beside its seconds: from its own words and from what the lake holds after it. Null where nothing is. */
export async function stepMetrics(
  step: StepName,
  { event, answer }: StepCall,
  context: LambdaContext,
): Promise<MetricValues | null> {
  if (step === 'canonicalize-delivery') return { BytesRead: (event as { range: FileRange }).range.bytes };
  if (step === 'verify-trail') return trailMetrics((answer as { state: string }).state);
  // A step that failed for good has measured nothing; the next one knows of it.
  if (step === 'write-report') {
    const { state } = (event as { trail: { state: string } }).trail;
    return state === 'failed' ? trailMetrics(state) : null;
  }
  if (step === 'look-at-job') return queueMetrics(context, answer as SeenAttempt);
  if (step === 'collect-alerts') {
    const { trade_date } = event as { trade_date: string };
    const { store, feeds, now_ns } = context.machine;
    const recorded = await readLatestRun(store, trade_date);
    if (recorded === null) return null;
    const specs = feeds.map(({ spec }) => spec);
    const ledger = await reconcileDay(store, specs, { trade_date, now_ns: now_ns() });
    return runMetrics(recorded.run, ledger);
  }
  return null;
}

/** The figures of a recorded run; late are deliveries that came after their deadline. */
export function runMetrics(run: Run, { entries }: Pick<LedgerDay, 'entries'>): MetricValues {
  const totals = run.deliveries.flatMap(({ totals: one }) => (one === null ? [] : [one]));
  const sum = (of: 'read' | 'accepted' | 'rejected' | 'duplicates'): number =>
    totals.reduce((all, one) => all + one[of], 0);
  const late = entries
    .flatMap(({ deliveries }) => deliveries)
    .filter(({ late_by_ns }) => late_by_ns !== null);
  return {
    RecordsRead: sum('read'),
    RecordsAccepted: sum('accepted'),
    RecordsRejected: sum('rejected'),
    RecordsDuplicate: sum('duplicates'),
    RejectedPercent: Math.max(
      0,
      ...totals.map(({ read, rejected }) => (read === 0 ? 0 : (100 * rejected) / read)),
    ),
    DeliveriesRefused: run.deliveries.filter(({ status }) => status === 'refused').length,
    DeliveriesMissing: run.missing_feeds.length,
    DeliveriesLate: late.length,
    Alerts: run.patterns.reduce((all, { alerts }) => all + alerts, 0),
    CanariesMissed: run.patterns.filter(({ canary }) => canary?.state === 'missed').length,
  };
}

/** A trail that nobody configured is not measured: an alarm for want of data says so. */
function trailMetrics(state: string): MetricValues | null {
  return state === 'none' ? null : { TrailInvalid: state === 'sound' ? 0 : 1 };
}

async function queueMetrics({ jobs }: LambdaContext, seen: SeenAttempt): Promise<MetricValues | null> {
  if (!seen.ended) return null;
  const step: JobStep = seen;
  const attempts = await readAttempts(jobs.jobs.store, await readJob(jobs.jobs.store, step));
  const queued = attempts.at(-1)?.ended?.queued_seconds ?? null;
  return queued === null ? null : { QueueMilliseconds: queued * 1000 };
}
