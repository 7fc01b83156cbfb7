import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarms } from '../alarms/alarms.js';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';
import { planner } from './planner.js';
import { scheduleGrants, scheduleParts } from './schedule-parts.js';

/** What the stack of operations needs to know; state machine, watch function and log are those of the day. */
export type OperationsStackProps = StackProps & {
  stage: Stage;
  names: Names;
  topic: ITopic;
  subnets: readonly ISubnet[];
  workers: ISecurityGroup;
  data_key: IKey;
  logs: LogGroup;
  state_machine_arn: string;
  watch_arn: string;
};

/** Alarms, and the planner, group, role and queue of the schedules of runs. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { stage, names, topic, state_machine_arn, watch_arn } = props;
    const parts = scheduleParts(this, { stage, names });
    const { role, dead_letters } = parts;
    const { subnets, workers, logs, data_key: key } = props;
    const place = { stage, names, subnets, workers, key, logs };
    const planned = planner(this, place, { ...parts, state_machine_arn, watch_arn });
    scheduleGrants(this, parts, { state_machine_arn, watch_arn, planner_arn: planned.attrArn });
    const dead_letter_queue = dead_letters.queueName;
    alarms(this, { stage, names, topic, state_machine_arn, dead_letter_queue });
    new CfnOutput(this, 'ScheduleRoleArn', { value: role.roleArn });
    new CfnOutput(this, 'ScheduleDeadLettersArn', { value: dead_letters.queueArn });
  }
}
