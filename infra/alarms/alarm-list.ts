/** An alarm: the metric that raises it and from which value on. Each has a section of its name in docs/runbook.md. */
export type AlarmSpec = {
  readonly name: string;
  readonly says: string;
  readonly namespace: 'tapewarden' | 'AWS/States' | 'AWS/SQS';
  readonly metric: string;
  readonly statistic: 'Maximum' | 'Sum';
  /** At this value and above. */
  readonly from: number;
  readonly period_minutes: number;
  /** What no value at all means: nothing ran (fine on a holiday), or what should always speak is silent. */
  readonly silence: 'fine' | 'alarm';
};

const DAY = 24 * 60;
const OURS = {
  namespace: 'tapewarden',
  statistic: 'Maximum',
  from: 1,
  period_minutes: 5,
  silence: 'fine',
} as const;
const OF_EXECUTIONS = { ...OURS, namespace: 'AWS/States', statistic: 'Sum' } as const;

/** Every alarm, in the order of the runbook. Metrics of `tapewarden` are those of src/lambda/metric-line.ts, of the whole deployment. */
export const ALARMS: readonly AlarmSpec[] = [
  { ...OURS, name: 'run-late', says: 'A run that should be over is not recorded', metric: 'RunsLate' },
  {
    ...OURS,
    name: 'run-unplanned',
    says: 'A run was not planned in time, or the planner is silent',
    metric: 'RunsUnplanned',
    period_minutes: DAY,
    silence: 'alarm',
  },
  {
    ...OF_EXECUTIONS,
    name: 'execution-failed',
    says: 'An execution of the day failed',
    metric: 'ExecutionsFailed',
  },
  {
    ...OF_EXECUTIONS,
    name: 'execution-timed-out',
    says: 'An execution of the day ran into its time limit',
    metric: 'ExecutionsTimedOut',
  },
  {
    ...OURS,
    name: 'delivery-missing',
    says: 'A feed owes a delivery after its deadline',
    metric: 'DeliveriesMissing',
  },
  {
    ...OURS,
    name: 'delivery-late',
    says: 'A delivery came after its deadline',
    metric: 'DeliveriesLate',
  },
  {
    ...OURS,
    name: 'rejects-over-limit',
    says: 'One record of a hundred of a delivery, or more, was rejected',
    metric: 'RejectedPercent',
  },
  {
    ...OURS,
    name: 'canary-missed',
    says: 'A pattern did not find the abuse that it must find',
    metric: 'CanariesMissed',
  },
  {
    ...OURS,
    name: 'trail-invalid',
    says: 'The audit trail is not sound, or was not verified',
    metric: 'TrailInvalid',
  },
  {
    ...OURS,
    name: 'queue-time',
    says: 'A job waited a quarter of an hour for capacity',
    metric: 'QueueMilliseconds',
    from: 900_000,
  },
  {
    ...OURS,
    name: 'schedule-dead-letter',
    says: 'A schedule could not call its target for an hour',
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
  },
];
