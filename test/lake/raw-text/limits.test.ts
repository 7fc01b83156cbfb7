import { createGzip } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Compression } from '../../../src/lake/raw-text/text-form.js';
import { chunksOf, decode, decodedLength } from './support/decode.js';
import { packedFile } from './support/packed-files.js';
import { zipArchive } from './support/zip-archive.js';
import { zstdFrame } from './support/zstd-frame.js';

const MEBIBYTE = 1 << 20;
const FLOOR = 16 * MEBIBYTE;
const zeros = Buffer.alloc(64 * MEBIBYTE);

/** Files that would become at least 60 million bytes. */
const bombs: readonly [string, Compression, Buffer][] = [
  ['zeros', 'gzip', await gzipOf(zeros)],
  ['zeros', 'zip', zipArchive([{ name: 'zeros', data: zeros }])],
  ['zeros', 'zstd', packedFile('zstd', 'zeros')],
  ['repeated blocks', 'zstd', zstdFrame(Array.from({ length: 4000 }, () => ({ byte: 48, count: 1 << 17 })))],
  ['zeros', 'bzip2', packedFile('bzip2', 'zeros')],
  [
    'streams of zeros',
    'bzip2',
    Buffer.concat(Array.from({ length: 50 }, () => packedFile('bzip2', 'zeros'))),
  ],
];

async function gzipOf(data: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  const stream = createGzip({ level: 9 });
  stream.end(data);
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

describe.each(bombs)('a bomb of %s in %s', (_what, compression, bytes) => {
  test('stops at the default ratio, once there is enough to judge it by', async () => {
    const { length, fault } = await decodedLength(chunksOf(bytes, [1 << 18]), { compression });
    expect(fault).toEqual({
      code: 'compression-ratio',
      data: { limit: 200, read_bytes: expect.any(Number) as number },
    });
    expect(length).toBeLessThanOrEqual(FLOOR);
  });

  test('stops at the limit of bytes, without one byte more', async () => {
    const limit = 20 * MEBIBYTE;
    const limits = { bytes: limit, ratio: 1_000_000_000 };
    const { length, fault } = await decodedLength(chunksOf(bytes, [1 << 18]), { compression, limits });
    expect(fault).toEqual({
      code: 'text-too-large',
      data: { limit, read_bytes: expect.any(Number) as number },
    });
    expect(length).toBeLessThanOrEqual(limit);
    expect(length).toBeGreaterThan(0.9 * limit);
  });
});

describe('limits', () => {
  const text = Buffer.from('0123456789');

  test.each([10, 9])('of %i bytes for a text of 10', async (bytes) => {
    const { text: read, fault } = await decode(text, { limits: { bytes } });
    expect([read.length, fault]).toEqual(
      bytes === 10 ? [10, null] : [0, { code: 'text-too-large', data: { limit: 9, read_bytes: 10 } }],
    );
  });

  test('do not look at the ratio of a text up to 16 MiB', async () => {
    const { length, fault } = await decodedLength(
      chunksOf(zstdFrame(Array.from({ length: 128 }, () => ({ byte: 48, count: 1 << 17 }))), [64]),
      { compression: 'zstd' },
    );
    expect([length, fault]).toEqual([FLOOR, null]);
    const one = await decodedLength(
      chunksOf(
        zstdFrame([
          ...Array.from({ length: 128 }, () => ({ byte: 48, count: 1 << 17 })),
          { byte: 48, count: 1 },
        ]),
        [64],
      ),
      { compression: 'zstd' },
    );
    expect(one.fault?.code).toBe('compression-ratio');
  });
});
