import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import { clientOptions, type ServicePlace } from '../../../store/client-options.js';
import type { RetryMeans } from '../../../store/retry-with-jitter.js';
import { askService } from '../ask-service.js';
import type { NetworkReader } from './network-reader.js';

/** Networks of a region as EC2 tells them. */
export function openNetworkReader(place: ServicePlace, means: RetryMeans): NetworkReader {
  const client = new EC2Client(clientOptions(place));
  return {
    endpoint: (id) =>
      askService(
        { permission: 'ec2:DescribeVpcEndpoints', unset: 'InvalidVpcEndpointId.NotFound' },
        means,
        async () => {
          const { VpcEndpoints } = await client.send(
            new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }),
          );
          return VpcEndpoints?.[0] ?? null;
        },
      ),
    route_tables: (vpc) =>
      askService({ permission: 'ec2:DescribeRouteTables', unset: 'InvalidVpcID.NotFound' }, means, () =>
        allRouteTables(client, vpc),
      ),
    security_groups: (ids) =>
      askService(
        { permission: 'ec2:DescribeSecurityGroups', unset: 'InvalidGroup.NotFound' },
        means,
        async () => {
          const { SecurityGroups } = await client.send(
            new DescribeSecurityGroupsCommand({ GroupIds: [...ids] }),
          );
          return SecurityGroups ?? [];
        },
      ),
  };
}

async function allRouteTables(client: EC2Client, vpc: string): Promise<RouteTable[]> {
  const tables: RouteTable[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }], NextToken }),
    );
    tables.push(...(page.RouteTables ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return tables;
}
