import { Duration } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge, guardRule, INLINE_POLICY } from '../acknowledge.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';

/** What schedules call. */
export type Scheduled = { state_machine_arn: string; watch_arn: string; planner_arn: string };

/** Where the planner makes its schedules, what they call as whom, and where calls go that failed. */
export type ScheduleParts = { group: CfnScheduleGroup; role: Role; dead_letters: Queue };

/** A group for the schedules of runs, and the role that EventBridge Scheduler takes for schedules of this group. */
export function scheduleParts(scope: Construct, of: { stage: Stage; names: Names }): ScheduleParts {
  const { stage, names } = of;
  const group = new CfnScheduleGroup(scope, 'Schedules', { name: names.of('runs') });
  const dead_letters = new Queue(scope, 'DeadLetters', {
    queueName: names.of('schedule-dead-letters'),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const last =
    'It is where calls go that failed; what fails here has nowhere else to go, and an alarm says so.';
  acknowledge(dead_letters, { 'AwsSolutions-SQS3': last, [guardRule('sqs_dlq_check')]: last });
  const role = new Role(scope, 'SchedulerRole', {
    roleName: names.of('scheduler'),
    description: 'EventBridge Scheduler starts runs and looks whether they took place',
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stage.account },
        ArnEquals: {
          'aws:SourceArn': `arn:${stage.partition}:scheduler:${stage.region}:${stage.account}:schedule-group/${names.of('runs')}`,
        },
      },
    }),
  });
  return { group, role, dead_letters };
}

/** What Scheduler may do: start the state machine of the day, call the planner and the look after a run, and keep what failed. */
export function scheduleGrants(scope: Construct, { role, dead_letters }: ScheduleParts, of: Scheduled): void {
  const policy = new Policy(scope, 'SchedulerGrants', {
    policyName: 'grants',
    roles: [role],
    statements: [
      new PolicyStatement({
        sid: 'StartRuns',
        actions: ['states:StartExecution'],
        resources: [of.state_machine_arn],
      }),
      new PolicyStatement({
        sid: 'LookAfterRuns',
        actions: ['lambda:InvokeFunction'],
        resources: [of.watch_arn, of.planner_arn],
      }),
      new PolicyStatement({
        sid: 'KeepFailedCalls',
        actions: ['sqs:SendMessage'],
        resources: [dead_letters.queueArn],
      }),
    ],
  });
  acknowledge(policy, INLINE_POLICY);
}
