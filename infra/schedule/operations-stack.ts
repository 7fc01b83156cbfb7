import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarms } from '../alarms/alarms.js';
import { logGroup } from '../log-group.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';
import { planner } from './planner.js';
import { scheduleParts } from './schedule-parts.js';

/** What the stack of operations needs to know. */
export type OperationsStackProps = StackProps & {
  stage: Stage;
  names: Names;
  topic: ITopic;
  subnets: readonly ISubnet[];
  workers: ISecurityGroup;
  logs_key: IKey;
  data_key: IKey;
};

/** Alarms, and the group, role and queue of the schedules of runs. State machine and functions are known by their names. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { stage, names, topic } = props;
    const of = `${stage.region}:${stage.account}`;
    const state_machine_arn = `arn:${stage.partition}:states:${of}:stateMachine:${names.of('day')}`;
    const watch_arn = `arn:${stage.partition}:lambda:${of}:function:${names.of('watch-run')}`;
    const planner_arn = `arn:${stage.partition}:lambda:${of}:function:${names.of('plan-schedule')}`;
    const parts = scheduleParts(this, { stage, names, state_machine_arn, watch_arn, planner_arn });
    const { role, dead_letters } = parts;
    const logs = logGroup(this, 'StepLogs', { stage, names, thing: 'steps', key: props.logs_key });
    const { subnets, workers, data_key: key } = props;
    const place = { stage, names, subnets, workers, key, logs };
    planner(this, place, { ...parts, state_machine_arn, watch_arn });
    const dead_letter_queue = dead_letters.queueName;
    alarms(this, { stage, names, topic, state_machine_arn, dead_letter_queue });
    new CfnOutput(this, 'ScheduleRoleArn', { value: role.roleArn });
    new CfnOutput(this, 'ScheduleDeadLettersArn', { value: dead_letters.queueArn });
  }
}
