import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { trailBucket } from './trail-bucket.js';

/**
 * A bucket with one chain of digests over HTTP that answers each GET after a latency: `trail-server.ts LOGS RAW_BYTES LATENCY_MS`.
 *
 * Run as a child, it sends its address.
 */
const [logs = 1000, raw_bytes = 20_000, latency_ms = 20] = process.argv.slice(2).map(Number);
const bucket = trailBucket(logs, raw_bytes);
const { keys } = bucket;
const objects = new Map(
  [...bucket.objects].map(([key, { bytes, signature, algorithm }]) => {
    const headers: Record<string, string> = { 'content-length': String(bytes.length) };
    if (signature !== null) headers['x-amz-meta-signature'] = signature;
    if (algorithm !== null) headers['x-amz-meta-signature-algorithm'] = algorithm;
    return [key, { bytes, headers }] as const;
  }),
);

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

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({
    endpoint: `http://127.0.0.1:${port}`,
    now_ms: bucket.now_ms,
    fingerprint: bucket.public_key.fingerprint,
    der: Buffer.from(bucket.public_key.der).toString('base64'),
    samples: bucket.samples.map((bytes) => Buffer.from(bytes).toString('base64')),
  });
});
// Whoever asks is told what processor time it took so far, seconds.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1e6);
});
