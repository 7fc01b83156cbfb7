import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bucketSettingsOperations } from './bucket-settings-operations.js';
import { FakeBucket } from './fake-bucket.js';
import { soundSettings } from './fake-bucket-settings.js';
import type { Fault, FaultPlan } from './fault.js';
import { listingOperations } from './listing-operations.js';
import { objectOperations } from './object-operations.js';
import { operationOf, type S3Call } from './s3-call.js';
import { S3Error } from './s3-error.js';
import { errorReply, type Reply } from './s3-reply.js';

const operations = { ...objectOperations, ...listingOperations, ...bucketSettingsOperations };

/** Key of a bucket's default encryption where the fake asks for none. */
const ANY_KEY = 'arn:aws:kms:us-east-1:111122223333:key/any';

export type FakeS3Settings = {
  region: string;
  /** Objects, uploads or parts of one page of a list. */
  page_size: number;
  /** The least bytes of every part but the last; 5 MiB on S3. */
  least_part_bytes: number;
  /** The bucket's policy refuses what is not encrypted with this key; null allows everything. */
  required_kms_key: string | null;
  /** The only access key that it knows. */
  access_key_id: string;
};

const SETTINGS: FakeS3Settings = {
  region: 'us-east-1',
  page_size: 1000,
  least_part_bytes: 5 * 2 ** 20,
  required_kms_key: null,
  access_key_id: 'test',
};

/**
 * S3 over HTTP: versions, conditional puts, multipart uploads, pages, the answers of a failing network, path-style.
 *
 * It checks access keys by name, regions, checksums and lengths, but no signatures. Buckets are made by `bucket`.
 */
export class FakeS3 {
  /** Every call that arrived, in order. */
  readonly calls: S3Call[] = [];
  /** May be changed at any time; decides about the calls that come after. */
  faults: FaultPlan = () => null;
  readonly #settings: FakeS3Settings;
  readonly #buckets = new Map<string, FakeBucket>();
  readonly #server: Server;
  #clock_ms = Date.UTC(2026, 10, 20);

  private constructor(settings: FakeS3Settings) {
    this.#settings = settings;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    // Node closes idle connections after five seconds, which looks like a fault to a client that was slow.
    this.#server.keepAliveTimeout = 60_000;
  }

  static async start(settings: Partial<FakeS3Settings> = {}): Promise<FakeS3> {
    const fake = new FakeS3({ ...SETTINGS, ...settings });
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

  /** The bucket of a name, made where there is none. */
  bucket(name: string): FakeBucket {
    const standing = this.#buckets.get(name);
    if (standing !== undefined) return standing;
    const means = { now_ms: () => this.now_ms(), least_part_bytes: this.#settings.least_part_bytes };
    const made = new FakeBucket(soundSettings(name, this.#settings.required_kms_key ?? ANY_KEY), means);
    this.#buckets.set(name, made);
    return made;
  }

  /** The fake's clock: a second goes by with every look at it. */
  now_ms(): number {
    this.#clock_ms += 1000;
    return this.#clock_ms;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = this.#understand(request);
    const fault = call === null ? null : this.faults(call);
    if (fault?.kind === 'cut-before') {
      request.socket.destroy();
      return;
    }
    const body = await received(request);
    // Whoever went away before all was sent has put nothing.
    if (body === null) return;
    if (fault?.kind === 'proxy') {
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.text);
      return;
    }
    const reply = this.#answer(call, body, fault);
    if (fault?.kind === 'hold') await fault.until;
    if (fault?.kind === 'cut-after') request.socket.destroy();
    else send(response, damaged(reply, fault), fault);
  }

  #understand(request: IncomingMessage): S3Call | null {
    const url = new URL(request.url ?? '/', this.endpoint);
    const [bucket = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    const key = rest.join('/');
    const operation = operationOf(request.method ?? '', key, url.searchParams);
    if (operation === null) return null;
    const { headers } = request;
    const number = this.calls.length + 1;
    const call = { number, operation, bucket, key, query: url.searchParams, headers };
    this.calls.push(call);
    return call;
  }

  #answer(call: S3Call | null, body: Buffer, fault: Fault | null): Reply {
    const request_id = `REQUEST${String(call?.number ?? 0).padStart(8, '0')}`;
    let reply: Reply;
    try {
      if (call === null) throw new S3Error(501, 'NotImplemented');
      if (fault?.kind === 'answer') throw new S3Error(fault.status, fault.code, fault.details);
      reply = this.#act(call, body);
      if (fault?.kind === 'error-after') throw new S3Error(500, 'InternalError');
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      reply = errorReply(error, request_id);
    }
    if (call?.operation === 'HeadObject') reply = { ...reply, body: Buffer.alloc(0) };
    return { ...reply, headers: { ...reply.headers, 'x-amz-request-id': request_id } };
  }

  #act(call: S3Call, body: Buffer): Reply {
    const { region, required_kms_key, page_size, access_key_id } = this.#settings;
    const [, key_id, signed_for] = /Credential=([^/]+)\/\d+\/([^/]+)\/s3\//.exec(
      call.headers.authorization ?? '',
    ) ?? [null, null, null];
    if (key_id === null) throw new S3Error(403, 'AccessDenied');
    if (key_id !== access_key_id) throw new S3Error(403, 'InvalidAccessKeyId');
    if (signed_for !== region) {
      throw new S3Error(400, 'AuthorizationHeaderMalformed', { Region: region });
    }
    const bucket = this.#buckets.get(call.bucket);
    if (bucket === undefined) throw new S3Error(404, 'NoSuchBucket', { BucketName: call.bucket });
    return operations[call.operation]({ call, body, bucket, required_kms_key, page_size });
  }
}

async function received(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

function damaged(reply: Reply, fault: Fault | null): Reply {
  if (fault?.kind !== 'damage' || reply.body.length === 0) return reply;
  const body = Buffer.from(reply.body);
  body[0] = (body[0] ?? 0) ^ 1;
  return { ...reply, body };
}

function send(response: ServerResponse, reply: Reply, fault: Fault | null): void {
  const { status, headers, body } = reply;
  response.writeHead(status, { 'content-length': String(body.length), ...headers });
  if (fault?.kind !== 'truncate') {
    response.end(body);
    return;
  }
  // Half of the body, and of an empty one nothing, not even its headers.
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (half.length === 0) response.destroy();
  else response.write(half, () => response.destroy());
}
