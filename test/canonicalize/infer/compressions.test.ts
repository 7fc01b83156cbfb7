import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { formatSampleProblem } from '../../../src/canonicalize/infer/sample-problem.js';
import { packedFile, unpacked } from '../../lake/raw-text/support/packed-files.js';
import { zipArchive } from '../../lake/raw-text/support/zip-archive.js';
import { drafted, draftOf } from './support/draft.js';

const blocks = unpacked.blocks;
const packed: [string, Buffer, Buffer][] = [
  ['gzip', gzipSync(unpacked.lines), unpacked.lines],
  ['zip', zipArchive([{ name: 'a.csv', data: unpacked.lines }]), unpacked.lines],
  ['zstd', packedFile('zstd', 'lines'), unpacked.lines],
  ['bzip2', packedFile('bzip2', 'lines'), unpacked.lines],
  ['zstd', packedFile('zstd', 'blocks'), blocks],
  ['bzip2', packedFile('bzip2', 'blocks'), blocks],
];

test.each(packed)('a sample in %s is drafted as its text is', async (compression, bytes, text) => {
  const plain = await drafted(text);
  const { format, draft } = await drafted(bytes);
  expect(format).toEqual({ ...plain.format, compression });
  expect(draft.format.records).toBe(plain.draft.format.records);
  expect(draft.fields.map(({ values }) => values)).toEqual(plain.draft.fields.map(({ values }) => values));
});

test.each(packed.slice(4))(
  'of a file in %s that is cut off, what can be read is enough',
  async (compression, bytes) => {
    const { format, draft } = await drafted(bytes.subarray(0, bytes.length - 10));
    expect(format).toMatchObject({ type: 'delimited', compression });
    expect(draft.format.records).toBeGreaterThan(1000);
  },
);

async function problemOf(bytes: Buffer): Promise<string> {
  const problem = await draftOf(bytes);
  if (!('code' in problem)) throw new Error('a draft');
  return formatSampleProblem(problem);
}

test('an archive of several files is not opened', async () => {
  const text = Buffer.from('a,b\n1,2\n');
  const two = zipArchive([
    { name: 'a.csv', data: text },
    { name: 'b.csv', data: text },
  ]);
  expect(await problemOf(two)).toBe(
    'sample.txt: the sample cannot be opened: the archive holds more than 1 entries: "a.csv", "b.csv"; raise limits.entries if folders are meant [sample-not-opened]',
  );
});

test.each(['zstd', 'bzip2', 'zip', 'gzip'])(
  '%s of which nothing can be read is damaged',
  async (compression) => {
    const [, bytes = Buffer.alloc(0)] = packed.find(([name]) => name === compression) ?? [];
    expect(await problemOf(bytes.subarray(0, 12))).toMatch(
      new RegExp(
        `^sample.txt: the ${compression} stream is damaged \\(.+\\); ask for the sample again \\[sample-damaged\\]$`,
      ),
    );
  },
);
