import type { LedgerDay } from '../../domain/generated/ledger-day.js';
import type { PinnedInput } from '../../domain/generated/run.js';
import { recordJob } from '../job-records.js';
import { planDay } from '../plan-day.js';
import { storeCanaries } from '../write-canaries.js';
import type { MachineContext, StepOf } from './machine-context.js';
import { keepState } from './state-objects.js';

/** What was planned of a day, from which its run is composed when the jobs have ended. */
export type KeptPlans = {
  format: 1;
  ledger: LedgerDay;
  inputs: PinnedInput[];
  jobs: { pattern_id: string; job_id: string; blocked: boolean }[];
};

/** The jobs to run; those that are blocked, because a dataset is missing or their rule is not in force, are counted. */
export type PlannedJobs = StepOf & { jobs: { pattern_id: string; job_id: string }[]; blocked: number };

/** Key under which an execution keeps what it planned. */
export function plansKey({ execution }: StepOf): string {
  return `execution=${execution}/plans.json`;
}

/** Records a job for each pattern over what is committed now, and the canaries that plans name. Tried again it says the same. */
export async function planDayJobs(context: MachineContext, step: StepOf): Promise<PlannedJobs> {
  const { execution, trade_date } = step;
  const { store, patterns, now_ns, work } = context;
  const feeds = context.feeds.map(({ spec }) => spec);
  const planned = await planDay({ store, feeds, patterns, now_ns, work }, trade_date);
  await storeCanaries(store, planned.canaries);
  for (const job of planned.jobs) await recordJob(store, job);
  const kept = await keepState<KeptPlans>(context.state, plansKey(step), {
    format: 1,
    ledger: planned.ledger,
    inputs: planned.inputs,
    jobs: planned.jobs.map(({ plan, job_id, blocked }) => ({
      pattern_id: plan.pattern_id,
      job_id,
      blocked: blocked !== null,
    })),
  });
  const jobs = kept.jobs
    .filter(({ blocked }) => !blocked)
    .map(({ pattern_id, job_id }) => ({ pattern_id, job_id }));
  return { execution, trade_date, jobs, blocked: kept.jobs.length - jobs.length };
}
