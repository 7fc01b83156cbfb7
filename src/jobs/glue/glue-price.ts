import type { JobRun } from '@aws-sdk/client-glue';
import type { WorkloadClass } from '../../domain/generated/config.js';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { exact, times, usdText } from '../exact-usd.js';
import type { JobsConfig } from '../jobs-config.js';
import type { Billed } from '../runner.js';
import { estimateSpark } from '../spark-price.js';

const PRICED = 'us-east-1';
/** Of that region, for a data processing unit for an hour, by the second, a minute at least (https://aws.amazon.com/glue/pricing/). */
const USD_PER_DPU_HOUR = '0.44';
const LEAST_SECONDS = 60;

/** Price of a data processing unit for an hour in the configured region. Throws `job-price-unknown` where tapewarden.yaml must name it. */
export function usdPerDpuHour({ glue }: JobsConfig): string {
  if (glue?.usd_per_dpu_hour !== undefined) return glue.usd_per_dpu_hour;
  if (glue === undefined || glue.region === PRICED) return USD_PER_DPU_HOUR;
  const data = { service: 'Glue', region: glue.region, member: 'jobs.glue.usd_per_dpu_hour' };
  throw new OperationalFailure('job-price-unknown', data);
}

/** Price of a worker for a minute, rounded up: a G.1X is one data processing unit. */
export function glueWorkerMinute(usd_per_dpu_hour: string): bigint {
  return (exact(usd_per_dpu_hour) + 59n) / 60n;
}

/** What a plan may cost as a Glue job, in US dollars: by its bytes, at an assumed speed. */
export function estimateGlue(plan: JobPlan, own: WorkloadClass, usd_per_dpu_hour: string): string {
  return estimateSpark(plan, own, glueWorkerMinute(usd_per_dpu_hour));
}

/**
 * The bill of a run: by the seconds of units that Glue counts where workers come and go, else by all its units for as long as it ran;
 * null while neither is told.
 */
export function billOfRun(run: JobRun, usd_per_dpu_hour: string): Billed | null {
  const { DPUSeconds, ExecutionTime, MaxCapacity } = run;
  const seconds =
    DPUSeconds ??
    (ExecutionTime === undefined || MaxCapacity === undefined || ExecutionTime === 0
      ? undefined
      : Math.max(LEAST_SECONDS, ExecutionTime) * MaxCapacity);
  if (seconds === undefined) return null;
  const hours = (exact(seconds) + 3599n) / 3600n;
  return { dpu_hours: usdText(hours), usd: usdText(times(hours, exact(usd_per_dpu_hour))) };
}
