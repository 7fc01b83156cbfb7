import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

/** A trail as its home region knows it. */
export type FakeTrail = {
  trail: Json & { TrailARN: string; HomeRegion: string };
  status: Json;
  selectors: Json;
};
export type FakeKey = { region: string; value: Buffer; fingerprint: string; from_ms: number; to_ms: number };
export type CloudTrailCall = { operation: string; region: string; input: Json };

class CloudTrailError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/**
 * The part of CloudTrail that tapewarden calls, as an HTTP server that speaks AWS JSON 1.1; the region is that of the signature.
 *
 * Trails are seen in their home region, and where `IsMultiRegionTrail` says so in every other with shadow trails asked for. Keys are
 * those of the region whose validity touches the time asked for, in pages.
 */
export class FakeCloudTrail {
  readonly trails: FakeTrail[] = [];
  readonly keys: FakeKey[] = [];
  readonly calls: CloudTrailCall[] = [];
  /** Operations that are refused for lack of permission. */
  readonly denied = new Set<string>();
  /** Error codes of the next calls, in order. */
  readonly failing: string[] = [];
  readonly #server: Server;
  readonly #page: number;

  private constructor(page: number) {
    this.#page = page;
    this.#server = createServer((request, response) => {
      this.#receive(request, response).catch(() => request.socket.destroy());
    });
  }

  static async start(page = 2): Promise<FakeCloudTrail> {
    const fake = new FakeCloudTrail(page);
    await new Promise<void>((listening) => fake.#server.listen(0, '127.0.0.1', listening));
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const operation = /CloudTrail_20131101\.([A-Za-z]+)$/.exec(String(request.headers['x-amz-target']))?.[1];
    const scope = /Credential=[^/]+\/\d+\/([^/]+)\/cloudtrail\//.exec(request.headers.authorization ?? '');
    const input = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json;
    const call = { operation: operation ?? '', region: scope?.[1] ?? '', input };
    this.calls.push(call);
    const { status, body } = this.#reply(call);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  }

  #reply(call: CloudTrailCall): { status: number; body: Json } {
    try {
      if (call.region === '')
        throw new CloudTrailError('MissingAuthenticationTokenException', 'not signed', 403);
      const failing = this.failing.shift();
      if (failing !== undefined) throw new CloudTrailError(failing, 'said by the test');
      if (this.denied.has(call.operation)) {
        throw new CloudTrailError(
          'AccessDeniedException',
          `not authorized to perform: cloudtrail:${call.operation}`,
        );
      }
      return { status: 200, body: this.#act(call) };
    } catch (error) {
      if (!(error instanceof CloudTrailError)) throw error;
      return { status: error.status, body: { __type: error.code, message: error.message } };
    }
  }

  #act({ operation, region, input }: CloudTrailCall): Json {
    if (operation === 'DescribeTrails') return this.#describe(region, input);
    if (operation === 'GetTrailStatus') return this.#named(region, input['Name']).status;
    if (operation === 'GetEventSelectors') return this.#named(region, input['TrailName']).selectors;
    if (operation === 'ListPublicKeys') return this.#listKeys(region, input);
    throw new CloudTrailError('UnknownOperationException', operation);
  }

  /** A name that no trail has is left out, as the service does. */
  #describe(region: string, { trailNameList = [], includeShadowTrails = true }: Json): Json {
    const names = trailNameList as string[];
    const seen = this.trails.filter(({ trail }) => {
      const shadow = trail['IsMultiRegionTrail'] === true && includeShadowTrails === true;
      return trail.HomeRegion === region || shadow;
    });
    return {
      trailList: seen
        .map(({ trail }) => trail)
        .filter(({ TrailARN }) => names.length === 0 || names.includes(TrailARN)),
    };
  }

  #named(region: string, name: unknown): FakeTrail {
    const found = this.trails.find(({ trail }) => trail.TrailARN === name && trail.HomeRegion === region);
    if (found === undefined)
      throw new CloudTrailError('TrailNotFoundException', `Unknown trail: ${String(name)}`);
    return found;
  }

  #listKeys(region: string, { StartTime, EndTime, NextToken }: Json): Json {
    const [from_ms, to_ms] = [Number(StartTime) * 1000, Number(EndTime) * 1000];
    if (from_ms > to_ms) throw new CloudTrailError('InvalidTimeRangeException', 'start after end');
    const keys = this.keys.filter(
      (key) => key.region === region && key.from_ms <= to_ms && key.to_ms >= from_ms,
    );
    const begin = Number(NextToken ?? 0);
    const end = begin + this.#page;
    return {
      PublicKeyList: keys.slice(begin, end).map((key) => ({
        Value: key.value.toString('base64'),
        Fingerprint: key.fingerprint,
        ValidityStartTime: key.from_ms / 1000,
        ValidityEndTime: key.to_ms / 1000,
      })),
      ...(end < keys.length ? { NextToken: String(end) } : {}),
    };
  }
}
