import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../domain/generated/job.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { jobDocument } from '../jobs/job-document.js';
import type { RecordedJob } from '../jobs/job-records.js';
import { elsewhere, type JobContext, lookAtJob, runnerOf, type SeenJob } from '../jobs/submit-job.js';
import { inParallel } from '../lake/in-parallel.js';
import type { CliContext } from './cli-context.js';
import { jobLine, jobsTable } from './jobs-text.js';

/** How a watch ended: all jobs have, or whoever watched went away or cancelled them. */
export type Watched = { jobs: SeenJob[]; ended: 'all' | 'detached' | 'cancelled' };

const CALLS = 16;
const FIRST_WAIT_MS = 150;
const LONGEST_WAIT_MS = { local: 500, remote: 10_000 } as const;

/** Whether there is nothing more to wait for: it has ended, or was never started. */
export function hasEnded({ attempts }: RecordedJob): boolean {
  const newest = attempts.at(-1);
  return newest === undefined || newest.ended !== null;
}

/** Whether there is nothing more to wait for here: it has ended, nobody here can ask how it stands, or its start was not answered. */
function isOver({ job, status }: SeenJob): boolean {
  const isSilent = status?.state === 'elsewhere' || status?.state === 'unreachable';
  return isSilent || hasEnded(job) || job.attempts.at(-1)?.handle == null;
}

/**
 * Looks at jobs until all that run here or at a service have ended. At a terminal one table shows them and Ctrl-C asks whether to detach or cancel;
 * otherwise each job gets a line when it has ended.
 */
export async function watchJobs(
  context: CliContext,
  jobs: JobContext,
  given: readonly RecordedJob[],
): Promise<Watched> {
  let seen: SeenJob[] = given.map((job) => ({ job, status: null }));
  const progress = context.terminal === undefined ? lines(context) : table(context);
  const interrupt = listen(context, 'the jobs run, cancel them', progress.leave);
  try {
    for (let wait = FIRST_WAIT_MS; ; wait *= 1.5) {
      seen = await inParallel(seen, CALLS, ({ job }) => lookAtJob(jobs, job));
      const watched = seen.map(({ job }) => job);
      progress.show(seen.map(({ job, status }) => jobDocument(job, status)));
      if (seen.every(isOver)) return { jobs: seen, ended: 'all' };
      const answer = await interrupt.answered();
      if (answer === 'detach') return { jobs: seen, ended: 'detached' };
      if (answer === 'cancel') {
        await cancelAll(jobs, watched);
        seen = await inParallel(seen, CALLS, ({ job }) => lookAtJob(jobs, job));
        return { jobs: seen, ended: 'cancelled' };
      }
      await interrupt.sleep(Math.min(wait, longestWait(watched)));
    }
  } finally {
    interrupt.stop();
    progress.end();
  }
}

/** Asks the runners of jobs that have not ended to cancel them. */
export async function cancelAll(jobs: JobContext, given: readonly RecordedJob[]): Promise<void> {
  await inParallel(given, CALLS, async (job) => {
    const newest = job.attempts.at(-1);
    if (newest === undefined || newest.ended !== null) return;
    const host = elsewhere(jobs, newest);
    if (host !== null) {
      throw new OperationalFailure('job-elsewhere', { pattern: job.description.plan.pattern_id, host });
    }
    if (newest.handle === null) return;
    await (await runnerOf(jobs, job)).cancel(newest.handle);
  });
}

function longestWait(watched: readonly RecordedJob[]): number {
  const local = watched.some((job) => !hasEnded(job) && job.attempts.at(-1)?.begun.runner === 'local');
  return local ? LONGEST_WAIT_MS.local : LONGEST_WAIT_MS.remote;
}

/** What is shown while jobs are watched: `leave` lets what stands there stand, `end` takes it away for what is printed last. */
type Progress = { show: (jobs: readonly Job[]) => void; leave: () => void; end: () => void };

function lines(context: CliContext): Progress {
  const told = new Set<string>();
  const show = (jobs: readonly Job[]): void => {
    for (const job of jobs) {
      if (told.has(job.job_id) || (job.attempts.at(-1)?.ended_at ?? null) === null) continue;
      told.add(job.job_id);
      context.process.stderr.write(jobLine(job));
    }
  };
  return { show, leave: () => undefined, end: () => undefined };
}

function table(context: CliContext): Progress {
  let before = '';
  const over = (text: string): void => {
    const up = before.split('\n').length - 1;
    context.process.stderr.write(`${up === 0 ? '' : `\u001b[${up}A\u001b[0J`}${text}`);
    before = text;
  };
  return {
    show: (jobs) => {
      const text = jobsTable(jobs, context.width);
      if (text !== before) over(text);
    },
    leave: () => {
      before = '';
    },
    end: () => over(''),
  };
}

type Interrupt = {
  answered: () => Promise<'detach' | 'cancel' | null>;
  sleep: (ms: number) => Promise<void>;
  stop: () => void;
};

/**
 * Listens for Ctrl-C at a terminal, and asks then what is to become of what runs; `it` says what that is: `the jobs run, cancel them`.
 * `asking` is called before the question is put.
 */
export function listen(
  { terminal }: CliContext,
  it: string,
  asking: () => void = () => undefined,
): Interrupt {
  if (terminal === undefined) {
    return {
      answered: () => Promise.resolve(null),
      sleep: async (ms) => void (await sleep(ms)),
      stop: () => undefined,
    };
  }
  let pressed = new AbortController();
  const stop = terminal.onInterrupt(() => pressed.abort());
  return {
    answered: async () => {
      if (!pressed.signal.aborted) return null;
      pressed = new AbortController();
      asking();
      const answer = await terminal.ask(`\ndetach and let ${it}, or go on watching? [d/c/w] `);
      if (answer === null || answer.startsWith('d')) return 'detach';
      return answer.startsWith('c') ? 'cancel' : null;
    },
    sleep: (ms) => sleep(ms, undefined, { signal: pressed.signal }).catch(() => undefined),
    stop,
  };
}
