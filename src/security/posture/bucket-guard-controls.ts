import type { AccessRequest } from '../policy/access-request.js';
import { listOf, type PolicyDocument } from '../policy/policy-document.js';
import { type JudgedBucket, ofBucket } from './bucket-control.js';
import { accountOf, orderlyContexts, type Probe, probesOf, waysWith } from './bucket-probes.js';
import { judgeProbes } from './judge-probes.js';

/** The policy refuses versions of TLS that are no longer sound. */
export const currentTls = ofBucket(
  'policy',
  (policy, bucket) =>
    judgeProbes(
      policy,
      probesOf(
        bucket,
        ['s3:GetObject', 's3:PutObject'],
        waysWith(
          bucket,
          policy,
          ['1.0', '1.1'].map((version) => ({
            how: `over TLS ${version}`,
            context: { 's3:TlsVersion': version },
          })),
        ),
      ),
      'denied',
    ),
  {
    id: 's3-current-tls',
    title: 'The bucket answers over TLS 1.2 and later alone',
    nist_800_53: ['SC-8(1)', 'SC-13'],
    sec_17a_4: null,
    attacker_gains: 'records on their way, under a protocol that can be broken',
    fix: 'deny s3:* on the bucket and its objects where s3:TlsVersion is less than 1.2 (NumericLessThan), in a statement of its own',
  },
);

const OTHER = '999999999999';

/** A service of AWS that is let in acts for this account alone. */
export const noConfusedDeputy = ofBucket(
  'policy',
  (policy, bucket) => judgeProbes(policy, deputies(policy, bucket), 'refused'),
  {
    id: 's3-no-confused-deputy',
    title: 'Services of AWS that are let in act for this account, and for no other',
    nist_800_53: ['AC-3', 'AC-4'],
    sec_17a_4: null,
    attacker_gains: 'objects among ours, written by a service of AWS on behalf of their own account',
    fix: 'condition what is allowed to services on aws:SourceAccount or aws:SourceArn, or deny other accounts where aws:PrincipalIsAWSService is true',
  },
);

/** An object is put where none is, and not over another. */
export const writtenOnce = ofBucket(
  'policy',
  (policy, bucket) => {
    const ways = waysWith(bucket, policy, [
      { how: 'without If-None-Match', context: { 's3:ObjectCreationOperation': 'true' } },
    ]);
    return judgeProbes(policy, probesOf(bucket, ['s3:PutObject'], ways), 'denied');
  },
  {
    id: 's3-written-once',
    title: 'What brokers sent is never written over, not even by who may write',
    nist_800_53: ['AU-9', 'SI-7'],
    sec_17a_4: '(f)(2)(i)',
    attacker_gains: 'another version on top of a record, which every reader takes for the record',
    fix: 'deny s3:PutObject where s3:if-none-match is absent (Null) and s3:ObjectCreationOperation is true, on raw/, data/, manifests/ and the other folders that are written once',
  },
);

/** What each allowance to a service allows, asked by that service for another account. */
function deputies(policy: PolicyDocument, bucket: JudgedBucket): Probe[] {
  const allowances = listOf(policy.Statement).filter(({ Effect }) => Effect === 'Allow');
  return allowances.flatMap(({ Principal, Action, Resource }) => {
    if (Principal === undefined || Principal === '*') return [];
    return listOf(Principal['Service']).flatMap((service) =>
      listOf(Action).flatMap((action) =>
        listOf(Resource).flatMap((resource) =>
          orderlyContexts(bucket, policy).map((orderly) => ({
            how: `for account ${OTHER}`,
            request: deputy(bucket, orderly, { service, action, resource }),
          })),
        ),
      ),
    );
  });
}

function deputy(
  bucket: JudgedBucket,
  orderly: AccessRequest['context'],
  { service, action, resource }: { service: string; action: string; resource: string },
): AccessRequest {
  const concrete = (pattern: string): string => pattern.replaceAll('*', 'Probe').replaceAll('?', 'x');
  return {
    by: { kind: 'service', service },
    action: action === '*' ? 's3:PutObject' : concrete(action),
    resource: resource === '*' ? `arn:aws:s3:::${bucket.bucket}/posture-probe` : concrete(resource),
    owner: accountOf(bucket),
    context: {
      ...orderly,
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': service,
      'aws:SourceAccount': OTHER,
      'aws:SourceArn': `arn:aws:${service.split('.')[0] ?? ''}:${bucket.region}:${OTHER}:probe`,
      's3:x-amz-acl': 'bucket-owner-full-control',
    },
  };
}
