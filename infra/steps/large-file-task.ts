import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { CfnCluster, CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { AccessParts } from '../access/access-parts.js';
import type { Grant } from '../access/grant.js';
import { roleWithGrants } from '../access/role-with-grants.js';
import { acknowledge } from '../acknowledge.js';
import type { LargeFileTask } from './canonicalize-states.js';
import { LARGE_FILES } from './day-steps.js';
import { stepEnvironment } from './step-environment.js';
import type { FunctionPlace } from './step-function.js';
import { settle } from './step-grants.js';

const CPUS = 4;
const MEMORY_MB = 16_384;
/** The most that Fargate gives; three times the text of a file has to fit (ADR 64). */
const DISK_GIB = 200;
const CONTAINER = 'canonicalize';
const WORK = '/work';

/** What the state machine starts, and the roles that it hands over. */
export type MadeTask = { task: LargeFileTask; family: string; roles: string[] };

/** The Fargate task of the same bundle (ADR 64): its image has the bundle's name as tag, its only writable place is the disk under our key. */
export function largeFileTask(scope: Construct, place: FunctionPlace, parts: AccessParts): MadeTask {
  const { stage, names, key, logs } = place;
  const cluster = new CfnCluster(scope, 'LargeFiles', {
    clusterName: names.of('large-files'),
    clusterSettings: [{ name: 'containerInsights', value: 'enabled' }],
    configuration: { managedStorageConfiguration: { fargateEphemeralStorageKmsKeyId: key.keyArn } },
  });
  const { task_role, start_role } = taskRoles(scope, place, parts);
  const family = names.of(LARGE_FILES);
  const environment = {
    ...stepEnvironment(place, { step: 'canonicalize-delivery', memory_mb: MEMORY_MB }),
    TAPEWARDEN_THREADS: String(CPUS),
    TAPEWARDEN_WORK: `${WORK}/tapewarden`,
    TMPDIR: WORK,
  };
  const definition = new CfnTaskDefinition(scope, 'LargeFileTask', {
    family,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: String(CPUS * 1024),
    memory: String(MEMORY_MB),
    runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
    ephemeralStorage: { sizeInGiB: DISK_GIB },
    executionRoleArn: start_role.roleArn,
    taskRoleArn: task_role.roleArn,
    volumes: [{ name: 'work' }],
    containerDefinitions: [
      {
        name: CONTAINER,
        image: `${repositoryUri(place)}:${stage.code}`,
        essential: true,
        memory: MEMORY_MB,
        readonlyRootFilesystem: true,
        privileged: false,
        user: 'node',
        linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
        mountPoints: [{ sourceVolume: 'work', containerPath: WORK, readOnly: false }],
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': logs.logGroupName,
            'awslogs-region': stage.region,
            'awslogs-stream-prefix': LARGE_FILES,
          },
        },
      },
    ],
  });
  definition.node.addDependency(task_role, start_role);
  acknowledge(definition, {
    'AwsSolutions-ECS2':
      'Names of buckets, sizes and the name of the code: none is secret, and the one secret is read when the task needs it.',
  });
  return {
    family,
    roles: [task_role.roleArn, start_role.roleArn],
    task: {
      cluster: cluster.attrArn,
      definition: definition.ref,
      container: CONTAINER,
      subnets: place.subnets.map(({ subnetId }: ISubnet) => subnetId),
      security_groups: [(place.workers as ISecurityGroup).securityGroupId],
    },
  };
}

function repositoryUri({ stage, names }: FunctionPlace): string {
  const suffix = stage.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${stage.account}.dkr.ecr.${stage.region}.${suffix}/${names.of('task')}`;
}

function taskRoles(scope: Construct, { stage, names }: FunctionPlace, parts: AccessParts) {
  const trusts = new ServicePrincipal('ecs-tasks.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stage.account } },
  });
  const task_role = roleWithGrants(scope, `${LARGE_FILES}-role`, {
    name: names.stepRole(LARGE_FILES),
    does: 'Settles a file that is too large for a function',
    trusts,
    grants: settle(parts),
  });
  const start_role = roleWithGrants(scope, 'start-task-role', {
    name: names.of('start-task'),
    does: 'ECS fetches the image of the task and opens its log',
    trusts,
    grants: startGrants(parts),
  });
  return { task_role, start_role };
}

function startGrants({ stage, names }: AccessParts): Grant[] {
  const arn = (service: string, rest: string): string =>
    `arn:${stage.partition}:${service}:${stage.region}:${stage.account}:${rest}`;
  return [
    {
      sid: 'FetchImage',
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [arn('ecr', `repository/${names.of('task')}`)],
    },
    {
      sid: 'SignIn',
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': stage.region } },
      why: 'A token for the registry knows no resource; what is fetched with it does.',
    },
    {
      sid: 'Logs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [arn('logs', `log-group:/${names.of('steps')}:log-stream:${LARGE_FILES}/*`)],
      why: 'ECS names the stream of a task after its id.',
    },
  ];
}
