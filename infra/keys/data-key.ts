import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRootPrincipal, type PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { type BucketPurpose, type Names, RECORD_BUCKETS } from '../names.js';
import type { Stage } from '../stage.js';
import { keyAdministration, keyPolicy, keyStatement } from './key-administration.js';

/** What else is encrypted with the key of the data than objects: each through its service and never by a call of one's own. */
const SERVICES = [
  'redshift-serverless',
  'redshift',
  'glue',
  'secretsmanager',
  'emr-serverless',
  'lambda',
  'states',
  'ecr',
];

/** The key of records: usable only through S3 for our buckets, and through the services that keep copies of them. */
export function dataKey(scope: Construct, stage: Stage, names: Names): Key {
  return new Key(scope, 'DataKey', {
    alias: names.of('data'),
    description: 'Records of tapewarden: buckets, catalog, Spark disks, warehouse',
    enableKeyRotation: true,
    pendingWindow: Duration.days(stage.sizes.key_deletion_days),
    removalPolicy: stage.sizes.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    policy: keyPolicy([
      ...keyAdministration(stage),
      throughS3(stage, RECORD_BUCKETS, names),
      keyStatement({
        sid: 'UseThroughServices',
        principals: [new AccountRootPrincipal()],
        actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': stage.account,
            'kms:ViaService': SERVICES.map((service) => `${service}.${stage.region}.amazonaws.com`),
          },
        },
      }),
      keyStatement({
        sid: 'GrantsToServices',
        principals: [new AccountRootPrincipal()],
        actions: ['kms:CreateGrant'],
        conditions: {
          Bool: { 'kms:GrantIsForAWSResource': 'true' },
          StringEquals: {
            'kms:CallerAccount': stage.account,
            'kms:ViaService': SERVICES.map((service) => `${service}.${stage.region}.amazonaws.com`),
          },
        },
      }),
      ...machineUse(stage, names),
      ...taskDisks(stage, names),
    ]),
  });
}

/** Use by our principals through S3, for objects of the buckets only: with a bucket key the context is the bucket, else the object. */
export function throughS3(stage: Stage, purposes: readonly BucketPurpose[], names: Names): PolicyStatement {
  const arns = purposes.map((purpose) => names.bucketArn(purpose));
  return keyStatement({
    sid: 'UseThroughS3',
    principals: [new AccountRootPrincipal()],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    conditions: {
      StringEquals: {
        'kms:CallerAccount': stage.account,
        'kms:ViaService': `s3.${stage.region}.amazonaws.com`,
      },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [...arns, ...arns.map((arn) => `${arn}/*`)] },
    },
  });
}

/** Step Functions encrypts the history of executions as the role of the machine, and its log on the way to CloudWatch. */
function machineUse(stage: Stage, names: Names): PolicyStatement[] {
  const logs = `arn:${stage.partition}:logs:${stage.region}:${stage.account}:*`;
  const asMachine = { 'kms:CallerAccount': stage.account, 'aws:PrincipalArn': names.machine_role_arn };
  return [
    keyStatement({
      sid: 'HistoryOfTheDay',
      principals: [new AccountRootPrincipal()],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      conditions: {
        StringEquals: {
          ...asMachine,
          'kms:EncryptionContext:aws:states:stateMachineArn': names.machine_arn,
        },
      },
    }),
    keyStatement({
      sid: 'LogOfTheDay',
      principals: [new AccountRootPrincipal()],
      actions: ['kms:GenerateDataKey'],
      conditions: { StringEquals: { ...asMachine, 'kms:EncryptionContext:SourceArn': logs } },
    }),
    keyStatement({
      sid: 'LogOfTheDayIsDelivered',
      principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['kms:Decrypt'],
      conditions: { StringEquals: { 'kms:EncryptionContext:SourceArn': logs } },
    }),
  ];
}

/** Fargate encrypts the disks of the tasks of our cluster. */
function taskDisks(stage: Stage, names: Names): PolicyStatement[] {
  const principals = [new ServicePrincipal('fargate.amazonaws.com')];
  const ours = {
    'kms:EncryptionContext:aws:ecs:clusterAccount': stage.account,
    'kms:EncryptionContext:aws:ecs:clusterName': names.of('large-files'),
  };
  return [
    keyStatement({
      sid: 'DisksOfTasks',
      principals,
      actions: ['kms:GenerateDataKeyWithoutPlaintext'],
      conditions: { StringEquals: ours },
    }),
    keyStatement({
      sid: 'GrantsForDisks',
      principals,
      actions: ['kms:CreateGrant'],
      conditions: {
        StringEquals: ours,
        'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt'] },
        Null: { 'kms:GrantOperations': 'false' },
      },
    }),
  ];
}
