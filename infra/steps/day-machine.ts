import { CfnOutput, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { AccessParts } from '../access/access-parts.js';
import { roleWithGrants } from '../access/role-with-grants.js';
import type { MadeTask } from './large-file-task.js';
import { machineGrants } from './machine-grants.js';
import { dayStateMachine } from './state-machine.js';
import type { DayFunctions } from './tasks.js';

/** What the machine of a day is made of. */
export type DayMachineParts = {
  parts: AccessParts;
  key: IKey;
  logs: LogGroup;
  functions: DayFunctions;
  large: MadeTask;
  topic_arn: string;
};

/** Seconds in which a data key of KMS is used again. */
const KEY_REUSE_SECONDS = 300;

/**
 * The state machine of a day (ADR 61), under our key, traced, with every event in its log and the data of none: what states hand to
 * each other names files of brokers, and is read in the execution by whoever may.
 */
export function dayMachine(scope: Construct, of: DayMachineParts): CfnStateMachine {
  const { parts, key, functions, large } = of;
  const { stage, names } = parts;
  const role = roleWithGrants(scope, 'day-role', {
    name: names.of('day'),
    does: 'Step Functions runs the day',
    trusts: new ServicePrincipal('states.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stage.account },
        ArnEquals: { 'aws:SourceArn': names.machine_arn },
      },
    }),
    grants: machineGrants(parts, { functions: Object.values(functions), large, topic_arn: of.topic_arn }),
  });
  const definition = dayStateMachine({
    functions,
    state: { bucket: names.bucket('state'), prefix: '' },
    large: large.task,
    most_children: stage.sizes.children,
    topic: of.topic_arn,
  });
  const made = new CfnStateMachine(scope, 'Day', {
    stateMachineName: names.of('day'),
    stateMachineType: 'STANDARD',
    roleArn: role.roleArn,
    definitionString: Stack.of(scope)
      .toJsonString(definition)
      // The language names integrations in the partition of the account.
      .replaceAll('arn:aws:states:::', `arn:${stage.partition}:states:::`),
    encryptionConfiguration: {
      type: 'CUSTOMER_MANAGED_KMS_KEY',
      kmsKeyId: key.keyArn,
      kmsDataKeyReusePeriodSeconds: KEY_REUSE_SECONDS,
    },
    loggingConfiguration: {
      level: 'ALL',
      includeExecutionData: false,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: of.logs.logGroupArn } }],
    },
    tracingConfiguration: { enabled: true },
  });
  made.node.addDependency(role);
  new CfnOutput(scope, 'StateMachineArn', { value: made.attrArn });
  return made;
}
