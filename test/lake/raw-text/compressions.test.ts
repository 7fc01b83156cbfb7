import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Compression } from '../../../src/lake/raw-text/text-form.js';
import { decode } from './support/decode.js';
import { type PackedName, packedFile, unpacked } from './support/packed-files.js';
import { zipArchive } from './support/zip-archive.js';
import { skippableFrame, zstdFrame } from './support/zstd-frame.js';

const zip = (data: Buffer): Buffer => zipArchive([{ name: 'orders.csv', data }]);

const files: Readonly<Record<Exclude<Compression, 'none'>, (name: Exclude<PackedName, 'zeros'>) => Buffer>> =
  {
    gzip: (name) => gzipSync(unpacked[name]),
    zstd: (name) => packedFile('zstd', name),
    zip: (name) => zip(unpacked[name]),
    bzip2: (name) => packedFile('bzip2', name),
  };
const compressions = Object.keys(files) as (keyof typeof files)[];
const damaged = (declared: Compression, reason: string): object => ({
  code: 'compression-damaged',
  data: { declared, reason },
});

describe.each(compressions)('%s', (compression) => {
  const packed = files[compression];
  const { lines } = unpacked;

  test.each(['lines', 'blocks', 'bytes', 'nothing'] as const)('gives %s back', async (name) => {
    const { text, fault } = await decode(packed(name), { compression, encoding: 'utf-8' });
    expect(fault).toBeNull();
    expect(text.equals(unpacked[name])).toBe(true);
  });

  test('of no bytes at all is no text, which is the business of framing', async () => {
    expect(await decode(Buffer.alloc(0), { compression })).toEqual({ text: Buffer.alloc(0), fault: null });
  });

  test('that is cut off after any byte is refused, and what was read before is true', async () => {
    const whole = packed('lines');
    for (let end = 1; end < whole.length; end += 1) {
      const { text, fault } = await decode(whole.subarray(0, end), { compression });
      expect([end, fault?.code]).toEqual([end, expect.stringMatching(/^compression-(damaged|mismatch)$/)]);
      expect(lines.subarray(0, text.length).equals(text)).toBe(true);
    }
  });

  test('with any one bit flipped is refused, or the bit meant nothing', async () => {
    const whole = packed('lines');
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      const { text, fault } = await decode(bytes, { compression });
      expect([bit, fault !== null || text.equals(lines)]).toEqual([bit, true]);
    }
  });

  test('gives the same text and the same fault however its bytes come in', async () => {
    const whole = packed('bytes');
    const bytes = fc.oneof(
      fc.constant(whole),
      fc.integer({ min: 0, max: whole.length }).map((end) => whole.subarray(0, end)),
      fc.integer({ min: 0, max: whole.length - 1 }).map((at) => {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] as number) ^ 0x55;
        return changed;
      }),
      fc.constantFrom('junk', '\0\0').map((junk) => Buffer.concat([whole, Buffer.from(junk)])),
    );
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(bytes, sizes, async (content, cuts) => {
        const [cut, uncut] = [
          await decode(content, { compression }, cuts),
          await decode(content, { compression }),
        ];
        expect(cut.fault).toEqual(uncut.fault);
        // zlib drops what it had written when it finds a damage; how much that is depends on the chunks.
        const common = Math.min(cut.text.length, uncut.text.length);
        expect(cut.text.subarray(0, common).equals(uncut.text.subarray(0, common))).toBe(true);
        if (uncut.fault === null) expect(cut.text.length).toBe(uncut.text.length);
      }),
      { numRuns: 150 },
    );
  });

  test.each(compressions.filter((other) => other !== compression))('is told from %s', async (other) => {
    const { fault } = await decode(files[other]('lines'), { compression });
    expect(fault).toMatchObject({
      code: 'compression-mismatch',
      data: {
        declared: expect.stringMatching(`^${compression} \\(bytes`) as string,
        hint: `, and this is ${other}`,
      },
    });
    const plain = await decode(files[other]('lines'), {});
    expect(plain.fault).toMatchObject({
      code: 'compression-mismatch',
      data: { declared: 'uncompressed text', hint: `, and this is ${other}` },
    });
  });

  test.each(compressions)('around %s is refused', async (inner) => {
    const nested = compression === 'gzip' ? gzipSync(files[inner]('lines')) : zip(files[inner]('lines'));
    const outer = compression === 'gzip' ? 'gzip' : 'zip';
    expect((await decode(nested, { compression: outer })).fault).toEqual({
      code: 'compression-nested',
      data: { declared: outer, inner },
    });
  });
});

describe('several in one file', () => {
  const { lines, bytes } = unpacked;

  test.each([
    ['gzip members', 'gzip', [gzipSync(lines), gzipSync(bytes)]],
    [
      'bzip2 streams',
      'bzip2',
      [packedFile('bzip2', 'lines'), packedFile('bzip2', 'nothing'), packedFile('bzip2', 'bytes')],
    ],
    [
      'zstd frames',
      'zstd',
      [packedFile('zstd', 'lines'), packedFile('zstd', 'nothing'), packedFile('zstd', 'bytes')],
    ],
    [
      'zstd frames with frames to pass over',
      'zstd',
      [
        skippableFrame(Buffer.from('note')),
        zstdFrame([{ bytes: lines }]),
        skippableFrame(Buffer.alloc(0)),
        zstdFrame([{ bytes }]),
      ],
    ],
  ] as const)('%s are one text', async (_what, compression, parts) => {
    expect(await decode(Buffer.concat(parts), { compression })).toEqual({
      text: Buffer.concat([lines, bytes]),
      fault: null,
    });
  });

  test('the second is verified as the first', async () => {
    const second = packedFile('bzip2', 'bytes');
    second[second.length - 8] = (second[second.length - 8] as number) ^ 1;
    const { text, fault } = await decode(Buffer.concat([packedFile('bzip2', 'lines'), second]), {
      compression: 'bzip2',
    });
    expect(fault?.code).toBe('compression-damaged');
    expect(text.subarray(0, lines.length).equals(lines)).toBe(true);
  });
});

test.each([
  ['gzip', 'junk', damaged('gzip', 'incorrect header check')],
  ['gzip', '\0\0\0', { code: 'compression-trailing-bytes', data: { declared: 'gzip', extra_bytes: 3 } }],
  ['zstd', 'junk', { code: 'compression-trailing-bytes', data: { declared: 'zstd', extra_bytes: 4 } }],
  ['zstd', '\0', { code: 'compression-trailing-bytes', data: { declared: 'zstd', extra_bytes: 1 } }],
  ['zip', 'junk', { code: 'compression-trailing-bytes', data: { declared: 'zip', extra_bytes: 4 } }],
  ['bzip2', 'BZh', { code: 'compression-trailing-bytes', data: { declared: 'bzip2', extra_bytes: 3 } }],
  ['bzip2', 'BZh9junkjunkjunk', damaged('bzip2', 'mark of a block')],
  ['bzip2', '\0', { code: 'compression-trailing-bytes', data: { declared: 'bzip2', extra_bytes: 1 } }],
] as const)('%s with %j behind its end is refused', async (compression, junk, expected) => {
  const bytes = Buffer.concat([files[compression]('lines'), Buffer.from(junk)]);
  expect((await decode(bytes, { compression })).fault).toEqual(expected);
});

test.each([
  ['gzip', 8, damaged('gzip', 'incorrect data check')],
  ['gzip', 4, damaged('gzip', 'incorrect length check')],
  ['zstd', 4, damaged('zstd', 'incorrect data check')],
  ['bzip2', 3, damaged('bzip2', 'incorrect check of the stream')],
] as const)(
  '%s whose byte %i from the end is wrong fails its check',
  async (compression, fromEnd, expected) => {
    const bytes = files[compression]('lines');
    bytes[bytes.length - fromEnd] = (bytes[bytes.length - fromEnd] as number) ^ 1;
    expect((await decode(bytes, { compression })).fault).toEqual(expected);
  },
);

test('a bzip2 block whose bytes are not what its checksum says is refused', async () => {
  const bytes = packedFile('bzip2', 'lines');
  bytes[12] = (bytes[12] as number) ^ 1;
  expect((await decode(bytes, { compression: 'bzip2' })).fault).toEqual(
    damaged('bzip2', 'incorrect check of a block'),
  );
});

test.each([
  ['zstd', 'a dictionary', zstdFrame([{ bytes: Buffer.from('a') }], [0x01, 0x58, 0x07])],
  ['zstd', 'a window of more than 128 MiB', zstdFrame([{ bytes: Buffer.from('a') }], [0x00, (18 << 3) | 0])],
  ['bzip2', 'a randomised block, as versions before 0.9.5 wrote', randomised()],
] as const)('%s with %s is refused as not read', async (declared, feature, bytes) => {
  expect((await decode(bytes, { compression: declared })).fault).toEqual({
    code: 'compression-unsupported',
    data: { declared, feature },
  });
});

test('the largest window that is read is 128 MiB', async () => {
  const bytes = zstdFrame([{ bytes: Buffer.from('a') }], [0x00, 17 << 3]);
  expect(await decode(bytes, { compression: 'zstd' })).toEqual({ text: Buffer.from('a'), fault: null });
});

test('damaged zstd leaves nothing in memory', async () => {
  const broken = zstdFrame([{ byte: 97, count: 5 }], [0x00, 13 << 3]);
  broken[broken.length - 4] = 7;
  for (let turn = 0; turn < 400; turn += 1) {
    expect((await decode(broken, { compression: 'zstd' })).fault?.code).toBe('compression-damaged');
  }
  // 400 windows of 8 MiB are more than WebAssembly could hold.
  expect((await decode(packedFile('zstd', 'lines'), { compression: 'zstd' })).fault).toBeNull();
});

test('random bytes behind a signature are refused, whatever they are', async () => {
  const starts = {
    gzip: gzipSync('').subarray(0, 10),
    zstd: Buffer.from('28b52ffd0058', 'hex'),
    zip: zip(unpacked.lines).subarray(0, 40),
    bzip2: packedFile('bzip2', 'lines').subarray(0, 18),
  };
  const junk = fc.uint8Array({ minLength: 1, maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...compressions), junk, async (compression, tail) => {
      const { fault } = await decode(Buffer.concat([starts[compression], tail]), { compression });
      return fault !== null || compression === 'zstd';
    }),
    { numRuns: 400 },
  );
});

test('text that a deflated entry could not have written is refused by zlib in words that stay', async () => {
  const bad = deflateRawSync(unpacked.lines);
  bad[0] = 0xff;
  const archive = zipArchive([{ name: 'a', packed: bad, data: unpacked.lines }]);
  expect((await decode(archive, { compression: 'zip' })).fault).toEqual(damaged('zip', 'invalid block type'));
});

function randomised(): Buffer {
  const bytes = packedFile('bzip2', 'lines');
  bytes[14] = (bytes[14] as number) | 0x80;
  return bytes;
}
