/** A VPC endpoint as EC2 keeps it; without a policy it has the one that lets everything through. */
export type FakeVpcEndpoint = {
  type: 'Gateway' | 'Interface';
  vpc: string;
  service: string;
  state: string;
  policy: object | null;
  route_tables: string[];
  subnets: string[];
  groups: string[];
  private_dns: boolean;
};

/** A route table: `target` is the id of a gateway of any kind, or `local`. */
export type FakeRouteTable = {
  vpc: string;
  main: boolean;
  subnets: string[];
  routes: { destination: string; target: string; state?: 'active' | 'blackhole' }[];
};

/** What a security group lets in. */
export type FakeSecurityGroup = { protocol: string; port: number; from: string[] }[];

/** The network of an account, everything by its id. */
export type FakeNetwork = {
  endpoints: Map<string, FakeVpcEndpoint>;
  route_tables: Map<string, FakeRouteTable>;
  groups: Map<string, FakeSecurityGroup>;
};

const VPC = 'vpc-1';
const local = { destination: '10.0.0.0/16', target: 'local' };

/** A network as it should be: one gateway endpoint of S3 and one interface endpoint, in tables without a way out. */
export function soundNetwork(of: {
  gateway: string;
  interface: string;
  bucket: string;
  account: string;
}): FakeNetwork {
  const policy = endpointPolicy(of.account, [`arn:aws:s3:::${of.bucket}`, `arn:aws:s3:::${of.bucket}/*`]);
  const common = { vpc: VPC, state: 'available', policy };
  return {
    endpoints: new Map([
      [
        of.gateway,
        {
          ...{ ...common, type: 'Gateway', service: 'com.amazonaws.us-east-1.s3', private_dns: false },
          ...{ route_tables: ['rtb-private'], subnets: [], groups: [] },
        },
      ],
      [
        of.interface,
        {
          ...{ ...common, type: 'Interface', service: 'com.amazonaws.us-east-1.s3', private_dns: true },
          ...{ route_tables: [], subnets: ['subnet-own', 'subnet-main'], groups: ['sg-endpoint'] },
        },
      ],
    ]),
    route_tables: new Map([
      ['rtb-private', { vpc: VPC, main: false, subnets: ['subnet-own'], routes: [local] }],
      ['rtb-main', { vpc: VPC, main: true, subnets: [], routes: [local] }],
      // Of another VPC and of other subnets: nothing that an endpoint serves.
      [
        'rtb-public',
        {
          ...{ vpc: VPC, main: false, subnets: ['subnet-public'] },
          routes: [local, { destination: '0.0.0.0/0', target: 'igw-1' }],
        },
      ],
      [
        'rtb-elsewhere',
        { vpc: 'vpc-2', main: true, subnets: [], routes: [{ destination: '0.0.0.0/0', target: 'igw-2' }] },
      ],
    ]),
    groups: new Map([['sg-endpoint', [{ protocol: 'tcp', port: 443, from: ['10.0.0.0/16'] }]]]),
  };
}

/** A policy for principals of an account and resources of it. */
export function endpointPolicy(account: string, Resource: string[]): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Sid: 'OursToOurs', Effect: 'Allow', Principal: '*', Action: ['s3:GetObject*', 's3:PutObject'] },
        Resource,
        Condition: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
      },
    ],
  };
}
