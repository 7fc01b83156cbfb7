import { visible } from '../../domain/diagnostic.js';
import type { Job } from '../../domain/generated/job.js';
import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { jobDocument } from '../../jobs/job-document.js';
import type { JobDescription } from '../../jobs/job-records.js';
import { planDay } from '../../jobs/plan-day.js';
import { routeJob } from '../../jobs/route-job.js';
import type { RunnerName } from '../../jobs/runner.js';
import { type Route, submitJob } from '../../jobs/submit-job.js';
import { type Canaries, storeCanaries } from '../../jobs/write-canaries.js';
import { inParallel } from '../../lake/in-parallel.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { openJobs } from '../../project/open-jobs.js';
import {
  loadFeeds,
  loadProject,
  openLake,
  type Project,
  type QueryProjectFlags,
} from '../../project/project.js';
import type { ObjectStore } from '../../store/object-store.js';
import { chooseWork, type WorkFlags } from '../chosen-work.js';
import type { CliContext } from '../cli-context.js';
import { counted, formatTable, jsonText } from '../format-table.js';
import { jobsTable, megabytes, nameTitle } from '../jobs-text.js';
import { newestTradeDate } from '../newest-trade-date.js';
import { exitOf } from '../run-command.js';
import { watchJobs } from '../watch-jobs.js';

type PlanFlags = QueryProjectFlags &
  WorkFlags & {
    readonly json: boolean;
    readonly date?: string;
    readonly runner?: RunnerName;
    readonly sql: boolean;
  };

type SubmitFlags = PlanFlags & { readonly detach: boolean; readonly plan: boolean };

/** A job with where it would run. */
type RoutedJob = { job: JobDescription; route: Route };

const CALLS = 16;

/** Shows what would run where and at what price, and the SQL where asked; starts nothing. */
export async function jobsPlan(context: CliContext, flags: PlanFlags, ...ids: string[]): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const { routed } = await planAndRoute(context, { project, store: await openLake(project), flags }, ids);
  const { stdout } = context.process;
  if (flags.json) {
    stdout.write(jsonText(routed.map(({ job: { plan } }) => plan)));
    return EXIT.clear;
  }
  const columns = ['job', nameTitle(routed.map(({ job }) => job.plan)), 'inputs', 'usd', 'runner', 'why'].map(
    (title) => ({ title }),
  );
  const rows = routed.map(({ job, route }) => [
    job.job_id.slice(0, 12),
    job.plan.pattern_id,
    megabytes(job.plan.inputs.reduce((total, { bytes }) => total + bytes, 0)),
    job.blocked === null ? (route.estimate_usd ?? 'unknown') : '0',
    job.blocked === null ? route.runner : '-',
    job.blocked?.reason ?? route.route,
  ]);
  stdout.write(formatTable(columns, rows, context.width));
  for (const { job } of flags.sql ? routed : []) {
    stdout.write(sqlText(job.plan));
  }
  return EXIT.clear;
}

function sqlText({ kind, pattern_id, alerts_sql, evidence_sql }: JobPlan): string {
  if (kind === 'query') return `\n-- ${pattern_id}\n${alerts_sql.trimEnd()}\n`;
  return `\n-- ${pattern_id}: alerts\n${alerts_sql.trimEnd()}\n\n-- ${pattern_id}: evidence\n${evidence_sql.trimEnd()}\n`;
}

/** Submits the jobs of a day, each of which runs once however often it is submitted, and watches them unless told to detach. */
export async function jobsSubmit(
  context: CliContext,
  flags: SubmitFlags,
  ...ids: string[]
): Promise<ExitCode> {
  if (flags.plan) return jobsPlan(context, { ...flags, sql: true }, ...ids);
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const { routed, canaries } = await planAndRoute(context, { project, store, flags }, ids);
  await storeCanaries(store, canaries);
  const jobs = openJobs(context, { project, store, flags });
  // One whose start got no answer keeps its place and stops no other.
  const { done: submitted, failed } = await each(context, routed, ({ job, route }) =>
    submitJob(jobs, job, route),
  );
  const watched = flags.detach
    ? { jobs: submitted.map((job) => ({ job, status: null })), ended: 'detached' as const }
    : await watchJobs(context, jobs, submitted);
  const documents = watched.jobs.map(({ job, status }) => jobDocument(job, status));
  const exit = printJobs(context, documents, { json: flags.json, ended: watched.ended });
  return failed ?? exit;
}

/** What an action gave for each item; what failed outside is told on stderr, and gives the exit code of the first. */
export async function each<Item, Result>(
  { process: { stderr } }: CliContext,
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<{ done: Result[]; failed: ExitCode | null }> {
  const results = await inParallel(items, CALLS, async (item): Promise<Result | OperationalFailure> => {
    try {
      return await act(item);
    } catch (error) {
      if (error instanceof OperationalFailure) return error;
      throw error;
    }
  });
  const failures = results.filter((result) => result instanceof OperationalFailure);
  for (const text of new Set(failures.map(({ message }) => message))) stderr.write(`${visible(text)}\n`);
  const done = results.filter((result): result is Result => !(result instanceof OperationalFailure));
  return { done, failed: failures[0] === undefined ? null : exitOf(failures[0]) };
}

/** Says of jobs whose runner is no longer configured what to do; whether there are any. */
export function tellUnreachable({ process: { stderr } }: CliContext, jobs: readonly Job[]): boolean {
  const unreachable = jobs.filter(({ state }) => state === 'unreachable');
  for (const { reason } of unreachable) stderr.write(`${visible(reason ?? '')}\n`);
  return unreachable.length > 0;
}

/** Outcomes of jobs that are no findings. */
const SILENT: readonly Job['outcome'][] = ['clear', 'rows', 'not_in_force'];

/** Prints jobs after they were watched; the exit code says what they found. */
export function printJobs(
  context: CliContext,
  jobs: readonly Job[],
  { json, ended }: { json: boolean; ended: 'all' | 'detached' | 'cancelled' },
): ExitCode {
  const { stdout, stderr } = context.process;
  stdout.write(json ? jsonText(jobs) : jobsTable(jobs, context.width));
  if (ended === 'detached') {
    stderr.write(`detached: ${counted(jobs.length, 'job')}; tapewarden jobs attach shows how they go on\n`);
  }
  if (tellUnreachable(context, jobs)) return EXIT.invalid_spec;
  if (jobs.some(({ state }) => state === 'failed')) return EXIT.outside_failed;
  // Those left to themselves have no outcome yet; all others have one.
  const told = ended === 'detached' ? jobs.filter(({ outcome }) => outcome !== null) : jobs;
  const open = told.some(({ outcome, canary }) => !SILENT.includes(outcome) || canary.state === 'missed');
  return open ? EXIT.findings : EXIT.clear;
}

async function planAndRoute(
  context: CliContext,
  { project, store, flags }: { project: Project; store: ObjectStore; flags: PlanFlags },
  ids: readonly string[],
): Promise<{ routed: RoutedJob[]; canaries: Canaries }> {
  const chosen = await chooseWork(project, ids, flags);
  const feeds = (await loadFeeds(project)).map(({ spec }) => spec);
  const trade_date = flags.date ?? (await newestTradeDate(store));
  const { work } = project;
  const planned = await planDay({ store, feeds, ...chosen, now_ns: context.now_ns, work }, trade_date);
  const routed = planned.jobs.map((job) => ({
    job,
    route: routeJob(job.plan, project.jobs, flags.runner),
  }));
  return { routed, canaries: planned.canaries };
}
