import { createReadStream, statSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';

const GZIP_MAGIC = [0x1f, 0x8b];

type Source = { path: string; name: string };

/**
 * The decompressed bytes of a delivery; a refusal in their place ends them.
 *
 * Refusals: compression-mismatch, compression-damaged, compression-trailing-bytes. Throws `file-unreadable`.
 */
export async function* readText(
  feed: Feed,
  source: Source,
  line: () => number,
): AsyncGenerator<Buffer | DeliveryFault> {
  const chunks = readRaw(source.path);
  const first = await chunks.next();
  const head = first.done === true ? Buffer.alloc(0) : first.value;
  const mismatch = head.length === 0 ? null : compressionMismatch(feed, source.name, head);
  if (mismatch !== null) {
    yield mismatch;
    return;
  }
  const whole = chain(head, chunks);
  if (feed.spec.format.compression === 'none' || head.length === 0) yield* whole;
  else yield* gunzip(whole, source, line);
}

async function* readRaw(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 2 << 20 }) as AsyncIterable<Buffer>) {
      yield chunk;
    }
  } catch (error) {
    throw new OperationalFailure('file-unreadable', { path: file, reason: String(error) }, { cause: error });
  }
}

async function* chain(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* rest;
}

async function* gunzip(
  chunks: AsyncIterable<Buffer>,
  source: Source,
  line: () => number,
): AsyncGenerator<Buffer | DeliveryFault> {
  const stream = createGunzip({ chunkSize: 1 << 20 });
  let failure: Error | null = null;
  stream.on('error', (error) => {
    // After the end, writing what follows it fails; that is told by the count of bytes below.
    if (!stream.readableEnded) failure = error;
  });
  const feeding = feedStream(stream, chunks);
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    failure = error as Error;
  }
  await feeding;
  const at = { file: source.name, line: line() + 1 };
  if (failure !== null) {
    yield deliveryFault('compression-damaged', at, { declared: 'gzip', reason: (failure as Error).message });
    return;
  }
  const extra = statSync(source.path).size - stream.bytesWritten;
  if (extra > 0)
    yield deliveryFault('compression-trailing-bytes', at, { declared: 'gzip', extra_bytes: extra });
}

async function feedStream(
  stream: ReturnType<typeof createGunzip>,
  chunks: AsyncIterable<Buffer>,
): Promise<void> {
  for await (const chunk of chunks) {
    if (stream.destroyed || stream.readableEnded || stream.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        for (const event of ['drain', 'close', 'end'] as const) stream.off(event, done);
        resolve();
      };
      for (const event of ['drain', 'close', 'end'] as const) stream.on(event, done);
    });
  }
  stream.end();
}

function compressionMismatch(feed: Feed, name: string, head: Buffer): DeliveryFault | null {
  const declared = feed.spec.format.compression;
  const zipped = GZIP_MAGIC.every((byte, index) => head[index] === byte);
  if (zipped === (declared === 'gzip') && !isHtml(head)) return null;
  const starts_with = head.toString('latin1', 0, Math.min(head.length, 32));
  const hint = isHtml(head) ? ', and this is an HTML page' : zipped ? ', and this is gzip' : '';
  const expected = declared === 'gzip' ? 'gzip (bytes 1f 8b)' : 'uncompressed text';
  return deliveryFault(
    'compression-mismatch',
    { file: name, line: 1 },
    { declared: expected, starts_with, hint },
  );
}

function isHtml(head: Buffer): boolean {
  return /^\s*<(!doctype html|html)\b/i.test(head.toString('latin1', 0, 256));
}
