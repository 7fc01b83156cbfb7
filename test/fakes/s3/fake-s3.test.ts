import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FakeS3, type FakeS3Settings } from './fake-s3.js';
import { faultStorm } from './fault.js';
import type { S3Call } from './s3-call.js';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const A = { Bucket: 'b', Key: 'a' };

/** The fake and AWS's own client of it, which never repeats a call. */
async function started(settings: Partial<FakeS3Settings> = {}): Promise<{ fake: FakeS3; s3: S3Client }> {
  const fake = await FakeS3.start(settings);
  onTestFinished(() => fake.stop());
  fake.bucket('b');
  const s3 = new S3Client({
    endpoint: fake.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return { fake, s3 };
}

const put = (Body: string, more = {}): PutObjectCommand => new PutObjectCommand({ ...A, Body, ...more });
const statusOf = (sent: Promise<{ $metadata: { httpStatusCode?: number } }>): Promise<number | undefined> =>
  sent.then(
    (reply) => reply.$metadata.httpStatusCode,
    (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode,
  );
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261120/us-east-1/s3/aws4_request' };

describe('a conditional put', () => {
  test('of 32 racing writers by the client of AWS succeeds once, in each of 20 rounds', async () => {
    const { fake, s3 } = await started();
    for (let round = 0; round < 20; round += 1) {
      const Key = `k${round}`;
      const statuses = await Promise.all(
        Array.from({ length: 32 }, (_, writer) =>
          statusOf(s3.send(new PutObjectCommand({ Bucket: 'b', Key, Body: `${writer}`, IfNoneMatch: '*' }))),
        ),
      );
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 412)).toHaveLength(31);
      const winner = String(statuses.indexOf(200));
      expect(fake.bucket('b').current(Key)?.body?.toString()).toBe(winner);
      expect(fake.bucket('b').versions(Key)).toHaveLength(1);
    }
  });

  test('of 32 racing writers by plain HTTP succeeds once', async () => {
    const { fake } = await started();
    const statuses = await Promise.all(
      Array.from({ length: 32 }, async (_, writer) => {
        const headers = { ...SIGNED, 'if-none-match': '*' };
        const reply = await fetch(`${fake.endpoint}/b/a`, { method: 'PUT', body: `${writer}`, headers });
        return reply.status;
      }),
    );
    expect(statuses.sort()).toEqual([200, ...Array.from({ length: 31 }, () => 412)]);
  });

  test('succeeds again behind a delete marker, and one without condition adds a version', async () => {
    const { fake, s3 } = await started();
    expect(await statusOf(s3.send(put('1', { IfNoneMatch: '*' })))).toBe(200);
    expect(await statusOf(s3.send(put('2', { IfNoneMatch: '*' })))).toBe(412);
    expect(await statusOf(s3.send(new DeleteObjectCommand(A)))).toBe(204);
    expect(await statusOf(s3.send(new GetObjectCommand(A)))).toBe(404);
    expect(await statusOf(s3.send(put('3', { IfNoneMatch: '*' })))).toBe(200);
    expect(await statusOf(s3.send(put('4')))).toBe(200);
    const bodies = fake.bucket('b').versions('a');
    expect(bodies.map(({ body }) => body?.toString() ?? null)).toEqual(['1', null, '3', '4']);
  });
});

describe('an object', () => {
  test('comes back with its bytes, metadata, encryption and version; HEAD tells the same without the bytes', async () => {
    const { s3 } = await started();
    const sent = { Metadata: { who: 'me' }, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'k' } as const;
    const { VersionId } = await s3.send(put('body', sent));
    const told = { ...sent, VersionId, ContentLength: 4 };
    const got = await s3.send(new GetObjectCommand(A));
    expect(got).toMatchObject(told);
    expect(await got.Body?.transformToString()).toBe('body');
    expect(await s3.send(new HeadObjectCommand(A))).toMatchObject(told);
  });

  test('whose bytes do not have the checksum or hash that was sent is refused', async () => {
    const { fake, s3 } = await started();
    const wrong = Buffer.alloc(32).toString('base64');
    await expect(s3.send(put('x', { ChecksumSHA256: wrong }))).rejects.toMatchObject({ name: 'BadDigest' });
    const headers = { ...SIGNED, 'x-amz-content-sha256': '0'.repeat(64) };
    const reply = await fetch(`${fake.endpoint}/b/a`, { method: 'PUT', body: 'x', headers });
    expect([reply.status, await reply.text()]).toEqual([
      400,
      expect.stringContaining('<Code>XAmzContentSHA256Mismatch</Code>'),
    ]);
    expect(fake.bucket('b').keys()).toEqual([]);
  });

  test('that is not encrypted as the policy asks is refused', async () => {
    const { s3 } = await started({ required_kms_key: 'right' });
    expect(await statusOf(s3.send(put('x')))).toBe(403);
    const kms = { ServerSideEncryption: 'aws:kms' };
    expect(await statusOf(s3.send(put('x', kms)))).toBe(403);
    expect(await statusOf(s3.send(put('x', { ...kms, SSEKMSKeyId: 'wrong' })))).toBe(403);
    expect(await statusOf(s3.send(put('x', { ServerSideEncryption: 'AES256', SSEKMSKeyId: 'right' })))).toBe(
      403,
    );
    expect(await statusOf(s3.send(put('x', { ...kms, SSEKMSKeyId: 'right' })))).toBe(200);
    expect(await statusOf(s3.send(new CreateMultipartUploadCommand(A)))).toBe(403);
  });

  test('that a lock protects loses no version, but can be hidden', async () => {
    const { fake, s3 } = await started();
    const { VersionId } = await s3.send(put('x'));
    fake.bucket('b').locked.add('a');
    await expect(s3.send(new DeleteObjectCommand({ ...A, VersionId }))).rejects.toThrow('object lock');
    await s3.send(new DeleteObjectCommand(A));
    expect(await statusOf(s3.send(new HeadObjectCommand(A)))).toBe(404);
    fake.bucket('b').locked.clear();
    await s3.send(new DeleteObjectCommand({ ...A, VersionId }));
    expect(fake.bucket('b').versions('a')).toHaveLength(1);
  });
});

describe('an upload in parts', () => {
  type Uploading = {
    fake: FakeS3;
    s3: S3Client;
    UploadId: string;
    parts: { PartNumber: number; ETag?: string }[];
  };
  async function uploading(bodies: string[], settings: Partial<FakeS3Settings> = {}): Promise<Uploading> {
    const { fake, s3 } = await started({ least_part_bytes: 2, ...settings });
    const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand(A));
    const parts: Uploading['parts'] = [];
    for (const [index, Body] of bodies.entries()) {
      const PartNumber = index + 1;
      const { ETag = '', ChecksumSHA256 = '' } = await s3.send(
        new UploadPartCommand({ ...A, UploadId, PartNumber, Body, ChecksumAlgorithm: 'SHA256' }),
      );
      parts.push({ PartNumber, ETag, ...{ ChecksumSHA256 } });
    }
    return { fake, s3, UploadId, parts };
  }
  const complete = (
    { UploadId, parts }: Pick<Uploading, 'UploadId' | 'parts'>,
    more = {},
  ): CompleteMultipartUploadCommand =>
    new CompleteMultipartUploadCommand({ ...A, UploadId, MultipartUpload: { Parts: parts }, ...more });

  test('is invisible until it is completed, and then whole', async () => {
    const upload = await uploading(['ab', 'cd', 'e']);
    expect(await statusOf(upload.s3.send(new HeadObjectCommand(A)))).toBe(404);
    const { ChecksumSHA256 } = await upload.s3.send(complete(upload));
    expect(ChecksumSHA256).toMatch(/-3$/);
    const got = await upload.s3.send(new GetObjectCommand(A));
    expect(await got.Body?.transformToString()).toBe('abcde');
    expect(await statusOf(upload.s3.send(complete(upload)))).toBe(404);
  });

  test('is completed under the same condition as a put; where it fails the upload stays', async () => {
    const upload = await uploading(['ab']);
    await upload.s3.send(put('other'));
    expect(await statusOf(upload.s3.send(complete(upload, { IfNoneMatch: '*' })))).toBe(412);
    expect(upload.fake.bucket('b').uploads()).toHaveLength(1);
    expect(upload.fake.bucket('b').versions('a')).toHaveLength(1);
    expect(await statusOf(upload.s3.send(complete(upload)))).toBe(200);
  });

  test('of 32 racing completions ends in one object', async () => {
    const { fake, s3 } = await started();
    const uploads = await Promise.all(
      Array.from({ length: 32 }, async (_, writer) => {
        const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand(A));
        const part = {
          ...A,
          UploadId,
          PartNumber: 1,
          Body: `${writer}`,
          ChecksumAlgorithm: 'SHA256',
        } as const;
        const { ETag = '', ChecksumSHA256 = '' } = await s3.send(new UploadPartCommand(part));
        return { UploadId, parts: [{ PartNumber: 1, ETag, ChecksumSHA256 }] };
      }),
    );
    const statuses = await Promise.all(
      uploads.map((upload) => statusOf(s3.send(complete(upload, { IfNoneMatch: '*' })))),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(fake.bucket('b').current('a')?.body?.toString()).toBe(String(statuses.indexOf(200)));
  });

  test('with a part that is too small, unknown, changed or out of order is refused', async () => {
    const small = await uploading(['a', 'bc']);
    await expect(small.s3.send(complete(small))).rejects.toMatchObject({ name: 'EntityTooSmall' });
    const upload = await uploading(['ab', 'cd']);
    const [one = { PartNumber: 1 }, two = { PartNumber: 2 }] = upload.parts;
    const refusal = async (parts: Uploading['parts']): Promise<string> =>
      upload.s3.send(complete({ ...upload, parts })).then(
        () => 'done',
        ({ name }: Error) => name,
      );
    expect(await refusal([one, { ...two, PartNumber: 3 }])).toBe('InvalidPart');
    expect(await refusal([one, { ...two, ETag: '"other"' }])).toBe('InvalidPart');
    expect(await refusal([two, one])).toBe('InvalidPartOrder');
    expect(await refusal([])).toBe('MalformedXML');
    expect(await refusal([one, two])).toBe('done');
  });
});

describe('lists', () => {
  test('come page by page, in the order of keys, from a key or a token on', async () => {
    const { fake, s3 } = await started({ page_size: 2 });
    for (const Key of ['p/c', 'p/a', 'p/b', 'q', 'p/é']) {
      fake.bucket('b').put(Key, { body: Buffer.from(Key), attributes: {} }, false);
    }
    const list = { Bucket: 'b', Prefix: 'p/' };
    const first = await s3.send(new ListObjectsV2Command(list));
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 2 });
    expect(first.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
      ['p/a', 3],
      ['p/b', 3],
    ]);
    const rest = await s3.send(
      new ListObjectsV2Command({ ...list, ContinuationToken: first.NextContinuationToken }),
    );
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(['p/c', 'p/é']);
    expect(rest.IsTruncated).toBe(false);
    const after = await s3.send(new ListObjectsV2Command({ ...list, StartAfter: 'p/b', MaxKeys: 1 }));
    expect(after.Contents?.map(({ Key }) => Key)).toEqual(['p/c']);
  });

  test('of uploads and parts come page by page', async () => {
    const { fake, s3 } = await started({ page_size: 2 });
    const bucket = fake.bucket('b');
    const [, second] = ['a', 'b', 'b'].map((key) => bucket.begin(key, {}));
    for (const part of [1, 2, 3]) second?.parts.set(part, { body: Buffer.alloc(part), etag: '', sha256: '' });
    const uploads = await s3.send(new ListMultipartUploadsCommand({ Bucket: 'b' }));
    expect(uploads.Uploads?.map(({ UploadId }) => UploadId)).toEqual(['upload-1', 'upload-2']);
    const more = await s3.send(
      new ListMultipartUploadsCommand({
        Bucket: 'b',
        KeyMarker: uploads.NextKeyMarker,
        UploadIdMarker: uploads.NextUploadIdMarker,
      }),
    );
    expect(more.Uploads?.map(({ UploadId }) => UploadId)).toEqual(['upload-3']);
    const ofSecond = { Bucket: 'b', Key: 'b', UploadId: 'upload-2' };
    const parts = await s3.send(new ListPartsCommand(ofSecond));
    expect(parts.Parts?.map(({ Size }) => Size)).toEqual([1, 2]);
    const left = await s3.send(
      new ListPartsCommand({ ...ofSecond, PartNumberMarker: parts.NextPartNumberMarker }),
    );
    expect(left.Parts?.map(({ Size }) => Size)).toEqual([3]);
  });
});

describe('what goes wrong by plan', () => {
  const stored = (fake: FakeS3): number => fake.bucket('b').versions('a').length;

  test('an answer or a connection cut before leaves nothing, one cut after leaves all', async () => {
    const { fake, s3 } = await started();
    fake.faults = () => ({ kind: 'answer', status: 503, code: 'SlowDown' });
    await expect(s3.send(put('x'))).rejects.toMatchObject({ name: 'SlowDown' });
    fake.faults = () => ({ kind: 'cut-before' });
    await expect(s3.send(put('x'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(stored(fake)).toBe(0);
    fake.faults = () => ({ kind: 'cut-after' });
    await expect(s3.send(put('x'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(stored(fake)).toBe(1);
    fake.faults = () => ({ kind: 'error-after' });
    await expect(s3.send(put('x'))).rejects.toMatchObject({ name: 'InternalError' });
    expect(stored(fake)).toBe(2);
  });

  test('a reply that is held has its effect and comes when it is let go', async () => {
    const { fake, s3 } = await started();
    let release: (value: unknown) => void = () => undefined;
    const until = new Promise((resolve) => {
      release = resolve;
    });
    const held = new Promise<void>((arrived) => {
      fake.faults = () => {
        fake.faults = () => null;
        setImmediate(arrived);
        return { kind: 'hold', until };
      };
    });
    let answered = false;
    const sent = s3.send(put('x')).then(() => {
      answered = true;
    });
    await held;
    while (stored(fake) === 0) await new Promise((turn) => setImmediate(turn));
    expect(await statusOf(s3.send(new HeadObjectCommand(A)))).toBe(200);
    expect(answered).toBe(false);
    release(null);
    await sent;
  });

  test('a body is cut in half or changed in one bit', async () => {
    const { fake, s3 } = await started();
    await s3.send(put('abcdefgh'));
    fake.faults = () => ({ kind: 'damage' });
    const damaged = await (await fetch(`${fake.endpoint}/b/a`, { headers: SIGNED })).text();
    expect(damaged).toBe('`bcdefgh');
    fake.faults = () => ({ kind: 'truncate' });
    const cut = await fetch(`${fake.endpoint}/b/a`, { headers: SIGNED });
    expect(cut.headers.get('content-length')).toBe('8');
    await expect(cut.text()).rejects.toThrow('terminated');
  });

  test('a storm fails its share of the calls, the same ones in the same way for the same seed', () => {
    const call = (number: number): S3Call => ({
      number,
      operation: 'PutObject',
      bucket: 'b',
      key: 'a',
      query: new URLSearchParams(),
      headers: { 'if-none-match': '*' },
    });
    const kinds = (seed: number): string[] => {
      const plan = faultStorm({ seed, share: 0.05 });
      return Array.from({ length: 10_000 }, (_, number) => {
        const fault = plan(call(number));
        if (fault === null) return '';
        return fault.kind === 'answer' ? fault.code : fault.kind;
      });
    };
    const failed = kinds(7).filter((kind) => kind !== '');
    expect(failed.length).toBeGreaterThan(400);
    expect(failed.length).toBeLessThan(600);
    expect(new Set(failed).size).toBe(9);
    expect(kinds(7)).toEqual(kinds(7));
    expect(kinds(8)).not.toEqual(kinds(7));
  });
});

describe('what it does not know it refuses', () => {
  test.each([
    ['an unsigned call', {}, 'GET', '/b/a', 403, 'AccessDenied'],
    [
      'another access key',
      { authorization: 'Credential=x/1/us-east-1/s3/y' },
      'GET',
      '/b/a',
      403,
      'InvalidAccessKeyId',
    ],
    [
      'another region',
      { authorization: 'Credential=test/1/eu-west-1/s3/y' },
      'GET',
      '/b/a',
      400,
      'AuthorizationHeaderMalformed',
    ],
    ['another bucket', SIGNED, 'GET', '/c/a', 404, 'NoSuchBucket'],
    ['another key', SIGNED, 'GET', '/b/a', 404, 'NoSuchKey'],
    ['another upload', SIGNED, 'DELETE', '/b/a?uploadId=x', 404, 'NoSuchUpload'],
    ['another condition', { ...SIGNED, 'if-none-match': '"etag"' }, 'PUT', '/b/a', 501, 'NotImplemented'],
    [
      'chunked signatures',
      { ...SIGNED, 'content-encoding': 'aws-chunked' },
      'PUT',
      '/b/a',
      501,
      'NotImplemented',
    ],
    ['other operations', SIGNED, 'GET', '/b', 501, 'NotImplemented'],
    ['other methods', SIGNED, 'POST', '/b/a', 501, 'NotImplemented'],
  ])('%s', async (_, headers, method, path, status, code) => {
    const { fake } = await started();
    const reply = await fetch(`${fake.endpoint}${path}`, { method, headers });
    expect([reply.status, /<Code>(.*)<\/Code>/.exec(await reply.text())?.[1]]).toEqual([status, code]);
    expect(reply.headers.get('x-amz-request-id')).toMatch(/^REQUEST[0-9]{8}$/);
  });
});
