import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { BucketReader } from '../../src/store/bucket-reader.js';
import { openBucketReader } from '../../src/store/open-bucket-reader.js';
import { signedPath } from '../../src/store/quick-get.js';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const SECRET = 'secret/of+test';
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Whether a request is signed with the secret, by signature version 4 as AWS documents it. */
function isSigned({ method, url = '', headers }: IncomingMessage): boolean {
  const authorization = String(headers.authorization);
  const [, scope = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=AKID\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  const [path, query = ''] = url.split('?');
  const sorted = query.split('&').sort().join('&');
  const lines = names.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const canonical = [method, path, sorted, lines.join(''), names, headers['x-amz-content-sha256']].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const key = scope.split('/').reduce<Buffer | string>((by, part) => hmac(by, part), `AWS4${SECRET}`);
  return hmac(key, text).toString('hex') === signature && names.split(';').includes('host');
}

type Seen = { by: 'client' | 'quick'; path: string; signed: boolean; token: string | undefined };

async function started(
  answer: (number: number) => { status: number; body: string; length?: number },
  sessionToken?: string,
): Promise<{ reader: BucketReader; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const by = request.headers['user-agent'] === undefined ? 'quick' : 'client';
    const token = request.headers['x-amz-security-token'] as string | undefined;
    seen.push({ by, path: request.url ?? '', signed: isSigned(request), token });
    const { status, body, length = body.length } = answer(seen.length);
    response.writeHead(status, { 'content-length': length, 'x-amz-meta-signature': 'ab' });
    if (length === body.length) response.end(body);
    else response.write(body, () => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const limits = { attempts: 2, first_wait_ms: 1, longest_wait_ms: 1, deadline_ms: 1000 };
  const credentials = {
    accessKeyId: 'AKID',
    secretAccessKey: SECRET,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
  const reader = await openBucketReader(
    { region: 'eu-west-1', endpoint, force_path_style: true, limits },
    { now_ms: () => 0, sleep: () => Promise.resolve(), random: () => 0, credentials },
  );
  return { reader, seen };
}

const KEYS = ['plain', "a b/ü+~/(1)!*'.json.gz", 'x=y&z?#%25', '☃/../dots'];

test.each([undefined, 'session token'])(
  'the client and the quick way sign alike (token: %s), whatever the key',
  async (token) => {
    const { reader, seen } = await started(() => ({ status: 200, body: 'bytes' }), token);
    for (const key of KEYS.slice(0, 3)) {
      const object = await reader.get('bucket', key);
      expect(Buffer.from(object?.bytes ?? []).toString()).toBe('bytes');
      expect(object?.metadata).toEqual({ signature: 'ab' });
    }
    expect(seen).toEqual([
      { by: 'client', path: '/bucket/plain?x-id=GetObject', signed: true, token },
      ...KEYS.slice(1, 3).map((key) => ({
        by: 'quick',
        path: `/bucket/${signedPath(key)}`,
        signed: true,
        token,
      })),
    ]);
  },
);

test('what the quick way does not get whole, the client asks for again and explains', async () => {
  const { reader, seen } = await started((number) => {
    if (number === 2) return { status: 200, body: 'byt', length: 5 };
    if (number === 4) return { status: 503, body: '' };
    if (number >= 6) return { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
    return { status: 200, body: 'bytes' };
  });
  for (let count = 0; count < 3; count += 1) {
    expect(Buffer.from((await reader.get('bucket', 'key'))?.bytes ?? []).toString()).toBe('bytes');
  }
  await expect(reader.get('bucket', 'key')).rejects.toMatchObject({ code: 's3-access-denied' });
  expect(seen.map(({ by }) => by)).toEqual([
    'client',
    'quick',
    'client',
    'quick',
    'client',
    'quick',
    'client',
  ]);
});

test('the quick way encodes as the client does', () => {
  expect(KEYS.map(signedPath)).toEqual([
    'plain',
    'a%20b/%C3%BC%2B~/%281%29%21%2A%27.json.gz',
    'x%3Dy%26z%3F%23%2525',
    '%E2%98%83/../dots',
  ]);
});
