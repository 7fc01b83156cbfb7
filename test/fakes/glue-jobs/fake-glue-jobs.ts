import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EmrFault, EmrFaultPlan } from '../emr/fake-emr.js';
import {
  type FakeRun,
  GlueJobsError,
  type GlueJobsSettings,
  GlueJobsState,
  type JobInput,
  type RunInput,
} from './glue-jobs-state.js';

type Reply = { status: number; body: object };
type Asked = { JobName?: string; RunId?: string; JobRunIds?: string[] };

/**
 * The part of Glue's jobs that tapewarden calls, as an HTTP server that speaks its JSON.
 *
 * Each look at a run lets `look_ms` pass, so that a client that polls sees every state.
 */
export class FakeGlueJobs {
  readonly state: GlueJobsState;
  readonly calls: string[] = [];
  faults: EmrFaultPlan = () => null;
  /** What a run does when it runs. */
  work: GlueJobsSettings['work'];
  look_ms = 1_000;
  readonly #server: Server;

  private constructor(settings: GlueJobsSettings) {
    this.work = settings.work;
    this.state = new GlueJobsState({ ...settings, work: (run) => this.work(run) });
    this.#server = createServer((request, response) => {
      this.#receive(request, response).catch(() => request.socket.destroy());
    });
  }

  /** A server that listens on a free port of this machine. */
  static async start(settings: Partial<GlueJobsSettings> = {}): Promise<FakeGlueJobs> {
    const fake = new FakeGlueJobs({
      ...{ jobs: 2_000, runs: 200, list_lag: 0, step_ms: 1_000 },
      work: () => Promise.resolve({ ok: true }),
      ...settings,
    });
    await new Promise<void>((resolve) => {
      fake.#server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).replace('AWSGlue.', '');
    this.calls.push(operation);
    const fault = this.faults({ operation, number: this.calls.length });
    if (fault?.kind === 'dropped' && fault.when === 'before') {
      request.socket.destroy();
      return;
    }
    const reply = await this.#reply(operation, Buffer.concat(chunks).toString('utf8'), fault);
    if (fault?.kind === 'dropped') {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(reply.body));
  }

  async #reply(operation: string, body: string, fault: EmrFault | null): Promise<Reply> {
    try {
      if (fault?.kind === 'error') throw new GlueJobsError(fault.code, 'injected', fault.status);
      return { status: 200, body: await this.#act(operation, body) };
    } catch (error) {
      if (!(error instanceof GlueJobsError)) throw error;
      return { status: error.status, body: { __type: error.code, Message: error.message } };
    }
  }

  async #act(operation: string, body: string): Promise<object> {
    const asked = JSON.parse(body) as Asked;
    switch (operation) {
      case 'CreateJob': {
        const input = JSON.parse(body) as JobInput;
        this.state.create(input);
        return { Name: input.Name };
      }
      case 'StartJobRun':
        return { JobRunId: this.state.start(JSON.parse(body) as RunInput).id };
      case 'GetJobRun':
        await this.state.advance(this.look_ms);
        return { JobRun: described(this.state.run(asked.JobName, asked.RunId)) };
      case 'GetJobRuns':
        return { JobRuns: this.state.list(asked.JobName).map(described) };
      case 'BatchStopJobRun':
        return this.#stop(asked);
      case 'DeleteJob':
        this.state.jobs.delete(asked.JobName ?? '');
        return { JobName: asked.JobName };
      default:
        throw new GlueJobsError('UnknownOperationException', operation);
    }
  }

  #stop({ JobName, JobRunIds = [] }: Asked): object {
    const stopped = JobRunIds.map((JobRunId) => ({ JobRunId, ok: this.state.stop(JobName, JobRunId) }));
    const ErrorDetail = { ErrorCode: 'InvalidInputException', ErrorMessage: 'has ended' };
    return {
      SuccessfulSubmissions: stopped.filter(({ ok }) => ok).map(({ JobRunId }) => ({ JobName, JobRunId })),
      Errors: stopped.filter(({ ok }) => !ok).map(({ JobRunId }) => ({ JobName, JobRunId, ErrorDetail })),
    };
  }
}

function described({ id, job, input, state, error, started_ms, running_ms, ended_ms }: FakeRun): object {
  const workers = input.NumberOfWorkers ?? 10;
  const seconds = running_ms === null || ended_ms === null ? 0 : (ended_ms - running_ms) / 1000;
  // Counted where workers come and go: all of them for as long as it ran.
  const scales = job.DefaultArguments?.['--enable-auto-scaling'] === 'true' && ended_ms !== null;
  return {
    ...{ Id: id, JobName: job.Name, Attempt: 0, JobRunState: state, Arguments: input.Arguments },
    ...(error === '' ? {} : { ErrorMessage: error }),
    ...{ StartedOn: started_ms / 1000, LogGroupName: '/aws-glue/jobs', GlueVersion: job.GlueVersion },
    ...{ ExecutionTime: Math.round(seconds), MaxCapacity: workers, NumberOfWorkers: workers },
    ...(scales ? { DPUSeconds: seconds * workers } : {}),
    ...(ended_ms === null ? {} : { CompletedOn: ended_ms / 1000 }),
  };
}
