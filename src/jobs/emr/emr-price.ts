import type { WorkloadClass } from '../../domain/generated/config.js';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { exact, times, usdText } from '../exact-usd.js';
import type { JobsConfig } from '../jobs-config.js';
import type { Billed } from '../runner.js';
import { estimateSpark, WORKER } from '../spark-price.js';

/** Prices by the hour, exact decimals in US dollars. */
export type EmrRates = { vcpu_hour: string; memory_gb_hour: string; storage_gb_hour: string };

const PRICED = 'us-east-1';
/** Prices of that region on x86. */
const RATES: EmrRates = { vcpu_hour: '0.052624', memory_gb_hour: '0.0057785', storage_gb_hour: '0.000111' };

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
  return estimateSpark(plan, own, emrWorkerMinute(rates));
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

/** Price of one worker for one minute, rounded up. */
export function emrWorkerMinute(rates: EmrRates): bigint {
  const hour =
    exact(rates.vcpu_hour) * BigInt(WORKER.cores) + exact(rates.memory_gb_hour) * BigInt(WORKER.memory_gb);
  return (hour + 59n) / 60n;
}
