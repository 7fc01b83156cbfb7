import { CfnOutput } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Names } from '../names.js';

/** The topic by which people hear how each day ended; alarms have one of their own, which wakes somebody. */
export function dayTopic(scope: Construct, of: { names: Names; key: IKey }): Topic {
  const topic = new Topic(scope, 'Days', {
    topicName: of.names.of('days'),
    displayName: 'tapewarden days',
    masterKey: of.key,
    enforceSSL: true,
  });
  new CfnOutput(scope, 'DaysTopicArn', { value: topic.topicArn });
  return topic;
}
