import { CfnOutput } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';

/** The topic that people subscribe to: encrypted, over TLS only, published to by our own alarms. */
export function alarmTopic(scope: Construct, of: { stage: Stage; names: Names; key: IKey }): Topic {
  const topic = new Topic(scope, 'Alarms', {
    topicName: of.names.of('alarms'),
    displayName: 'tapewarden alarms',
    masterKey: of.key,
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'OurAlarms',
      effect: Effect.ALLOW,
      principals: [
        new ServicePrincipal('events.amazonaws.com'),
        new ServicePrincipal('cloudwatch.amazonaws.com'),
      ],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': of.stage.account } },
    }),
  );
  new CfnOutput(scope, 'AlarmTopicArn', { value: topic.topicArn });
  return topic;
}
