import { Stack } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Grant } from '../access/grant.js';
import { acknowledge, guardRule, INLINE_POLICY, OF_ANOTHER_STACK } from '../acknowledge.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';

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
  /** So many at once, taken from the account for it alone. */
  reserved: number;
  environment: Readonly<Record<string, string>>;
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
    reservedConcurrentExecutions: of.reserved,
    vpcConfig: {
      subnetIds: place.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [place.workers.securityGroupId],
    },
    kmsKeyArn: place.key.keyArn,
    environment: {
      variables: { TAPEWARDEN_STAGE: stage.name, TAPEWARDEN_STEP: of.step, ...of.environment },
    },
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
  const role = new Role(scope, `${of.step}-role`, {
    roleName: names.of(`function-${of.step}`),
    description: of.does,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stage.account } },
    }),
  });
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
  const grants = [...own, ...of.grants];
  const policy = new Policy(scope, `${of.step}-grants`, {
    policyName: 'grants',
    roles: [role],
    statements: grants.map(
      ({ sid, actions, resources, conditions }) =>
        new PolicyStatement({ sid, actions, resources, ...(conditions === undefined ? {} : { conditions }) }),
    ),
  });
  acknowledge(policy, {
    ...INLINE_POLICY,
    ...Object.fromEntries(
      grants.flatMap(({ resources, why }) =>
        resources
          .map((resource) => String(Stack.of(scope).resolve(resource)))
          .filter((resource) => resource.includes('*') && why !== undefined)
          .map((resource) => [`AwsSolutions-IAM5[Resource::${resource}]`, why ?? '']),
      ),
    ),
  });
  return role;
}
