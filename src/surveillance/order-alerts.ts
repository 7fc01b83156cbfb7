import type { Alert } from '../domain/generated/alert.js';

/** What alerts are ranked by. */
export type Ranked = Pick<Alert, 'alert_id' | 'severity' | 'score' | 'first_ts_ns'>;

const ranks: readonly Alert['severity'][] = ['high', 'medium', 'low'];

/** Gravest first: by severity, then score, then the time of the first event, then id. */
export function compareGravity(left: Ranked, right: Ranked): number {
  const bySeverity = ranks.indexOf(left.severity) - ranks.indexOf(right.severity);
  if (bySeverity !== 0) return bySeverity;
  if (left.score !== right.score) return right.score - left.score;
  const [leftNs, rightNs] = [BigInt(left.first_ts_ns), BigInt(right.first_ts_ns)];
  if (leftNs !== rightNs) return leftNs < rightNs ? -1 : 1;
  if (left.alert_id === right.alert_id) return 0;
  return left.alert_id < right.alert_id ? -1 : 1;
}

/** The highest severity among alerts; null where there is none. */
export function highestSeverity(alerts: readonly Pick<Alert, 'severity'>[]): Alert['severity'] | null {
  return ranks.find((rank) => alerts.some(({ severity }) => severity === rank)) ?? null;
}

/** How many alerts have each severity, in words, without those that none has: `3 high, 5 medium`. */
export function countSeverities(alerts: readonly Pick<Alert, 'severity'>[]): string {
  return ranks
    .map((rank) => ({ rank, count: alerts.filter(({ severity }) => severity === rank).length }))
    .filter(({ count }) => count > 0)
    .map(({ rank, count }) => `${count} ${rank}`)
    .join(', ');
}
