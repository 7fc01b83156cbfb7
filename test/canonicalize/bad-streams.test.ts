import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { readRawRecords } from '../../src/lake/read-raw-records.js';
import { packedFile } from '../lake/raw-text/support/packed-files.js';
import { zipArchive } from '../lake/raw-text/support/zip-archive.js';
import { zstdFrame } from '../lake/raw-text/support/zstd-frame.js';
import { changedFeed, shippedFeed } from './support/feeds.js';
import { deliver, openTestLake, published, refused, visibleObjects } from './support/lake.js';
import { quarantined } from './support/read-parquet.js';
import { accountFile } from './support/records.js';

const accounts = shippedFeed('firm-accounts');

type Change = Partial<Pick<Feed['spec']['format'], 'compression' | 'encoding'>> &
  Pick<Feed['spec'], 'limits'>;

function feed({ limits, ...format }: Change): Feed {
  const spec = { format: { ...accounts.spec.format, ...format } };
  return changedFeed(accounts, limits === undefined ? spec : { ...spec, limits });
}

const text = accountFile(['A,O,IND,X', 'B,O,IND,X']);
const utf16 = (content: string): Buffer => Buffer.from(content, 'utf16le');
const zip = (name: string, data: Buffer = Buffer.from(text)): Buffer => zipArchive([{ name, data }]);

describe('a file that does not become text is refused with what to do', () => {
  test.each<[string, Change, Buffer, string]>([
    [
      'damaged bzip2',
      { compression: 'bzip2' },
      packedFile('bzip2', 'blocks').subarray(0, 100),
      'f:1: the bzip2 stream is damaged after this line (unexpected end of file); ask the broker to send the file again [compression-damaged]',
    ],
    [
      'damaged zstd',
      { compression: 'zstd' },
      packedFile('zstd', 'blocks').subarray(0, 40),
      'f:1: the zstd stream is damaged after this line (unexpected end of file); ask the broker to send the file again [compression-damaged]',
    ],
    [
      'bytes behind a zip archive',
      { compression: 'zip' },
      Buffer.concat([zip('a.csv'), Buffer.from('junk')]),
      'f:5: 4 bytes follow the end of the zip stream, expected none; ask the broker to send the file again [compression-trailing-bytes]',
    ],
    [
      'an encrypted archive',
      { compression: 'zip' },
      zipArchive([{ name: 'a.csv', flags: 1 }]),
      'f:1: the zip stream has an encrypted entry, which is not read; ask the broker to send the file without it [compression-unsupported]',
    ],
    [
      'zip in gzip',
      { compression: 'gzip' },
      gzipSync(zip('a.csv')),
      'f:1: the gzip stream holds zip, expected text; ask the broker to compress the file once [compression-nested]',
    ],
    [
      'zip where zstd is declared',
      { compression: 'zstd' },
      zip('a.csv').subarray(0, 4),
      'f:1: the file begins with "PK\\x03\\x04", expected zstd (bytes 28 b5 2f fd), and this is zip; ask the broker to send it again [compression-mismatch]',
    ],
    [
      'a bomb',
      { compression: 'bzip2' },
      packedFile('bzip2', 'zeros'),
      'f:1: the first 81 bytes become more than 200 times as much text; raise limits.ratio if the file is sound [compression-ratio]',
    ],
    [
      'more text than the feed allows',
      { compression: 'zstd', limits: { bytes: 20 } },
      zstdFrame([{ bytes: Buffer.from(text) }]),
      `f:1: the first ${9 + text.length} bytes become more than 20 bytes of text; raise limits.bytes if the file is sound [text-too-large]`,
    ],
    [
      'more entries than the feed allows',
      { compression: 'zip' },
      zipArchive([{ name: 'a.csv' }, { name: '\x1b[31m\u202e../b' }]),
      'f:1: the archive holds more than 1 entries: "a.csv", "\\x1b[31m\\u{202e}../b"; raise limits.entries if folders are meant [archive-entries]',
    ],
    [
      'an archive without a file',
      { compression: 'zip' },
      zipArchive([]),
      'f:1: the archive holds nothing, expected exactly one file [archive-files]',
    ],
    [
      'an archive of two files',
      { compression: 'zip', limits: { entries: 2 } },
      zipArchive([{ name: 'a.csv' }, { name: 'b.csv' }]),
      'f:1: the archive holds "a.csv", "b.csv", expected exactly one file [archive-files]',
    ],
    [
      'UTF-16 where UTF-8 is declared',
      {},
      utf16('a,b'),
      'f:1: the text begins with "a\\x00,\\x00b\\x00", expected utf-8, and this looks like utf-16le without a byte-order mark; correct the feed\'s encoding or ask the broker to send it again [encoding-mismatch]',
    ],
    [
      'UTF-16 with half a character at its end',
      { encoding: 'utf-16le' },
      utf16(text).subarray(0, 2 * text.length - 1),
      `f:4: the text has ${2 * text.length - 1} bytes, expected an even number in utf-16le; ask the broker to send the file again [encoding-cut]`,
    ],
  ])('%s', async (_what, change, bytes, message) => {
    const lake = await openTestLake();
    expect(refused(await deliver(lake, feed(change), { name: 'f', bytes }))).toEqual([message]);
    expect(await visibleObjects(lake.store)).toEqual([]);
  });
});

describe('records and rejections are the same in every encoding and compression', () => {
  const content = accountFile(['A,Zoë,IND,X', 'B,Zoë,XXX,X', 'C,O,IND,X']);

  test.each<[string, Change, Buffer]>([
    ['plain UTF-8', {}, Buffer.from(content)],
    ['UTF-16 in zip', { compression: 'zip', encoding: 'utf-16le' }, zip('../a', utf16(content))],
    ['UTF-16 with a mark', { encoding: 'utf-16' }, utf16(`\ufeff${content}`)],
    [
      'Latin-1 in zstd',
      { compression: 'zstd', encoding: 'latin-1' },
      zstdFrame([{ bytes: Buffer.from(content, 'latin1') }]),
    ],
  ])('%s', async (_what, change, bytes) => {
    const lake = await openTestLake();
    const spec = feed(change);
    const manifest = published(await deliver(lake, spec, { name: 'f', bytes }));
    const { compression, encoding } = spec.spec.format;
    expect(manifest.delivery).toMatchObject({ compression, encoding });
    const mark = change.encoding === 'utf-16' ? 3 : 0;
    const offset = Buffer.from(content).indexOf('B,') + mark;
    expect(await quarantined(lake, manifest)).toMatchObject([
      { line: '3', byte_offset: String(offset), record: 'B,Zoë,XXX,X', code: 'schema-violated' },
    ]);
    const raw = await lake.store.localFile(manifest.raw_key);
    const records: string[] = [];
    for await (const record of readRawRecords({ path: raw, compression, encoding, record_end: null }, [
      offset,
    ]))
      records.push(record);
    expect(records).toEqual(['B,Zoë,XXX,X']);
  });
});

test('half of a surrogate pair is the fault of its record alone', async () => {
  const lake = await openTestLake();
  const bytes = utf16(accountFile(['A,O\ud83d,IND,X', 'B,O,IND,X']));
  const manifest = published(await deliver(lake, feed({ encoding: 'utf-16le' }), { name: 'f', bytes }));
  expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 1 });
  const [rejection] = await quarantined(lake, manifest);
  expect(rejection).toMatchObject({
    code: 'surrogate-unpaired',
    message: 'the character at offset 33 is half of a surrogate pair, expected both halves',
  });
});
