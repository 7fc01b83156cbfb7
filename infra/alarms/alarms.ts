import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Names } from '../names.js';
import type { Stage } from '../stage.js';
import { ALARMS, type AlarmSpec } from './alarm-list.js';

/** What alarms watch beside our own metrics, and whom they tell. */
export type AlarmParts = {
  stage: Stage;
  names: Names;
  topic: ITopic;
  state_machine_arn: string;
  dead_letter_queue: string;
};

/** One alarm of CloudWatch for each of the list; it tells people when it begins and when it is over. */
export function alarms(scope: Construct, parts: AlarmParts): void {
  const action = new SnsAction(parts.topic);
  for (const spec of ALARMS) {
    const alarm = new Alarm(scope, `Alarm-${spec.name}`, {
      alarmName: parts.names.of(spec.name),
      alarmDescription: `${spec.says}. docs/runbook.md#${spec.name}`,
      metric: new Metric({
        namespace: spec.namespace,
        metricName: spec.metric,
        dimensionsMap: dimensionsOf(spec, parts),
        statistic: spec.statistic,
        period: Duration.minutes(spec.period_minutes),
      }),
      threshold: spec.from,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData:
        spec.silence === 'alarm' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}

function dimensionsOf({ namespace }: AlarmSpec, parts: AlarmParts): Record<string, string> {
  if (namespace === 'AWS/States') return { StateMachineArn: parts.state_machine_arn };
  if (namespace === 'AWS/SQS') return { QueueName: parts.dead_letter_queue };
  return { Deployment: parts.stage.name };
}
