import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { createServer as createSecureServer } from 'node:tls';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { KeptSockets } from '../../src/store/kept-sockets.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { selfSignedCertificate } from './support/self-signed-certificate.js';

const REQUEST = 'GET /key HTTP/1.1\r\nhost: bucket\r\n\r\n';
const OBJECT = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbytes';

/** A server that is told what to write for each request, and counts its sockets. */
async function started(
  answer: (socket: Socket, number: number) => void,
  most = 4,
): Promise<{ kept: KeptSockets; opened: () => number; send: () => Promise<string | null> }> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => {
      requests += 1;
      answer(socket, requests);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const kept = new KeptSockets({ secure: false, hostname: '127.0.0.1', port }, most);
  const send = async (): Promise<string | null> => (await kept.send(REQUEST))?.bytes.toString() ?? null;
  return { kept, opened: () => sockets.size, send };
}

test('answers come one after the other over one socket, and at once over no more than may be open', async () => {
  const { send, opened } = await started((socket) => socket.write(OBJECT), 3);
  expect([await send(), await send()]).toEqual(['bytes', 'bytes']);
  expect(opened()).toBe(1);
  expect(await Promise.all(Array.from({ length: 10 }, send))).toEqual(Array(10).fill('bytes'));
  expect(opened()).toBe(3);
});

test('an answer may come in any pieces', async () => {
  const { send, opened } = await started((socket) => {
    const pieces = [...OBJECT];
    const next = (): void => {
      const piece = pieces.shift();
      if (piece !== undefined) socket.write(piece, () => setImmediate(next));
    };
    next();
  });
  expect([await send(), await send()]).toEqual(['bytes', 'bytes']);
  expect(opened()).toBe(1);
});

test('an empty object is an answer', async () => {
  const { kept } = await started((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n'));
  expect(await kept.send(REQUEST)).toEqual({
    head: 'HTTP/1.1 200 OK\r\ncontent-length:0',
    bytes: Buffer.alloc(0),
  });
});

test.each([
  ['another status', 'HTTP/1.1 206 Partial Content\r\ncontent-length: 5\r\n\r\nbytes'],
  ['an older protocol', 'HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\nbytes'],
  ['no length', 'HTTP/1.1 200 OK\r\n\r\nbytes'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nbytes'],
  ['a length that is no number', 'HTTP/1.1 200 OK\r\ncontent-length: 5x\r\n\r\nbytes'],
  [
    'chunks',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n5\r\nbytes\r\n0\r\n\r\n',
  ],
  ['more than it told', `${OBJECT}!`],
  ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(70_000)}`],
])('%s is no answer, and its socket is not used again', async (_, first) => {
  const { send, opened } = await started((socket, number) => socket.write(number === 1 ? first : OBJECT));
  expect([await send(), await send()]).toEqual([null, 'bytes']);
  expect(opened()).toBe(2);
});

test('a socket that closes within an answer gives none, and whoever waits for it gets another', async () => {
  const { send, opened } = await started((socket, number) => {
    if (number === 1) socket.end(OBJECT.slice(0, -1));
    else socket.write(OBJECT);
  }, 1);
  expect(await Promise.all([send(), send(), send()])).toEqual([null, 'bytes', 'bytes']);
  expect(opened()).toBe(2);
});

test('a socket that the server says it closes is left', async () => {
  const closing = OBJECT.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');
  const { send, opened } = await started((socket) => socket.end(closing));
  expect([await send(), await send()]).toEqual(['bytes', 'bytes']);
  expect(opened()).toBe(2);
});

test('where nobody listens there is no answer', async () => {
  const kept = new KeptSockets({ secure: false, hostname: '127.0.0.1', port: 1 }, 1);
  expect(await Promise.all([kept.send(REQUEST), kept.send(REQUEST)])).toEqual([null, null]);
});

/** A server behind TLS, and what a process that trusts `trusted` besides the usual authorities gets from it. */
async function overTls(certified: string, trusted: 'its certificate' | 'nothing else'): Promise<string> {
  const { cert, key } = selfSignedCertificate(certified);
  const server = createSecureServer({ cert, key, ALPNProtocols: ['http/1.1'] }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write(OBJECT));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  onTestFinished(() => void server.close());
  const folder = await temporaryFolder();
  const authority = path.join(folder, 'authority.pem');
  await writeFile(authority, cert);
  const { port } = server.address() as AddressInfo;
  const child = [
    "import { KeptSockets } from './src/store/kept-sockets.ts';",
    `const kept = new KeptSockets({ secure: true, hostname: 'localhost', port: ${port} }, 1);`,
    `const answers = [await kept.send(${JSON.stringify(REQUEST)}), await kept.send(${JSON.stringify(REQUEST)})];`,
    'console.log(answers.map((answer) => answer?.bytes.toString() ?? null).join());',
  ];
  const env = { ...process.env, ...(trusted === 'nothing else' ? {} : { NODE_EXTRA_CA_CERTS: authority }) };
  const script = ['--import', 'tsx', '--input-type=module', '-e', child.join('\n')];
  return (await promisify(execFile)(process.execPath, script, { env })).stdout.trim();
}

test('over TLS a server is believed whose certificate is trusted and bears its name, and no other', async () => {
  expect(await overTls('localhost', 'its certificate')).toBe('bytes,bytes');
  expect(await overTls('localhost', 'nothing else')).toBe(',');
  expect(await overTls('elsewhere.example', 'its certificate')).toBe(',');
});
