import { Stack, type StackProps } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { acknowledge, guardRule, OF_ANOTHER_STACK } from '../acknowledge.js';
import { auditKey } from '../keys/audit-key.js';
import { lakeBucket } from '../lake/lake-bucket.js';
import type { Names } from '../names.js';
import { lockDays, type RetentionPeriods } from '../retention-periods.js';
import type { Stage } from '../stage.js';
import { alarmTopic } from './alarm-topic.js';
import { tamperAlarm } from './tamper-alarm.js';
import { trail } from './trail.js';

/** What the stack of the audit trail needs to know. */
export type AuditStackProps = StackProps & {
  stage: Stage;
  names: Names;
  periods: RetentionPeriods;
  s3_endpoint_id: string;
  logs_key: IKey;
  access_logs: Bucket;
};

/** The trail, where it is kept, and the alarm of whoever works against it. */
export class AuditStack extends Stack {
  readonly alarms: Topic;
  readonly audit_key_arn: string;

  constructor(scope: Construct, id: string, props: AuditStackProps) {
    super(scope, id, props);
    const { stage, names } = props;
    const key = auditKey(this, stage, names);
    this.audit_key_arn = key.keyArn;
    const bucket = lakeBucket(this, 'audit', {
      name: names.bucket('audit'),
      key,
      access_logs: props.access_logs,
      lock_days: stage.sizes.lock_days ?? lockDays(props.periods.longest_years),
      keep: stage.sizes.keep,
      guard: {
        stage,
        s3_endpoint_id: props.s3_endpoint_id,
        key_arn: key.keyArn,
        service_roles: [],
        removers: [],
        put_once: [],
        least_lock_days: stage.sizes.lock_days ?? props.periods.longest_years * 365,
      },
    });
    acknowledge(bucket, { [guardRule('s3_bucket_logging_enabled_check')]: OF_ANOTHER_STACK });
    for (const delivery of trailDelivery(stage, names)) bucket.addToResourcePolicy(delivery);
    trail(this, { stage, names, bucket, key, logs_key: props.logs_key });
    this.alarms = alarmTopic(this, { stage, names, key: props.logs_key });
    tamperAlarm(this, { stage, names, topic: this.alarms });
  }
}

function trailDelivery(stage: Stage, names: Names): PolicyStatement[] {
  const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
  const arn = names.bucketArn('audit');
  const ours = { 'aws:SourceArn': names.trail_arn };
  return [
    // Whoever may write somewhere must not be able to write history.
    new PolicyStatement({
      sid: 'DenyForgery',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [`${arn}/*`],
      conditions: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
    }),
    new PolicyStatement({
      sid: 'TrailChecksAcl',
      effect: Effect.ALLOW,
      principals,
      actions: ['s3:GetBucketAcl'],
      resources: [arn],
      conditions: { StringEquals: ours },
    }),
    new PolicyStatement({
      sid: 'TrailDelivers',
      effect: Effect.ALLOW,
      principals,
      actions: ['s3:PutObject'],
      resources: [`${arn}/AWSLogs/${stage.account}/*`],
      conditions: { StringEquals: { ...ours, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }),
  ];
}
