import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ObjectStore } from '../../src/store/object-store.js';
import { openFakeS3Lake, TEST_KEY } from '../fakes/s3/open-fake-s3-lake.js';
import type { S3Call } from '../fakes/s3/s3-call.js';
import { bytes, describeObjectStore, textOf } from './object-store-contract.js';

// All 500 races are run by bench/s3.ts, which takes a minute.
describeObjectStore('S3', { races: 100, repetitions: 10_000 }, () =>
  openFakeS3Lake({ fake: { page_size: 30 } }),
);

describeObjectStore('S3 in parts of one byte', { races: 5, repetitions: 4 }, async () => {
  const lake = await openFakeS3Lake({
    fake: { page_size: 2, least_part_bytes: 1 },
    store: { part_bytes: 1 },
  });
  let files = 0;
  const putIfAbsent: ObjectStore['putIfAbsent'] = async (key, source) => {
    if ('file' in source) return lake.store.putIfAbsent(key, source);
    files += 1;
    const file = path.join(lake.folder, `source-${files}`);
    await writeFile(file, source.bytes);
    return lake.store.putIfAbsent(key, { file });
  };
  return { folder: lake.folder, store: { ...lake.store, putIfAbsent } };
});

const operations = (calls: readonly S3Call[]): string[] => calls.map(({ operation }) => operation);

test('the lake may have the whole bucket, and another prefix of it is not seen', async () => {
  const { open, store, bucket } = await openFakeS3Lake();
  const whole = await open({ location: { bucket: 'acme-surveillance', prefix: '' } });
  await whole.putIfAbsent('lakes/a', bytes('1'));
  await store.putIfAbsent('b', bytes('2'));
  expect(bucket.keys()).toEqual(['lake/b', 'lakes/a']);
  expect((await whole.list('')).map(({ key }) => key)).toEqual(['lake/b', 'lakes/a']);
  expect((await store.list('')).map(({ key }) => key)).toEqual(['b']);
  expect(await store.get('a')).toBeNull();
});

test('names of any script, spaces and signs come back as they were', async () => {
  const { store } = await openFakeS3Lake({ fake: { page_size: 1 } });
  const keys = ['a b', 'a&b<c>"d"', 'ä/ñ', '日本', "q?x=1#y+z%20'"];
  for (const key of keys) await store.putIfAbsent(key, bytes(key));
  expect((await store.list('')).map(({ key }) => key).sort()).toEqual([...keys].sort());
  for (const key of keys) expect(textOf(await store.get(key))).toBe(key);
});

test('every object is encrypted with the key of the lake, by a bucket key, and tells its put and hash', async () => {
  const { store, bucket } = await openFakeS3Lake();
  const put = await store.putIfAbsent('a', bytes('x'));
  expect(put).toEqual({ outcome: 'stored', request_id: 'REQUEST00000001', version_id: 'version-1' });
  expect(bucket.current('lake/a')?.attributes).toEqual({
    'x-amz-checksum-sha256': 'LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=',
    'x-amz-meta-tapewarden-put': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    'x-amz-meta-tapewarden-sha256': '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': TEST_KEY,
    'x-amz-server-side-encryption-bucket-key-enabled': 'true',
  });
});

describe('before the first write', () => {
  test('the preflight is called once, however many writes follow at once', async () => {
    let calls = 0;
    const preflight = async (): Promise<void> => {
      calls += 1;
    };
    const { store } = await openFakeS3Lake({ means: { preflight } });
    await store.get('a');
    await store.list('');
    expect(calls).toBe(0);
    await Promise.all(['a', 'b', 'c'].map((key) => store.putIfAbsent(key, bytes(key))));
    await store.remove('a');
    expect(calls).toBe(1);
  });

  test('a preflight that throws stops every write, and is asked again by the next one', async () => {
    let sound = false;
    const preflight = (): Promise<void> =>
      sound ? Promise.resolve() : Promise.reject(new Error('the bucket is public'));
    const { store, fake, bucket } = await openFakeS3Lake({ means: { preflight } });
    bucket.put('lake/a', { body: Buffer.from('x'), attributes: {} }, false);
    await expect(store.putIfAbsent('b', bytes('x'))).rejects.toThrow('the bucket is public');
    await expect(store.remove('a')).rejects.toThrow('the bucket is public');
    await expect(store.abandoned(1n, 'remove')).rejects.toThrow('the bucket is public');
    expect(fake.calls).toEqual([]);
    sound = true;
    expect((await store.putIfAbsent('b', bytes('x'))).outcome).toBe('stored');
  });

  test('a preflight that refuses is asked once by writes at once, and once by each that is tried again', async () => {
    let calls = 0;
    const preflight = async (): Promise<void> => {
      calls += 1;
      await new Promise((turn) => setImmediate(turn));
      throw new Error('the bucket is public');
    };
    const { store, fake } = await openFakeS3Lake({ means: { preflight } });
    const twice = async (key: string): Promise<void> => {
      await expect(store.putIfAbsent(key, bytes('x'))).rejects.toThrow('the bucket is public');
      await expect(store.putIfAbsent(key, bytes('x'))).rejects.toThrow('the bucket is public');
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(twice));
    expect(calls).toBe(2);
    expect(fake.calls).toEqual([]);
  });
});

describe('a local file of an object', () => {
  test('is fetched once by callers at the same time, and not again later', async () => {
    const { store, fake } = await openFakeS3Lake();
    await store.putIfAbsent('a/b', bytes('content'));
    const files = await Promise.all([store.localFile('a/b'), store.localFile('a/b'), store.localFile('a/b')]);
    expect(new Set(files).size).toBe(1);
    expect(await readFile(files[0], 'utf8')).toBe('content');
    await store.localFile('a/b');
    expect(operations(fake.calls).filter((operation) => operation === 'GetObject')).toHaveLength(1);
  });

  test('is used by another process where it is sound', async () => {
    const { store, open, fake } = await openFakeS3Lake();
    await store.putIfAbsent('a', bytes('content'));
    const file = await store.localFile('a');
    const { ino } = await stat(file);
    const other = await open();
    expect(await other.localFile('a')).toBe(file);
    expect((await stat(file)).ino).toBe(ino);
    expect(operations(fake.calls).filter((operation) => operation === 'GetObject')).toHaveLength(1);
  });

  test.each([
    ['of another length', 'short'],
    ['of the same length', 'CONTENT'],
  ])('is fetched again where the copy is damaged: %s', async (_, damage) => {
    const { store, open } = await openFakeS3Lake();
    await store.putIfAbsent('a', bytes('content'));
    for (const reader of [store, await open()]) {
      await writeFile(await store.localFile('a'), damage);
      expect(await readFile(await reader.localFile('a'), 'utf8')).toBe('content');
    }
  });

  test('leaves no half a file where the fetch fails, and the next call fetches it', async () => {
    const { store, fake, folder } = await openFakeS3Lake({
      store: { limits: { attempts: 2, first_wait_ms: 1, longest_wait_ms: 1, deadline_ms: 10 } },
    });
    await store.putIfAbsent('a', bytes('content'));
    fake.faults = ({ operation }) => (operation === 'GetObject' ? { kind: 'truncate' } : null);
    await expect(store.localFile('a')).rejects.toMatchObject({ code: 's3-unreachable' });
    const cached = path.join(folder, 'cache', 'acme-surveillance', 'lake');
    expect(await readdir(cached)).toEqual([]);
    fake.faults = () => null;
    expect(await readFile(await store.localFile('a'), 'utf8')).toBe('content');
    expect(await readdir(cached)).toEqual(['a']);
  });

  test('of an object that others put without a hash is fetched anew by each process', async () => {
    const { store, open, bucket, fake } = await openFakeS3Lake();
    bucket.put('lake/a', { body: Buffer.from('x'), attributes: {} }, false);
    await store.localFile('a');
    await store.localFile('a');
    expect(await readFile(await (await open()).localFile('a'), 'utf8')).toBe('x');
    expect(operations(fake.calls).filter((operation) => operation === 'GetObject')).toHaveLength(2);
  });
});

describe('bytes that arrive damaged', () => {
  test('are asked for again', async () => {
    const { store, fake } = await openFakeS3Lake();
    await store.putIfAbsent('a', bytes('content'));
    fake.faults = ({ number }) => (number === 2 || number === 5 ? { kind: 'damage' } : null);
    expect(textOf(await store.get('a'))).toBe('content');
    expect(await readFile(await store.localFile('a'), 'utf8')).toBe('content');
    expect(operations(fake.calls)).toEqual([
      'PutObject',
      'GetObject',
      'GetObject',
      'HeadObject',
      'GetObject',
      'GetObject',
    ]);
  });

  test.each(['get', 'localFile'] as const)('again and again are said to be damaged by %s', async (call) => {
    const { store, fake } = await openFakeS3Lake();
    await store.putIfAbsent('a', bytes('x'));
    fake.faults = ({ operation }) => (operation === 'GetObject' ? { kind: 'damage' } : null);
    await expect(store[call]('a')).rejects.toMatchObject({
      code: 'object-damaged',
      data: {
        key: 'a',
        expected_sha256: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
      },
    });
  });
});

describe('removing', () => {
  test('takes the version away for good, not only from sight', async () => {
    const { store, bucket } = await openFakeS3Lake();
    await store.putIfAbsent('a', bytes('x'));
    await store.remove('a');
    expect(bucket.versions('lake/a')).toEqual([]);
  });

  test('whose reply was lost is repeated without harm', async () => {
    const { store, bucket, fake } = await openFakeS3Lake();
    await store.putIfAbsent('a', bytes('x'));
    let lost = 0;
    fake.faults = ({ operation }) => {
      if (operation !== 'DeleteObject' || lost > 0) return null;
      lost += 1;
      return { kind: 'cut-after' };
    };
    await store.remove('a');
    expect(lost).toBe(1);
    expect(bucket.versions('lake/a')).toEqual([]);
  });

  test('what an object lock protects is refused, and stays', async () => {
    const { store, bucket } = await openFakeS3Lake();
    await store.putIfAbsent('a', bytes('x'));
    bucket.locked.add('lake/a');
    await expect(store.remove('a')).rejects.toMatchObject({
      code: 's3-object-locked',
      message:
        's3://acme-surveillance/lake/a: an object lock or legal hold of the bucket protects it, nothing was removed; wait for the end of the lock or lift the hold in S3 [s3-object-locked]',
    });
    expect(textOf(await store.get('a'))).toBe('x');
  });
});

describe('uploads that were begun and never finished', () => {
  test('are found by their age, page by page, with their bytes, and removed on demand', async () => {
    const { store, bucket } = await openFakeS3Lake({ fake: { page_size: 2 } });
    const begun = ['a', 'b', 'b', 'c', 'd'].map((key) => bucket.begin(`lake/${key}`, {}));
    bucket.begin('elsewhere/x', {});
    for (const part of [1, 2, 3]) {
      begun[1]?.parts.set(part, { body: Buffer.alloc(part), etag: '', sha256: '' });
    }
    const last_ns = BigInt(begun.at(-1)?.initiated_ms ?? 0) * 1_000_000n;
    const old = [
      { name: 'a?uploadId=upload-1', bytes: 0 },
      { name: 'b?uploadId=upload-2', bytes: 6 },
      { name: 'b?uploadId=upload-3', bytes: 0 },
      { name: 'c?uploadId=upload-4', bytes: 0 },
    ];
    expect(await store.abandoned(last_ns, 'list')).toEqual(old);
    expect(bucket.uploads()).toHaveLength(6);
    expect(await store.abandoned(last_ns, 'remove')).toEqual(old);
    expect(bucket.uploads().map(({ key }) => key)).toEqual(['elsewhere/x', 'lake/d']);
    expect(await store.abandoned(last_ns, 'remove')).toEqual([]);
  });

  test('that end while they are looked at are left out', async () => {
    const { store, bucket, fake } = await openFakeS3Lake();
    const { upload_id } = bucket.begin('lake/a', {});
    fake.faults = ({ operation }) => {
      if (operation === 'ListParts') bucket.abort('lake/a', upload_id);
      return null;
    };
    expect(await store.abandoned(2n ** 62n, 'remove')).toEqual([]);
  });
});
