import type { AccessRequest } from '../policy/access-request.js';
import { type PolicyDocument, valuesOf } from '../policy/policy-document.js';
import type { JudgedBucket } from './bucket-control.js';

/** A request that is held against a policy, and how it comes, in words. */
export type Probe = { readonly how: string; readonly request: AccessRequest };

type Way = { readonly how: string; readonly context: AccessRequest['context'] };

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
 * Context of a request that is in order: over TLS, through an endpoint and from a network that the policy lets in. By another way a denial of
 * that way would stop the request, and hide that nothing else does.
 */
export function throughEndpoint(
  { vpc_endpoints, region }: JudgedBucket,
  policy: PolicyDocument,
): Record<string, string> {
  const let_in = valuesOf(policy, 'aws:SourceVpce');
  const endpoint = vpc_endpoints.find((own) => let_in.includes(own)) ?? let_in[0] ?? vpc_endpoints[0];
  const [vpc] = valuesOf(policy, 'aws:SourceVpc');
  return {
    'aws:SecureTransport': 'true',
    's3:TlsVersion': '1.3',
    'aws:SourceVpce': endpoint ?? 'vpce-0eeeeeeeeeeeeeeee',
    ...(vpc === undefined ? {} : { 'aws:SourceVpc': vpc }),
    'aws:RequestedRegion': region,
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
  };
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
