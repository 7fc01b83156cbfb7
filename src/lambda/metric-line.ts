import { invariant } from '../domain/invariant.js';
import type { StepName } from './steps.js';

/** Every metric there is, with its unit. Alarms and docs/runbook.md know them by these names. */
export const METRICS = {
  RecordsRead: 'Count',
  RecordsAccepted: 'Count',
  RecordsRejected: 'Count',
  RecordsDuplicate: 'Count',
  /** Rejected of a hundred read, of one delivery: no sum, so that a large clean delivery does not hide a small broken one. */
  RejectedPercent: 'Percent',
  BytesRead: 'Bytes',
  Seconds: 'Seconds',
  DeliveriesLate: 'Count',
  DeliveriesMissing: 'Count',
  DeliveriesRefused: 'Count',
  Alerts: 'Count',
  CanariesMissed: 'Count',
  TrailInvalid: 'Count',
  QueueMilliseconds: 'Milliseconds',
  RunsLate: 'Count',
  RunsUnplanned: 'Count',
} as const;

/** Name of a metric. */
export type MetricName = keyof typeof METRICS;

/** Values by metric: counts as whole numbers, none below zero. */
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

/** Namespace of all metrics. */
export const NAMESPACE = 'tapewarden';

/**
 * One line of CloudWatch's embedded metric format, without its end: the values, for the deployment and for its step.
 *
 * Dimensions are those two and no more, whatever feeds and dates there are: each set of values of dimensions is a metric that is paid for.
 */
export function metricLine(
  of: { deployment: string; step: StepName; at_ms: number },
  values: MetricValues,
): string {
  const given = Object.entries(values) as [MetricName, number][];
  invariant(given.length > 0, 'a line of metrics has a value');
  for (const [name, value] of given)
    invariant(
      Number.isFinite(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER,
      `${name} is ${value}`,
    );
  return JSON.stringify({
    _aws: {
      Timestamp: of.at_ms,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [['Deployment'], ['Deployment', 'Step']],
          Metrics: given.map(([name]) => ({ Name: name, Unit: METRICS[name] })),
        },
      ],
    },
    Deployment: of.deployment,
    Step: of.step,
    ...values,
  });
}
