import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { EPOCH_MS, HOUR_MS, TrailMaker } from '../test/security/support/trail-maker.js';

/**
 * A bucket with one chain of digests over HTTP that answers each GET after a latency: `trail-server.ts LOGS RAW_BYTES LATENCY_MS`.
 *
 * Logs have keys of their own and share 50 contents, so that the server needs little memory. Run as a child, it sends its address.
 */
const [logs = 1000, raw_bytes = 20_000, latency_ms = 20] = process.argv.slice(2).map(Number);
const PER_HOUR = 50;
const maker = new TrailMaker();
const hours = Math.ceil(logs / PER_HOUR);
/** Events that compress about as real ones do: to a tenth. */
const chain = maker.chain({ hours: 1, logs: PER_HOUR, bits: 2048, filler: filler(raw_bytes) });
const [first] = chain.digests;
if (first === undefined) throw new Error('no digest');
const own = first.logs.map((log) => ({
  ...log,
  object: maker.object(log),
  text: gunzipSync(maker.object(log).bytes),
}));
const objects = new Map<string, { bytes: Uint8Array; headers: Record<string, string> }>();
let previous: typeof first | null = null;
for (let hour = 0; hour < hours; hour += 1) {
  const end_ms = EPOCH_MS + (hour + 1) * HOUR_MS;
  const named = own.slice(0, Math.min(PER_HOUR, logs - hour * PER_HOUR)).map(({ object, key }, index) => {
    const at = new Date(end_ms - HOUR_MS + (index + 1) * 60_000).toISOString();
    const stamp = `${at.slice(0, 16).replace(/[-:]/g, '')}Z`;
    const moved = key
      .replace(/\d{8}T\d{4}Z/, stamp)
      .replace(/\/\d{4}\/\d{2}\/\d{2}\//, `/${at.slice(0, 10).replaceAll('-', '/')}/`);
    maker.memory.objects.set(`s3://trail-0/${moved}`, object);
    return { bucket: 'trail-0', key: moved };
  });
  const digest = { bucket: 'trail-0', key: maker.digestKey(chain.plan, end_ms), end_ms, logs: named };
  maker.writeDigest(chain.plan, digest, { previous, rotated: false });
  previous = digest;
}
for (const [uri, { bytes, signature, algorithm }] of maker.memory.objects) {
  const headers: Record<string, string> = { 'content-length': String(bytes.length) };
  if (signature !== null) headers['x-amz-meta-signature'] = signature;
  if (algorithm !== null) headers['x-amz-meta-signature-algorithm'] = algorithm;
  objects.set(uri.slice('s3://trail-0/'.length), { bytes, headers });
}
const keys = [...objects.keys()].sort();

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const key = decodeURIComponent(url.pathname.slice('/trail-0/'.length));
  if (key === '') list(url.searchParams, response);
  else if (latency_ms === 0) get(key, response);
  else setTimeout(() => get(key, response), latency_ms);
});
server.keepAliveTimeout = 60_000;

function get(key: string, response: ServerResponse): void {
  const object = objects.get(key);
  if (object === undefined) response.writeHead(404).end();
  else response.writeHead(200, object.headers).end(object.bytes);
}

function list(query: URLSearchParams, response: ServerResponse): void {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter');
  if (delimiter !== null) {
    const below = keys.filter((key) => key.startsWith(prefix) && key.includes('/', prefix.length));
    const names = new Set(below.map((key) => key.slice(0, key.indexOf('/', prefix.length) + 1)));
    const found = [...names]
      .map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`)
      .join('');
    response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${found}</ListBucketResult>`);
    return;
  }
  const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
  const begin = firstAfter([after, prefix].sort().at(-1) ?? '');
  const page = keys.slice(begin, begin + 1000).filter((key) => key.startsWith(prefix));
  const last = page.length === 1000 ? page.at(-1) : undefined;
  const more = last === undefined ? '' : `<NextContinuationToken>${last}</NextContinuationToken>`;
  const contents = page.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join('');
  response.end(
    `<ListBucketResult><IsTruncated>${last !== undefined}</IsTruncated>${more}${contents}</ListBucketResult>`,
  );
}

function firstAfter(text: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') <= text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Text of events that differ as real ones do. */
function filler(bytes: number): string {
  let text = '';
  for (let number = 0; text.length < bytes; number += 1) {
    const id = (number * 2654435761 + 97) % 2 ** 32;
    text += `{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/Writer/run-${number % 7}"},"eventTime":"2026-11-20T12:00:${String(number % 60).padStart(2, '0')}Z","eventName":"GetObject","requestParameters":{"bucketName":"lake","key":"data/${id.toString(16)}"},"requestID":"${(id * 7).toString(36)}","eventID":"${id.toString(16)}-${number}"},`;
  }
  return text.slice(0, bytes);
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const key = maker.memory.keys[0];
  process.send?.({
    endpoint: `http://127.0.0.1:${port}`,
    now_ms: (previous?.end_ms ?? 0) + 1.75 * HOUR_MS,
    fingerprint: key?.fingerprint,
    der: Buffer.from(key?.der ?? []).toString('base64'),
    samples: own.map(({ object }) => Buffer.from(object.bytes).toString('base64')),
  });
});
