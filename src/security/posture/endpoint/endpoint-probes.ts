import type { AccessRequest, Requester } from '../../policy/access-request.js';
import { listOf, type PolicyDocument, valuesOf } from '../../policy/policy-document.js';
import type { Probe } from '../bucket-probes.js';
import type { JudgedEndpoint, VpcEndpoint } from './endpoint-settings.js';

const OTHER = '999999999999';
const PRINCIPAL_ORGANIZATION = 'aws:PrincipalOrgID';

/**
 * Requests that no endpoint should let through: by another account and unsigned, on its own resource and on ours; and at S3 by our
 * roles on the bucket of another account. Each action that the policy allows by name is asked for as well.
 */
export function endpointProbes(
  policy: PolicyDocument,
  endpoint: VpcEndpoint,
  wanted: JudgedEndpoint,
): Probe[] {
  const service = endpoint.service.split('.').at(-1) ?? '';
  const actions = actionsOf(policy, service);
  const [theirs, ours] = resources(service, wanted);
  const outside: Requester[] = [
    { kind: 'identity', arn: `arn:aws:iam::${OTHER}:role/other`, account: OTHER },
    { kind: 'anonymous' },
  ];
  const strangers = outside.flatMap((by) =>
    [theirs, ours].map((to) => ({ by, to, how: `on ${to.arn}`, organization: null })),
  );
  const organizations = valuesOf(policy, PRINCIPAL_ORGANIZATION).filter((id) => !id.includes('${'));
  const own = [...wanted.roles, `arn:aws:iam::${wanted.account}:role/tapewarden-posture-probe`].flatMap(
    (arn) =>
      // Whoever is of the organization has its id in the request: with it a condition on principals alone holds nothing back.
      [null, ...organizations].map((organization) => ({
        by: { kind: 'identity', arn, account: wanted.account } as const,
        to: theirs,
        how: `on ${theirs.arn} of another account`,
        organization,
      })),
  );
  const parties = service === 's3' ? [...strangers, ...own] : strangers;
  return parties.flatMap(({ by, to, how, organization }) =>
    actions.map((action) => ({
      how,
      request: {
        ...{ by, action, resource: to.arn, owner: to.account },
        context: contextOf({ by, organization, owner: to.account }, endpoint, wanted),
      },
    })),
  );
}

type Target = { readonly arn: string; readonly account: string };

function resources(service: string, { region, account, bucket }: JudgedEndpoint): [Target, Target] {
  if (service === 's3') {
    return [
      { arn: 'arn:aws:s3:::tapewarden-posture-elsewhere/records', account: OTHER },
      { arn: `arn:aws:s3:::${bucket}/raw/00/posture-probe`, account },
    ];
  }
  const arn = (owner: string): string => `arn:aws:${service}:${region}:${owner}:posture-probe`;
  return [
    { arn: arn(OTHER), account: OTHER },
    { arn: arn(account), account },
  ];
}

/** What is asked for: reading and writing at S3, and an action for each pattern of an allowance. */
function actionsOf({ Statement }: PolicyDocument, service: string): string[] {
  const patterns = listOf(Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => listOf(Action));
  const named = patterns.map((pattern) =>
    pattern === '*' ? `${service}:PostureProbe` : pattern.replaceAll('*', 'Probe').replaceAll('?', 'x'),
  );
  const always = service === 's3' ? ['s3:GetObject', 's3:PutObject'] : [`${service}:PostureProbe`];
  return [...new Set([...always, ...named])];
}

function contextOf(
  { by, organization, owner }: { by: Requester; organization: string | null; owner: string },
  { vpc }: VpcEndpoint,
  { id, region }: JudgedEndpoint,
): AccessRequest['context'] {
  return {
    'aws:SecureTransport': 'true',
    'aws:SourceVpce': id,
    'aws:SourceVpc': vpc,
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': owner,
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    ...(by.kind === 'identity' ? { 'aws:PrincipalArn': by.arn, 'aws:PrincipalAccount': by.account } : {}),
    ...(organization === null ? {} : { [PRINCIPAL_ORGANIZATION]: organization }),
  };
}
