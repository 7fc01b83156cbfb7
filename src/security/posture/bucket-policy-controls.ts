import { valuesOf } from '../policy/policy-document.js';
import { type JudgedBucket, ofBucket } from './bucket-control.js';
import { orderlyContexts, type Probe, probesOf, type Way, waysWith } from './bucket-probes.js';
import { judgeProbes } from './judge-probes.js';

const READ_AND_WRITE = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'] as const;
const OTHER_KEY = 'arn:aws:kms:us-east-1:999999999999:key/00000000-0000-0000-0000-000000000000';
const THROUGH_ENDPOINT: Way = { how: 'through the endpoint', context: {} };
const WITHOUT_TLS: Way = { how: 'without TLS', context: { 'aws:SecureTransport': 'false' } };
const SSE = 's3:x-amz-server-side-encryption';

/** The policy refuses what is not TLS, to everyone. */
export const tlsOnly = ofBucket(
  'policy',
  (policy, bucket) =>
    judgeProbes(policy, probesOf(bucket, READ_AND_WRITE, waysWith(bucket, policy, [WITHOUT_TLS])), 'denied'),
  {
    id: 's3-tls-only',
    title: 'The bucket answers over TLS alone',
    nist_800_53: ['SC-8(1)'],
    sec_17a_4: null,
    attacker_gains: 'records and signatures, read or changed on the way',
    fix: 'deny s3:* on the bucket and its objects where aws:SecureTransport is false, in a statement of its own',
  },
);

/** The policy refuses what does not come through an endpoint. */
export const endpointOnly = ofBucket(
  'policy',
  (policy, bucket) => {
    const {
      'aws:SourceVpce': _,
      'aws:SourceVpc': __,
      ...internet
    } = orderlyContexts(bucket, policy)[0] as Record<'aws:SourceVpce' | 'aws:SourceVpc', string>;
    const elsewhere = { ...internet, 'aws:SourceVpce': 'vpce-0ffffffffffffffff' };
    // Where endpoints are named, another one is not let in by standing in the same network: it has a policy of its own.
    const networks = bucket.vpc_endpoints.length === 0 ? [] : valuesOf(policy, 'aws:SourceVpc');
    return judgeProbes(
      policy,
      probesOf(bucket, READ_AND_WRITE, [
        { how: 'from the internet', context: { ...internet, 'aws:SourceIp': '203.0.113.9' } },
        { how: 'through another endpoint', context: elsewhere },
        ...networks.map((vpc) => ({
          how: `through another endpoint of ${vpc}`,
          context: { ...elsewhere, 'aws:SourceVpc': vpc },
        })),
      ]),
      'denied',
    );
  },
  {
    id: 's3-vpc-endpoint-only',
    title: 'The bucket answers through its VPC endpoints alone',
    nist_800_53: ['AC-4', 'SC-7'],
    sec_17a_4: null,
    attacker_gains: 'the lake from anywhere, with stolen credentials',
    fix: 'deny s3:* on the bucket and its objects where aws:SourceVpce is none of the endpoints (StringNotEqualsIfExists), but for services of AWS and the role for emergencies',
  },
);

/** The policy refuses puts under another key. */
export const rightKeyOnly = ofBucket(
  'policy',
  (policy, bucket) => {
    const ways = waysWith(bucket, policy, [
      { how: 'under another key', context: { [SSE]: 'aws:kms', [`${SSE}-aws-kms-key-id`]: OTHER_KEY } },
      { how: 'with SSE-S3', context: { [SSE]: 'AES256' } },
      { how: "with the customer's own key", context: { [`${SSE}-customer-algorithm`]: 'AES256' } },
    ]);
    const probes = probesOf(bucket, ['s3:PutObject'], ways);
    return judgeProbes(policy, probes, 'denied');
  },
  {
    id: 's3-right-key-only',
    title: 'No put can name another key or another encryption',
    nist_800_53: ['SC-12', 'SC-28(1)'],
    sec_17a_4: null,
    attacker_gains: 'records under a key of their own, which they then disable',
    fix: 'deny s3:PutObject where the algorithm is not aws:kms, in another statement where the key is not that of the project, in a third where a customer key is given',
  },
);

/** The policy lets no other account in. */
export const ownAccountOnly = ofBucket(
  'policy',
  (policy, bucket) => {
    const outside = {
      kind: 'identity',
      arn: 'arn:aws:iam::999999999999:role/other',
      account: '999999999999',
    } as const;
    const ways = waysWith(bucket, policy, [THROUGH_ENDPOINT, WITHOUT_TLS]);
    const probes = [outside, { kind: 'anonymous' } as const].flatMap((by) =>
      probesOf({ ...bucket, roles: [] }, READ_AND_WRITE, ways).map(
        (probe): Probe => ({ ...probe, request: { ...probe.request, by } }),
      ),
    );
    return judgeProbes(policy, probes, 'refused');
  },
  {
    id: 's3-own-account-only',
    title: 'Neither other accounts nor unsigned calls are let in',
    nist_800_53: ['AC-3', 'AC-21'],
    sec_17a_4: null,
    attacker_gains: 'the lake, with an account of their own',
    fix: 'take out statements that allow *, or condition them on aws:PrincipalOrgID or aws:SourceAccount',
  },
);

/** The policy refuses those who use the lake to undo its history. */
export const historyKept = ofBucket(
  'policy',
  (policy, bucket) => {
    const ways = waysWith(bucket, policy, [THROUGH_ENDPOINT]);
    const settings = [
      's3:BypassGovernanceRetention',
      's3:PutBucketPolicy',
      's3:DeleteBucketPolicy',
      's3:PutLifecycleConfiguration',
    ];
    const removal = probesOf(withoutRemovers(bucket), ['s3:DeleteObjectVersion'], ways);
    return judgeProbes(policy, [...removal, ...probesOf(bucket, settings, ways)], 'denied');
  },
  {
    id: 's3-history-kept',
    title: 'Who uses the lake cannot remove versions, shorten retention or change the policy',
    nist_800_53: ['AU-9', 'AC-6(5)'],
    sec_17a_4: '(f)(2)(i)(A)',
    attacker_gains: 'a lake without its history, with the role of any job',
    fix: 'deny these actions to all but the role that administers the bucket',
  },
);

/** Nobody but those who are named for it removes anything, a marker included. */
export const removalReserved = ofBucket(
  'policy',
  (policy, bucket) => {
    const ways = waysWith(bucket, policy, [THROUGH_ENDPOINT]);
    const actions = ['s3:DeleteObject', 's3:DeleteObjectVersion'];
    return judgeProbes(policy, probesOf(withoutRemovers(bucket), actions, ways), 'denied');
  },
  {
    id: 's3-removal-reserved',
    title: 'What is not locked is removed by roles that are named for it alone, on the record of the trail',
    nist_800_53: ['AU-9', 'AC-6(5)', 'AU-11'],
    sec_17a_4: '(f)(2)(i)(A)',
    attacker_gains: 'records that vanish from every list, with the role of any job',
    fix: 'deny s3:DeleteObject and s3:DeleteObjectVersion to all but access.removers, or lock the bucket and name it in access.locked_buckets',
  },
);

function withoutRemovers(bucket: JudgedBucket): JudgedBucket {
  return { ...bucket, roles: bucket.roles.filter((role) => !bucket.removers.includes(role)) };
}
