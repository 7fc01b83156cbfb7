import type { Job } from '../domain/generated/job.js';
import type { JobLog } from '../domain/generated/job-log.js';
import type { JobPlan } from '../domain/generated/job-plan.js';

export type { JobLog };

/** Engines that run job plans. */
export type RunnerName = Job['attempts'][number]['runner'];

/** Where an attempt runs: the runner, its own id for it, and the application or folder that it runs in. */
export type JobHandle = NonNullable<Job['attempts'][number]['handle']>;

/** One attempt at a plan, to be started. */
export type JobTicket = {
  plan: JobPlan;
  /** Attempt of the job, from 1. */
  attempt: number;
  /** The same for the same plan, attempt and lake: 64 hexadecimal digits. A service that has seen it starts nothing again. */
  token: string;
  /** Prefix of the keys under which the results are to stand in the lake; ends with `/`. */
  out: string;
  /** Whether an earlier start of this attempt may have had its effect: then it is looked up before it is started. */
  resumed: boolean;
  /** When the attempt was begun, milliseconds since 1970. */
  began_ms: number;
};

/** What an attempt cost by the bill of its service, exact decimals as text. */
export type Billed = NonNullable<Job['attempts'][number]['billed']>;

/** How an attempt stands. `native_state` is the service's own word; `reason` says in words what went wrong or is waited for. */
export type JobStatus = {
  state:
    | 'queued'
    | 'starting'
    | 'running'
    | 'elsewhere'
    | 'unreachable'
    | 'cancelling'
    | 'success'
    | 'failed'
    | 'cancelled';
  native_state: string;
  reason: string | null;
  queued_seconds: number | null;
  billed: Billed | null;
  /** Page that shows the attempt, where it was asked for. Never recorded. */
  dashboard: string | null;
};

/**
 * An engine that runs job plans and writes alerts, evidence and, last, `result.json` under the ticket's `out`.
 *
 * Submitting the same ticket again gives the same handle and starts nothing. All throw `job-service-denied`,
 * `job-service-refused`, `job-service-unavailable`.
 */
export type Runner = {
  submit(ticket: JobTicket): Promise<JobHandle>;
  /** How it stands; with the page that shows it where asked for: its address may open it to whoever has it. */
  status(handle: JobHandle, ask?: { page: boolean }): Promise<JobStatus>;
  /** Asks to end it; one that has ended stays as it ended. */
  cancel(handle: JobHandle): Promise<void>;
  /** The logs that there are; none where none were written yet. */
  logs(handle: JobHandle): Promise<JobLog[]>;
  /** Writes what the attempt found under `out`, where the engine has not done so itself. */
  result(handle: JobHandle, ticket: Pick<JobTicket, 'plan' | 'out'>): Promise<void>;
};
