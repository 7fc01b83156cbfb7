import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A schedule as the service keeps it. */
export type KeptSchedule = {
  Name: string;
  GroupName: string;
  ScheduleExpression: string;
  ScheduleExpressionTimezone: string;
  FlexibleTimeWindow: { Mode: string };
  ActionAfterCompletion: string;
  Target: {
    Arn: string;
    Input: string;
    RoleArn: string;
    DeadLetterConfig: { Arn: string };
    RetryPolicy: { MaximumEventAgeInSeconds: number; MaximumRetryAttempts: number };
  };
};

/** What goes wrong with a call: an error of the service, or a reply that is lost after its effect or before it. */
export type SchedulerFault =
  | { kind: 'error'; code: string; status: number }
  | { kind: 'dropped'; when: 'before' | 'after' };

type Reply = { status: number; code?: string; body: object };

const NAME = /^[0-9a-zA-Z\-_.]{1,64}$/;
const AT = /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/;

/**
 * EventBridge Scheduler as an HTTP server on a free port: create, list in pages, delete, in groups that must be there. It refuses names
 * and expressions that the service refuses, and a name that is taken even where the content is the same. It never fires.
 */
export class FakeScheduler {
  /** Operation and name of every call, in order. */
  readonly calls: string[] = [];
  faults: (call: { operation: string; number: number }) => SchedulerFault | null = () => null;
  readonly #kept = new Map<string, KeptSchedule>();
  readonly #groups: readonly string[];
  readonly #server: Server;
  readonly #page: number;

  private constructor(groups: readonly string[], page: number) {
    this.#groups = groups;
    this.#page = page;
    this.#server = createServer((request, response) => {
      this.#receive(request, response).catch(() => request.socket.destroy());
    });
  }

  /** Starts the service with groups that there are; `page` names a page at most. */
  static async start({ groups = ['runs'], page = 100 } = {}): Promise<FakeScheduler> {
    const fake = new FakeScheduler(groups, page);
    await new Promise<void>((resolve) => {
      fake.#server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The schedules by name. */
  get schedules(): KeptSchedule[] {
    return [...this.#kept.values()].sort((left, right) => (left.Name < right.Name ? -1 : 1));
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
    const url = new URL(request.url ?? '/', 'http://fake');
    const name = decodeURIComponent(url.pathname.replace(/^\/schedules\/?/, ''));
    const operation = `${request.method} ${name === '' ? 'list' : 'schedule'}`;
    this.calls.push(`${operation} ${name}`.trim());
    const fault = this.faults({ operation, number: this.calls.length });
    if (fault?.kind === 'dropped' && fault.when === 'before') {
      request.socket.destroy();
      return;
    }
    const reply: Reply =
      fault?.kind === 'error'
        ? { status: fault.status, code: fault.code, body: { Message: 'injected' } }
        : this.#act({ method: request.method ?? '', name, url }, Buffer.concat(chunks).toString('utf8'));
    if (fault?.kind === 'dropped') {
      request.socket.destroy();
      return;
    }
    const error = reply.code === undefined ? {} : { 'x-amzn-errortype': reply.code };
    response.writeHead(reply.status, { 'content-type': 'application/json', ...error });
    response.end(JSON.stringify(reply.body));
  }

  #act({ method, name, url }: { method: string; name: string; url: URL }, body: string): Reply {
    if (method === 'GET' && name === '') return this.#list(url);
    if (method === 'POST') return this.#create(name, JSON.parse(body) as KeptSchedule);
    if (method === 'DELETE') return this.#delete(`${url.searchParams.get('groupName')}/${name}`);
    return refusal(400, 'ValidationException', `${method} ${url.pathname}`);
  }

  #list(url: URL): Reply {
    const group = url.searchParams.get('ScheduleGroup') ?? '';
    if (!this.#groups.includes(group)) return refusal(404, 'ResourceNotFoundException', `group ${group}`);
    const from = Number(url.searchParams.get('NextToken') ?? '0');
    const size = Math.min(this.#page, Number(url.searchParams.get('MaxResults') ?? '100'));
    const all = this.schedules.filter(({ GroupName }) => GroupName === group);
    const page = all.slice(from, from + size);
    const next = from + size < all.length ? { NextToken: String(from + size) } : {};
    const Schedules = page.map(({ Name, GroupName, Target }) => ({
      Name,
      GroupName,
      Target: { Arn: Target.Arn },
    }));
    return { status: 200, body: { Schedules, ...next } };
  }

  #create(name: string, given: KeptSchedule): Reply {
    if (!NAME.test(name)) return refusal(400, 'ValidationException', `name ${name}`);
    if (!AT.test(given.ScheduleExpression))
      return refusal(400, 'ValidationException', `Invalid Schedule Expression ${given.ScheduleExpression}.`);
    if (!this.#groups.includes(given.GroupName))
      return refusal(404, 'ResourceNotFoundException', `group ${given.GroupName}`);
    const key = `${given.GroupName}/${name}`;
    if (this.#kept.has(key)) return refusal(409, 'ConflictException', `Schedule ${name} already exists.`);
    this.#kept.set(key, { ...given, Name: name });
    return { status: 200, body: { ScheduleArn: `arn:aws:scheduler:us-east-1:111122223333:schedule/${key}` } };
  }

  #delete(key: string): Reply {
    if (!this.#kept.delete(key)) return refusal(404, 'ResourceNotFoundException', key);
    return { status: 200, body: {} };
  }
}

function refusal(status: number, code: string, Message: string): Reply {
  return { status, code, body: { Message } };
}
