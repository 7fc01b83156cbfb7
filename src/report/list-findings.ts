import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { AlertLine, CoverageLine, Finding, RoleCount } from '../domain/generated/report.js';
import type { PatternOutcome } from '../domain/generated/run.js';
import { compareMeasures } from './compare-measures.js';
import { groupBy } from './group-by.js';
import type { ReportInput } from './report-input.js';

const severityOrder: readonly Alert['severity'][] = ['high', 'medium', 'low'];

/** The alerts of each pattern that has any, in the order of coverage; patterns that the run does not name come last. */
export function listFindings(input: ReportInput, coverage: readonly CoverageLine[]): Finding[] {
  const byPattern = groupBy(input.alerts, ({ pattern_id }) => pattern_id);
  const rolesOf = countRoles(input.evidence);
  const stray = [...byPattern.keys()].filter((id) => !coverage.some(({ pattern_id }) => pattern_id === id));
  return [...coverage.map(({ pattern_id }) => pattern_id), ...stray.sort()].flatMap((patternId) => {
    const alerts = byPattern.get(patternId) ?? [];
    const [first] = alerts;
    if (first === undefined) return [];
    const spec = input.patterns.find(({ id }) => id === patternId);
    const outcome = input.run.patterns.find(({ pattern_id }) => pattern_id === patternId);
    const lines = alerts.map((alert) => alertLine({ alert, spec, outcome, roles: rolesOf(alert.alert_id) }));
    return [
      {
        pattern_id: patternId,
        version: first.pattern_version,
        title: spec?.title ?? outcome?.title ?? patternId,
        behaviour: spec?.behaviour ?? '',
        cites: spec?.cites ?? [],
        severity: spec?.severity ?? first.severity,
        alerts: lines.sort(compareAlerts),
      },
    ];
  });
}

function countRoles(evidence: readonly Evidence[]): (alertId: string) => RoleCount[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { alert_id, role } of evidence) {
    const roles = counts.get(alert_id) ?? new Map<string, number>();
    roles.set(role, (roles.get(role) ?? 0) + 1);
    counts.set(alert_id, roles);
  }
  return (alertId) =>
    [...(counts.get(alertId) ?? [])]
      .map(([role, events]) => ({ role, events }))
      .sort((left, right) => (left.role < right.role ? -1 : 1));
}

interface AlertParts {
  readonly alert: Alert;
  readonly spec: PatternSpec | undefined;
  readonly outcome: PatternOutcome | undefined;
  readonly roles: RoleCount[];
}

function alertLine({ alert, spec, outcome, roles }: AlertParts): AlertLine {
  return {
    alert_id: alert.alert_id,
    severity: alert.severity,
    subject: alert.subject,
    first_ts_ns: alert.first_ts_ns,
    last_ts_ns: alert.last_ts_ns,
    measures: compareMeasures(alert, spec?.measures ?? {}, outcome?.settings ?? {}),
    evidence_count: alert.evidence_count,
    roles,
  };
}

function compareAlerts(left: AlertLine, right: AlertLine): number {
  const bySeverity = severityOrder.indexOf(left.severity) - severityOrder.indexOf(right.severity);
  if (bySeverity !== 0) return bySeverity;
  const [leftNs, rightNs] = [BigInt(left.first_ts_ns), BigInt(right.first_ts_ns)];
  if (leftNs !== rightNs) return leftNs < rightNs ? -1 : 1;
  return left.alert_id < right.alert_id ? -1 : 1;
}
