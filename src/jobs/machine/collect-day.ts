import type { PatternOutcome, Run } from '../../domain/generated/run.js';
import { recordRun } from '../../lake/run-records.js';
import { canarySha256 } from '../../surveillance/canary.js';
import type { PatternResult } from '../../surveillance/evaluate-pattern.js';
import { composeRun, patternOutcome } from '../compose-run.js';
import { readJobAlerts } from '../job-findings.js';
import { attemptPrefix, type JobDescription, readAttempts, readJob } from '../job-records.js';
import type { ConfiguredPattern } from '../plan-jobs.js';
import type { FinishedRun } from '../run-day.js';
import { readOutcomes } from './commit-feed.js';
import { countSeen, type Seen } from './count-seen.js';
import type { MachineContext, StepOf } from './machine-context.js';
import { type KeptPlans, plansKey } from './plan-day-jobs.js';
import { requireState } from './state-objects.js';

/** What a day came to, in a few counts. */
export type CollectedDay = StepOf & {
  run_id: string;
  alerts: number;
  refused: number;
  patterns: Partial<Record<PatternOutcome['outcome'], number>>;
};

/**
 * Composes the run of a day of what its jobs found, and records it: the same record as `tapewarden run` makes of the same
 * deliveries. Tried again it adds nothing.
 */
export async function collectDay(
  context: MachineContext,
  step: StepOf & { list: string },
): Promise<CollectedDay> {
  const { run, ...found } = await finishedRun(context, step);
  await recordRun(context.store, run, found);
  return { execution: step.execution, trade_date: step.trade_date, ...countsOf(run, found) };
}

async function finishedRun(context: MachineContext, step: StepOf & { list: string }): Promise<FinishedRun> {
  const { trade_date } = step;
  const { ledger, inputs, jobs } = await requireState<KeptPlans>(context.state, plansKey(step));
  const deliveries = await readOutcomes(context, step);
  const seen = await countSeen(context, { trade_date, inputs });
  const patterns: PatternOutcome[] = [];
  const results: PatternResult[] = [];
  for (const { pattern_id, job_id } of jobs) {
    const configured = context.patterns.find(({ pattern }) => pattern.spec.id === pattern_id);
    if (configured === undefined) continue;
    const job = await readJob(context.store, { trade_date, job_id });
    const result = await resultOf(context, configured, { job, seen });
    results.push(result);
    patterns.push(patternOutcome({ ...configured, plan: job.plan }, result, ledger));
  }
  const { version, code_sha256 } = context;
  const run = composeRun({ trade_date, version, code_sha256, deliveries, ledger, inputs, patterns });
  const alerts = results.flatMap((result) => result.alerts);
  return { run, alerts, evidence: results.flatMap((result) => result.evidence) };
}

/** What the newest attempt at a job says, as a pattern that was run in this process would. */
async function resultOf(
  { store }: MachineContext,
  { pattern }: ConfiguredPattern,
  { job, seen }: { job: JobDescription; seen: ReadonlyMap<string, Seen> },
): Promise<PatternResult> {
  const not_run =
    pattern.canary === null
      ? {}
      : { canary: { state: 'not_run', alerts: 0, sha256: canarySha256(pattern.canary) } as const };
  const nothing = { alerts: [], evidence: [], events_seen: 0, instruments_seen: 0, ...not_run };
  if (job.blocked !== null) return { ...nothing, ...job.blocked };
  const newest = (await readAttempts(store, job)).at(-1);
  if (newest?.ended?.state !== 'success') {
    const reason = newest?.ended?.reason ?? `its job ${job.job_id} was not ended`;
    return { ...nothing, outcome: 'failed', reason };
  }
  const found = await readJobAlerts(store, job, `${attemptPrefix(job, newest.number)}out/`);
  if (found === null) return { ...nothing, outcome: 'failed', reason: 'its result is gone' };
  const { alerts, evidence, judged, reason } = found;
  const main = Object.keys(pattern.spec.reads)[0] ?? '';
  const silent = judged?.state === 'missed' ? 'failed' : 'clear';
  return {
    outcome: alerts.length > 0 ? 'alerts' : silent,
    reason,
    alerts,
    evidence,
    ...(judged === null ? {} : { canary: judged }),
    ...(seen.get(main) ?? { events_seen: 0, instruments_seen: 0 }),
  };
}

function countsOf(run: Run, { alerts }: Pick<FinishedRun, 'alerts'>) {
  const patterns: CollectedDay['patterns'] = {};
  for (const { outcome } of run.patterns) patterns[outcome] = (patterns[outcome] ?? 0) + 1;
  const refused = run.deliveries.filter(({ status }) => status === 'refused').length;
  return { run_id: run.run_id, alerts: alerts.length, refused, patterns };
}
