import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/domain/sha256.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { verifiedFile } from '../../src/store/verified-file.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';

const bytes = (text: string): { bytes: Uint8Array } => ({ bytes: Buffer.from(text) });
const text = (stored: Uint8Array | null): string | null =>
  stored === null ? null : Buffer.from(stored).toString('utf8');

describe('putIfAbsent', () => {
  test('stores an object once; the second put changes nothing and says so', async () => {
    const store = openLocalStore(await temporaryFolder());
    expect((await store.putIfAbsent('a/b', bytes('first'))).outcome).toBe('stored');
    expect((await store.putIfAbsent('a/b', bytes('second'))).outcome).toBe('taken');
    expect(text(await store.get('a/b'))).toBe('first');
    expect(await store.head('a/b')).toMatchObject({ key: 'a/b', bytes: 5 });
  });

  test('takes a file as it is and leaves the file where it was', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'source');
    await writeFile(file, 'content');
    const store = openLocalStore(path.join(folder, 'lake'));
    expect((await store.putIfAbsent('x', { file })).outcome).toBe('stored');
    expect((await store.putIfAbsent('x', { file })).outcome).toBe('taken');
    expect(text(await store.get('x'))).toBe('content');
    expect(await store.localFile('x')).toBe(path.join(folder, 'lake', 'x'));
  });

  test('makes every folder of a key, also below a root that is given relative to the call', async () => {
    const folder = await temporaryFolder();
    const store = openLocalStore(path.relative(process.cwd(), path.join(folder, 'lake')));
    expect((await store.putIfAbsent('a/b/c/x', bytes('first'))).outcome).toBe('stored');
    expect((await store.putIfAbsent('a/b/d/x', bytes('second'))).outcome).toBe('stored');
    expect((await store.list('a/')).map(({ key }) => key)).toEqual(['a/b/c/x', 'a/b/d/x']);
  });

  test('of 32 racing writers one wins, and its bytes are whole', async () => {
    const store = openLocalStore(await temporaryFolder());
    const contents = Array.from({ length: 32 }, (_, writer) => String(writer).repeat(10_000));
    const puts = await Promise.all(contents.map((content) => store.putIfAbsent('race/x', bytes(content))));
    const outcomes = puts.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
    expect(text(await store.get('race/x'))).toBe(contents[outcomes.indexOf('stored')]);
    expect(await store.list('')).toHaveLength(1);
  });

  test('a missing source fails with its path and leaves no object', async () => {
    const folder = await temporaryFolder();
    const store = openLocalStore(folder);
    await expect(store.putIfAbsent('a', { file: path.join(folder, 'nothing') })).rejects.toMatchObject({
      code: 'file-unwritable',
      data: { path: path.join(folder, 'a') },
    });
    expect(await store.list('')).toEqual([]);
  });

  test('a key below an object is a failure, not "taken"', async () => {
    const store = openLocalStore(await temporaryFolder());
    await store.putIfAbsent('a', bytes('1'));
    await expect(store.putIfAbsent('a/b', bytes('2'))).rejects.toMatchObject({ code: 'file-unwritable' });
  });
});

test.each(['', '/a', 'a/', 'a//b', '..', 'a/../b', './a', 'a\\b', 'a\nb', 'a\0b'])(
  'the key %j is refused by every call',
  async (key) => {
    const store = openLocalStore(await temporaryFolder());
    const calls = [
      () => store.get(key),
      () => store.head(key),
      () => store.localFile(key),
      () => store.putIfAbsent(key, bytes('x')),
    ];
    for (const call of calls) await expect((async () => call())()).rejects.toThrow('is a key');
    expect(await store.list('')).toEqual([]);
  },
);

describe('list', () => {
  test('answers in the order of keys, by prefix, without work in progress', async () => {
    const folder = await temporaryFolder();
    const store = openLocalStore(folder);
    for (const key of ['b/2', 'a', 'b/10', 'b', 'bc/1'].filter((name) => name !== 'b')) {
      await store.putIfAbsent(key, bytes(key));
    }
    await mkdir(path.join(folder, '.work'));
    await writeFile(path.join(folder, '.work', 'half'), 'x');
    const keys = async (prefix: string): Promise<string[]> =>
      (await store.list(prefix)).map(({ key }) => key);
    expect(await keys('')).toEqual(['a', 'b/10', 'b/2', 'bc/1']);
    expect(await keys('b')).toEqual(['b/10', 'b/2', 'bc/1']);
    expect(await keys('b/')).toEqual(['b/10', 'b/2']);
    expect(await keys('b/1')).toEqual(['b/10']);
    expect(await keys('c/')).toEqual([]);
    expect(await keys('../')).toEqual([]);
  });

  test('answers while objects are being put', async () => {
    const store = openLocalStore(await temporaryFolder());
    const puts = Array.from({ length: 50 }, (_, index) => store.putIfAbsent(`k/${index}`, bytes('x')));
    const lists = Array.from({ length: 50 }, () => store.list(''));
    await Promise.all([...puts, ...lists]);
    expect(await store.list('k/')).toHaveLength(50);
  });
});

test('what is not there is null, and a failure where a file is needed', async () => {
  const store = openLocalStore(await temporaryFolder());
  expect(await store.get('a/b')).toBeNull();
  expect(await store.head('a/b')).toBeNull();
  await expect(store.localFile('a/b')).rejects.toMatchObject({
    code: 'object-missing',
    data: { key: 'a/b' },
  });
});

test('a verified file has the hash that is asked for', async () => {
  const store = openLocalStore(await temporaryFolder());
  await store.putIfAbsent('a', bytes('x'));
  expect(await verifiedFile(store, { key: 'a', sha256: sha256('x') })).toBe(await store.localFile('a'));
  await expect(verifiedFile(store, { key: 'a', sha256: sha256('y') })).rejects.toMatchObject({
    code: 'object-damaged',
    data: { key: 'a', expected_sha256: sha256('y'), actual_sha256: sha256('x') },
  });
});

test('a list can begin behind a key', async () => {
  const store = openLocalStore(await temporaryFolder());
  for (const key of ['k/1', 'k/2', 'k/3']) await store.putIfAbsent(key, bytes('x'));
  expect((await store.list('k/', 'k/1')).map(({ key }) => key)).toEqual(['k/2', 'k/3']);
  expect(await store.list('k/', 'k/3')).toEqual([]);
});

test('an object tells when it was put, not how old the file was that it was made of', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'old');
  await writeFile(file, 'x');
  await utimes(file, 1, 1);
  const store = openLocalStore(path.join(folder, 'lake'));
  await store.putIfAbsent('a', { file });
  const { modified_ns } = (await store.head('a')) ?? { modified_ns: 0n };
  expect(modified_ns).toBeGreaterThan(1_700_000_000_000_000_000n);
});

test('what is removed is gone, and removing it again is no failure', async () => {
  const store = openLocalStore(await temporaryFolder());
  await store.putIfAbsent('a/b', bytes('x'));
  await store.remove('a/b');
  expect(await store.get('a/b')).toBeNull();
  await store.remove('a/b');
  await store.remove('never/there');
  expect(await store.list('')).toEqual([]);
});

test('writes that were begun and never finished are found by their age, and removed on demand', async () => {
  const folder = await temporaryFolder();
  const store = openLocalStore(folder);
  await mkdir(path.join(folder, '.staging'));
  await writeFile(path.join(folder, '.staging', 'half'), 'abc');
  const begun = (await stat(path.join(folder, '.staging', 'half'), { bigint: true })).ctimeNs;
  const half = [{ name: '.staging/half', bytes: 3 }];
  expect(await store.abandoned(begun, 'remove')).toEqual([]);
  expect(await store.abandoned(begun + 1n, 'list')).toEqual(half);
  expect(await store.abandoned(begun + 1n, 'remove')).toEqual(half);
  expect(await store.abandoned(begun + 1n, 'list')).toEqual([]);
});
