import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GlueError } from './glue-error.js';
import { type GlueFault, type GlueFaultPlan, noFaults } from './glue-faults.js';
import { type GlueInput, operations } from './glue-operations.js';
import { GlueState } from './glue-state.js';

/** One call that arrived, and the fault that it met. */
export type SeenCall = { operation: string; input: GlueInput; fault: GlueFault | null };

/**
 * The part of the Glue Data Catalog that tapewarden calls, as an HTTP server that speaks AWS JSON 1.1.
 *
 * It keeps databases, tables and partitions, makes small pages, and refuses what the service refuses. Faults come from a
 * plan; `denied` operations answer AccessDeniedException.
 */
export class FakeGlue {
  readonly state = new GlueState();
  readonly calls: SeenCall[] = [];
  readonly denied = new Set<string>();
  faults: GlueFaultPlan = noFaults;
  readonly #server: Server;
  readonly #page: number;

  private constructor(page: number) {
    this.#page = page;
    this.#server = createServer((request, response) => {
      this.#receive(request, response).catch(() => request.socket.destroy());
    });
  }

  /** A server that listens on a free port of this machine; a page holds at most `page` items. */
  static async start(page = 7): Promise<FakeGlue> {
    const fake = new FakeGlue(page);
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

  /** Names of the operations that change something, in the order of their calls. */
  writes(): string[] {
    return this.calls.map(({ operation }) => operation).filter((operation) => !operation.startsWith('Get'));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const operation = /^AWSGlue\.([A-Za-z]+)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
    const input = JSON.parse(Buffer.concat(chunks).toString('utf8')) as GlueInput;
    const fault = this.faults({ operation, number: this.calls.length + 1 });
    this.calls.push({ operation, input, fault });
    if (fault?.kind === 'dropped' && fault.when === 'before') {
      request.socket.destroy();
      return;
    }
    const signed = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true;
    const reply = this.#reply(operation, input, signed ? fault : { kind: 'error', code: UNSIGNED });
    if (fault?.kind === 'dropped') request.socket.destroy();
    // A delayed reply stays away until the client closes the connection.
    if (fault?.kind === 'dropped' || fault?.kind === 'delayed') return;
    response.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(reply.body));
  }

  #reply(operation: string, input: GlueInput, fault: GlueFault | null): { status: number; body: object } {
    try {
      if (fault?.kind === 'error') throw new GlueError(fault.code, 'injected');
      if (this.denied.has(operation)) {
        throw new GlueError('AccessDeniedException', `not authorized to perform: glue:${operation}`);
      }
      const run = operations[operation];
      if (run === undefined) throw new GlueError('UnknownOperationException', operation);
      return {
        status: 200,
        body: run({ state: this.state, page: this.#page, failing: failingBy(fault) }, input),
      };
    } catch (error) {
      if (!(error instanceof GlueError)) throw error;
      return { status: error.status, body: { __type: error.code, Message: error.message } };
    }
  }
}

const UNSIGNED = 'MissingAuthenticationTokenException';

function failingBy(fault: GlueFault | null): () => string | null {
  let seen = 0;
  return () => {
    seen += 1;
    return fault?.kind === 'partial' && seen % 3 === 1 ? fault.code : null;
  };
}
