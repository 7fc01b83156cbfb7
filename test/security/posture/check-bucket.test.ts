import { describe, expect, test } from 'vitest';
import { checkBucket, controlsOfBucket } from '../../../src/security/posture/check-bucket.js';
import { openBucketSettings } from '../../../src/security/posture/open-bucket-settings.js';
import { refuseUnsafeBucket } from '../../../src/security/posture/refuse-unsafe-bucket.js';
import { type Denial, FAKE_ENDPOINT } from '../../fakes/s3/fake-bucket-settings.js';
import { TEST_KEY } from '../../fakes/s3/open-fake-s3-lake.js';
import {
  ACCOUNT,
  beside,
  type Change,
  check,
  failing,
  judged,
  opened,
  with_,
  without,
} from './judged-bucket.js';

const objects = ({ Resource }: Denial): Partial<Denial> => ({ Resource: Resource.slice(1) });
const bucketAlone = ({ Resource }: Denial): Partial<Denial> => ({ Resource: Resource.slice(0, 1) });
const SSE = 's3:x-amz-server-side-encryption';
const off = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

test('a bucket as it should be passes every control, and a control says what was seen', async () => {
  const results = await check();
  expect(failing(results)).toEqual([]);
  expect(results.map(({ id, evidence }) => [id, evidence])).toContainEqual([
    's3-tls-only',
    ['8 requests that should be denied are'],
  ]);
});

describe('each mistake fails the control that it breaks, and no other', () => {
  const broken: [string, Change, string[]][] = [
    ['no default encryption', { encryption: null }, ['s3-default-key']],
    ['SSE-S3 by default', { encryption: { algorithm: 'AES256', kms_key: null } }, ['s3-default-key']],
    ['the key of AWS', { encryption: { algorithm: 'aws:kms', kms_key: null } }, ['s3-default-key']],
    ['another key', { encryption: { algorithm: 'aws:kms', kms_key: `${TEST_KEY}2` } }, ['s3-default-key']],
    ['no versions', { versioning: null }, ['s3-versioned']],
    ['suspended versions', { versioning: 'Suspended' }, ['s3-versioned']],
    ['no block of public access', { public_access: null }, ['s3-public-blocked']],
    ...Object.keys(off).map((name): [string, Change, string[]] => [
      `without ${name}`,
      { public_access: { ...off, [name]: false } },
      ['s3-public-blocked'],
    ]),
    [
      'no policy',
      { policy: null },
      [
        ...['s3-tls-only', 's3-vpc-endpoint-only', 's3-right-key-only', 's3-own-account-only'],
        ...['s3-history-kept', 's3-current-tls', 's3-no-confused-deputy'],
      ],
    ],
    ['no denial of plain HTTP', without('TlsOnly'), ['s3-tls-only']],
    ['TLS for objects alone', with_('TlsOnly', objects), ['s3-tls-only']],
    ['TLS for the bucket alone', with_('TlsOnly', bucketAlone), ['s3-tls-only']],
    ['TLS for reads alone', with_('TlsOnly', () => ({ Action: 's3:GetObject' })), ['s3-tls-only']],
    ['TLS for one role', with_('TlsOnly', () => ({ Principal: `${ACCOUNT}/x` })), ['s3-tls-only']],
    [
      'TLS and another condition, ANDed',
      with_('TlsOnly', ({ Condition }) => ({
        Condition: { ...Condition, StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      })),
      ['s3-tls-only'],
    ],
    [
      'the TLS condition the other way round',
      with_('TlsOnly', () => ({ Condition: { Null: { 'aws:SecureTransport': 'true' } } })),
      ['s3-tls-only'],
    ],
    [
      'an allowance instead of a denial',
      with_('TlsOnly', () => ({ Effect: 'Allow' })),
      ['s3-tls-only', 's3-own-account-only'],
    ],
    ['no denial outside the endpoint', without('EndpointOnly'), ['s3-vpc-endpoint-only']],
    ['endpoint for objects alone', with_('EndpointOnly', objects), ['s3-vpc-endpoint-only']],
    [
      'endpoint and network in one operator, ANDed',
      with_('EndpointOnly', ({ Condition }) => ({
        Condition: {
          ...Condition,
          StringNotEqualsIfExists: { 'aws:SourceVpce': FAKE_ENDPOINT, 'aws:SourceVpc': 'vpc-1' },
        },
      })),
      ['s3-vpc-endpoint-only'],
    ],
    [
      'any endpoint',
      with_('EndpointOnly', ({ Condition: { StringNotEqualsIfExists: _, ...rest } }) => ({
        Condition: { ...rest, StringNotLikeIfExists: { 'aws:SourceVpce': 'vpce-*' } },
      })),
      ['s3-vpc-endpoint-only'],
    ],
    [
      'a positive operator',
      with_('EndpointOnly', ({ Condition: { StringNotEqualsIfExists: _, ...rest } }) => ({
        Condition: { ...rest, StringEquals: { 'aws:SourceVpce': FAKE_ENDPOINT } },
      })),
      ['s3-vpc-endpoint-only'],
    ],
    [
      'an operator that wants the key',
      with_('EndpointOnly', ({ Condition: { StringNotEqualsIfExists: _, ...rest } }) => ({
        Condition: { ...rest, 'ForAnyValue:StringNotEquals': { 'aws:SourceVpce': FAKE_ENDPOINT } },
      })),
      ['s3-vpc-endpoint-only'],
    ],
    [
      'services the other way round',
      with_('EndpointOnly', ({ Condition }) => ({
        Condition: { ...Condition, BoolIfExists: { 'aws:PrincipalIsAWSService': 'true' } },
      })),
      ['s3-vpc-endpoint-only'],
    ],
    [
      'an exception for every role',
      with_('EndpointOnly', ({ Condition }) => ({
        Condition: { ...Condition, ArnNotLike: { 'aws:PrincipalArn': `${ACCOUNT}/*` } },
      })),
      ['s3-vpc-endpoint-only'],
    ],
    [
      'an exception for a writer',
      with_('EndpointOnly', ({ Condition }) => ({
        Condition: { ...Condition, ArnNotLike: { 'aws:PrincipalArn': `${ACCOUNT}/writer` } },
      })),
      ['s3-vpc-endpoint-only'],
    ],
    ['no denial of other encryption', without('KmsOnly'), ['s3-right-key-only']],
    ['no denial of other keys', without('OurKeyOnly'), ['s3-right-key-only']],
    [
      'algorithm and key in one operator, ANDed',
      (statements) => [
        ...statements.filter(({ Sid }) => Sid !== 'OurKeyOnly' && Sid !== 'KmsOnly'),
        {
          ...statements.find(({ Sid }) => Sid === 'KmsOnly'),
          Condition: {
            StringNotEquals: { [SSE]: 'aws:kms', [`${SSE}-aws-kms-key-id`]: TEST_KEY },
          },
        },
      ],
      ['s3-right-key-only'],
    ],
    [
      "customers' keys the other way round",
      with_('NoCustomerKey', () => ({ Condition: { Null: { [`${SSE}-customer-algorithm`]: 'true' } } })),
      ['s3-right-key-only'],
    ],
    [
      'versions may be removed',
      with_('HistoryKept', ({ Action }) => ({
        Action: [Action].flat().filter((action) => action !== 's3:DeleteObjectVersion'),
      })),
      ['s3-history-kept'],
    ],
    [
      'everybody may read',
      beside({ Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${judged.bucket}/*` }),
      ['s3-own-account-only'],
    ],
    [
      'another account may list',
      beside({
        Principal: { AWS: '999999999999' },
        Action: 's3:List*',
        Resource: `arn:aws:s3:::${judged.bucket}`,
      }),
      ['s3-own-account-only'],
    ],
    ['governance', { object_lock: { mode: 'GOVERNANCE', days: 2192 } }, ['s3-object-locked']],
    ['a day short', { object_lock: { mode: 'COMPLIANCE', days: 2191 } }, ['s3-object-locked']],
    ['no lock', { object_lock: null }, ['s3-object-locked']],
    ['ACLs', { ownership: 'ObjectWriter' }, ['s3-owner-enforced']],
  ];

  test('there are more than thirty', () => expect(broken.length).toBeGreaterThan(30));
  test.each(broken)('%s', async (_name, change, controls) => {
    expect(failing(await check(change))).toEqual(controls.map((id) => `${id} fail`));
  });
});

describe('a denial of the way does not hide that TLS is not asked for', () => {
  const byNetwork = { StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } };
  const open = (statements: Denial[]) => statements.filter(({ Sid }) => Sid !== 'TlsOnly');
  test.each<[string, Change, string[]]>([
    ['endpoints that the project does not name', open, ['s3-tls-only fail']],
    [
      'a network',
      (statements) =>
        open(statements).map((one) =>
          one.Sid === 'EndpointOnly' ? { ...one, Condition: { ...one.Condition, ...byNetwork } } : one,
        ),
      ['s3-tls-only fail'],
    ],
  ])('the way being %s', async (_name, change, controls) => {
    expect(failing(await check(change, { ...judged, vpc_endpoints: [] }))).toEqual(controls);
  });
});

test('evidence names the request that is let in', async () => {
  const results = await check(
    with_('TlsOnly', () => ({ Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'] })),
  );
  expect(results.find(({ id }) => id === 's3-tls-only')?.evidence).toEqual([
    `s3:DeleteObject by ${ACCOUNT}/writer without TLS is not denied`,
    `s3:DeleteObject by ${ACCOUNT}/tapewarden-posture-probe without TLS is not denied`,
  ]);
});

test('a key may be named by its id on one side and by its ARN on the other, an alias on both alone', async () => {
  const id = TEST_KEY.slice(TEST_KEY.indexOf('/') + 1);
  expect(failing(await check({ encryption: { algorithm: 'aws:kms', kms_key: id } }))).toEqual([]);
  const alias = { encryption: { algorithm: 'aws:kms', kms_key: 'alias/lake' } };
  expect(failing(await check(alias))).toEqual(['s3-default-key fail']);
  expect(failing(await check(alias, { ...judged, kms_key: 'alias/lake' }))).toEqual([]);
});

describe('what cannot be read or judged is unknown', () => {
  test.each([
    ['GetBucketEncryption', 's3:GetEncryptionConfiguration', 1],
    ['GetBucketVersioning', 's3:GetBucketVersioning', 1],
    ['GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock', 1],
    ['GetBucketPolicy', 's3:GetBucketPolicy', 7],
    ['GetObjectLockConfiguration', 's3:GetBucketObjectLockConfiguration', 1],
    ['GetBucketOwnershipControls', 's3:GetBucketOwnershipControls', 1],
  ])('without the permission of %s, which is named', async (operation, permission, controls) => {
    const { fake, session } = await opened();
    fake.faults = (call) =>
      call.operation === operation ? { kind: 'answer', status: 403, code: 'AccessDenied' } : null;
    const results = await checkBucket(
      openBucketSettings(session),
      judged,
      controlsOfBucket({ kind: 'other', locked: true }),
    );
    const unknown = results.flatMap((one) => (one.verdict === 'unknown' ? [one] : []));
    expect(unknown.map(({ missing_permission }) => missing_permission)).toEqual(
      Array(controls).fill(permission),
    );
    expect(failing(results)).toHaveLength(controls);
    expect(fake.calls.filter((call) => call.operation === operation)).toHaveLength(1);
  });

  test('a condition whose operator is not known', async () => {
    const results = await check(
      with_('HistoryKept', () => ({ Condition: { BinaryEquals: { 'aws:x': 'AA==' } } })),
    );
    const [found] = results.filter(({ id }) => id === 's3-history-kept');
    expect(found).toMatchObject({
      verdict: 'unknown',
      evidence: ['condition operator BinaryEquals: not known to the evaluator'],
      missing_permission: null,
    });
  });
});

describe('before the first write', () => {
  test('a sound bucket is written to, whatever its lock and owner', async () => {
    const { session } = await opened({ object_lock: null, ownership: null });
    await expect(refuseUnsafeBucket(openBucketSettings(session), judged)).resolves.toBeUndefined();
  });

  test('one whose settings cannot be read is refused with the permission that is missing', async () => {
    const { fake, session } = await opened();
    fake.faults = (call) =>
      call.operation === 'GetBucketVersioning' ? { kind: 'answer', status: 403, code: 'AccessDenied' } : null;
    await expect(refuseUnsafeBucket(openBucketSettings(session), judged)).rejects.toMatchObject({
      code: 's3-bucket-unsafe',
      data: {
        broken: [
          {
            control: 's3-versioned',
            evidence: 'versioning cannot be read: AccessDenied',
            next: 'allow s3:GetBucketVersioning to this role',
          },
        ],
      },
    });
  });

  test('a network that fails is that failure, and says nothing of the bucket', async () => {
    const { fake, session } = await opened();
    fake.faults = () => ({ kind: 'answer', status: 503, code: 'ServiceUnavailable' });
    await expect(refuseUnsafeBucket(openBucketSettings(session), judged)).rejects.toMatchObject({
      code: 's3-unavailable',
    });
  });
});

describe('the bucket of the lake besides', () => {
  const besides = async (change: Change): Promise<string[]> => {
    const { session } = await opened(change);
    return failing(
      await checkBucket(
        openBucketSettings(session),
        judged,
        controlsOfBucket({ kind: 'lake', locked: true }),
      ),
    );
  };
  const service = (more: object): Change =>
    beside({
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${judged.bucket}/AWSLogs/111122223333/*`,
      ...more,
    });

  test.each<[string, Change, string[]]>([
    ['ends uploads after 30 days', { abandoned_uploads: { prefix: '', days: 30 } }, []],
    [
      'ends uploads after 31 days',
      { abandoned_uploads: { prefix: '', days: 31 } },
      ['s3-uploads-ended fail'],
    ],
    ['never ends uploads', { abandoned_uploads: null }, ['s3-uploads-ended fail']],
    ['logs accesses in itself', { access_log: judged.bucket }, ['s3-access-logged fail']],
    ['lets a service in for anybody', service({}), ['s3-no-confused-deputy fail']],
    [
      'lets a service in for our account',
      service({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
      [],
    ],
    [
      'lets a service in for our trail',
      service({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111122223333:trail/*' } } }),
      [],
    ],
    [
      'lets TLS 1.0 in',
      with_('CurrentTls', () => ({ Condition: { NumericLessThan: { 's3:TlsVersion': '1.0' } } })),
      ['s3-current-tls fail'],
    ],
    [
      'refuses parts of uploads as well',
      with_('WrittenOnce', ({ Condition: { Null } }) => ({ Condition: { Null: Null ?? {} } })),
      [],
    ],
    ['is written over', without('WrittenOnce'), ['s3-written-once fail']],
  ])('that %s', async (_, change, expected) => {
    expect(await besides(change)).toEqual(expected);
  });
});
