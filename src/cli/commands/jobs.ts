import { setTimeout as sleep } from 'node:timers/promises';
import { visible } from '../../domain/diagnostic.js';
import { abandonJob } from '../../jobs/abandon-job.js';
import { jobDocument } from '../../jobs/job-document.js';
import { type RecordedJob, readJobs } from '../../jobs/job-records.js';
import type { JobLog } from '../../jobs/runner.js';
import { lookAtJob, runnerOf, startNewest } from '../../jobs/submit-job.js';
import { inParallel } from '../../lake/in-parallel.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { openJobs } from '../../project/open-jobs.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import type { CliContext } from '../cli-context.js';
import { findJob } from '../find-job.js';
import { jsonText } from '../format-table.js';
import { jobsTable } from '../jobs-text.js';
import { cancelAll, hasEnded, watchJobs } from '../watch-jobs.js';
import { each, printJobs, tellUnreachable } from './jobs-submit.js';

type Flags = ProjectFlags & { readonly json: boolean };

/** Jobs of the project, with its lake. */
export async function open(
  context: CliContext,
  flags: ProjectFlags,
): Promise<{ store: Awaited<ReturnType<typeof openLake>>; jobs: ReturnType<typeof openJobs> }> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  return { store, jobs: openJobs(context, { project, store, flags }) };
}

/** Lists the jobs of a day, or of all days, as their runners say they stand. */
export async function jobsList(
  context: CliContext,
  flags: Flags & { readonly date?: string },
): Promise<ExitCode> {
  const { store, jobs } = await open(context, flags);
  const seenAsRecorded: RecordedJob[] = [];
  let damaged = 0;
  const recorded = await readJobs(store, flags.date, ({ message }) => {
    damaged += 1;
    context.process.stderr.write(`${visible(message)}\n`);
  });
  const { done, failed } = await each(context, recorded, async (job) => {
    try {
      return await lookAtJob(jobs, job);
    } catch (error) {
      // What its runner does not tell is not known; the others are.
      seenAsRecorded.push(job);
      throw error;
    }
  });
  const all = [...done, ...seenAsRecorded.map((job) => ({ job, status: null }))];
  const documents = all.map(({ job, status }) => jobDocument(job, status));
  context.process.stdout.write(flags.json ? jsonText(documents) : jobsTable(documents, context.width));
  const unreachable = tellUnreachable(context, documents) ? EXIT.invalid_spec : EXIT.clear;
  return failed ?? (damaged > 0 ? EXIT.outside_failed : unreachable);
}

/** Goes on watching jobs, those named or all that have not ended; what was begun and not started is started, once. */
export async function jobsAttach(context: CliContext, flags: Flags, ...ids: string[]): Promise<ExitCode> {
  const { store, jobs } = await open(context, flags);
  const named = await inParallel(ids, 1, (id) => findJob(store, id));
  const given = ids.length === 0 ? (await readJobs(store)).filter((job) => !hasEnded(job)) : named;
  if (given.length === 0) {
    context.process.stderr.write('no job is under way; tapewarden jobs list shows all\n');
    return EXIT.clear;
  }
  const { done: started, failed } = await each(context, given, (job) => startNewest(jobs, job));
  const watched = await watchJobs(context, jobs, started);
  const documents = watched.jobs.map(({ job, status }) => jobDocument(job, status));
  const exit = printJobs(context, documents, { json: flags.json, ended: watched.ended });
  return failed ?? exit;
}

/** Cancels a job and waits until it has ended; one whose runner cannot be asked any more is given up where told so. */
export async function jobsCancel(
  context: CliContext,
  flags: Flags & { readonly abandon: boolean },
  id: string,
): Promise<ExitCode> {
  const { store, jobs } = await open(context, flags);
  if (flags.abandon) return abandon(context, { store, jobs, flags }, id);
  // What was begun without an answer may run: only one that is known can be cancelled.
  const job = await startNewest(jobs, await findJob(store, id));
  if (hasEnded(job)) {
    context.process.stderr.write(`nothing to cancel: the job is ${jobDocument(job).state}\n`);
    return EXIT.clear;
  }
  await cancelAll(jobs, [job]);
  const watched = await watchJobs(context, jobs, [job]);
  const documents = watched.jobs.map(({ job: one, status }) => jobDocument(one, status));
  const { stdout } = context.process;
  stdout.write(flags.json ? jsonText(documents) : jobsTable(documents, context.width));
  return EXIT.clear;
}

async function abandon(
  context: CliContext,
  { store, jobs, flags }: Awaited<ReturnType<typeof open>> & { flags: Flags },
  id: string,
): Promise<ExitCode> {
  const given = await abandonJob(jobs, await findJob(store, id));
  if (typeof given === 'string') {
    throw new Refusal(EXIT.usage, [
      `the job is ${given} by its runner, expected one that cannot be asked; give the command without --abandon [job-reachable]`,
    ]);
  }
  const document = jobDocument(given);
  context.process.stdout.write(flags.json ? jsonText([document]) : jobsTable([document], context.width));
  return EXIT.clear;
}

const LOG_TRIES = 6;
const LOG_WAIT_MS = 5_000;

/** Prints the logs of a job's newest attempt; waits for them where it has ended and they are late. */
export async function jobsLogs(
  context: CliContext,
  flags: Flags & { readonly wait: boolean },
  id: string,
): Promise<ExitCode> {
  const { store, jobs } = await open(context, flags);
  const { job } = await lookAtJob(jobs, await findJob(store, id));
  const { stdout, stderr } = context.process;
  const logs = await logsOf(jobs, job, flags.wait ? LOG_TRIES : 1);
  if (flags.json) stdout.write(jsonText(logs));
  else if (logs.length === 0)
    stderr.write(
      `no log is there; ${isLocal(job) ? 'a job on this machine writes one only where it fails' : 'Spark writes them within minutes of the end'}\n`,
    );
  for (const { name, text } of flags.json ? [] : logs) {
    const body = text.split('\n').map(visible).join('\n');
    stdout.write(`== ${visible(name)}\n${body}${body.endsWith('\n') ? '' : '\n'}`);
  }
  return EXIT.clear;
}

function isLocal({ attempts }: RecordedJob): boolean {
  return attempts.at(-1)?.begun.runner === 'local';
}

async function logsOf(jobs: ReturnType<typeof openJobs>, job: RecordedJob, tries: number): Promise<JobLog[]> {
  const newest = job.attempts.at(-1);
  if (newest === undefined || newest.handle === null) return [];
  const runner = await runnerOf(jobs, job);
  for (let tried = 1; ; tried += 1) {
    const logs = await runner.logs(newest.handle);
    if (logs.length > 0 || tried >= tries || isLocal(job)) return logs;
    await sleep(LOG_WAIT_MS);
  }
}
