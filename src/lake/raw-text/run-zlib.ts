import type { Gunzip, InflateRaw } from 'node:zlib';
import { OperationalFailure } from '../../domain/operational-failure.js';
import type { ByteSource } from './byte-source.js';
import { damaged } from './text-fault.js';
import type { Compression } from './text-form.js';

/** What zlib makes of the source, which then stands behind the last byte that zlib took. */
export async function* runZlib(
  stream: Gunzip | InflateRaw,
  source: ByteSource,
  declared: Compression,
): AsyncGenerator<Buffer> {
  const feeding = feed(stream, source).catch((error: unknown) => {
    stream.destroy(error as Error);
  });
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof OperationalFailure) throw error;
    throw damaged(declared, (error as Error).message);
  } finally {
    stream.destroy();
    await feeding;
  }
}

/** Writes the source, a chunk at a time, until zlib wants no more, and puts back what it left of the last chunk. */
async function feed(stream: Gunzip | InflateRaw, source: ByteSource): Promise<void> {
  let fed = 0;
  // The reader hears of errors; without a listener of its own, one that comes after the end would end the process.
  stream.on('error', () => undefined);
  for (let chunk = await source.chunk(); chunk !== null; chunk = await source.chunk()) {
    fed += chunk.length;
    await written(stream, chunk);
    const left = fed - stream.bytesWritten;
    if (left === 0) continue;
    source.unread(chunk.subarray(chunk.length - left));
    break;
  }
  stream.end();
}

/** Settles when zlib has taken the chunk, or will never take all of it. */
async function written(stream: Gunzip | InflateRaw, chunk: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('close', done);
      stream.off('end', done);
      resolve();
    };
    stream.on('close', done);
    stream.on('end', done);
    stream.write(chunk, done);
  });
}
