import { CfnOutput } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY } from '../acknowledge.js';
import { logGroup } from '../log-group.js';
import { type Names, RECORD_BUCKETS } from '../names.js';
import type { Stage } from '../stage.js';

/** What a trail is made of. */
export type TrailParts = { stage: Stage; names: Names; bucket: Bucket; key: IKey; logs_key: IKey };

/** Every management event of all regions, every read and write of records, every request an endpoint of ours refused; digests signed. */
export function trail(scope: Construct, { stage, names, bucket, key, logs_key }: TrailParts): CfnTrail {
  const group = logGroup(scope, 'TrailLogs', { stage, names, thing: 'trail', key: logs_key });
  const role = new Role(scope, 'TrailRole', {
    roleName: names.of('trail'),
    description: 'CloudTrail writes its events to the log group of the trail',
    assumedBy: new ServicePrincipal('cloudtrail.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceArn': names.trail_arn } },
    }),
  });
  const streams = `arn:${stage.partition}:logs:${stage.region}:${stage.account}:log-group:/${names.of('trail')}:log-stream:${stage.account}_CloudTrail_*`;
  role.addToPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [streams] }),
  );
  acknowledge(role, {
    [`AwsSolutions-IAM5[Resource::${streams}]`]:
      'CloudTrail names its streams itself, one a region; the prefix holds the account.',
    ...INLINE_POLICY,
  });
  const made = new CfnTrail(scope, 'Trail', {
    trailName: names.of('trail'),
    s3BucketName: bucket.bucketName,
    kmsKeyId: key.keyArn,
    isLogging: true,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    cloudWatchLogsLogGroupArn: group.logGroupArn,
    cloudWatchLogsRoleArn: role.roleArn,
    advancedEventSelectors: eventSelectors(names),
  });
  made.node.addDependency(bucket.policy ?? bucket, role);
  new CfnOutput(scope, 'TrailArn', { value: names.trail_arn });
  return made;
}

function eventSelectors(names: Names): CfnTrail.AdvancedEventSelectorProperty[] {
  return [
    {
      name: 'management events',
      fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }],
    },
    {
      name: 'objects of the lake',
      fieldSelectors: [
        { field: 'eventCategory', equalTo: ['Data'] },
        { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
        {
          field: 'resources.ARN',
          startsWith: RECORD_BUCKETS.map((purpose) => `${names.bucketArn(purpose)}/`),
        },
      ],
    },
    ...['s3', 'kms'].map((service) => ({
      name: `refused by the endpoint of ${service}`,
      fieldSelectors: [
        { field: 'eventCategory', equalTo: ['NetworkActivity'] },
        { field: 'eventSource', equalTo: [`${service}.amazonaws.com`] },
        { field: 'errorCode', equalTo: ['VpceAccessDenied'] },
      ],
    })),
  ];
}
