import type { Job, JobAttempt } from '../domain/generated/job.js';
import type { JobAttemptLine, JobLine, ReportJobs } from '../domain/generated/report.js';
import type { Run } from '../domain/generated/run.js';
import { sumDecimals } from './sum-decimals.js';

/** A job of the day with the plan that it runs. */
export type PlannedJob = { readonly job: Job; readonly plan_id: string };

/** Jobs as the lake records them, and in words each record that cannot be read. */
export type KnownJobs = { readonly jobs: readonly PlannedJob[]; readonly damaged: readonly string[] };

/** The jobs of a day with engine, attempts, times and bills, and their totals; sums are exact, an unknown price is counted and not summed. */
export function listJobs({ jobs, damaged }: KnownJobs, run: Pick<Run, 'patterns'>): ReportJobs {
  const plans = new Set(run.patterns.map(({ plan_id }) => plan_id));
  const lines = jobs.map((job) => jobLine(job, plans));
  const attempts = lines.flatMap((line) => line.attempts);
  const having = (...states: string[]) => lines.filter(({ state }) => states.includes(state)).length;
  const [success, failed, cancelled] = [having('success'), having('failed'), having('cancelled')];
  const known = (amount: 'usd' | 'vcpu_hours' | 'memory_gb_hours') =>
    sumDecimals(attempts.flatMap((attempt) => attempt[amount] ?? []));
  return {
    totals: {
      jobs: lines.length,
      attempts: attempts.length,
      ...{ success, failed, cancelled },
      open: lines.length - success - failed - cancelled,
      usd: known('usd'),
      unpriced: attempts.filter(({ usd }) => usd === null).length,
      vcpu_hours: known('vcpu_hours'),
      memory_gb_hours: known('memory_gb_hours'),
    },
    jobs: lines,
    damaged: [...damaged],
  };
}

function jobLine({ job, plan_id }: PlannedJob, plans: ReadonlySet<string>): JobLine {
  const { job_id, kind, pattern_id, pattern_version, title, workload } = job;
  const { state, outcome, reason, alerts, rows, input_bytes } = job;
  return {
    ...{ job_id, plan_id, kind, pattern_id, pattern_version, title, workload },
    ...{ state, outcome, reason, alerts, rows },
    in_run: plans.has(plan_id),
    input_bytes,
    attempts: job.attempts.map(attemptLine),
  };
}

function attemptLine(attempt: JobAttempt): JobAttemptLine {
  const { runner, state, reason, began_at, ended_at, queued_seconds, billed, estimate_usd } = attempt;
  return {
    attempt: attempt.attempt,
    ...{ runner, state, reason, began_at, ended_at, queued_seconds },
    duration_ms: ended_at === null ? null : Math.max(0, Date.parse(ended_at) - Date.parse(began_at)),
    vcpu_hours: billed?.vcpu_hours ?? null,
    memory_gb_hours: billed?.memory_gb_hours ?? null,
    storage_gb_hours: billed?.storage_gb_hours ?? null,
    dpu_hours: billed?.dpu_hours ?? null,
    bytes_scanned: billed?.bytes_scanned ?? null,
    usd: billed?.usd ?? null,
    estimate_usd,
  };
}
