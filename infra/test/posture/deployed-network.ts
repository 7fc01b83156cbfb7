import type { FakeNetwork } from '../../../test/fakes/ec2/fake-network.js';
import { endpointId } from '../policies-of.js';
import type { Synthesized } from '../synthesized.js';
import { deployedOf } from './deployed-of.js';

const local = { destination: '10.0.0.0/16', target: 'local' };

type EndpointProperties = {
  VpcEndpointType: 'Gateway' | 'Interface';
  VpcId: string;
  ServiceName: string;
  PolicyDocument?: object;
  RouteTableIds?: string[];
  SubnetIds?: string[];
  SecurityGroupIds?: string[];
  PrivateDnsEnabled?: boolean;
};

/** The network that the templates of a stage declare: endpoints, route tables with their routes, security groups. */
export function deployedNetwork(stage: Synthesized): FakeNetwork {
  const tables = deployedOf(stage, 'AWS::EC2::RouteTable');
  const joined = deployedOf(stage, 'AWS::EC2::SubnetRouteTableAssociation');
  const routes = deployedOf(stage, 'AWS::EC2::Route');
  const groups = deployedOf(stage, 'AWS::EC2::SecurityGroup');
  const ingress = deployedOf(stage, 'AWS::EC2::SecurityGroupIngress');
  return {
    endpoints: new Map(
      deployedOf(stage, 'AWS::EC2::VPCEndpoint').map(({ properties }) => {
        const of = properties as EndpointProperties;
        const service = of.ServiceName.replace('com.amazonaws.us-east-1.', '');
        return [
          endpointId(service),
          {
            type: of.VpcEndpointType,
            vpc: of.VpcId,
            service: of.ServiceName,
            state: 'available',
            policy: of.PolicyDocument ?? null,
            route_tables: of.RouteTableIds ?? [],
            subnets: of.SubnetIds ?? [],
            groups: of.SecurityGroupIds ?? [],
            private_dns: of.PrivateDnsEnabled ?? false,
          },
        ];
      }),
    ),
    route_tables: new Map(
      tables.map(({ logical, properties }) => [
        logical,
        {
          vpc: String(properties['VpcId']),
          main: false,
          subnets: joined
            .filter(({ properties: { RouteTableId } }) => RouteTableId === logical)
            .map(({ properties: { SubnetId } }) => String(SubnetId)),
          routes: [
            local,
            ...routes
              .filter(({ properties: { RouteTableId } }) => RouteTableId === logical)
              .map(({ properties: { DestinationCidrBlock, GatewayId, NatGatewayId } }) => ({
                destination: String(DestinationCidrBlock),
                target: String(GatewayId ?? NatGatewayId),
              })),
          ],
        },
      ]),
    ),
    groups: new Map(
      groups.map(({ logical }) => [
        logical,
        ingress
          .filter(({ properties: { GroupId } }) => String(GroupId).startsWith(logical))
          .map(({ properties: { IpProtocol, FromPort, CidrIp, SourceSecurityGroupId } }) => ({
            protocol: String(IpProtocol),
            port: Number(FromPort),
            from: [String(CidrIp ?? SourceSecurityGroupId)],
          })),
      ]),
    ),
  };
}
