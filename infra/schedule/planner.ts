import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { type FunctionPlace, stepFunction } from '../steps/step-function.js';
import type { ScheduleParts } from './schedule-parts.js';

/** After midnight of New York, when the trade date is over and none of the next day's runs has begun. */
const NIGHTLY = 'cron(15 0 * * ? *)';

/** The planner and the schedule that calls it every night, holidays too: it says that there is no run. */
export function planner(
  scope: Construct,
  place: FunctionPlace,
  {
    group,
    role,
    dead_letters,
    state_machine_arn,
    watch_arn,
  }: ScheduleParts & { state_machine_arn: string; watch_arn: string },
): CfnFunction {
  const { stage, names } = place;
  const schedules = `arn:${stage.partition}:scheduler:${stage.region}:${stage.account}:schedule`;
  const made = stepFunction(scope, place, {
    step: 'plan-schedule',
    does: 'Plans the runs of the coming week from trading calendar and deadlines',
    memory_mb: 512,
    timeout_seconds: 300,
    disk_mb: 512,
    // Two planners at once would do no harm, and no good.
    reserved: 1,
    environment: {
      TAPEWARDEN_SCHEDULE_GROUP: names.of('runs'),
      TAPEWARDEN_SCHEDULE_ROLE: role.roleArn,
      TAPEWARDEN_SCHEDULE_DEAD_LETTERS: dead_letters.queueArn,
      TAPEWARDEN_STATE_MACHINE: state_machine_arn,
      TAPEWARDEN_WATCH_FUNCTION: watch_arn,
    },
    grants: [
      {
        sid: 'KeepSchedules',
        actions: ['scheduler:ListSchedules', 'scheduler:CreateSchedule', 'scheduler:DeleteSchedule'],
        resources: [`${schedules}/${names.of('runs')}/*`],
        why: 'Schedules of the group of runs, and of no other; the planner makes their names.',
      },
      {
        sid: 'SchedulesRunAs',
        actions: ['iam:PassRole'],
        resources: [role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      },
    ],
  });
  const nightly = new CfnSchedule(scope, 'Nightly', {
    name: 'plan-schedule',
    groupName: names.of('runs'),
    description: 'Plans the runs of the coming week',
    scheduleExpression: NIGHTLY,
    scheduleExpressionTimezone: 'America/New_York',
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: made.attrArn,
      roleArn: role.roleArn,
      deadLetterConfig: { arn: dead_letters.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 60 },
      input: '{}',
    },
  });
  nightly.node.addDependency(group);
  return made;
}
