import { open } from 'node:fs/promises';
import path from 'node:path';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { readRawBytes } from '../../lake/raw-text/read-raw-text.js';
import type { TextFault } from '../../lake/raw-text/text-fault.js';
import { type Compression, textLimits } from '../../lake/raw-text/text-form.js';
import { detectCompression } from './detect-compression.js';
import { type DetectedEncoding, detectEncoding } from './detect-encoding.js';
import type { Guess } from './guess.js';
import { type SampleProblem, sampleProblem } from './sample-problem.js';

/** What of a file is looked at: its first text, and the last where that is within reach. */
export type Sample = {
  path: string;
  name: string;
  compression: { compression: Compression; guess: Guess };
  encoding: Omit<DetectedEncoding, 'decode'>;
  /** The first bytes after decompression. */
  head_bytes: Buffer;
  /** Whole lines from the beginning, or all of the text. */
  head: string;
  /** Whether the head is all there is. */
  complete: boolean;
  /** The last line with text; null where the end was not reached. */
  last_line: string | null;
};

const HEAD_BYTES = 1 << 20;
const TAIL_BYTES = 1 << 16;
/** Decompressed bytes after which the end of a compressed file is given up. */
const REACH_BYTES = 1 << 28;

type Read = { head: Buffer; tail: Buffer; complete: boolean; ended: boolean };

/**
 * Reads at most the first mebibyte of a file's text and its last line.
 *
 * Problems: sample-empty, sample-not-opened, sample-damaged. Throws `file-unreadable`.
 */
export async function readSample(file: string): Promise<Sample | SampleProblem> {
  const name = path.basename(file);
  const detected = await withFile(file, async (handle) => {
    const start = Buffer.alloc(8);
    const { bytesRead } = await handle.read(start, 0, 8, 0);
    return { ...detectCompression(start.subarray(0, bytesRead)), bytes: (await handle.stat()).size };
  });
  const { compression, guess } = detected;
  const plain = compression === 'none';
  const read = plain ? await readPlain(file, detected.bytes) : await readCompressed(file, compression);
  if ('code' in read) return unopened(name, read);
  if (read.head.length < 2) return sampleProblem('sample-empty', { file: name }, { bytes: read.head.length });
  const { decode, ...encoding } = detectEncoding(read.head);
  const text = decode(read.head.subarray(encoding.mark));
  const head = read.complete ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  return {
    path: file,
    name,
    compression: { compression, guess },
    encoding,
    head_bytes: read.head,
    head: head === '' ? text : head,
    complete: read.complete,
    last_line: read.ended ? lastLine(read.complete ? text : decode(read.tail)) : null,
  };
}

function unopened(file: string, fault: TextFault): SampleProblem {
  if (fault.code !== 'compression-damaged') return sampleProblem('sample-not-opened', { file }, { fault });
  const { declared, reason } = fault.data;
  return sampleProblem('sample-damaged', { file }, { compression: declared, reason });
}

async function withFile<Result>(
  file: string,
  use: (handle: Awaited<ReturnType<typeof open>>) => Promise<Result>,
): Promise<Result> {
  try {
    const handle = await open(file, 'r');
    try {
      return await use(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new OperationalFailure('file-unreadable', { path: file, reason: String(error) }, { cause: error });
  }
}

function readPlain(file: string, bytes: number): Promise<Read> {
  return withFile(file, async (handle) => {
    const head = Buffer.alloc(Math.min(bytes, HEAD_BYTES));
    await handle.read(head, 0, head.length, 0);
    // An even place keeps the halves of UTF-16 together.
    const from = Math.max(0, bytes - TAIL_BYTES) & ~1;
    const tail = Buffer.alloc(bytes - from);
    await handle.read(tail, 0, tail.length, from);
    return { head, tail, complete: bytes <= HEAD_BYTES, ended: true };
  });
}

async function readCompressed(file: string, compression: Compression): Promise<Read | TextFault> {
  const chunks: Buffer[] = [];
  let tail = Buffer.alloc(0);
  let bytes = 0;
  let fault: TextFault | null = null;
  for await (const chunk of readRawBytes(file, { compression, limits: textLimits(undefined) })) {
    if (!Buffer.isBuffer(chunk)) {
      fault = chunk;
      break;
    }
    if (bytes < HEAD_BYTES) chunks.push(chunk);
    bytes += chunk.length;
    tail = Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
    if (bytes > REACH_BYTES) break;
  }
  // A sample is often the cut-off beginning of a file; what can be read of it is enough.
  if (fault !== null && (bytes === 0 || fault.code !== 'compression-damaged')) return fault;
  const head = Buffer.concat(chunks).subarray(0, HEAD_BYTES);
  const ended = fault === null;
  return { head, tail, complete: ended && bytes <= HEAD_BYTES, ended: ended && bytes <= REACH_BYTES };
}

function lastLine(text: string): string | null {
  const lines = text.trimEnd().split('\n');
  const last = (lines.at(-1) ?? '').replace(/\r$/, '');
  // Trailing blanks belong to a fixed-width line.
  const whole = text.slice(text.lastIndexOf(last)).split(/\r?\n/)[0] ?? last;
  return whole === '' ? null : whole;
}
