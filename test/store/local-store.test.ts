import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openLocalStore } from '../../src/store/local-store.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { bytes, describeObjectStore } from './object-store-contract.js';

describeObjectStore('a local folder', { races: 500, repetitions: 10_000 }, async () => {
  const folder = await temporaryFolder();
  return { store: openLocalStore(path.join(folder, 'lake')), folder };
});

test('an object lies in the folder under its key', async () => {
  const folder = await temporaryFolder();
  const store = openLocalStore(folder);
  await store.putIfAbsent('a/x', bytes('1'));
  expect(await store.localFile('a/x')).toBe(path.join(folder, 'a', 'x'));
});

test('a missing source fails with the path of the object', async () => {
  const folder = await temporaryFolder();
  const store = openLocalStore(folder);
  await expect(store.putIfAbsent('a', { file: path.join(folder, 'nothing') })).rejects.toMatchObject({
    code: 'file-unwritable',
    data: { path: path.join(folder, 'a') },
  });
});

test('a key below an object is a failure, not "taken"', async () => {
  const store = openLocalStore(await temporaryFolder());
  await store.putIfAbsent('a', bytes('1'));
  await expect(store.putIfAbsent('a/b', bytes('2'))).rejects.toMatchObject({ code: 'file-unwritable' });
});

test('work in progress in the folder is no object', async () => {
  const folder = await temporaryFolder();
  const store = openLocalStore(folder);
  await store.putIfAbsent('a', bytes('1'));
  await mkdir(path.join(folder, '.work'));
  await writeFile(path.join(folder, '.work', 'half'), 'x');
  expect((await store.list('')).map(({ key }) => key)).toEqual(['a']);
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

test('every folder of a key is made, also below a root that is given relative to the call', async () => {
  const folder = await temporaryFolder();
  const store = openLocalStore(path.relative(process.cwd(), path.join(folder, 'lake')));
  expect((await store.putIfAbsent('a/b/c/x', bytes('first'))).outcome).toBe('stored');
  expect((await store.putIfAbsent('a/b/d/x', bytes('second'))).outcome).toBe('stored');
  expect((await store.list('a/')).map(({ key }) => key)).toEqual(['a/b/c/x', 'a/b/d/x']);
});
