import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fault, FaultPlan } from '../fakes/s3/fault.js';
import { type FakeS3Lake, openFakeS3Lake } from '../fakes/s3/open-fake-s3-lake.js';
import type { S3Operation } from '../fakes/s3/s3-call.js';
import { bytes, textOf } from './object-store-contract.js';

/** The first calls of an operation fail in the ways given, one each. */
function first(operation: S3Operation, ...faults: (Fault | null)[]): FaultPlan {
  let calls = 0;
  return (call) => {
    if (call.operation !== operation) return null;
    calls += 1;
    return faults[calls - 1] ?? null;
  };
}

const operations = ({ fake }: FakeS3Lake): S3Operation[] => fake.calls.map(({ operation }) => operation);
const CONFLICT: Fault = { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' };
const INTERNAL: Fault = { kind: 'answer', status: 500, code: 'InternalError' };
const THREE_TRIES = { attempts: 3, first_wait_ms: 100, longest_wait_ms: 1000, deadline_ms: 10_000 };

describe('a put whose bytes are stored but whose reply says otherwise', () => {
  test.each<[string, Fault[]]>([
    ['is lost', [{ kind: 'cut-after' }]],
    ['is a server error', [{ kind: 'error-after' }]],
    [
      'is lost, and so are those of its repetitions',
      [{ kind: 'cut-after' }, { kind: 'cut-after' }, INTERNAL],
    ],
  ])('is recognised as our own: the reply %s', async (_, faults) => {
    const lake = await openFakeS3Lake();
    lake.fake.faults = first('PutObject', ...faults);
    const put = await lake.store.putIfAbsent('a', bytes('x'));
    // The reply that carried the request's id is the one that was lost.
    expect(put).toEqual({ outcome: 'stored', request_id: null, version_id: 'version-1' });
    expect(lake.bucket.versions('lake/a')).toHaveLength(1);
  });

  test('is recognised although all tries are used up', async () => {
    const lake = await openFakeS3Lake({ store: { limits: THREE_TRIES } });
    lake.fake.faults = first('PutObject', { kind: 'error-after' }, INTERNAL, INTERNAL);
    const put = await lake.store.putIfAbsent('a', bytes('x'));
    expect(put).toEqual({ outcome: 'stored', request_id: null, version_id: 'version-1' });
    expect(operations(lake)).toEqual(['PutObject', 'PutObject', 'PutObject', 'HeadObject']);
  });

  test('is recognised where the reply comes after the client stopped waiting for it', async () => {
    const lake = await openFakeS3Lake({ store: { silence_ms: 50 } });
    let release: (value: unknown) => void = () => undefined;
    lake.fake.faults = first('PutObject', {
      kind: 'hold',
      until: new Promise((resolve) => {
        release = resolve;
      }),
    });
    const put = await lake.store.putIfAbsent('a', bytes('x'));
    release(null);
    expect(put).toEqual({ outcome: 'stored', request_id: null, version_id: 'version-1' });
  });

  test('is recognised where something on the way sent the request twice and passed on the second reply', async () => {
    const lake = await openFakeS3Lake();
    // The first call stands already when S3 answers the second one of the same request.
    lake.fake.faults = ({ operation, key, headers }) => {
      if (operation === 'PutObject') {
        const attributes = { 'x-amz-meta-tapewarden-put': String(headers['x-amz-meta-tapewarden-put']) };
        lake.bucket.put(key, { body: Buffer.from('x'), attributes }, true);
      }
      return null;
    };
    expect((await lake.store.putIfAbsent('a', bytes('x'))).outcome).toBe('stored');
    expect(operations(lake)).toEqual(['PutObject', 'HeadObject']);
  });

  test('a thousand times in a row is recognised a thousand times', async () => {
    const lake = await openFakeS3Lake();
    const lost = new Set<string>();
    lake.fake.faults = ({ operation, key }) => {
      if (operation !== 'PutObject' || lost.has(key)) return null;
      lost.add(key);
      return { kind: 'cut-after' };
    };
    for (let put = 0; put < 1000; put += 1) {
      expect((await lake.store.putIfAbsent(`k/${put}`, bytes('x'))).outcome).toBe('stored');
    }
    expect(lake.bucket.keys()).toHaveLength(1000);
    // Each took the lost one, the one that found it taken, and the look at whose it is.
    expect(lake.fake.calls).toHaveLength(3000);
  });
});

describe('a put whose outcome is not known', () => {
  test('while another writer took the key is "taken"', async () => {
    const lake = await openFakeS3Lake();
    lake.fake.faults = ({ operation, number }) => {
      if (operation !== 'PutObject' || number > 1) return null;
      lake.bucket.put('lake/a', { body: Buffer.from('other'), attributes: {} }, true);
      return { kind: 'cut-before' };
    };
    expect((await lake.store.putIfAbsent('a', bytes('x'))).outcome).toBe('taken');
    expect(textOf(await lake.store.get('a'))).toBe('other');
  });

  test('and of which nothing stands is a failure once all tries are used up, and nothing is stored later', async () => {
    const lake = await openFakeS3Lake({ store: { limits: THREE_TRIES } });
    lake.fake.faults = first('PutObject', { kind: 'cut-before' }, INTERNAL, { kind: 'cut-before' });
    await expect(lake.store.putIfAbsent('a', bytes('x'))).rejects.toMatchObject({
      code: 's3-unreachable',
      retryable: true,
      data: { attempts: 3 },
    });
    expect(await lake.store.list('')).toEqual([]);
  });

  test('and cannot be asked for either is the failure of the put', async () => {
    const lake = await openFakeS3Lake({ store: { limits: THREE_TRIES } });
    lake.fake.faults = ({ operation }) => (operation === 'PutObject' ? INTERNAL : { kind: 'cut-before' });
    await expect(lake.store.putIfAbsent('a', bytes('x'))).rejects.toMatchObject({ code: 's3-unavailable' });
  });

  test('because nobody may ask whose object took the key is a failure, never a guess', async () => {
    const lake = await openFakeS3Lake();
    lake.bucket.put('lake/a', { body: Buffer.from('other'), attributes: {} }, false);
    lake.fake.faults = ({ operation }) =>
      operation === 'PutObject' ? null : { kind: 'answer', status: 403, code: 'AccessDenied' };
    await expect(lake.store.putIfAbsent('a', bytes('x'))).rejects.toMatchObject({
      code: 's3-access-denied',
      data: { operation: 'HeadObject' },
    });
  });
});

test('a put that is taken tells the version that stands, of a small object as of a large one', async () => {
  const lake = await openFakeS3Lake({ store: { part_bytes: 2 } });
  const file = path.join(lake.folder, 'large');
  await writeFile(file, 'abc');
  lake.bucket.put('lake/a', { body: Buffer.from('other'), attributes: {} }, true);
  const taken = { outcome: 'taken', request_id: null, version_id: 'version-1' };
  expect(await lake.store.putIfAbsent('a', bytes('x'))).toEqual(taken);
  expect(await lake.store.putIfAbsent('a', { file })).toEqual(taken);
});

describe('a put that crosses another one', () => {
  test('is tried again where the other one came to nothing', async () => {
    const lake = await openFakeS3Lake();
    lake.fake.faults = first('PutObject', CONFLICT, CONFLICT);
    expect((await lake.store.putIfAbsent('a', bytes('x'))).outcome).toBe('stored');
    expect(lake.waits).toHaveLength(2);
  });

  test('is "taken" where the other one stands', async () => {
    const lake = await openFakeS3Lake();
    lake.fake.faults = ({ operation }) => {
      if (operation !== 'PutObject') return null;
      lake.bucket.put('lake/a', { body: Buffer.from('other'), attributes: {} }, true);
      return CONFLICT;
    };
    expect((await lake.store.putIfAbsent('a', bytes('x'))).outcome).toBe('taken');
    expect(lake.waits).toEqual([]);
  });

  test('without end is a failure after eight rounds', async () => {
    const lake = await openFakeS3Lake();
    lake.fake.faults = ({ operation }) => (operation === 'PutObject' ? CONFLICT : null);
    await expect(lake.store.putIfAbsent('a', bytes('x'))).rejects.toMatchObject({
      code: 's3-unavailable',
      retryable: true,
      data: { answer: '409 ConditionalRequestConflict', attempts: 8 },
    });
    expect(operations(lake).filter((operation) => operation === 'PutObject')).toHaveLength(8);
  });

  test('is tried again where what took the key is gone when it is looked at', async () => {
    const lake = await openFakeS3Lake();
    const { version_id } = lake.bucket.put('lake/a', { body: Buffer.from('old'), attributes: {} }, true);
    lake.fake.faults = ({ operation }) => {
      if (operation === 'HeadObject') lake.bucket.delete('lake/a', version_id);
      return null;
    };
    expect((await lake.store.putIfAbsent('a', bytes('x'))).outcome).toBe('stored');
    expect(textOf(await lake.store.get('a'))).toBe('x');
  });
});

test('a put that was refused at once is not asked after', async () => {
  const lake = await openFakeS3Lake();
  lake.fake.faults = () => ({ kind: 'answer', status: 403, code: 'AccessDenied' });
  await expect(lake.store.putIfAbsent('a', bytes('x'))).rejects.toMatchObject({ code: 's3-access-denied' });
  expect(operations(lake)).toEqual(['PutObject']);
});

test('at most so many objects are sent at once as the settings allow', async () => {
  const lake = await openFakeS3Lake({ store: { parallel: 2 } });
  let open = 0;
  const most: number[] = [];
  const letGo: ((value: unknown) => void)[] = [];
  lake.fake.faults = () => {
    open += 1;
    most.push(open);
    // Each call waits for the next one that arrives, or for the last put to be asked for.
    const until = new Promise((resolve) => letGo.push(resolve)).then(() => {
      open -= 1;
    });
    if (letGo.length === 2) for (const release of letGo.splice(0)) release(null);
    return { kind: 'hold', until };
  };
  await Promise.all([1, 2, 3, 4].map((put) => lake.store.putIfAbsent(`k/${put}`, bytes('x'))));
  expect(most).toEqual([1, 2, 1, 2]);
});
