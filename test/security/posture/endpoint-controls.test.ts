import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { endpointControls } from '../../../src/security/posture/endpoint/endpoint-controls.js';
import { openEndpointSettings } from '../../../src/security/posture/endpoint/open-endpoint-settings.js';
import { openNetworkReader } from '../../../src/security/posture/endpoint/open-network-reader.js';
import { openToAnyone } from '../../../src/security/posture/endpoint/open-to-anyone.js';
import { waysOut } from '../../../src/security/posture/endpoint/ways-out.js';
import { checkSettings } from '../../../src/security/posture/setting-control.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import { FakeEc2 } from '../../fakes/ec2/fake-ec2.js';
import { endpointPolicy, type FakeVpcEndpoint, soundNetwork } from '../../fakes/ec2/fake-network.js';
import { standingMeans } from '../../fakes/s3/open-fake-s3-lake.js';

const account = '111122223333';
const ids = { gateway: 'vpce-1', interface: 'vpce-2' };
let fake: FakeEc2;
let waits: number[];

beforeEach(async () => {
  stubAwsEnvironment();
  waits = [];
  fake = await FakeEc2.start();
  fake.network = soundNetwork({ ...ids, bucket: 'acme', account });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake.stop();
});

async function broken(id: string, change: Partial<FakeVpcEndpoint> = {}): Promise<[string, string][]> {
  Object.assign(fake.network.endpoints.get(id) ?? {}, change);
  const place = { region: 'us-east-1', endpoint: fake.endpoint };
  const reader = openEndpointSettings(id, openNetworkReader(place, standingMeans(waits)));
  const wanted = { id, region: 'us-east-1', account, roles: [], bucket: 'acme' };
  const results = await checkSettings(reader, { resource: id, wanted }, endpointControls);
  return results
    .filter(({ verdict }) => verdict !== 'pass')
    .map((one) => [`${one.id} ${one.verdict}`, one.evidence.join('; ')]);
}

const allows = (statement: object): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*', ...statement }],
});
const equals = (keys: Record<string, string>) => ({ Condition: { StringEquals: keys } });

describe('the policy of an endpoint', () => {
  test.each<[string, object, string]>([
    [
      'names buckets and lets everybody in',
      allows({ Resource: 'arn:aws:s3:::acme/*' }),
      'role/other on arn:aws:s3:::acme',
    ],
    [
      'names our organization and lets our roles write elsewhere',
      allows(equals({ 'aws:PrincipalOrgID': 'o-ours' })),
      'tapewarden-posture-probe on arn:aws:s3:::tapewarden-posture-elsewhere',
    ],
    [
      'names our account and lets our roles write elsewhere',
      allows(equals({ 'aws:PrincipalAccount': account })),
      'tapewarden-posture-probe on arn:aws:s3:::tapewarden-posture-elsewhere',
    ],
    [
      'names our resources and lets other accounts read them',
      allows(equals({ 'aws:ResourceAccount': account })),
      'role/other on arn:aws:s3:::acme',
    ],
    [
      'allows one action that is neither read nor write',
      allows({ Action: 's3:DeleteObject*' }),
      's3:DeleteObjectProbe by anyone',
    ],
    [
      'is sound, but for a second allowance',
      {
        Statement: [
          ...(endpointPolicy(account, ['*']) as { Statement: object[] }).Statement,
          ...(allows({ Action: 's3:ListBucket' }) as { Statement: object[] }).Statement,
        ],
      },
      's3:ListBucket by anyone',
    ],
  ])('that %s fails', async (_, policy, seen) => {
    const [first, ...others] = await broken('vpce-1', { policy });
    expect(others).toEqual([]);
    expect(first?.[0]).toBe('vpce-policy-bounded fail');
    expect(first?.[1]).toContain(seen);
  });

  test.each<[string, object]>([
    ['of an account', allows(equals({ 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account }))],
    ['of an organization', allows(equals({ 'aws:PrincipalOrgID': 'o-1', 'aws:ResourceOrgID': 'o-1' }))],
    [
      'that says the same of whoever it is',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM.
      allows(equals({ 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' })),
    ],
    [
      'with what EMR ships its workers',
      {
        Statement: [
          ...(endpointPolicy(account, ['*']) as { Statement: object[] }).Statement,
          ...(
            allows({
              Action: 's3:GetObject',
              Resource: 'arn:aws:s3:::repo.us-east-1.emr.amazonaws.com/*',
            }) as {
              Statement: object[];
            }
          ).Statement,
        ],
      },
    ],
  ])('%s passes', async (_, policy) => {
    expect(await broken('vpce-1', { policy })).toEqual([]);
  });

  test('of another service is judged by its own actions', async () => {
    const service = 'com.amazonaws.us-east-1.kms';
    const open = await broken('vpce-2', { service, policy: allows({ Action: 'kms:Decrypt' }) });
    expect(open[0]?.[1]).toContain('kms:Decrypt by arn:aws:iam::999999999999:role/other');
    const policy = allows({ Action: 'kms:Decrypt', ...equals({ 'aws:PrincipalAccount': account }) });
    expect(await broken('vpce-2', { service, policy })).toEqual([]);
  });

  test('with a condition that cannot be evaluated is unknown', async () => {
    const policy = allows({ Condition: { BinaryEquals: { 'aws:PrincipalAccount': 'x' } } });
    expect((await broken('vpce-1', { policy }))[0]?.[0]).toBe('vpce-policy-bounded unknown');
  });
});

test('the main route table counts for a subnet without its own, and those of other subnets do not', async () => {
  expect(await broken('vpce-2')).toEqual([]);
  fake.network.route_tables.get('rtb-main')?.routes.push({ destination: '::/0', target: 'eigw-1' });
  expect(await broken('vpce-2')).toEqual([['vpce-no-way-out fail', 'rtb-main sends ::/0 to eigw-1']]);
  expect(await broken('vpce-1')).toEqual([]);
});

test('a gateway that no route table leads to serves nobody', async () => {
  expect(await broken('vpce-1', { route_tables: [] })).toEqual([
    ['vpce-no-way-out fail', 'no route table leads to it'],
  ]);
});

test('a service that throttles is asked again, and five times in vain is a failure', async () => {
  fake.faults = ({ number }) => (number < 3 ? ['RequestLimitExceeded', 503] : null);
  expect(await broken('vpce-1')).toEqual([]);
  expect(waits).toHaveLength(2);
  fake.faults = () => ['InternalError', 500];
  await expect(broken('vpce-1')).rejects.toMatchObject({ code: 'posture-unreadable' });
});

test.each<[string, object, number]>([
  ['to a NAT gateway, of any range', { DestinationCidrBlock: '203.0.113.0/24', NatGatewayId: 'nat-1' }, 1],
  ['to an internet gateway', { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }, 1],
  ['by default to a transit gateway', { DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' }, 1],
  [
    'of one range to a transit gateway',
    { DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId: 'tgw-1' },
    0,
  ],
  [
    'to a NAT gateway that is gone',
    { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', State: 'blackhole' },
    0,
  ],
  ['to the endpoint itself', { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' }, 0],
  ['inside the VPC', { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }, 0],
])('a route %s, %j, is told %i times', (_, route, count) => {
  expect(waysOut({ RouteTableId: 'rtb-1', Routes: [route] })).toHaveLength(count);
});

test.each<[object, string[]]>([
  [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }, ['sg-1 lets in everything from 0.0.0.0/0']],
  [
    { IpProtocol: 'tcp', FromPort: 0, ToPort: 443, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
    ['sg-1 lets in tcp 0-443 from ::/0'],
  ],
  [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }, []],
  [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: 'sg-2' }] }, []],
])('of a security group with %j is told %j', (permission, told) => {
  expect(openToAnyone({ GroupId: 'sg-1', IpPermissions: [permission] })).toEqual(told);
});
