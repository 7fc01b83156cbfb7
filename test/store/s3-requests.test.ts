import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { ObjectRemover, ObjectStore } from '../../src/store/object-store.js';
import { openS3Store } from '../../src/store/s3-store.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { standingMeans } from '../fakes/s3/open-fake-s3-lake.js';
import { bytes } from './object-store-contract.js';

const s3 = mockClient(S3Client);
beforeEach(() => s3.reset());
afterEach(() => s3.reset());
afterAll(() => s3.restore());

const KEY = 'arn:aws:kms:eu-west-1:111122223333:alias/lake';
const ENCRYPTION = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KEY, BucketKeyEnabled: true };
const ADDRESS = { Bucket: 'acme', Key: 'lake/a' };

async function store(): Promise<ObjectStore & ObjectRemover> {
  return openS3Store(
    {
      location: { bucket: 'acme', prefix: 'lake' },
      kms_key: KEY,
      cache: path.join(await temporaryFolder(), 'cache'),
      region: 'eu-west-1',
      part_bytes: 4,
    },
    { ...standingMeans([]), new_token: () => 'token-1' },
  );
}

/** The input of the only call of a command. */
function only(command: Parameters<typeof s3.commandCalls>[0]): unknown {
  const calls = s3.commandCalls(command);
  expect(calls).toHaveLength(1);
  return calls[0]?.args[0].input;
}

test('a put carries length, checksum, condition, key, token and hash, and nothing else', async () => {
  s3.on(PutObjectCommand).resolves({ VersionId: 'v1', $metadata: { requestId: 'R1' } });
  const put = await (await store()).putIfAbsent('a', bytes('x'));
  expect(put).toEqual({ outcome: 'stored', request_id: 'R1', version_id: 'v1' });
  expect(only(PutObjectCommand)).toEqual({
    ...ADDRESS,
    ...ENCRYPTION,
    Body: Buffer.from('x'),
    ContentLength: 1,
    ChecksumSHA256: 'LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=',
    IfNoneMatch: '*',
    Metadata: {
      'tapewarden-put': 'token-1',
      'tapewarden-sha256': '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
    },
  });
});

test('an upload is begun, sent and completed with the same, the condition at its end', async () => {
  const notFound = Object.assign(new Error('NotFound'), { $metadata: { httpStatusCode: 404 } });
  s3.on(HeadObjectCommand).rejects(notFound);
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u1' });
  s3.on(UploadPartCommand).resolves({ ETag: '"e"' });
  s3.on(CompleteMultipartUploadCommand).resolves({ VersionId: 'v2', $metadata: { requestId: 'R2' } });
  const file = path.join(await temporaryFolder(), 'large');
  await writeFile(file, 'abcdef');
  const put = await (await store()).putIfAbsent('a', { file });
  expect(put).toEqual({ outcome: 'stored', request_id: 'R2', version_id: 'v2' });
  expect(only(CreateMultipartUploadCommand)).toEqual({
    ...ADDRESS,
    ...ENCRYPTION,
    ChecksumAlgorithm: 'SHA256',
    Metadata: {
      'tapewarden-put': 'token-1',
      'tapewarden-sha256': 'bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721',
    },
  });
  const sums = [
    'iNQmb9TmM40TuEX88olXnSCciXgjuSF9o+Fhk28DFYk=',
    'TKZprDcT0fSuoH2ujcwNHJhn0n6oKjuk5hWKQiBvlZs=',
  ];
  expect(s3.commandCalls(UploadPartCommand).map(({ args }) => args[0].input)).toEqual(
    ['abcd', 'ef'].map((part, index) => ({
      ...ADDRESS,
      UploadId: 'u1',
      PartNumber: index + 1,
      Body: Buffer.from(part),
      ContentLength: part.length,
      ChecksumSHA256: sums[index],
    })),
  );
  expect(only(CompleteMultipartUploadCommand)).toEqual({
    ...ADDRESS,
    UploadId: 'u1',
    IfNoneMatch: '*',
    MultipartUpload: {
      Parts: [1, 2].map((PartNumber, index) => ({ PartNumber, ETag: '"e"', ChecksumSHA256: sums[index] })),
    },
  });
});

test('a get, a list behind a key and a removal name the object and no more', async () => {
  s3.on(GetObjectCommand).rejects(
    Object.assign(new Error('x'), { name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } }),
  );
  s3.on(ListObjectsV2Command).resolves({});
  s3.on(HeadObjectCommand).resolves({ VersionId: 'v3' });
  s3.on(DeleteObjectCommand).resolves({});
  const opened = await store();
  expect(await opened.get('a')).toBeNull();
  expect(await opened.list('m/', 'm/1')).toEqual([]);
  await opened.remove('a');
  expect(only(GetObjectCommand)).toEqual(ADDRESS);
  expect(only(ListObjectsV2Command)).toEqual({ Bucket: 'acme', Prefix: 'lake/m/', StartAfter: 'lake/m/1' });
  expect(only(DeleteObjectCommand)).toEqual({ ...ADDRESS, VersionId: 'v3' });
});
