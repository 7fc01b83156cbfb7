import type { AccessParts } from '../access/access-parts.js';
import type { Grant } from '../access/grant.js';
import { useKey } from '../access/object-grants.js';
import type { MadeTask } from './large-file-task.js';
import { startSpark } from './step-grants.js';

/** What the state machine works with. */
export type MachineUses = { functions: readonly string[]; large: MadeTask; topic_arn: string };

/** What Step Functions does as the machine: call our functions, start our task and our Spark, walk the map, tell people. */
export function machineGrants(parts: AccessParts, uses: MachineUses): Grant[] {
  return [
    { sid: 'CallSteps', actions: ['lambda:InvokeFunction'], resources: [...uses.functions] },
    ...startSpark(parts),
    ...startTasks(parts, uses.large),
    ...walkMap(parts),
    { sid: 'TellPeople', actions: ['sns:Publish'], resources: [uses.topic_arn] },
    useKey('TopicKey', parts.logs_key_arn, ['kms:Decrypt', 'kms:GenerateDataKey']),
    useKey('RecordsKey', parts.data_key_arn, ['kms:Decrypt', 'kms:GenerateDataKey']),
    ...observe(parts),
  ];
}

const arnOf =
  ({ stage }: AccessParts) =>
  (service: string, rest: string): string =>
    `arn:${stage.partition}:${service}:${stage.region}:${stage.account}:${rest}`;

function startTasks(parts: AccessParts, { family, roles, task }: MadeTask): Grant[] {
  const arn = arnOf(parts);
  const in_cluster = { ArnEquals: { 'ecs:cluster': task.cluster } };
  return [
    {
      sid: 'RunLargeFiles',
      actions: ['ecs:RunTask'],
      resources: [arn('ecs', `task-definition/${family}:*`)],
      conditions: in_cluster,
      why: 'Each deployment makes a revision of the definition, and a redrive starts the one of its own day.',
    },
    {
      sid: 'WatchLargeFiles',
      actions: ['ecs:DescribeTasks', 'ecs:StopTask'],
      resources: [arn('ecs', `task/${parts.names.of('large-files')}/*`)],
      conditions: in_cluster,
      why: 'Tasks of our cluster; ECS gives them their ids.',
    },
    {
      sid: 'RunAsTask',
      actions: ['iam:PassRole'],
      resources: roles,
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    {
      sid: 'HearOfEnds',
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: ['ECSTaskRule', 'EMRServerlessJobRule'].map((rule) =>
        arn('events', `rule/StepFunctionsGetEventsFor${rule}`),
      ),
    },
  ];
}

function walkMap(parts: AccessParts): Grant[] {
  const arn = arnOf(parts);
  const { names } = parts;
  const state = names.bucketArn('state');
  const executions = arn('states', `execution:${names.of('day')}`);
  return [
    {
      sid: 'ReadRanges',
      actions: ['s3:GetObject'],
      resources: [`${state}/ranges/*`],
      why: 'Lists of ranges have names that their content gives.',
    },
    {
      sid: 'WriteMapResults',
      actions: ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [`${state}/execution=*/map/*`],
      why: 'What the children of a map came to, below the name of the execution; nothing else lies there.',
    },
    { sid: 'ListMapResults', actions: ['s3:ListBucket'], resources: [state] },
    { sid: 'StartChildren', actions: ['states:StartExecution'], resources: [names.machine_arn] },
    {
      sid: 'LookAfterChildren',
      actions: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      resources: [`${executions}:*`, `${executions}/Canonicalize:*`],
      why: 'Executions of this machine and the children of its map; Step Functions gives them their ids.',
    },
  ];
}

function observe({ stage }: AccessParts): Grant[] {
  const here = { StringEquals: { 'aws:RequestedRegion': stage.region } };
  return [
    {
      sid: 'DeliverLogs',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      resources: ['*'],
      conditions: here,
      why: 'Deliveries of logs know no resource; Step Functions sets up its own with the role of the machine.',
    },
    {
      sid: 'Traces',
      actions: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      resources: ['*'],
      conditions: here,
      why: 'Traces have no name before they are made.',
    },
  ];
}
