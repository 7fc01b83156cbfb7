import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type XmlValue, xmlOf } from './ec2-xml.js';
import type { FakeNetwork, FakeRouteTable, FakeSecurityGroup, FakeVpcEndpoint } from './fake-network.js';

class Ec2Error extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Decides for each call, in the order of their arrival, the code and status that it fails with; null is nothing. */
export type Ec2FaultPlan = (call: { operation: string; number: number }) => [string, number] | null;

/** The part of EC2 that tells about networks, as an HTTP server that speaks its query protocol: forms in, XML out, small pages. */
export class FakeEc2 {
  network: FakeNetwork = { endpoints: new Map(), route_tables: new Map(), groups: new Map() };
  readonly calls: string[] = [];
  /** Operations that are refused for lack of permission. */
  readonly denied = new Set<string>();
  faults: Ec2FaultPlan = () => null;
  readonly #server: Server;
  readonly #page: number;

  private constructor(page: number) {
    this.#page = page;
    this.#server = createServer((request, response) => {
      this.#receive(request, response).catch(() => request.socket.destroy());
    });
  }

  /** A server that listens on a free port of this machine; a page holds at most `page` route tables. */
  static async start(page = 2): Promise<FakeEc2> {
    const fake = new FakeEc2(page);
    await new Promise<void>((listening) => fake.#server.listen(0, '127.0.0.1', listening));
    return fake;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    const operation = form.get('Action') ?? '';
    this.calls.push(operation);
    const signed = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true;
    const { status, body } = this.#reply(operation, form, signed);
    response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8' });
    response.end(`<?xml version="1.0" encoding="UTF-8"?>${body}`);
  }

  #reply(operation: string, form: URLSearchParams, signed: boolean): { status: number; body: string } {
    try {
      if (!signed) throw new Ec2Error('AuthFailure', 'not signed', 401);
      const fault = this.faults({ operation, number: this.calls.length });
      if (fault !== null) throw new Ec2Error(fault[0], 'injected', fault[1]);
      if (this.denied.has(operation))
        throw new Ec2Error('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
      return { status: 200, body: xmlOf(`${operation}Response`, this.#act(operation, form)) };
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
      const told = { Errors: { Error: { Code: error.code, Message: error.message } }, RequestID: 'fake' };
      return { status: error.status, body: xmlOf('Response', told) };
    }
  }

  #act(operation: string, form: URLSearchParams): XmlValue {
    const { endpoints, route_tables, groups } = this.network;
    switch (operation) {
      case 'DescribeVpcEndpoints': {
        const ids = numbered(form, 'VpcEndpointId');
        return { vpcEndpointSet: named(endpoints, ids, 'InvalidVpcEndpointId.NotFound').map(endpointXml) };
      }
      case 'DescribeSecurityGroups': {
        const ids = numbered(form, 'GroupId');
        return { securityGroupInfo: named(groups, ids, 'InvalidGroup.NotFound').map(groupXml) };
      }
      case 'DescribeRouteTables': {
        const vpcs = form.get('Filter.1.Name') === 'vpc-id' ? numbered(form, 'Filter.1.Value') : [];
        const all = [...route_tables].filter(([, { vpc }]) => vpcs.includes(vpc));
        const from = Number(form.get('NextToken') ?? '0');
        const to = from + this.#page;
        return {
          routeTableSet: all.slice(from, to).map(tableXml),
          nextToken: to < all.length ? String(to) : undefined,
        };
      }
      default:
        throw new Ec2Error('InvalidAction', operation);
    }
  }
}

/** `Name.1`, `Name.2`, … of a form. */
function numbered(form: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (let number = 1; form.has(`${name}.${number}`); number += 1)
    values.push(form.get(`${name}.${number}`) ?? '');
  return values;
}

function named<Value>(all: ReadonlyMap<string, Value>, ids: string[], missing: string): [string, Value][] {
  return ids.map((id) => {
    const value = all.get(id);
    if (value === undefined) throw new Ec2Error(missing, `The ID '${id}' does not exist`);
    return [id, value];
  });
}

/** The policy that AWS gives an endpoint for which none is named. */
const EVERYTHING = {
  Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
};

function endpointXml([id, endpoint]: [string, FakeVpcEndpoint]): XmlValue {
  return {
    ...{ vpcEndpointId: id, vpcEndpointType: endpoint.type, vpcId: endpoint.vpc },
    ...{ serviceName: endpoint.service, state: endpoint.state },
    policyDocument: JSON.stringify(endpoint.policy ?? EVERYTHING),
    routeTableIdSet: endpoint.route_tables,
    subnetIdSet: endpoint.subnets,
    groupSet: endpoint.groups.map((groupId) => ({ groupId })),
    privateDnsEnabled: endpoint.private_dns,
  };
}

const TARGETS: readonly [RegExp, string][] = [
  [/^nat-/, 'natGatewayId'],
  [/^eigw-/, 'egressOnlyInternetGatewayId'],
  [/^tgw-/, 'transitGatewayId'],
  [/./, 'gatewayId'],
];

function tableXml([id, { vpc, main, subnets, routes }]: [string, FakeRouteTable]): XmlValue {
  return {
    ...{ routeTableId: id, vpcId: vpc },
    routeSet: routes.map(({ destination, target, state = 'active' }) => ({
      [destination.includes(':') ? 'destinationIpv6CidrBlock' : 'destinationCidrBlock']: destination,
      [TARGETS.find(([pattern]) => pattern.test(target))?.[1] ?? '']: target,
      state,
    })),
    associationSet: [
      ...(main ? [{ routeTableId: id, main: true }] : []),
      ...subnets.map((subnetId) => ({ routeTableId: id, subnetId, main: false })),
    ],
  };
}

function groupXml([groupId, allowed]: [string, FakeSecurityGroup]): XmlValue {
  return {
    groupId,
    ipPermissions: allowed.map(({ protocol, port, from }) => ({
      ...{ ipProtocol: protocol, fromPort: port, toPort: port },
      ipRanges: from.filter((range) => !range.includes(':')).map((cidrIp) => ({ cidrIp })),
      ipv6Ranges: from.filter((range) => range.includes(':')).map((cidrIpv6) => ({ cidrIpv6 })),
    })),
  };
}
