import type { WorkloadClass } from '../../domain/generated/config.js';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { exact, times, usdText } from '../exact-usd.js';
import type { JobsConfig } from '../jobs-config.js';
import type { Billed } from '../runner.js';

/** Prices by the hour, exact decimals in US dollars. */
export type EmrRates = { vcpu_hour: string; memory_gb_hour: string; storage_gb_hour: string };

const PRICED = 'us-east-1';
/** Prices of that region on x86. */
const RATES: EmrRates = { vcpu_hour: '0.052624', memory_gb_hour: '0.0057785', storage_gb_hour: '0.000111' };

/** Size of the driver and of every executor. */
export const WORKER = { cores: 4, memory_gb: 16 } as const;
export const DEFAULTS = { executors: 8, timeout_minutes: 60, attempts: 1 } as const;

/** A worker's minutes before it reads, and Parquet that a processor works off in a second. Assumed; the bill says what it was. */
const START_MINUTES = 1;
const BYTES_PER_CORE_SECOND = 5_000_000;
const BYTES_PER_EXECUTOR = 128_000_000;

/** Prices of the configured region. Throws `job-price-unknown` where tapewarden.yaml must name them. */
export function ratesOf({ emr }: JobsConfig): EmrRates {
  if (emr?.rates !== undefined) return emr.rates;
  if (emr !== undefined && emr.region !== PRICED) {
    const data = { service: 'EMR Serverless', region: emr.region, member: 'jobs.emr.rates' };
    throw new OperationalFailure('job-price-unknown', data);
  }
  return RATES;
}

/** What a plan may cost on EMR Serverless, in US dollars: by its bytes, at an assumed speed. */
export function estimateEmr(plan: JobPlan, own: WorkloadClass, rates: EmrRates): string {
  const bytes = plan.inputs.reduce((total, input) => total + input.bytes, 0);
  const most = own.executors ?? DEFAULTS.executors;
  const executors = Math.min(most, Math.max(1, Math.ceil(bytes / BYTES_PER_EXECUTOR)));
  const reading = bytes / (BYTES_PER_CORE_SECOND * WORKER.cores * executors * 60);
  const minutes = START_MINUTES + Math.ceil(reading);
  return usdText(workerMinute(rates) * BigInt((1 + executors) * minutes));
}

/** The bill of an attempt, from the hours that the service counted. */
export function billOf(
  hours: Partial<Record<'vCPUHour' | 'memoryGBHour' | 'storageGBHour', number | undefined>>,
  rates: EmrRates,
): Billed {
  const [vcpu, memory, storage] = [
    exact(hours.vCPUHour ?? 0),
    exact(hours.memoryGBHour ?? 0),
    exact(hours.storageGBHour ?? 0),
  ];
  const usd =
    times(vcpu, exact(rates.vcpu_hour)) +
    times(memory, exact(rates.memory_gb_hour)) +
    times(storage, exact(rates.storage_gb_hour));
  return {
    vcpu_hours: usdText(vcpu),
    memory_gb_hours: usdText(memory),
    storage_gb_hours: usdText(storage),
    usd: usdText(usd),
  };
}

/**
 * Minutes after which the service ends a try, so that no attempt costs more than the ceiling even with all its workers.
 *
 * Throws `job-too-dear` where the estimate is above the ceiling, or the ceiling pays for no minute.
 */
export function timeLimit(
  job: { pattern: string; estimate_usd: string },
  own: WorkloadClass,
  rates: EmrRates,
): number {
  const configured = own.timeout_minutes ?? DEFAULTS.timeout_minutes;
  if (own.ceiling_usd === undefined) return configured;
  const ceiling = exact(own.ceiling_usd);
  const workers = BigInt((own.executors ?? DEFAULTS.executors) + 1);
  const tries = BigInt(own.attempts ?? DEFAULTS.attempts);
  const paid = Number(ceiling / (workerMinute(rates) * workers * tries));
  if (exact(job.estimate_usd) > ceiling || paid < 1) {
    const { pattern, estimate_usd } = job;
    const least = usdText(workerMinute(rates) * workers * tries);
    throw new OperationalFailure('job-too-dear', {
      pattern,
      estimate_usd: paid < 1 ? least : estimate_usd,
      ceiling_usd: own.ceiling_usd,
    });
  }
  return Math.min(configured, paid);
}

/** Price of one worker for one minute, rounded up. */
function workerMinute(rates: EmrRates): bigint {
  const hour =
    exact(rates.vcpu_hour) * BigInt(WORKER.cores) + exact(rates.memory_gb_hour) * BigInt(WORKER.memory_gb);
  return (hour + 59n) / 60n;
}
