/** States of a job run as the service names them. */
export type EmrJobState =
  | 'SUBMITTED'
  | 'PENDING'
  | 'SCHEDULED'
  | 'RUNNING'
  | 'SUCCESS'
  | 'FAILED'
  | 'CANCELLING'
  | 'CANCELLED'
  | 'QUEUED';

/** A request to start a job run, as it arrives. */
export type StartInput = {
  clientToken?: string;
  executionRoleArn?: string;
  executionIamPolicy?: { policy?: string };
  name?: string;
  executionTimeoutMinutes?: number;
  retryPolicy?: { maxAttempts?: number };
  jobDriver?: { sparkSubmit?: { entryPoint?: string; entryPointArguments?: string[] } };
  configurationOverrides?: { diskEncryptionConfiguration?: { encryptionKeyArn?: string } };
  tags?: Record<string, string>;
};

export type EmrJobRun = {
  id: string;
  application: string;
  input: StartInput;
  state: EmrJobState;
  details: string;
  created_ms: number;
  /** When it entered its state. */
  since_ms: number;
  queued_ms: number | null;
  attempt: number;
  work: Promise<WorkResult> | null;
  result: WorkResult | null;
};

/** How the work of a job run went: the service tells of a failure in words. */
export type WorkResult = { ok: true } | { ok: false; details: string };

/** What the fake's application allows, and what a job does when it runs. */
export type EmrSettings = {
  /** Job runs that run at once; others are QUEUED. */
  concurrent: number;
  queue_timeout_ms: number;
  /** How long a client token is remembered. */
  token_memory_ms: number;
  /** How long PENDING and SCHEDULED last each. */
  step_ms: number;
  work: (run: EmrJobRun) => Promise<WorkResult>;
};

export class EmrError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const ACTIVE: readonly EmrJobState[] = ['PENDING', 'SCHEDULED', 'RUNNING', 'CANCELLING'];

/** Job runs of EMR Serverless with its state machine; time goes on only when it is told to. */
export class EmrState {
  readonly runs = new Map<string, EmrJobRun>();
  readonly #tokens = new Map<string, { id: string; input: string; at_ms: number }>();
  readonly #settings: EmrSettings;
  now_ms = Date.parse('2026-11-20T23:00:00Z');

  constructor(settings: EmrSettings) {
    this.#settings = settings;
  }

  /** Lets time pass and moves every job run as far as it gets. */
  async advance(ms: number): Promise<void> {
    this.now_ms += ms;
    for (const run of this.runs.values()) await this.#move(run);
  }

  start(application: string, input: StartInput): EmrJobRun {
    check(input);
    const token = `${application} ${input.clientToken}`;
    const text = JSON.stringify(input);
    const known = this.#tokens.get(token);
    if (known !== undefined && this.now_ms - known.at_ms <= this.#settings.token_memory_ms) {
      if (known.input !== text) {
        throw new EmrError('ConflictException', 'clientToken was used with other parameters', 409);
      }
      return this.run(application, known.id);
    }
    const id = `00f${String(this.runs.size + 1).padStart(13, '0')}`;
    const run: EmrJobRun = {
      ...{ id, application, input, state: 'SUBMITTED', details: '', attempt: 1 },
      ...{ created_ms: this.now_ms, since_ms: this.now_ms, queued_ms: null, work: null, result: null },
    };
    this.runs.set(id, run);
    this.#tokens.set(token, { id, input: text, at_ms: this.now_ms });
    return run;
  }

  run(application: string, id: string): EmrJobRun {
    const found = this.runs.get(id);
    if (found === undefined || found.application !== application) {
      throw new EmrError('ResourceNotFoundException', `Job run ${id} does not exist`, 404);
    }
    return found;
  }

  cancel(application: string, id: string): EmrJobRun {
    const run = this.run(application, id);
    if (['SUCCESS', 'FAILED', 'CANCELLED'].includes(run.state)) {
      throw new EmrError('ValidationException', `Job run ${id} is in a terminal state`);
    }
    if (run.state === 'QUEUED' || run.state === 'SUBMITTED') this.#enter(run, 'CANCELLED');
    else if (run.state !== 'CANCELLING') this.#enter(run, 'CANCELLING');
    return run;
  }

  #enter(run: EmrJobRun, state: EmrJobState, details = ''): void {
    if (run.state === 'QUEUED') run.queued_ms = this.now_ms - run.since_ms;
    run.state = state;
    run.details = details;
    run.since_ms = this.now_ms;
  }

  async #move(run: EmrJobRun): Promise<void> {
    const { step_ms, concurrent, queue_timeout_ms } = this.#settings;
    const waited = this.now_ms - run.since_ms;
    const active = [...this.runs.values()].filter(({ state }) => ACTIVE.includes(state)).length;
    switch (run.state) {
      case 'SUBMITTED':
      case 'QUEUED':
        if (active < concurrent) this.#enter(run, 'PENDING');
        else if (run.state === 'SUBMITTED') this.#enter(run, 'QUEUED');
        else if (waited > queue_timeout_ms) this.#enter(run, 'FAILED', 'Job run exceeded the queue timeout');
        return;
      case 'PENDING':
        if (waited >= step_ms) this.#enter(run, 'SCHEDULED');
        return;
      case 'SCHEDULED':
        if (waited >= step_ms) this.#begin(run);
        return;
      case 'RUNNING':
        return this.#finish(run, waited);
      case 'CANCELLING':
        if (waited >= step_ms) this.#enter(run, 'CANCELLED');
        return;
      default:
    }
  }

  #begin(run: EmrJobRun): void {
    this.#enter(run, 'RUNNING');
    run.result = null;
    run.work = this.#settings.work(run).then((result) => {
      run.result = result;
      return result;
    });
  }

  async #finish(run: EmrJobRun, waited: number): Promise<void> {
    const limit = (run.input.executionTimeoutMinutes ?? 720) * 60_000;
    // Work that is real goes on by itself; what is over at once is told at the next look.
    await Promise.resolve();
    if (run.result === null) {
      if (waited > limit) this.#enter(run, 'FAILED', 'Job run exceeded its execution timeout');
      return;
    }
    if (run.result.ok) return this.#enter(run, 'SUCCESS');
    if (run.attempt < (run.input.retryPolicy?.maxAttempts ?? 1)) {
      run.attempt += 1;
      return this.#enter(run, 'PENDING');
    }
    this.#enter(run, 'FAILED', run.result.details);
  }
}

const KEY_ARN = /^arn:aws[a-zA-Z0-9-]*:kms:[a-zA-Z0-9-]*:\d{12}:key\/[a-zA-Z0-9-]+$/;

function check(input: StartInput): void {
  const bad = (message: string): never => {
    throw new EmrError('ValidationException', message);
  };
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(input.clientToken ?? '')) bad('clientToken is invalid');
  if (!(input.executionRoleArn ?? '').startsWith('arn:')) bad('executionRoleArn is required');
  const { policy = '' } = input.executionIamPolicy ?? {};
  if (policy.length > 2048) bad('executionIamPolicy is longer than 2048 characters');
  if ((input.name ?? '').length > 256) bad('name is longer than 256 characters');
  if (!(input.jobDriver?.sparkSubmit?.entryPoint ?? '').startsWith('s3://')) bad('entryPoint is invalid');
  const disk = input.configurationOverrides?.diskEncryptionConfiguration?.encryptionKeyArn;
  if (disk !== undefined && !KEY_ARN.test(disk)) bad('encryptionKeyArn is invalid');
  const attempts = input.retryPolicy?.maxAttempts ?? 1;
  if (attempts < 1 || attempts > 10) bad('maxAttempts is out of range');
}
