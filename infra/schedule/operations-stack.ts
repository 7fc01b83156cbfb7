import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarms } from '../alarms/alarms.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';
import { scheduleParts } from './schedule-parts.js';

/** What the stack of operations needs to know. */
export type OperationsStackProps = StackProps & { stage: Stage; names: Names; topic: ITopic };

/** Alarms, and the group, role and queue of the schedules of runs. State machine and functions are known by their names. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { stage, names, topic } = props;
    const place = `${stage.region}:${stage.account}`;
    const state_machine_arn = `arn:${stage.partition}:states:${place}:stateMachine:${names.of('day')}`;
    const watch_arn = `arn:${stage.partition}:lambda:${place}:function:${names.of('watch-run')}`;
    const { role, dead_letters } = scheduleParts(this, { stage, names, state_machine_arn, watch_arn });
    const dead_letter_queue = dead_letters.queueName;
    alarms(this, { stage, names, topic, state_machine_arn, dead_letter_queue });
    new CfnOutput(this, 'ScheduleRoleArn', { value: role.roleArn });
    new CfnOutput(this, 'ScheduleDeadLettersArn', { value: dead_letters.queueArn });
  }
}
