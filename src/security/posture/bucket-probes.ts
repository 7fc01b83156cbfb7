import type { AccessRequest } from '../policy/access-request.js';
import { type PolicyDocument, valuesOf } from '../policy/policy-document.js';
import type { JudgedBucket } from './bucket-control.js';

/** A request that is held against a policy, and how it comes, in words. */
export type Probe = { readonly how: string; readonly request: AccessRequest };

/** How a request comes, in words, and what it carries. */
export type Way = { readonly how: string; readonly context: AccessRequest['context'] };

/** Actions that are about the bucket and not about an object in it. */
const ON_THE_BUCKET: ReadonlySet<string> = new Set([
  's3:ListBucket',
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
  's3:PutLifecycleConfiguration',
]);

/** Every action, in every way, by every role of the bucket and by one that nothing names. */
export function probesOf(bucket: JudgedBucket, actions: readonly string[], ways: readonly Way[]): Probe[] {
  const account = accountOf(bucket);
  const roles = [...bucket.roles, `arn:aws:iam::${account}:role/tapewarden-posture-probe`];
  return roles.flatMap((arn) =>
    ways.flatMap(({ how, context }) =>
      actions.map((action) => ({ how, request: requestOf(bucket, { arn, action, context, account }) })),
    ),
  );
}

/**
 * Contexts of requests that are in order: over TLS, through each endpoint and from each network that the policy names, so that a denial for one of
 * them is not taken for one for all. By a way that is not let in a denial of that way would stop the request, and hide that nothing else does.
 */
export function orderlyContexts(
  { vpc_endpoints, region }: JudgedBucket,
  policy: PolicyDocument,
): Record<string, string>[] {
  const named = valuesOf(policy, 'aws:SourceVpce');
  const endpoints = named.length > 0 ? named : [vpc_endpoints[0] ?? 'vpce-0eeeeeeeeeeeeeeee'];
  const networks = valuesOf(policy, 'aws:SourceVpc').map((vpc) => ({ 'aws:SourceVpc': vpc }));
  return endpoints.flatMap((endpoint) =>
    (networks.length === 0 ? [{}] : networks).map((network) => ({
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:SourceVpce': endpoint,
      ...network,
      'aws:RequestedRegion': region,
      'aws:PrincipalIsAWSService': 'false',
      'aws:ViaAWSService': 'false',
    })),
  );
}

/** Ways to ask that differ from those that are in order by one thing. */
export function waysWith(bucket: JudgedBucket, policy: PolicyDocument, differences: readonly Way[]): Way[] {
  return orderlyContexts(bucket, policy).flatMap((orderly) =>
    differences.map(({ how, context }) => ({ how, context: { ...orderly, ...context } })),
  );
}

type RequestParts = {
  readonly arn: string;
  readonly action: string;
  readonly context: AccessRequest['context'];
  readonly account: string;
};

function requestOf(
  { bucket, prefix }: JudgedBucket,
  { arn, action, context, account }: RequestParts,
): AccessRequest {
  const own = /:iam::(\d{12}):/.exec(arn)?.[1] ?? account;
  const key = `${prefix === '' ? '' : `${prefix}/`}raw/00/posture-probe`;
  const resource = ON_THE_BUCKET.has(action) ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
  return {
    by: { kind: 'identity', arn, account: own },
    action,
    resource,
    owner: account,
    context: { 'aws:PrincipalArn': arn, 'aws:PrincipalAccount': own, ...context },
  };
}

/** Account of a bucket: that of its key, else that of a role. */
export function accountOf({ kms_key, roles }: Pick<JudgedBucket, 'kms_key' | 'roles'>): string {
  const named = [kms_key, ...roles].map(
    (arn) => /^arn:[a-z-]+:(?:kms|iam):[a-z0-9-]*:(\d{12}):/.exec(arn)?.[1],
  );
  return named.find((account) => account !== undefined) ?? '111122223333';
}
