import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Grant } from '../access/grant.js';
import { roleWithGrants } from '../access/role-with-grants.js';
import { acknowledge, guardRule, OF_ANOTHER_STACK } from '../acknowledge.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';
import { stepEnvironment } from './step-environment.js';

/** What all functions share: where they run, under which key their settings lie, and where they log. */
export type FunctionPlace = {
  stage: Stage;
  names: Names;
  subnets: readonly ISubnet[];
  workers: ISecurityGroup;
  key: IKey;
  logs: LogGroup;
};

/** One function: `step` is its handler in the bundle and the end of its name. */
export type StepFunction = {
  step: string;
  does: string;
  memory_mb: number;
  timeout_seconds: number;
  /** Room in /tmp. */
  disk_mb: number;
  /** So many at once, taken from the account for it alone. */
  reserved: number;
  environment?: Readonly<Record<string, string>>;
  grants: Grant[];
};

/** A function of the one bundle (ADR 62): in the VPC, traced, its settings under our key, with a role of its own. */
export function stepFunction(scope: Construct, place: FunctionPlace, of: StepFunction): CfnFunction {
  const { stage, names, logs } = place;
  const role = functionRole(scope, place, of);
  const made = new CfnFunction(scope, of.step, {
    functionName: names.of(of.step),
    description: of.does,
    runtime: 'nodejs24.x',
    architectures: ['x86_64'],
    handler: `handlers/${of.step}.handler`,
    // Put there by docs/deploy.md, under the name that the bundle's content gives it.
    code: { s3Bucket: names.code_bucket, s3Key: `tapewarden/${stage.code}.zip` },
    role: role.roleArn,
    memorySize: of.memory_mb,
    timeout: of.timeout_seconds,
    ephemeralStorage: { size: of.disk_mb },
    reservedConcurrentExecutions: of.reserved,
    vpcConfig: {
      subnetIds: place.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [place.workers.securityGroupId],
    },
    kmsKeyArn: place.key.keyArn,
    environment: { variables: { ...stepEnvironment(place, of), ...of.environment } },
    loggingConfig: { logFormat: 'JSON', logGroup: logs.logGroupName },
    tracingConfig: { mode: 'Active' },
  });
  made.node.addDependency(role);
  const retried =
    'Scheduler calls it and keeps what failed in a queue of its own; Step Functions waits for it and sees its error.';
  acknowledge(made, {
    'NIST.800.53.R5-LambdaDLQ': retried,
    [guardRule('lambda_inside_vpc_check')]: OF_ANOTHER_STACK,
  });
  return made;
}

function functionRole(scope: Construct, { names, stage, key }: FunctionPlace, of: StepFunction): Role {
  const streams = `arn:${stage.partition}:logs:${stage.region}:${stage.account}:log-group:/${names.of('steps')}:*`;
  const own: Grant[] = [
    {
      sid: 'Network',
      actions: [
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
      ],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': stage.region } },
      why: 'Interfaces and traces have no name before they are made; Lambda asks with the role of the function.',
    },
    {
      sid: 'Logs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [streams],
      why: 'Lambda names the streams of a function itself.',
    },
    { sid: 'Settings', actions: ['kms:Decrypt'], resources: [key.keyArn] },
  ];
  return roleWithGrants(scope, `${of.step}-role`, {
    name: names.stepRole(of.step),
    does: of.does,
    trusts: new ServicePrincipal('lambda.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stage.account } },
    }),
    grants: [...own, ...of.grants],
  });
}
