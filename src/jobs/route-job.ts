import type { WorkloadClass } from '../domain/generated/config.js';
import type { JobPlan } from '../domain/generated/job-plan.js';
import { estimateAthena, usdPerTb } from './athena/athena-price.js';
import { estimateEmr, ratesOf } from './emr/emr-price.js';
import { estimateGlue, usdPerDpuHour } from './glue/glue-price.js';
import type { JobsConfig } from './jobs-config.js';
import type { RunnerName } from './runner.js';
import type { Route } from './submit-job.js';

const LOCAL_UP_TO_MB = 256;
const MEGABYTE = 1_000_000;

/**
 * The runner of a plan, with the reason in a sentence and what it may cost.
 *
 * What is asked for comes first; then this machine, where inputs are small or nothing else is configured; then the
 * application of the plan's class.
 */
export function routeJob(plan: JobPlan, config: JobsConfig, asked?: RunnerName): Route {
  const own = config.classes?.[plan.workload] ?? {};
  const { runner, why } =
    asked === undefined ? choose(plan, config, own) : { runner: asked, why: 'asked for' };
  if (runner === 'redshift') {
    const unheld = own.ceiling_usd === undefined ? '' : '; no price is told there, ceiling_usd does not hold';
    return { runner, route: `${why}${unheld}`, estimate_usd: null };
  }
  return { runner, route: why, estimate_usd: estimate(runner, plan, config) };
}

/** What a plan may cost on a runner, US dollars; nothing on this machine. */
function estimate(runner: Exclude<RunnerName, 'redshift'>, plan: JobPlan, config: JobsConfig): string {
  const own = config.classes?.[plan.workload] ?? {};
  if (runner === 'emr-serverless') return estimateEmr(plan, own, ratesOf(config));
  if (runner === 'glue') return estimateGlue(plan, own, usdPerDpuHour(config));
  if (runner === 'athena') return estimateAthena(plan, usdPerTb(config));
  return '0';
}

function choose(plan: JobPlan, config: JobsConfig, own: WorkloadClass): { runner: RunnerName; why: string } {
  const bytes = plan.inputs.reduce((total, input) => total + input.bytes, 0);
  const size = `${Math.ceil(bytes / MEGABYTE)} MB of inputs`;
  const limit = own.local_up_to_mb ?? LOCAL_UP_TO_MB;
  const service = serviceOf(plan, config, own);
  if (service === null) {
    return { runner: 'local', why: `class ${plan.workload} has no application: this machine` };
  }
  if (bytes <= limit * MEGABYTE) {
    return { runner: 'local', why: `${size}, at most the ${limit} MB for this machine` };
  }
  const why = `${size}, more than the ${limit} MB for this machine: ${service.name} of ${plan.workload}`;
  return { runner: service.runner, why };
}

/**
 * The service of a class: Redshift or Athena for predefined work, Spark for surveillance, the others where that is not configured.
 *
 * Spark runs on EMR Serverless where the class has an application, else as jobs of Glue.
 */
function serviceOf(
  { workload }: JobPlan,
  { emr, redshift, athena, glue }: JobsConfig,
  { application, workgroup, cluster, athena_workgroup }: WorkloadClass,
): { runner: RunnerName; name: string } | null {
  const warehouse = workgroup ?? cluster;
  const spark =
    emr !== undefined && application !== undefined
      ? { runner: 'emr-serverless' as const, name: `application ${application}` }
      : glue !== undefined
        ? { runner: 'glue' as const, name: 'a job of Glue' }
        : null;
  const sql =
    redshift === undefined || warehouse === undefined
      ? null
      : { runner: 'redshift' as const, name: `warehouse ${warehouse}` };
  const scan =
    athena === undefined || athena_workgroup === undefined
      ? null
      : { runner: 'athena' as const, name: `work group ${athena_workgroup}` };
  return workload === 'predefined' ? (sql ?? scan ?? spark) : (spark ?? sql ?? scan);
}
