import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/domain/sha256.js';
import type { ObjectRemover, ObjectStore } from '../../src/store/object-store.js';
import { verifiedFile } from '../../src/store/verified-file.js';

/** A new, empty store and a folder for the sources of its objects; both go with the test. */
export type OpenedStore = { store: ObjectStore & ObjectRemover; folder: string };

export const bytes = (text: string): { bytes: Uint8Array } => ({ bytes: Buffer.from(text) });
export const textOf = (stored: Uint8Array | null): string | null =>
  stored === null ? null : Buffer.from(stored).toString('utf8');

/** How hard a store is tried: races, and the repetitions of a writer's text in the largest object. */
type Effort = { races: number; repetitions: number };

/** What every store promises, wherever its objects are. */
export function describeObjectStore(
  kind: string,
  { races, repetitions }: Effort,
  open: () => Promise<OpenedStore>,
): void {
  describe(`${kind}: putting`, () => {
    test('stores an object once; the second put changes nothing and says so', async () => {
      const { store } = await open();
      expect((await store.putIfAbsent('a/b', bytes('first'))).outcome).toBe('stored');
      expect((await store.putIfAbsent('a/b', bytes('second'))).outcome).toBe('taken');
      expect(textOf(await store.get('a/b'))).toBe('first');
      expect(await store.head('a/b')).toMatchObject({ key: 'a/b', bytes: 5 });
    });

    test('an object may be empty', async () => {
      const { store } = await open();
      expect((await store.putIfAbsent('a', bytes(''))).outcome).toBe('stored');
      expect(textOf(await store.get('a'))).toBe('');
      expect(await store.head('a')).toMatchObject({ bytes: 0 });
      expect(await verifiedFile(store, { key: 'a', sha256: sha256('') })).toBe(await store.localFile('a'));
    });

    test('takes a file as it is and leaves the file where it was', async () => {
      const { store, folder } = await open();
      const file = path.join(folder, 'source');
      await writeFile(file, 'content');
      expect((await store.putIfAbsent('x', { file })).outcome).toBe('stored');
      expect((await store.putIfAbsent('x', { file })).outcome).toBe('taken');
      expect(textOf(await store.get('x'))).toBe('content');
    });

    test('of 32 racing writers one wins, and its bytes are whole', async () => {
      const { store } = await open();
      const contents = Array.from({ length: 32 }, (_, writer) => String(writer).repeat(repetitions));
      const puts = await Promise.all(contents.map((content) => store.putIfAbsent('race/x', bytes(content))));
      const outcomes = puts.map(({ outcome }) => outcome);
      expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
      expect(textOf(await store.get('race/x'))).toBe(contents[outcomes.indexOf('stored')]);
      expect(await store.list('')).toHaveLength(1);
    });

    test(`each of ${races} races of 32 writers has one winner, whose bytes stand`, async () => {
      const { store } = await open();
      for (let round = 0; round < races; round += 1) {
        const key = `race/${String(round).padStart(3, '0')}`;
        const puts = Array.from({ length: 32 }, (_, writer) => store.putIfAbsent(key, bytes(`${writer}`)));
        const outcomes = (await Promise.all(puts)).map(({ outcome }) => outcome);
        expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
        expect(textOf(await store.get(key))).toBe(`${outcomes.indexOf('stored')}`);
      }
      expect(await store.list('race/')).toHaveLength(races);
    });

    test('a missing source is a failure and leaves no object', async () => {
      const { store, folder } = await open();
      const file = path.join(folder, 'nothing');
      await expect(store.putIfAbsent('a', { file })).rejects.toMatchObject({ name: 'OperationalFailure' });
      expect(await store.list('')).toEqual([]);
    });
  });

  test.each(['', '/a', 'a/', 'a//b', '..', 'a/../b', './a', 'a\\b', 'a\nb', 'a\0b'])(
    `${kind}: the key %j is refused by every call`,
    async (key) => {
      const { store } = await open();
      const calls = [
        () => store.get(key),
        () => store.head(key),
        () => store.localFile(key),
        () => store.putIfAbsent(key, bytes('x')),
        () => store.remove(key),
      ];
      for (const call of calls) await expect((async () => call())()).rejects.toThrow('is a key');
      expect(await store.list('')).toEqual([]);
    },
  );

  describe(`${kind}: listing`, () => {
    test('answers in the order of keys, by prefix', async () => {
      const { store } = await open();
      for (const key of ['b/2', 'a', 'b/10', 'bc/1']) await store.putIfAbsent(key, bytes(key));
      const keys = async (prefix: string): Promise<string[]> =>
        (await store.list(prefix)).map(({ key }) => key);
      expect(await keys('')).toEqual(['a', 'b/10', 'b/2', 'bc/1']);
      expect(await keys('b')).toEqual(['b/10', 'b/2', 'bc/1']);
      expect(await keys('b/')).toEqual(['b/10', 'b/2']);
      expect(await keys('b/1')).toEqual(['b/10']);
      expect(await keys('c/')).toEqual([]);
      expect(await keys('../')).toEqual([]);
    });

    test('can begin behind a key', async () => {
      const { store } = await open();
      for (const key of ['k/1', 'k/2', 'k/3']) await store.putIfAbsent(key, bytes('x'));
      expect((await store.list('k/', 'k/1')).map(({ key }) => key)).toEqual(['k/2', 'k/3']);
      expect((await store.list('k/', 'k/10')).map(({ key }) => key)).toEqual(['k/2', 'k/3']);
      expect(await store.list('k/', 'k/3')).toEqual([]);
    });

    test('answers while objects are being put', async () => {
      const { store } = await open();
      const puts = Array.from({ length: 50 }, (_, index) => store.putIfAbsent(`k/${index}`, bytes('x')));
      const lists = Array.from({ length: 50 }, () => store.list(''));
      await Promise.all([...puts, ...lists]);
      expect(await store.list('k/')).toHaveLength(50);
    });

    test('tells of each object what head tells, and when it was put', async () => {
      const { store } = await open();
      await store.putIfAbsent('a', bytes('x'));
      await store.putIfAbsent('b', bytes('xy'));
      const listed = await store.list('');
      expect(listed).toEqual([await store.head('a'), await store.head('b')]);
      const [first = 0n, second = 0n] = listed.map(({ modified_ns }) => modified_ns);
      expect(first).toBeGreaterThan(1_700_000_000_000_000_000n);
      expect(second).toBeGreaterThanOrEqual(first);
    });
  });

  describe(`${kind}: reading`, () => {
    test('what is not there is null, and a failure where a file is needed', async () => {
      const { store } = await open();
      expect(await store.get('a/b')).toBeNull();
      expect(await store.head('a/b')).toBeNull();
      await expect(store.localFile('a/b')).rejects.toMatchObject({
        code: 'object-missing',
        data: { key: 'a/b' },
      });
    });

    test('a verified file has the hash that is asked for', async () => {
      const { store } = await open();
      await store.putIfAbsent('a', bytes('x'));
      expect(await verifiedFile(store, { key: 'a', sha256: sha256('x') })).toBe(await store.localFile('a'));
      await expect(verifiedFile(store, { key: 'a', sha256: sha256('y') })).rejects.toMatchObject({
        code: 'object-damaged',
        data: { key: 'a', expected_sha256: sha256('y'), actual_sha256: sha256('x') },
      });
    });
  });

  describe(`${kind}: removing`, () => {
    test('what is removed is gone, and removing it again is no failure', async () => {
      const { store } = await open();
      await store.putIfAbsent('a/b', bytes('x'));
      await store.remove('a/b');
      expect(await store.get('a/b')).toBeNull();
      await expect(store.localFile('a/b')).rejects.toMatchObject({ code: 'object-missing' });
      await store.remove('a/b');
      await store.remove('never/there');
      expect(await store.list('')).toEqual([]);
    });

    test('the key of a removed object can be put again', async () => {
      const { store } = await open();
      await store.putIfAbsent('a', bytes('old'));
      await store.remove('a');
      expect((await store.putIfAbsent('a', bytes('new'))).outcome).toBe('stored');
      expect(textOf(await store.get('a'))).toBe('new');
    });

    test('a store without unfinished writes has nothing abandoned', async () => {
      const { store } = await open();
      await store.putIfAbsent('a', bytes('x'));
      expect(await store.abandoned(2n ** 62n, 'remove')).toEqual([]);
      expect(await store.list('')).toHaveLength(1);
    });
  });
}
