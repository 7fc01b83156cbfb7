import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientOptions } from '../../../src/store/client-options.js';
import { stubAwsEnvironment } from '../aws-environment.js';
import { FakeEc2 } from './fake-ec2.js';
import { soundNetwork } from './fake-network.js';

let fake: FakeEc2;
let client: EC2Client;
const account = '111122223333';

beforeEach(async () => {
  stubAwsEnvironment();
  fake = await FakeEc2.start(1);
  fake.network = soundNetwork({ gateway: 'vpce-1', interface: 'vpce-2', bucket: 'acme', account });
  client = new EC2Client(clientOptions({ region: 'us-east-1', endpoint: fake.endpoint }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await fake.stop();
});

const tablesOf = (NextToken?: string) =>
  client.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }], NextToken }),
  );

test("AWS's own client reads an endpoint whole, its policy as it was written", async () => {
  const { VpcEndpoints: [found] = [] } = await client.send(
    new DescribeVpcEndpointsCommand({ VpcEndpointIds: ['vpce-2'] }),
  );
  expect(found).toMatchObject({
    ...{ VpcEndpointId: 'vpce-2', VpcEndpointType: 'Interface', VpcId: 'vpc-1', State: 'available' },
    ...{ ServiceName: 'com.amazonaws.us-east-1.s3', PrivateDnsEnabled: true },
    ...{ SubnetIds: ['subnet-own', 'subnet-main'], Groups: [{ GroupId: 'sg-endpoint' }] },
  });
  expect(JSON.parse(found?.PolicyDocument ?? '')).toEqual(fake.network.endpoints.get('vpce-2')?.policy);
});

test('an endpoint without a policy has the one that lets everything through', async () => {
  const endpoint = fake.network.endpoints.get('vpce-1');
  if (endpoint !== undefined) endpoint.policy = null;
  const { VpcEndpoints } = await client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: ['vpce-1'] }));
  expect(VpcEndpoints?.[0]?.PolicyDocument).toContain('"Action":"*"');
});

test('route tables of a VPC come in pages, with their routes and what they are attached to', async () => {
  const first = await tablesOf();
  expect(first.RouteTables).toMatchObject([
    {
      RouteTableId: 'rtb-private',
      Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
      Associations: [{ SubnetId: 'subnet-own', Main: false }],
    },
  ]);
  const second = await tablesOf(first.NextToken);
  expect(second.RouteTables?.[0]).toMatchObject({ RouteTableId: 'rtb-main', Associations: [{ Main: true }] });
  const third = await tablesOf(second.NextToken);
  expect(third.RouteTables?.[0]?.RouteTableId).toBe('rtb-public');
  expect(third.NextToken).toBeUndefined();
});

test('a security group tells ranges of both kinds', async () => {
  fake.network.groups.set('sg-1', [{ protocol: 'tcp', port: 443, from: ['10.0.0.0/8', '::/0'] }]);
  const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] }));
  expect(SecurityGroups?.[0]?.IpPermissions).toMatchObject([
    { FromPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
  ]);
});

test('what is not there, denied, throttled or not signed answers with the code of the service', async () => {
  const asked = (id: string) => client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  await expect(asked('vpce-3')).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.NotFound' });
  fake.denied.add('DescribeVpcEndpoints');
  await expect(asked('vpce-1')).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
  fake.faults = () => ['RequestLimitExceeded', 503];
  await expect(asked('vpce-1')).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
  const plain = await fetch(fake.endpoint, { method: 'POST', body: 'Action=DescribeVpcEndpoints' });
  expect(plain.status).toBe(401);
});
