import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRootPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';
import { keyAdministration, keyPolicy, keyStatement } from './key-administration.js';

/** The key of logs in CloudWatch and of messages in SNS: only those services use it, for our log groups and from our account. */
export function logsKey(scope: Construct, stage: Stage, names: Names): Key {
  return new Key(scope, 'LogsKey', {
    alias: names.of('logs'),
    description: 'Logs and alarms of tapewarden',
    enableKeyRotation: true,
    pendingWindow: Duration.days(stage.sizes.key_deletion_days),
    removalPolicy: stage.sizes.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    policy: keyPolicy([
      ...keyAdministration(stage),
      keyStatement({
        sid: 'LogGroups',
        principals: [new ServicePrincipal(`logs.${stage.region}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${stage.partition}:logs:${stage.region}:${stage.account}:log-group:/${names.of('*')}`,
          },
        },
      }),
      keyStatement({
        sid: 'Alarms',
        principals: [
          new ServicePrincipal('events.amazonaws.com'),
          new ServicePrincipal('cloudwatch.amazonaws.com'),
        ],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        conditions: { StringEquals: { 'aws:SourceAccount': stage.account } },
      }),
      keyStatement({
        sid: 'PublishThroughSns',
        principals: [new AccountRootPrincipal()],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': stage.account,
            'kms:ViaService': `sns.${stage.region}.amazonaws.com`,
          },
        },
      }),
    ]),
  });
}
