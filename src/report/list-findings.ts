import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { AlertLine, CoverageLine, Finding, RoleCount } from '../domain/generated/report.js';
import type { PatternOutcome } from '../domain/generated/run.js';
import { compareGravity } from '../surveillance/order-alerts.js';
import { compareMeasures } from './compare-measures.js';
import { groupBy } from './group-by.js';
import type { ReportInput } from './report-input.js';

/**
 * The alerts of each pattern that has any, gravest first, patterns by their gravest alert.
 *
 * Of equals they stand in the order of coverage, those that the run does not name last.
 */
export function listFindings(input: ReportInput, coverage: readonly CoverageLine[]): Finding[] {
  const byPattern = groupBy(input.alerts, ({ pattern_id }) => pattern_id);
  const rolesOf = countRoles(input.evidence);
  const stray = [...byPattern.keys()].filter((id) => !coverage.some(({ pattern_id }) => pattern_id === id));
  const findings = [...coverage.map(({ pattern_id }) => pattern_id), ...stray.sort()].flatMap((patternId) => {
    const alerts = [...(byPattern.get(patternId) ?? [])].sort(compareGravity);
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
        severity: first.severity,
        alerts: lines,
      },
    ];
  });
  return findings.sort(compareFirst);
}

function compareFirst({ alerts: [left] }: Finding, { alerts: [right] }: Finding): number {
  if (left === undefined || right === undefined) return 0;
  const same = { alert_id: '', first_ts_ns: '0' };
  return compareGravity({ ...left, ...same }, { ...right, ...same });
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
    score: alert.score,
    score_start: alert.score_start,
    score_parts: alert.score_parts,
    subject: alert.subject,
    first_ts_ns: alert.first_ts_ns,
    last_ts_ns: alert.last_ts_ns,
    measures: compareMeasures(alert, spec?.measures ?? {}, outcome?.settings ?? {}),
    evidence_count: alert.evidence_count,
    roles,
  };
}
