import type { Alert } from '../domain/generated/alert.js';
import type { AlertTotals, Finding } from '../domain/generated/report.js';

type Counts = Pick<AlertTotals, 'total' | 'high' | 'medium' | 'low'>;

/** The alerts by severity and pattern, patterns in the order of the findings. */
export function countAlerts(findings: readonly Finding[]): AlertTotals {
  return {
    ...countsOf(findings.flatMap(({ alerts }) => alerts)),
    patterns: findings.map(({ pattern_id, version, title, alerts }) => ({
      ...{ pattern_id, version, title },
      ...countsOf(alerts),
      highest_score: alerts.reduce((most, { score }) => Math.max(most, score), 0),
    })),
  };
}

function countsOf(alerts: readonly Pick<Alert, 'severity'>[]): Counts {
  const having = (severity: Alert['severity']) =>
    alerts.filter((alert) => alert.severity === severity).length;
  return { total: alerts.length, high: having('high'), medium: having('medium'), low: having('low') };
}
