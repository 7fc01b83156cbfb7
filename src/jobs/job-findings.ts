import type { Job } from '../domain/generated/job.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { QueryAnswer } from '../domain/generated/query-answer.js';
import type { QuerySpec } from '../domain/generated/query-spec.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { ObjectStore } from '../store/object-store.js';
import { judgeCanary, partCanary } from '../surveillance/canary.js';
import { collectAlerts } from '../surveillance/collect-alerts.js';
import { answerHead } from '../surveillance/queries/answer-head.js';
import { collectRows } from '../surveillance/queries/collect-rows.js';
import { attemptPrefix, type EndedAttempt, type JobDescription, type RecordedJob } from './job-records.js';
import { readJobRows } from './job-results.js';
import type { JobStatus } from './runner.js';

/** What is recorded of an attempt that has ended, its results read. */
export async function endOf(
  store: ObjectStore,
  { description, attempts }: RecordedJob,
  status: JobStatus & { state: EndedAttempt['state'] },
): Promise<Omit<EndedAttempt, 'ended_at'>> {
  const { dashboard: _, ...told } = status;
  const failed = {
    ...told,
    outcome: told.state === 'failed' ? ('failed' as const) : null,
    alerts: null,
    canary: null,
  };
  if (told.state !== 'success') return failed;
  const out = `${attemptPrefix(description, attempts.length)}out/`;
  const found = await soundFindings(store, description, out);
  if (found === null || typeof found === 'string') {
    const nothing = `the runner says that it ended well, but there is no result under ${out}`;
    return { ...failed, state: 'failed', outcome: 'failed', reason: found ?? nothing };
  }
  return { ...told, ...('columns' in found ? saidBy(found, description) : foundBy(found, description)) };
}

type Found = Pick<EndedAttempt, 'outcome' | 'alerts' | 'rows' | 'canary' | 'reason'>;

/** What a query's answer says: no rows of an incomplete day say nothing. */
function saidBy({ rows }: QueryAnswer, { gap }: JobDescription): Found {
  const outcome = rows.length === 0 && gap !== null ? 'inconclusive' : 'rows';
  return { outcome, alerts: null, rows: rows.length, canary: null, reason: gap };
}

function foundBy(
  { alerts: { length: alerts }, judged, reason: blind }: JobFindings,
  { gap }: JobDescription,
): Found {
  const silent = gap === null ? 'clear' : 'inconclusive';
  const missed = judged?.state === 'missed' ? 'failed' : silent;
  const reason = [blind, gap].filter((text) => text !== null).join('; ') || null;
  return { outcome: alerts > 0 ? 'alerts' : missed, alerts, canary: judged, reason };
}

/** What an attempt found; in words what is wrong with its result: it failed then, and can be submitted again. */
async function soundFindings(
  store: ObjectStore,
  job: JobDescription,
  out: string,
): Promise<JobFindings | QueryAnswer | string | null> {
  try {
    return job.plan.kind === 'query'
      ? await readJobAnswer(store, job, out)
      : await readJobAlerts(store, job, out);
  } catch (error) {
    if (error instanceof OperationalFailure && error.code === 'job-result-damaged') return error.message;
    throw error;
  }
}

/** All rows that an attempt at a query answered, whichever engine ran it; null where it wrote no result. */
export async function readJobAnswer(
  store: ObjectStore,
  { plan, spec }: JobDescription,
  out: string,
): Promise<QueryAnswer | null> {
  const found = await readJobRows(store, out, plan.plan_id);
  if (found === null) return null;
  return {
    ...answerHead(spec as QuerySpec, plan),
    outcome: 'rows',
    reason: null,
    rows: collectRows(spec as QuerySpec, found.alerts),
    more: false,
  };
}

/** What an attempt found of the market, and what became of its canary, with the reason where that was missed. */
export type JobFindings = ReturnType<typeof collectAlerts> & {
  judged: Job['canary'] | null;
  reason: string | null;
};

/** Alerts and evidence that an attempt found, those of the canary apart; null where it wrote no result. */
export async function readJobAlerts(
  store: ObjectStore,
  { plan, spec, canary }: JobDescription,
  out: string,
): Promise<JobFindings | null> {
  const rows = await readJobRows(store, out, plan.plan_id);
  if (rows === null) return null;
  const { settings_sha256, settings, trade_date } = plan;
  const origin = { spec: spec as PatternSpec, settings_sha256, settings, trade_date };
  const found = collectAlerts(origin, rows.alerts, rows.evidence);
  const { real, ...injected } = partCanary(found);
  const own = { alerts: [...real.alerts], evidence: [...real.evidence] };
  if (canary === null) return { ...own, judged: null, reason: null };
  const { reason, ...judged } = judgeCanary({ canary, settings: plan.settings }, injected);
  return { ...own, judged, reason };
}
