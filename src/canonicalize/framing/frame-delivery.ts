import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { invariant } from '../../domain/invariant.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault, RecordFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { FramedFile } from './framed-file.js';
import { LineCutter } from './line-cutter.js';
import { framedDelimiter } from './open-decoder.js';
import { RECORD_BYTES_LIMIT } from './record-decoder.js';
import { type ControlLine, RecordFramer } from './record-framer.js';

/** What the bytes of one delivery are: records in a framed file, faults, control lines; or the reason to refuse it. */
export type FramedDelivery = {
  sha256: string;
  /** Bytes as received. */
  bytes: number;
  /** Copy of the bytes as received, in the work folder. */
  raw_path: string;
  refusal: DeliveryFault | null;
  framed: { path: string; delimiter: string; columns: readonly string[]; records: number };
  header: ControlLine | null;
  trailer: ControlLine | null;
  fault_count: number;
  ignored: number;
  control_lines: number;
  /** Bytes after decompression; every one belongs to a counted line. */
  text_bytes: number;
};

const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * Reads a delivery once: hashes and copies its bytes, decompresses them, cuts them into lines and decodes the records.
 *
 * Faults of records go to `onFaults` as they are found, in the order of the file. A damaged or foreign file comes back
 * with a refusal; only an unreadable one throws (`file-unreadable`).
 */
export async function frameDelivery(
  feed: Feed,
  source: { path: string; name: string; work: string },
  onFaults: (faults: RecordFault[]) => void,
): Promise<FramedDelivery> {
  const framedPath = path.join(source.work, 'framed.csv');
  const framed = new FramedFile(framedPath, framedDelimiter(feed));
  const framer = new RecordFramer(feed, source.name, framed);
  const cutter = new LineCutter(framer, RECORD_BYTES_LIMIT);
  const raw = new RawCopy(path.join(source.work, 'raw'));
  let textBytes = 0;
  let refusal: DeliveryFault | null = null;
  try {
    for await (const text of readText(feed, source, { raw, line: () => cutter.lines })) {
      if (!Buffer.isBuffer(text)) {
        refusal = text;
        break;
      }
      textBytes += text.length;
      cutter.push(text);
      onFaults(framer.faults.splice(0));
    }
    if (refusal === null) cutter.end();
    onFaults(framer.faults.splice(0));
  } finally {
    framed.close();
    raw.close();
  }
  refusal ??= framer.refusal ?? emptiness(framer, { framed, name: source.name, bytes: raw.bytes });
  if (refusal === null) framer.end(cutter.lines - cutter.trailing_blanks);
  refusal ??= framer.refusal;
  const control_lines = framer.control_lines + cutter.trailing_blanks;
  const counted = framed.records + framer.fault_count + framer.ignored + control_lines;
  invariant(
    refusal !== null || counted === cutter.lines,
    `${counted} of ${cutter.lines} lines are accounted for`,
  );
  return {
    sha256: raw.sha256(),
    bytes: raw.bytes,
    raw_path: raw.path,
    refusal,
    framed: {
      path: framedPath,
      delimiter: String.fromCharCode(framed.delimiter),
      columns: framer.columns,
      records: framed.records,
    },
    header: framer.header,
    trailer: framer.trailer,
    fault_count: framer.fault_count,
    ignored: framer.ignored,
    control_lines,
    text_bytes: textBytes,
  };
}

function emptiness(
  framer: RecordFramer,
  delivery: { framed: FramedFile; name: string; bytes: number },
): DeliveryFault | null {
  if (delivery.framed.records + framer.fault_count + framer.ignored > 0 || framer.trailer !== null)
    return null;
  return deliveryFault('delivery-empty', { file: delivery.name, line: 1 }, { bytes: delivery.bytes });
}

/** Copies bytes to a file and hashes them on the way. */
class RawCopy {
  readonly path: string;
  readonly #hash = createHash('sha256');
  readonly #descriptor: number;
  bytes = 0;

  constructor(target: string) {
    this.path = target;
    this.#descriptor = openSync(target, 'wx');
  }

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    for (let written = 0; written < chunk.length; ) {
      written += writeSync(this.#descriptor, chunk, written, chunk.length - written);
    }
    this.bytes += chunk.length;
  }

  sha256(): string {
    return this.#hash.digest('hex');
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

type Source = { path: string; name: string };
type Progress = { raw: RawCopy; line: () => number };

/** The decompressed bytes; a refusal in their place ends them. The raw bytes are always read to their end. */
async function* readText(
  feed: Feed,
  source: Source,
  progress: Progress,
): AsyncGenerator<Buffer | DeliveryFault> {
  const chunks = readRaw(source.path, progress.raw);
  const first = await chunks.next();
  const head = first.done === true ? Buffer.alloc(0) : first.value;
  const mismatch = head.length === 0 ? null : compressionMismatch(feed, source.name, head);
  if (mismatch !== null) {
    for await (const _ of chunks);
    yield mismatch;
    return;
  }
  const whole = chain(head, chunks);
  if (feed.spec.format.compression === 'none' || head.length === 0) yield* whole;
  else yield* gunzip(whole, source.name, progress);
}

async function* readRaw(file: string, raw: RawCopy): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 2 << 20 }) as AsyncIterable<Buffer>) {
      raw.add(chunk);
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
  name: string,
  progress: Progress,
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
  const at = { file: name, line: progress.line() + 1 };
  if (failure !== null) {
    yield deliveryFault('compression-damaged', at, { declared: 'gzip', reason: (failure as Error).message });
    return;
  }
  const extra = progress.raw.bytes - stream.bytesWritten;
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
