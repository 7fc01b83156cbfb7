import type { Job, JobAttempt } from '../domain/generated/job.js';
import type { RecordedAttempt, RecordedJob } from './job-records.js';
import type { JobStatus } from './runner.js';

/** The document of a job from its records, and from what its runner said last of the newest attempt, where it was asked. */
export function jobDocument({ description, attempts }: RecordedJob, status: JobStatus | null = null): Job {
  const { plan, spec, blocked, canary, job_id } = description;
  const told = attempts.map((attempt, index) =>
    attemptDocument(attempt, index === attempts.length - 1 ? status : null),
  );
  const newest = attempts.at(-1)?.ended ?? null;
  return {
    format: 1,
    job_id,
    kind: plan.kind ?? 'pattern',
    trade_date: plan.trade_date,
    workload: plan.workload,
    pattern_id: plan.pattern_id,
    pattern_version: plan.pattern_version,
    title: spec.title,
    input_bytes: plan.inputs.reduce((total, { bytes }) => total + bytes, 0),
    state: told.at(-1)?.state ?? 'planned',
    outcome: blocked?.outcome ?? newest?.outcome ?? null,
    reason: blocked?.reason ?? told.at(-1)?.reason ?? null,
    alerts: newest?.alerts ?? null,
    rows: newest?.rows ?? null,
    canary: newest?.canary ?? notRun(canary?.sha256 ?? null),
    attempts: told,
  };
}

function notRun(sha256: string | null): Job['canary'] {
  return { state: sha256 === null ? 'none' : 'not_run', alerts: 0, sha256 };
}

function attemptDocument(
  { number, begun, handle, ended }: RecordedAttempt,
  status: JobStatus | null,
): JobAttempt {
  const seen = ended ?? status;
  return {
    attempt: number,
    ...begun,
    handle,
    state: seen?.state ?? (handle === null ? 'submitting' : 'starting'),
    native_state: seen?.native_state ?? null,
    reason: seen?.reason ?? null,
    queued_seconds: seen?.queued_seconds ?? null,
    billed: seen?.billed ?? null,
    dashboard: status?.dashboard ?? null,
    ended_at: ended?.ended_at ?? null,
  };
}
