import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';

/** Calls that weaken the record of who touched what, by service; who makes them is told to people at once. */
export const TAMPERING: Readonly<Record<string, readonly string[]>> = {
  cloudtrail: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'],
  kms: ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy', 'DisableKeyRotation'],
  s3: [
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'PutBucketVersioning',
    'PutObjectLockConfiguration',
    'PutBucketLifecycle',
    'PutBucketPublicAccessBlock',
    'DeleteBucketEncryption',
  ],
  ec2: [
    'ModifyVpcEndpoint',
    'DeleteVpcEndpoints',
    'CreateInternetGateway',
    'CreateRoute',
    'CreateVpcPeeringConnection',
  ],
};

/** A rule that publishes tampering, and every use of the break-glass role, to the topic. */
export function tamperAlarm(scope: Construct, of: { stage: Stage; names: Names; topic: Topic }): void {
  const targets = [{ id: 'people', arn: of.topic.topicArn }];
  new CfnRule(scope, 'Tampering', {
    name: of.names.of('tampering'),
    description: 'A call that weakens the record of who touched what',
    eventPattern: {
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: Object.keys(TAMPERING).map((service) => `${service}.amazonaws.com`),
        eventName: Object.values(TAMPERING).flat(),
      },
    },
    targets,
  });
  new CfnRule(scope, 'BreakGlass', {
    name: of.names.of('break-glass'),
    description: 'The break-glass role did something',
    eventPattern: {
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { userIdentity: { sessionContext: { sessionIssuer: { arn: [of.stage.break_glass] } } } },
    },
    targets,
  });
}
