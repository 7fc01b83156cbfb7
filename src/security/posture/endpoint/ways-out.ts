import type { Route, RouteTable, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { WayOut } from './endpoint-settings.js';

/**
 * The route tables that an endpoint serves: of a gateway those that it is entered in; of an interface those of its subnets, and the
 * main one for a subnet without its own.
 */
export function servingTables(
  { RouteTableIds = [], SubnetIds = [] }: VpcEndpoint,
  tables: readonly RouteTable[],
): RouteTable[] {
  const of = (subnet: string): RouteTable | undefined =>
    tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet));
  const main = tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));
  const serving = new Set(SubnetIds.map((subnet) => of(subnet) ?? main));
  return tables.filter((table) => RouteTableIds.includes(table.RouteTableId ?? '') || serving.has(table));
}

const EVERYWHERE: readonly string[] = ['0.0.0.0/0', '::/0'];

/** Routes of a table to an internet or NAT gateway, and default routes to whatever else; a route to what is gone leads nowhere. */
export function waysOut({ RouteTableId = '', Routes = [] }: RouteTable): WayOut[] {
  return Routes.flatMap((route) => {
    const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? '';
    const target = targetOf(route);
    const internet = /^(igw|nat|eigw|cagw)-/.test(target);
    const leads = route.State !== 'blackhole' && (internet || EVERYWHERE.includes(destination));
    return leads ? [{ table: RouteTableId, destination, target }] : [];
  });
}

function targetOf(route: Route): string {
  const named = [
    route.NatGatewayId,
    route.EgressOnlyInternetGatewayId,
    route.CarrierGatewayId,
    route.GatewayId,
    route.TransitGatewayId,
    route.VpcPeeringConnectionId,
    route.NetworkInterfaceId,
    route.InstanceId,
    route.LocalGatewayId,
    route.CoreNetworkArn,
  ];
  return named.find((id) => id !== undefined && id !== '') ?? 'somewhere';
}
