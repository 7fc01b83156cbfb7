import type { Job } from '../../domain/generated/job.js';
import { invariant } from '../../domain/invariant.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { jobDocument } from '../../jobs/job-document.js';
import { readJobAlerts, readJobAnswer } from '../../jobs/job-findings.js';
import { attemptPrefix, type RecordedJob } from '../../jobs/job-records.js';
import { lookAtJob } from '../../jobs/submit-job.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import type { openJobs } from '../../project/open-jobs.js';
import type { ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import type { ObjectStore } from '../../store/object-store.js';
import { answerCsv, answerTable } from '../answer-text.js';
import type { CliContext } from '../cli-context.js';
import { findJob } from '../find-job.js';
import { formatTable, jsonText } from '../format-table.js';
import { jobText } from '../jobs-text.js';
import { open } from './jobs.js';
import { tellUnreachable } from './jobs-submit.js';

type ShowFlags = ProjectFlags & { readonly json: boolean; readonly csv: boolean };

/** Shows one job and, where it has ended well, its alerts or rows; with `--csv` the rows alone. */
export async function jobsShow(context: CliContext, flags: ShowFlags, id: string): Promise<ExitCode> {
  const { store, jobs } = await open(context, flags);
  const { job, status } = await lookAtJob(jobs, await findJob(store, id));
  const { stdout } = context.process;
  if (flags.csv) {
    stdout.write(answerCsv(await rowsOf(store, job)));
    return EXIT.clear;
  }
  const document = withPage(jobDocument(job, status), await pageOf(jobs, job));
  stdout.write(flags.json ? jsonText(document) : jobText(document));
  if (tellUnreachable(context, [document])) return EXIT.invalid_spec;
  if (flags.json || document.state !== 'success') return EXIT.clear;
  if (document.kind === 'query') {
    stdout.write(`\n${answerTable(await rowsOf(store, job), context.width)}`);
    return EXIT.clear;
  }
  const found = await readJobAlerts(store, job.description, outOf(job));
  invariant(found !== null, 'a job that ended well has a result');
  if (found.alerts.length === 0) return EXIT.clear;
  const columns = ['alert', 'events', 'subject'].map((title) => ({ title }));
  const rows = found.alerts.map(({ alert_id, evidence_count, subject }) => [
    alert_id.slice(0, 12),
    String(evidence_count),
    Object.entries(subject)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  ]);
  stdout.write(`\n${formatTable(columns, rows, context.width)}`);
  return EXIT.findings;
}

/** All rows that a job of a query answered; refuses where it has none. */
async function rowsOf(store: ObjectStore, job: RecordedJob): ReturnType<typeof mustAnswer> {
  const { kind, state } = jobDocument(job);
  if (kind !== 'query' || state !== 'success') {
    throw new Refusal(EXIT.usage, [
      `the job is of a ${kind} and ${state}, expected one of a query that ended well; show it without --csv [job-without-rows]`,
    ]);
  }
  return mustAnswer(store, job);
}

async function mustAnswer(
  store: ObjectStore,
  job: RecordedJob,
): Promise<NonNullable<Awaited<ReturnType<typeof readJobAnswer>>>> {
  const answer = await readJobAnswer(store, job.description, outOf(job));
  invariant(answer !== null, 'a job that ended well has a result');
  return answer;
}

function outOf({ description, attempts }: RecordedJob): string {
  return `${attemptPrefix(description, attempts.at(-1)?.number ?? 0)}out/`;
}

function withPage(document: Job, dashboard: string | null): Job {
  const attempts = document.attempts.map((attempt, index) =>
    index === document.attempts.length - 1 ? { ...attempt, dashboard } : attempt,
  );
  return { ...document, attempts };
}

/** The page of a service that shows a job's newest attempt, asked for anew each time; no job is hidden by the lack of it. */
async function pageOf(jobs: ReturnType<typeof openJobs>, { attempts }: RecordedJob): Promise<string | null> {
  const newest = attempts.at(-1);
  if (newest === undefined || newest.handle === null || newest.begun.runner === 'local') return null;
  try {
    const runner = await jobs.runner(newest.begun.runner);
    return (await runner.status(newest.handle, { page: true })).dashboard;
  } catch (error) {
    if (error instanceof OperationalFailure) return null;
    throw error;
  }
}
