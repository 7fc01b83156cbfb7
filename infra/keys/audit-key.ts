import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';
import { throughS3 } from './data-key.js';
import { keyAdministration, keyPolicy, keyStatement } from './key-administration.js';

/** The key of the trail: CloudTrail encrypts with it for our trail only, auditors decrypt through S3. */
export function auditKey(scope: Construct, stage: Stage, names: Names): Key {
  const service = new ServicePrincipal('cloudtrail.amazonaws.com');
  return new Key(scope, 'AuditKey', {
    alias: names.of('audit'),
    description: 'The CloudTrail trail of tapewarden',
    enableKeyRotation: true,
    pendingWindow: Duration.days(stage.sizes.key_deletion_days),
    removalPolicy: stage.sizes.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    policy: keyPolicy([
      ...keyAdministration(stage),
      keyStatement({
        sid: 'TrailEncrypts',
        principals: [service],
        actions: ['kms:GenerateDataKey'],
        conditions: {
          StringEquals: { 'aws:SourceArn': names.trail_arn },
          StringLike: {
            'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${stage.partition}:cloudtrail:*:${stage.account}:trail/*`,
          },
        },
      }),
      keyStatement({
        sid: 'TrailDescribes',
        principals: [service],
        actions: ['kms:DescribeKey'],
        conditions: { StringEquals: { 'aws:SourceArn': names.trail_arn } },
      }),
      keyStatement({
        sid: 'TrailThroughS3',
        principals: [service],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        conditions: {
          StringEquals: { 'aws:SourceArn': names.trail_arn },
          StringLike: {
            'kms:EncryptionContext:aws:s3:arn': [names.bucketArn('audit'), `${names.bucketArn('audit')}/*`],
          },
        },
      }),
      throughS3(stage, ['audit'], names),
    ]),
  });
}
