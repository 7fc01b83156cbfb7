import { Stack, type StackProps } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { AccessParts } from '../access/access-parts.js';
import { logGroup } from '../log-group.js';
import { dayMachine } from './day-machine.js';
import { DAY_STEPS, type DayStep, WATCH_RUN } from './day-steps.js';
import { dayTopic } from './day-topic.js';
import { largeFileTask } from './large-file-task.js';
import { type FunctionPlace, stepFunction } from './step-function.js';
import type { DayFunctions } from './tasks.js';

/** What the stack of the day needs to know. */
export type StepsStackProps = StackProps & {
  parts: AccessParts;
  subnets: readonly ISubnet[];
  workers: ISecurityGroup;
  logs_key: IKey;
  data_key: IKey;
};

/** The state machine of a day, the functions of its steps, the task for large files, and the look after it. */
export class StepsStack extends Stack {
  readonly state_machine_arn: string;
  readonly watch_arn: string;
  /** Log of every step. */
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: StepsStackProps) {
    super(scope, id, props);
    const { parts, subnets, workers, data_key: key, logs_key } = props;
    const { stage, names } = parts;
    this.logs = logGroup(this, 'StepLogs', { stage, names, thing: 'steps', key: logs_key });
    const place: FunctionPlace = { stage, names, subnets, workers, key, logs: this.logs };
    const made = (step: DayStep): string => functionOf(this, place, { step, parts });
    const functions = Object.fromEntries(
      Object.entries(DAY_STEPS).map(([name, step]) => [name, made(step)]),
    ) as DayFunctions;
    this.watch_arn = made(WATCH_RUN);
    const large = largeFileTask(this, place, parts);
    const topic_arn = dayTopic(this, { names, key: logs_key }).topicArn;
    const logs = logGroup(this, 'DayLogs', { stage, names, thing: 'day', key: logs_key });
    this.state_machine_arn = dayMachine(this, { parts, key, logs, functions, large, topic_arn }).attrArn;
  }
}

function functionOf(
  scope: Construct,
  place: FunctionPlace,
  { step, parts }: { step: DayStep; parts: AccessParts },
): string {
  const { reserved, grants, lake: _, ...own } = step;
  return stepFunction(scope, place, { ...own, reserved: reserved(place.stage), grants: grants(parts) })
    .attrArn;
}
