import { AwsJsonError } from '../aws-json-fake.js';
import type { WorkResult } from '../emr/emr-state.js';

/** States of a run as the service names them. */
export type GlueRunState =
  | 'WAITING'
  | 'STARTING'
  | 'RUNNING'
  | 'STOPPING'
  | 'STOPPED'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMEOUT'
  | 'ERROR'
  | 'EXPIRED';

/** Requests as they arrive. */
export type JobInput = {
  Name?: string;
  Role?: string;
  Command?: { Name?: string; ScriptLocation?: string };
  GlueVersion?: string;
  Timeout?: number;
  ExecutionProperty?: { MaxConcurrentRuns?: number };
  DefaultArguments?: Record<string, string>;
  Tags?: Record<string, string>;
};

export type RunInput = {
  JobName?: string;
  Arguments?: Record<string, string>;
  Timeout?: number;
  WorkerType?: string;
  NumberOfWorkers?: number;
  ExecutionRoleSessionPolicy?: string;
};

export type FakeRun = {
  id: string;
  job: JobInput;
  input: RunInput;
  state: GlueRunState;
  error: string;
  started_ms: number;
  /** When it entered its state. */
  since_ms: number;
  /** When it began to run and when it ended; null before. */
  running_ms: number | null;
  ended_ms: number | null;
  /** How often runs of its job were asked for since it began. */
  asked: number;
  result: WorkResult | null;
};

/** What the fake's account allows, and what a job does when it runs. */
export type GlueJobsSettings = {
  jobs: number;
  /** Runs of the account that go on at once. */
  runs: number;
  /** How often the runs of a job are listed without one that has just begun. */
  list_lag: number;
  /** How long STARTING and STOPPING last each. */
  step_ms: number;
  work: (run: FakeRun) => Promise<WorkResult>;
};

export class GlueJobsError extends AwsJsonError {}

const GOES_ON: readonly GlueRunState[] = ['WAITING', 'STARTING', 'RUNNING', 'STOPPING'];

/** Jobs of Glue and their runs with their state machine; time goes on only when it is told to. */
export class GlueJobsState {
  readonly jobs = new Map<string, JobInput>();
  /** Every run that ever began, also of jobs that were deleted. */
  readonly runs = new Map<string, FakeRun>();
  readonly #settings: GlueJobsSettings;
  now_ms = Date.parse('2026-11-20T23:00:00Z');

  constructor(settings: GlueJobsSettings) {
    this.#settings = settings;
  }

  /** Lets time pass and moves every run as far as it gets. */
  async advance(ms: number): Promise<void> {
    this.now_ms += ms;
    for (const run of this.runs.values()) await this.#move(run);
  }

  create(input: JobInput): void {
    const { Name: name = '', ExecutionProperty: { MaxConcurrentRuns: most = 1 } = {} } = input;
    if (!/^.{1,255}$/.test(name) || most < 1) throw new GlueJobsError('InvalidInputException', 'Name');
    if (
      !(input.Role ?? '').startsWith('arn:') ||
      !(input.Command?.ScriptLocation ?? '').startsWith('s3://')
    ) {
      throw new GlueJobsError('InvalidInputException', 'Role and script are required');
    }
    const known = this.jobs.get(name);
    if (known !== undefined) {
      const same = JSON.stringify(known) === JSON.stringify(input);
      const code = same ? 'AlreadyExistsException' : 'IdempotentParameterMismatchException';
      throw new GlueJobsError(code, `Job ${name} already exists`);
    }
    if (this.jobs.size >= this.#settings.jobs) {
      throw new GlueJobsError('ResourceNumberLimitExceededException', 'Max jobs per account exceeded');
    }
    this.jobs.set(name, input);
  }

  start(input: RunInput): FakeRun {
    const job = this.job(input.JobName);
    const { NumberOfWorkers: workers = 0, ExecutionRoleSessionPolicy: policy = '{}' } = input;
    if (input.WorkerType !== undefined && workers < 2) {
      throw new GlueJobsError('InvalidInputException', 'NumberOfWorkers is at least 2');
    }
    if (policy.length > 2048) throw new GlueJobsError('InvalidInputException', 'policy is too long');
    const going = [...this.runs.values()].filter(({ state }) => GOES_ON.includes(state));
    const own = going.filter((run) => run.job === job).length;
    if (own >= (job.ExecutionProperty?.MaxConcurrentRuns ?? 1)) {
      const message = `Concurrent runs exceeded for ${input.JobName}`;
      throw new GlueJobsError('ConcurrentRunsExceededException', message);
    }
    if (going.length >= this.#settings.runs) {
      throw new GlueJobsError('ResourceNumberLimitExceededException', 'Max concurrent runs per account');
    }
    const id = `jr_${String(this.runs.size + 1).padStart(64, '0')}`;
    const run: FakeRun = {
      ...{ id, job, input, state: 'STARTING', error: '', asked: 0, result: null },
      ...{ started_ms: this.now_ms, since_ms: this.now_ms, running_ms: null, ended_ms: null },
    };
    this.runs.set(id, run);
    return run;
  }

  run(job: string | undefined, id: string | undefined): FakeRun {
    const found = this.runs.get(id ?? '');
    if (found === undefined || found.job !== this.job(job)) {
      throw new GlueJobsError('EntityNotFoundException', `Run ${id} not found`);
    }
    return found;
  }

  /** Runs of a job that are listed by now, newest first. */
  list(job: string | undefined): FakeRun[] {
    const of = this.job(job);
    const own = [...this.runs.values()].filter((run) => run.job === of);
    const listed = own.filter(({ asked }) => asked >= this.#settings.list_lag);
    for (const run of own) run.asked += 1;
    return listed.reverse();
  }

  /** Stops a run; false for one that has ended, which stays as it ended. */
  stop(job: string | undefined, id: string): boolean {
    const run = this.run(job, id);
    if (!GOES_ON.includes(run.state)) return false;
    if (run.state !== 'STOPPING') this.#enter(run, 'STOPPING');
    return true;
  }

  job(name: string | undefined): JobInput {
    const job = this.jobs.get(name ?? '');
    if (job === undefined) throw new GlueJobsError('EntityNotFoundException', `Job ${name} not found`);
    return job;
  }

  #enter(run: FakeRun, state: GlueRunState, error = ''): void {
    Object.assign(run, { state, error, since_ms: this.now_ms });
    if (!GOES_ON.includes(state)) run.ended_ms = this.now_ms;
  }

  async #move(run: FakeRun): Promise<void> {
    const { step_ms, work } = this.#settings;
    const waited = this.now_ms - run.since_ms;
    if (run.state === 'STARTING' && waited >= step_ms) {
      this.#enter(run, 'RUNNING');
      run.running_ms = this.now_ms;
      void work(run).then((result) => {
        run.result = result;
      });
    } else if (run.state === 'STOPPING' && waited >= step_ms) this.#enter(run, 'STOPPED');
    else if (run.state === 'RUNNING') await this.#finish(run, waited);
  }

  async #finish(run: FakeRun, waited: number): Promise<void> {
    // Work that is real goes on by itself; what is over at once is told at the next look.
    await Promise.resolve();
    const { result } = run;
    const minutes = run.input.Timeout ?? run.job.Timeout ?? 2880;
    if (result === null) {
      if (waited > minutes * 60_000) this.#enter(run, 'TIMEOUT');
    } else if (result.ok) this.#enter(run, 'SUCCEEDED');
    else this.#enter(run, 'FAILED', result.details);
  }
}
