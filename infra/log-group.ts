import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge, guardRule, OF_ANOTHER_STACK } from './acknowledge.js';
import type { Names } from './names.js';
import type { Stage } from './stage.js';

/** What a log group is made of: `thing` is its name within the stage, `key` that of logs. */
export type LogGroupParts = { stage: Stage; names: Names; thing: string; key: IKey };

/** A log group under the key of logs, kept as long as the stage says; named so that the key's policy knows it. */
export function logGroup(
  scope: Construct,
  id: string,
  { stage, names, thing, key }: LogGroupParts,
): LogGroup {
  const year = stage.sizes.log_days === 365;
  const group = new LogGroup(scope, id, {
    logGroupName: `/${names.of(thing)}`,
    encryptionKey: key,
    retention: year ? RetentionDays.ONE_YEAR : RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  if (!year)
    acknowledge(group, {
      [guardRule('cloudwatch_log_group_retention_period_check')]:
        'What dev logs is about records that are made up; a month is enough to look at it.',
    });
  if (Stack.of(key) !== Stack.of(scope))
    acknowledge(group, { [guardRule('cloudwatch_log_group_encrypted_check')]: OF_ANOTHER_STACK });
  return group;
}
