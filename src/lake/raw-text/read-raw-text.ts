import { createReadStream } from 'node:fs';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { bunzip2 } from './bunzip2.js';
import { ByteSource } from './byte-source.js';
import { checkEncoding } from './check-encoding.js';
import { gunzip } from './gunzip.js';
import { limitText } from './limit-text.js';
import { compressionOf, HEAD_BYTES, isHtml } from './recognize-bytes.js';
import { type TextFault, TextRefused } from './text-fault.js';
import type { Compression, TextForm } from './text-form.js';
import { openTranscoder } from './to-utf8.js';
import { unzip } from './unzip.js';
import { unzstd } from './unzstd.js';

const EXPECTED: Readonly<Record<Compression, string>> = {
  none: 'uncompressed text',
  gzip: 'gzip (bytes 1f 8b)',
  zstd: 'zstd (bytes 28 b5 2f fd)',
  zip: 'zip (bytes 50 4b 03 04)',
  bzip2: 'bzip2 (bytes 42 5a 68)',
};

/**
 * The text of a file as UTF-8, in pieces, or a fault that ends it. A byte-order mark is part of the text.
 *
 * Memory is bounded by the compression: at most a window of 128 MiB for zstd, and some 10 MiB else. Throws
 * `file-unreadable`.
 */
export async function* readRawText(file: string, form: TextForm): AsyncGenerator<Buffer | TextFault> {
  yield* decodeText(chunksOf(file, form), form);
}

/** The bytes of a file once decompressed, in pieces, or a fault that ends them. Throws `file-unreadable`. */
export async function* readRawBytes(
  file: string,
  form: Omit<TextForm, 'encoding'>,
): AsyncGenerator<Buffer | TextFault> {
  const raw = new ByteSource(chunksOf(file, form));
  try {
    yield* decompress(raw, form);
  } catch (error) {
    if (!(error instanceof TextRefused)) throw error;
    yield error.fault;
  } finally {
    await raw.close();
  }
}

function chunksOf(file: string, { compression }: Pick<TextForm, 'compression'>): AsyncGenerator<Buffer> {
  return readChunks(file, compression === 'none' ? 1 << 21 : 1 << 18);
}

/** The text of the bytes; see `readRawText`. How the bytes are cut into chunks makes no difference. */
export async function* decodeText(
  chunks: AsyncIterable<Buffer>,
  form: TextForm,
): AsyncGenerator<Buffer | TextFault> {
  const raw = new ByteSource(chunks);
  try {
    const text = new ByteSource(decompress(raw, form));
    try {
      yield* transcode(text, form);
    } finally {
      await text.close();
    }
  } catch (error) {
    if (!(error instanceof TextRefused)) throw error;
    yield error.fault;
  } finally {
    await raw.close();
  }
}

async function* readChunks(file: string, bytes: number): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file, { highWaterMark: bytes }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw new OperationalFailure('file-unreadable', { path: file, reason: String(error) }, { cause: error });
  }
}

async function* decompress(raw: ByteSource, form: Omit<TextForm, 'encoding'>): AsyncGenerator<Buffer> {
  const head = await raw.peek(HEAD_BYTES);
  if (head.length === 0) return;
  checkCompression(head, form.compression);
  yield* limitText(decoded(raw, form), form.limits, () => raw.bytes_read);
  const extra_bytes = await raw.drain();
  if (extra_bytes === 0) return;
  throw new TextRefused({
    code: 'compression-trailing-bytes',
    data: { declared: form.compression, extra_bytes },
  });
}

function decoded(raw: ByteSource, form: Omit<TextForm, 'encoding'>): AsyncIterable<Buffer> {
  switch (form.compression) {
    case 'none':
      return untouched(raw);
    case 'gzip':
      return gunzip(raw);
    case 'zstd':
      return unzstd(raw);
    case 'zip':
      return unzip(raw, form.limits.entries);
    case 'bzip2':
      return bunzip2(raw);
  }
}

async function* untouched(source: ByteSource): AsyncGenerator<Buffer> {
  for (let chunk = await source.chunk(); chunk !== null; chunk = await source.chunk()) yield chunk;
}

function checkCompression(head: Buffer, declared: Compression): void {
  const seen = compressionOf(head);
  if (seen === declared && !isHtml(head)) return;
  const starts_with = head.toString('latin1', 0, Math.min(head.length, 32));
  const hint = isHtml(head) ? ', and this is an HTML page' : seen === 'none' ? '' : `, and this is ${seen}`;
  throw new TextRefused({
    code: 'compression-mismatch',
    data: { declared: EXPECTED[declared], starts_with, hint },
  });
}

async function* transcode(text: ByteSource, form: TextForm): AsyncGenerator<Buffer> {
  const head = await text.ahead(HEAD_BYTES);
  const inner = compressionOf(head);
  if (form.compression !== 'none' && inner !== 'none') {
    throw new TextRefused({
      code: 'compression-nested',
      data: { declared: form.compression, inner },
    });
  }
  checkEncoding(head, form.encoding);
  const transcoder = openTranscoder(form.encoding, head);
  for (let piece = await text.chunk(); piece !== null; piece = await text.chunk()) {
    const utf8 = transcoder.push(piece);
    if (utf8.length > 0) yield utf8;
  }
  const last = transcoder.end();
  if (last.length > 0) yield last;
}
