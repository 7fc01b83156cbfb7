import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decode } from './support/decode.js';
import { type DirectoryChange, type Entry, zipArchive } from './support/zip-archive.js';

const data = Buffer.from('ordId|seq\nA1|1\n');
const file: Entry = { name: 'orders.csv', data };
const read = (
  entries: readonly Entry[],
  change: DirectoryChange = {},
  limit = 1,
): ReturnType<typeof decode> =>
  decode(zipArchive(entries, change), { compression: 'zip', limits: { entries: limit } });
const damaged = (reason: string): object => ({
  code: 'compression-damaged',
  data: { declared: 'zip', reason },
});
const unsupported = (feature: string): object => ({
  code: 'compression-unsupported',
  data: { declared: 'zip', feature },
});
const differs = damaged('directory that differs from the entries');

describe('an archive is read', () => {
  test.each<[string, readonly Entry[], DirectoryChange]>([
    ['deflated', [file], {}],
    ['stored', [{ ...file, method: 0 }], {}],
    ['with sizes behind the data', [{ ...file, descriptor: 'marked' }], {}],
    ['with sizes behind the data and no mark', [{ ...file, descriptor: 'bare' }], {}],
    ['with wide sizes behind the data', [{ ...file, descriptor: 'wide' }], {}],
    ['with ZIP64 sizes', [{ ...file, zip64: true }], {}],
    ['with a ZIP64 directory', [{ ...file, zip64: true }], { zip64: true }],
    ['with a comment', [file], { comment: 'PK\x05\x06 is no second end' }],
    ['with a name that would be a path', [{ ...file, name: '../../etc/passwd' }], {}],
    ['with a name of control characters', [{ ...file, name: 'a\x1b[2J\r\n\0' }], {}],
  ])('%s', async (_what, entries, change) => {
    expect(await read(entries, change)).toEqual({ text: data, fault: null });
  });

  test('with a folder, if the feed allows two entries', async () => {
    const entries: Entry[] = [
      { name: 'out/', method: 0 },
      { ...file, name: 'out/orders.csv' },
    ];
    expect(await read(entries, {}, 2)).toEqual({ text: data, fault: null });
    expect((await read(entries, {}, 1)).fault).toEqual({
      code: 'archive-entries',
      data: { limit: 1, names: ['out/', 'out/orders.csv'] },
    });
  });
});

describe('an archive is refused', () => {
  test.each<[string, readonly Entry[], DirectoryChange, object]>([
    ['that holds nothing', [], {}, { code: 'archive-files', data: { names: [] } }],
    [
      'that holds a folder only',
      [{ name: 'a/', method: 0 }],
      {},
      { code: 'archive-files', data: { names: ['a/'] } },
    ],
    [
      'that holds two files',
      [file, { ...file, name: 'b' }],
      {},
      { code: 'archive-files', data: { names: ['orders.csv', 'b'] } },
    ],
    ['whose folder holds data', [{ name: 'a/', data }], {}, damaged('folder that holds data')],
    ['that is encrypted', [{ ...file, flags: 1 }], {}, unsupported('an encrypted entry')],
    ['that is strongly encrypted', [{ ...file, flags: 0x40 }], {}, unsupported('an encrypted entry')],
    ['packed by bzip2', [{ ...file, method: 12 }], {}, unsupported('an entry packed by method 12')],
    ['packed as AES does', [{ ...file, method: 99 }], {}, unsupported('an entry packed by method 99')],
    ['in several parts', [file], { disk: 1 }, unsupported('an archive in several parts')],
    [
      'stored with sizes behind the data',
      [{ ...file, method: 0, descriptor: 'marked' }],
      {},
      unsupported('a stored entry whose size stands behind it'),
    ],
    ['with another checksum', [{ ...file, crc: 1 }], {}, damaged('incorrect data check')],
    ['with another size', [{ ...file, size: data.length + 1 }], {}, damaged('incorrect data check')],
    [
      'with another checksum behind the data',
      [{ ...file, descriptor: 'marked', crc: 1 }],
      {},
      damaged('incorrect data check'),
    ],
    ['whose directory has another name', [file], { names: ['other.csv'] }, differs],
    ['whose directory has more entries', [file], { count: 2 }, differs],
    ['whose directory says to lie elsewhere', [file], { offset: 1 }, differs],
    [
      'with bytes between deflated data and directory',
      [{ ...file, packed: Buffer.concat([deflateRawSync(data), Buffer.from('hidden')]) }],
      {},
      damaged('incorrect data check'),
    ],
  ])('%s', async (_what, entries, change, fault) => {
    expect((await read(entries, change, 3)).fault).toEqual(fault);
  });

  test('whose entries overlap: the directory names one twice', async () => {
    const archive = zipArchive([file]);
    const end = archive.length - 22;
    const offset = archive.readUInt32LE(end + 16);
    const header = archive.subarray(offset, end);
    const trailer = Buffer.from(archive.subarray(end));
    trailer.writeUInt16LE(2, 8);
    trailer.writeUInt16LE(2, 10);
    trailer.writeUInt32LE(2 * header.length, 12);
    const overlapping = Buffer.concat([archive.subarray(0, offset), header, header, trailer]);
    expect((await decode(overlapping, { compression: 'zip' })).fault).toEqual(differs);
  });

  test('that has something in front of it', async () => {
    const bytes = Buffer.concat([Buffer.from('#!/bin/sh\n'), zipArchive([file])]);
    expect((await decode(bytes, { compression: 'zip' })).fault?.code).toBe('compression-mismatch');
  });
});
