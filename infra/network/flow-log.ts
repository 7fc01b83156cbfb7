import {
  FlowLog,
  FlowLogDestination,
  FlowLogResourceType,
  FlowLogTrafficType,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY } from '../acknowledge.js';
import { logGroup } from '../log-group.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';

/** The log of who talked to whom in the VPC, refused or not. */
export function flowLog(scope: Construct, of: { stage: Stage; names: Names; vpc: IVpc; key: IKey }): void {
  const { stage, names } = of;
  const group = logGroup(scope, 'FlowLogs', { stage, names, thing: 'flow-log', key: of.key });
  const role = new Role(scope, 'FlowLogRole', {
    roleName: names.of('flow-log'),
    description: 'VPC writes its flow log',
    assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stage.account } },
    }),
  });
  new FlowLog(scope, 'FlowLog', {
    resourceType: FlowLogResourceType.fromVpc(of.vpc),
    trafficType: FlowLogTrafficType.ALL,
    destination: FlowLogDestination.toCloudWatchLogs(group, role),
  });
  acknowledge(role, INLINE_POLICY);
}
