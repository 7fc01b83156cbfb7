import type { Job } from '../domain/generated/job.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { ObjectStore } from '../store/object-store.js';
import { judgeCanary, partCanary } from '../surveillance/canary.js';
import { collectAlerts } from '../surveillance/collect-alerts.js';
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
  const found = await soundAlerts(store, description, out);
  if (found === null || typeof found === 'string') {
    const nothing = `the runner says that it ended well, but there is no result under ${out}`;
    return { ...failed, state: 'failed', outcome: 'failed', reason: found ?? nothing };
  }
  const alerts = found.alerts.length;
  const { gap } = description;
  const missed = found.judged?.state === 'missed';
  const silent = gap === null ? 'clear' : 'inconclusive';
  const outcome = alerts === 0 && missed ? 'failed' : alerts > 0 ? 'alerts' : silent;
  const reason = [found.reason, gap].filter((text) => text !== null).join('; ') || null;
  return { ...told, outcome, alerts, canary: found.judged, reason };
}

/** What an attempt found; in words what is wrong with its result: it failed then, and can be submitted again. */
async function soundAlerts(
  store: ObjectStore,
  job: JobDescription,
  out: string,
): Promise<Awaited<ReturnType<typeof readJobAlerts>> | string> {
  try {
    return await readJobAlerts(store, job, out);
  } catch (error) {
    if (error instanceof OperationalFailure && error.code === 'job-result-damaged') return error.message;
    throw error;
  }
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
  const origin = { spec, settings_sha256, settings, trade_date };
  const found = collectAlerts(origin, rows.alerts, rows.evidence);
  const { real, ...injected } = partCanary(found);
  const own = { alerts: [...real.alerts], evidence: [...real.evidence] };
  if (canary === null) return { ...own, judged: null, reason: null };
  const { reason, ...judged } = judgeCanary({ canary, settings: plan.settings }, injected);
  return { ...own, judged, reason };
}
