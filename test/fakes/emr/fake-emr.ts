import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmrError, type EmrJobRun, type EmrSettings, EmrState, type StartInput } from './emr-state.js';

/** What goes wrong with one call: an error and nothing done, or no reply before or after the work. */
export type EmrFault =
  | { kind: 'error'; code: string; status: number }
  | { kind: 'dropped'; when: 'before' | 'after' };

export type EmrFaultPlan = (call: { operation: string; number: number }) => EmrFault | null;

type Reply = { status: number; body: object };

const PAGE = 20;

/**
 * The part of EMR Serverless that tapewarden calls, as an HTTP server that speaks its REST JSON.
 *
 * Each look at a job run lets `look_ms` pass, so that a client that polls sees every state. A reply may be held for `latency_ms`.
 */
export class FakeEmr {
  readonly state: EmrState;
  readonly calls: string[] = [];
  faults: EmrFaultPlan = () => null;
  /** What a job run does when it runs. */
  work: EmrSettings['work'];
  look_ms = 1_000;
  latency_ms = 0;
  /** Applications that are there, by id, for whoever looks at them; job runs need none. */
  readonly applications = new Map<string, object>();
  readonly #server: Server;

  private constructor(settings: EmrSettings) {
    this.work = settings.work;
    this.state = new EmrState({ ...settings, work: (run) => this.work(run) });
    this.#server = createServer((request, response) => {
      this.#receive(request, response).catch(() => request.socket.destroy());
    });
  }

  /** A server that listens on a free port of this machine. */
  static async start(settings: Partial<EmrSettings> = {}): Promise<FakeEmr> {
    const fake = new FakeEmr({
      concurrent: 15,
      queue_timeout_ms: 360 * 60_000,
      token_memory_ms: 8 * 3_600_000,
      step_ms: 1_000,
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
    const url = new URL(request.url ?? '/', this.endpoint);
    const operation = operationOf(request.method ?? 'GET', url.pathname);
    this.calls.push(operation);
    if (this.latency_ms > 0) await new Promise((resolve) => setTimeout(resolve, this.latency_ms));
    const fault = this.faults({ operation, number: this.calls.length });
    if (fault?.kind === 'dropped' && fault.when === 'before') {
      request.socket.destroy();
      return;
    }
    const reply = await this.#reply({ operation, url, body: Buffer.concat(chunks).toString('utf8') }, fault);
    if (fault?.kind === 'dropped') {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, {
      'content-type': 'application/json',
      ...('__type' in reply.body ? { 'x-amzn-errortype': String(reply.body.__type) } : {}),
    });
    response.end(JSON.stringify(reply.body));
  }

  async #reply(call: { operation: string; url: URL; body: string }, fault: EmrFault | null): Promise<Reply> {
    try {
      if (fault?.kind === 'error') throw new EmrError(fault.code, 'injected', fault.status);
      return { status: 200, body: await this.#act(call) };
    } catch (error) {
      if (!(error instanceof EmrError)) throw error;
      return { status: error.status, body: { __type: error.code, message: error.message } };
    }
  }

  async #act({ operation, url, body }: { operation: string; url: URL; body: string }): Promise<object> {
    const [, , application = '', , id = ''] = url.pathname.split('/');
    switch (operation) {
      case 'GetApplication': {
        const found = this.applications.get(application);
        if (found === undefined) {
          throw new EmrError('ResourceNotFoundException', `Application ${application} does not exist`, 404);
        }
        return { application: { applicationId: application, ...found } };
      }
      case 'StartJobRun': {
        const run = this.state.start(application, JSON.parse(body) as StartInput);
        return { applicationId: application, jobRunId: run.id, arn: arnOf(run) };
      }
      case 'GetJobRun':
        await this.state.advance(this.look_ms);
        return { jobRun: described(this.state.run(application, id)) };
      case 'ListJobRuns':
        return this.#list(application, url.searchParams);
      case 'CancelJobRun':
        return { applicationId: application, jobRunId: this.state.cancel(application, id).id };
      case 'GetDashboardForJobRun':
        return { url: `https://dashboard.example/${this.state.run(application, id).id}` };
      default:
        throw new EmrError('UnknownOperationException', operation, 404);
    }
  }

  #list(application: string, query: URLSearchParams): object {
    const after = Date.parse(query.get('createdAtAfter') ?? '1970-01-01T00:00:00Z');
    const runs = [...this.state.runs.values()].filter(
      (run) => run.application === application && run.created_ms >= after,
    );
    const from = Number(query.get('nextToken') ?? '0');
    const to = from + Math.min(Number(query.get('maxResults') ?? PAGE), PAGE);
    return {
      jobRuns: runs.slice(from, to).map((run) => ({ ...described(run), name: run.input.name })),
      ...(to < runs.length ? { nextToken: String(to) } : {}),
    };
  }
}

function operationOf(method: string, path: string): string {
  const known: [string, RegExp, string][] = [
    ['GET', /^\/applications\/[^/]+$/, 'GetApplication'],
    ['POST', /^\/applications\/[^/]+\/jobruns$/, 'StartJobRun'],
    ['GET', /^\/applications\/[^/]+\/jobruns$/, 'ListJobRuns'],
    ['GET', /^\/applications\/[^/]+\/jobruns\/[^/]+$/, 'GetJobRun'],
    ['DELETE', /^\/applications\/[^/]+\/jobruns\/[^/]+$/, 'CancelJobRun'],
    ['GET', /^\/applications\/[^/]+\/jobruns\/[^/]+\/dashboard$/, 'GetDashboardForJobRun'],
  ];
  return known.find(([verb, pattern]) => verb === method && pattern.test(path))?.[2] ?? 'Unknown';
}

function arnOf({ application, id }: EmrJobRun): string {
  return `arn:aws:emr-serverless:us-east-1:123456789012:/applications/${application}/jobruns/${id}`;
}

function described(run: EmrJobRun): object {
  const ended = ['SUCCESS', 'FAILED', 'CANCELLED'].includes(run.state);
  return {
    ...{
      applicationId: run.application,
      jobRunId: run.id,
      id: run.id,
      arn: arnOf(run),
      name: run.input.name,
    },
    ...{ state: run.state, stateDetails: run.details, attempt: run.attempt, releaseLabel: 'emr-7.5.0' },
    ...{ createdBy: 'arn:aws:iam::123456789012:role/analyst', executionRole: run.input.executionRoleArn },
    createdAt: run.created_ms / 1000,
    updatedAt: run.since_ms / 1000,
    jobDriver: run.input.jobDriver,
    ...(run.queued_ms === null ? {} : { queuedDurationMilliseconds: run.queued_ms }),
    ...(ended
      ? { billedResourceUtilization: { vCPUHour: 0.134, memoryGBHour: 0.534, storageGBHour: 0 } }
      : {}),
  };
}
