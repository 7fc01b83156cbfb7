import { appendFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../fakes/s3/fault.js';
import {
  type FakeS3Lake,
  type FakeS3LakeSettings,
  openFakeS3Lake,
  TEST_KEY,
} from '../fakes/s3/open-fake-s3-lake.js';
import type { S3Operation } from '../fakes/s3/s3-call.js';
import { textOf } from './object-store-contract.js';

type LargeLake = FakeS3Lake & { file: string };
const CONTENT = 'abcdefghij';

/** A lake that takes files of more than four bytes in parts, and such a file of three parts. */
async function lakeOfParts(settings: FakeS3LakeSettings = {}): Promise<LargeLake> {
  const lake = await openFakeS3Lake({
    ...settings,
    fake: { least_part_bytes: 4 },
    store: { part_bytes: 4, ...settings.store },
  });
  const file = path.join(lake.folder, 'large');
  await writeFile(file, CONTENT);
  return { ...lake, file };
}

/** The n-th call (from 1) of an operation fails in the way given. */
function fail(lake: FakeS3Lake, operation: S3Operation, faults: Record<number, Fault>): void {
  let calls = 0;
  lake.fake.faults = (call) => {
    if (call.operation !== operation) return null;
    calls += 1;
    return faults[calls] ?? null;
  };
}

const count = ({ fake }: FakeS3Lake, operation: S3Operation): number =>
  fake.calls.filter((call) => call.operation === operation).length;
const CONFLICT: Fault = { kind: 'answer', status: 409, code: 'ConditionalRequestConflict' };
const INTERNAL: Fault = { kind: 'answer', status: 500, code: 'InternalError' };
const TWO_TRIES = { attempts: 2, first_wait_ms: 1, longest_wait_ms: 1, deadline_ms: 100 };

describe('a file of more than one part', () => {
  test('is one object with the encryption, token and hash of all others', async () => {
    const lake = await lakeOfParts();
    const put = await lake.store.putIfAbsent('a', { file: lake.file });
    expect(put).toEqual({
      outcome: 'stored',
      request_id: expect.any(String) as string,
      version_id: 'version-2',
    });
    expect(textOf(await lake.store.get('a'))).toBe(CONTENT);
    expect(lake.bucket.current('lake/a')?.attributes).toMatchObject({
      'x-amz-meta-tapewarden-put': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      'x-amz-meta-tapewarden-sha256': '72399361da6a7754fec986dca5b7cbaf1c810a28ded4abaf56b2106d06cb78b0',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': TEST_KEY,
      'x-amz-server-side-encryption-bucket-key-enabled': 'true',
    });
    expect(count(lake, 'UploadPart')).toBe(3);
    expect(lake.bucket.uploads()).toEqual([]);
  });

  test.each([
    ['exactly one part is put whole', 'abcd', 0],
    ['one byte more is put in two parts', 'abcde', 2],
    ['exactly two parts is put in two', 'abcdefgh', 2],
  ])('and one of %s', async (_, content, parts) => {
    const lake = await lakeOfParts();
    await writeFile(lake.file, content);
    await lake.store.putIfAbsent('a', { file: lake.file });
    expect(count(lake, 'UploadPart')).toBe(parts);
    expect(textOf(await lake.store.get('a'))).toBe(content);
  });

  test('has at most ten thousand parts, so they grow with it', async () => {
    const lake = await openFakeS3Lake({
      fake: { least_part_bytes: 2 },
      store: { part_bytes: 1, parallel: 16 },
    });
    const file = path.join(lake.folder, 'large');
    await writeFile(file, Buffer.alloc(10_001, 7));
    await lake.store.putIfAbsent('a', { file });
    expect(count(lake, 'UploadPart')).toBe(5001);
    expect((await lake.store.head('a'))?.bytes).toBe(10_001);
  });

  test('is not sent again where the key is taken', async () => {
    const lake = await lakeOfParts();
    await lake.store.putIfAbsent('a', { file: lake.file });
    lake.fake.calls.length = 0;
    expect((await lake.store.putIfAbsent('a', { file: lake.file })).outcome).toBe('taken');
    expect(lake.fake.calls.map(({ operation }) => operation)).toEqual(['HeadObject']);
  });
});

describe('the completion of an upload', () => {
  test.each<[string, Record<number, Fault>]>([
    ['whose reply is lost', { 1: { kind: 'cut-after' } }],
    ['that is said to have failed', { 1: { kind: 'error-after' } }],
    [
      'that is answered with an error under status 200 and then done',
      {
        1: { kind: 'answer', status: 200, code: 'InternalError' },
        2: { kind: 'cut-after' },
      },
    ],
  ])('%s is recognised as our own', async (_, faults) => {
    const lake = await lakeOfParts();
    fail(lake, 'CompleteMultipartUpload', faults);
    const put = await lake.store.putIfAbsent('a', { file: lake.file });
    expect(put).toEqual({ outcome: 'stored', request_id: null, version_id: 'version-2' });
    expect(lake.bucket.versions('lake/a')).toHaveLength(1);
    expect(lake.bucket.uploads()).toEqual([]);
    expect(count(lake, 'CreateMultipartUpload')).toBe(1);
  });

  test('that is answered with an error under status 200 is tried again', async () => {
    const lake = await lakeOfParts();
    fail(lake, 'CompleteMultipartUpload', { 1: { kind: 'answer', status: 200, code: 'InternalError' } });
    const put = await lake.store.putIfAbsent('a', { file: lake.file });
    expect(put).toMatchObject({ outcome: 'stored', request_id: 'REQUEST00000007' });
  });

  test('finds the key taken by another and says so; nothing of the upload is left', async () => {
    const lake = await lakeOfParts();
    lake.fake.faults = ({ operation }) => {
      if (operation === 'CompleteMultipartUpload') {
        lake.bucket.put('lake/a', { body: Buffer.from('other'), attributes: {} }, true);
      }
      return null;
    };
    expect((await lake.store.putIfAbsent('a', { file: lake.file })).outcome).toBe('taken');
    expect(textOf(await lake.store.get('a'))).toBe('other');
    expect(lake.bucket.uploads()).toEqual([]);
  });

  test('that crosses another one begins a new upload', async () => {
    const lake = await lakeOfParts();
    fail(lake, 'CompleteMultipartUpload', { 1: CONFLICT, 2: CONFLICT });
    expect((await lake.store.putIfAbsent('a', { file: lake.file })).outcome).toBe('stored');
    expect(count(lake, 'CreateMultipartUpload')).toBe(3);
    expect(lake.bucket.uploads()).toEqual([]);
    expect(textOf(await lake.store.get('a'))).toBe(CONTENT);
  });

  test('of an upload that somebody aborted begins a new one', async () => {
    const lake = await lakeOfParts();
    let aborted = false;
    lake.fake.faults = ({ operation, key, query }) => {
      if (operation === 'CompleteMultipartUpload' && !aborted) {
        aborted = true;
        lake.bucket.abort(key, query.get('uploadId') ?? '');
      }
      return null;
    };
    expect((await lake.store.putIfAbsent('a', { file: lake.file })).outcome).toBe('stored');
    expect(count(lake, 'CreateMultipartUpload')).toBe(2);
  });
});

describe('an upload that cannot be finished', () => {
  test('is aborted, and the failure of the part is told', async () => {
    const lake = await lakeOfParts();
    fail(lake, 'UploadPart', { 2: { kind: 'answer', status: 403, code: 'AccessDenied' } });
    await expect(lake.store.putIfAbsent('a', { file: lake.file })).rejects.toMatchObject({
      code: 's3-access-denied',
    });
    expect(lake.bucket.uploads()).toEqual([]);
    expect(await lake.store.list('')).toEqual([]);
  });

  test('is left to the clean-up where the abort fails too, and the first failure is told', async () => {
    const lake = await lakeOfParts({ store: { limits: TWO_TRIES } });
    lake.fake.faults = ({ operation }) =>
      operation === 'UploadPart' || operation === 'AbortMultipartUpload' ? INTERNAL : null;
    await expect(lake.store.putIfAbsent('a', { file: lake.file })).rejects.toMatchObject({
      code: 's3-unavailable',
    });
    lake.fake.faults = () => null;
    const [left] = await lake.store.abandoned(2n ** 62n, 'remove');
    expect(left).toEqual({ name: 'a?uploadId=upload-1', bytes: 0 });
    expect(lake.bucket.uploads()).toEqual([]);
  });

  test('because its policy is refused is told as denied, and nothing was begun', async () => {
    const lake = await lakeOfParts({ store: { kms_key: 'another-key' } });
    await expect(lake.store.putIfAbsent('a', { file: lake.file })).rejects.toMatchObject({
      code: 's3-access-denied',
      data: { operation: 'CreateMultipartUpload' },
    });
    expect(lake.bucket.uploads()).toEqual([]);
  });

  test.each<[string, (file: string) => Promise<void>]>([
    ['grows', (file) => appendFile(file, 'klm')],
    ['shrinks', (file) => truncate(file, 5)],
    ['changes', (file) => writeFile(file, CONTENT.toUpperCase())],
  ])('because its file %s meanwhile stores no object of mixed bytes', async (_, change) => {
    const lake = await lakeOfParts({ store: { limits: TWO_TRIES, parallel: 1 } });
    lake.fake.faults = ({ operation }) => {
      if (operation !== 'CreateMultipartUpload') return null;
      return { kind: 'hold', until: change(lake.file) };
    };
    await expect(lake.store.putIfAbsent('a', { file: lake.file })).rejects.toMatchObject({
      code: 's3-unavailable',
      data: { answer: '400 BadDigest' },
    });
    expect(await lake.store.get('a')).toBeNull();
    expect(lake.bucket.uploads()).toEqual([]);
  });
});
