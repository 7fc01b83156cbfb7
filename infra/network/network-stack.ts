import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint,
  type ISubnet,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { acknowledge, inBothPacks } from '../acknowledge.js';
import { logsKey } from '../keys/logs-key.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';
import { flowLog } from './flow-log.js';
import { interfaceEndpoints } from './interface-endpoints.js';
import { s3EndpointPolicy } from './s3-endpoint-policy.js';

const ZONES = 3;

/** A VPC without any route to the internet: S3 through a gateway endpoint, other services through interface endpoints. */
export class NetworkStack extends Stack {
  readonly vpc: Vpc;
  readonly subnets: ISubnet[];
  /** Of jobs, warehouses and machines: may talk to endpoints, to S3 and to its own members, to nobody else. */
  readonly workers: SecurityGroup;
  readonly s3_endpoint_id: string;
  readonly logs_key: Key;

  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage; names: Names }) {
    super(scope, id, props);
    const { stage, names } = props;
    this.vpc = new Vpc(this, 'Vpc', {
      vpcName: names.of('vpc'),
      maxAzs: ZONES,
      natGateways: 0,
      createInternetGateway: false,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 20 }],
    });
    this.subnets = this.vpc.isolatedSubnets;
    this.logs_key = logsKey(this, stage, names);
    flowLog(this, { stage, names, vpc: this.vpc, key: this.logs_key });
    acknowledge(
      this.vpc,
      inBothPacks(
        'VPCDefaultSecurityGroupClosed',
        'CloudFormation cannot change the default group of a VPC; nothing is in it, and docs/deploy.md empties it.',
      ),
    );
    this.workers = new SecurityGroup(this, 'Workers', {
      vpc: this.vpc,
      securityGroupName: names.of('workers'),
      description: 'Spark workers, warehouses and machines of tapewarden',
      allowAllOutbound: false,
    });
    this.workers.addIngressRule(this.workers, Port.allTcp(), 'Spark: driver and executors among themselves');
    this.workers.addEgressRule(this.workers, Port.allTcp(), 'Spark: driver and executors among themselves');
    this.workers.addEgressRule(
      Peer.prefixList(stage.s3_prefix_list),
      Port.tcp(443),
      'S3, through the gateway endpoint',
    );
    this.s3_endpoint_id = new CfnVPCEndpoint(this, 'S3', {
      vpcId: this.vpc.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${stage.region}.s3`,
      routeTableIds: this.subnets.map(({ routeTable }) => routeTable.routeTableId),
      policyDocument: s3EndpointPolicy(stage, names),
    }).ref;
    interfaceEndpoints(this, { stage, vpc: this.vpc, subnets: this.subnets, clients: this.workers });
    new CfnOutput(this, 'S3EndpointId', { value: this.s3_endpoint_id });
  }

  /** The first zones of the region, without asking AWS which there are. */
  override get availabilityZones(): string[] {
    return Array.from({ length: ZONES }, (_, zone) => Fn.select(zone, Fn.getAzs()));
  }
}
