import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EmrFault, EmrFaultPlan } from './emr/fake-emr.js';

/** What a service answers that refuses a call. */
export class AwsJsonError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** A service of AWS that speaks JSON 1.1, as an HTTP server on a free port of this machine; what it does is told by `act`. */
export abstract class AwsJsonFake {
  /** Operations that were called, in order. */
  readonly calls: string[] = [];
  faults: EmrFaultPlan = () => null;
  readonly #target: string;
  readonly #server: Server;

  /** `target` is the service in the header that names the operation: `AmazonAthena`. */
  protected constructor(target: string) {
    this.#target = target;
    this.#server = createServer((request, response) => {
      this.#receive(request, response).catch(() => request.socket.destroy());
    });
  }

  /** What an operation answers. Throws `AwsJsonError` where the service refuses. */
  protected abstract act(operation: string, body: string): Promise<object>;

  protected async listen(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return this;
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
    const operation = String(request.headers['x-amz-target']).replace(`${this.#target}.`, '');
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

  async #reply(
    operation: string,
    body: string,
    fault: EmrFault | null,
  ): Promise<{ status: number; body: object }> {
    try {
      if (fault?.kind === 'error') throw new AwsJsonError(fault.code, 'injected', fault.status);
      return { status: 200, body: await this.act(operation, body) };
    } catch (error) {
      if (!(error instanceof AwsJsonError)) throw error;
      return { status: error.status, body: { __type: error.code, Message: error.message } };
    }
  }
}
