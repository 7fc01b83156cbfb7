import type { WorkloadClass } from '../domain/generated/config.js';
import type { JobPlan } from '../domain/generated/job-plan.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { exact, usdText } from './exact-usd.js';

/** Size of the driver and of every executor, on EMR Serverless as on Glue (its worker G.1X). */
export const WORKER = { cores: 4, memory_gb: 16 } as const;
export const DEFAULTS = { executors: 8, timeout_minutes: 60, attempts: 1 } as const;

/** A worker's minutes before it reads, and Parquet that a processor works off in a second. Assumed; the bill says what it was. */
const START_MINUTES = 1;
const BYTES_PER_CORE_SECOND = 5_000_000;
const BYTES_PER_EXECUTOR = 128_000_000;

/** What a plan may cost on Spark, in US dollars: by its bytes, at an assumed speed, from the price of a worker for a minute. */
export function estimateSpark(plan: JobPlan, own: WorkloadClass, worker_minute: bigint): string {
  const bytes = plan.inputs.reduce((total, input) => total + input.bytes, 0);
  const most = own.executors ?? DEFAULTS.executors;
  const executors = Math.min(most, Math.max(1, Math.ceil(bytes / BYTES_PER_EXECUTOR)));
  const reading = bytes / (BYTES_PER_CORE_SECOND * WORKER.cores * executors * 60);
  const minutes = START_MINUTES + Math.ceil(reading);
  return usdText(worker_minute * BigInt((1 + executors) * minutes));
}

/**
 * Minutes after which the service ends a try, so that no attempt costs more than the ceiling even with all its workers.
 *
 * Throws `job-too-dear` where the estimate is above the ceiling, or the ceiling pays for no minute.
 */
export function timeLimit(
  job: { pattern: string; estimate_usd: string },
  own: WorkloadClass,
  worker_minute: bigint,
): number {
  const configured = own.timeout_minutes ?? DEFAULTS.timeout_minutes;
  if (own.ceiling_usd === undefined) return configured;
  const ceiling = exact(own.ceiling_usd);
  const workers = BigInt((own.executors ?? DEFAULTS.executors) + 1);
  const minute = worker_minute * workers * BigInt(own.attempts ?? DEFAULTS.attempts);
  const paid = minute === 0n ? configured : Number(ceiling / minute);
  if (exact(job.estimate_usd) > ceiling || paid < 1) {
    const { pattern, estimate_usd } = job;
    throw new OperationalFailure('job-too-dear', {
      pattern,
      estimate_usd: paid < 1 ? usdText(minute) : estimate_usd,
      ceiling_usd: own.ceiling_usd,
    });
  }
  return Math.min(configured, paid);
}
