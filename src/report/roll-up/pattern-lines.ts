import type { CoverageLine } from '../../domain/generated/report.js';
import type { RollUpAlerts, RollUpPattern } from '../../domain/generated/report-roll-up.js';
import { groupBy } from '../group-by.js';
import type { KnownDay } from './roll-up-input.js';

const COUNTS = ['total', 'high', 'medium', 'low'] as const;

/** What each pattern found over the days that were run, and on how many of them it says nothing; by id. */
export function patternLines(days: readonly KnownDay[]): RollUpPattern[] {
  const reports = days.flatMap(({ report }) => (report === null ? [] : [report]));
  const coverage = groupBy(
    reports.flatMap((report) => report.coverage),
    ({ pattern_id }) => pattern_id,
  );
  const alerts = groupBy(
    reports.flatMap((report) => report.alerts.patterns),
    ({ pattern_id }) => pattern_id,
  );
  return [...new Set([...coverage.keys(), ...alerts.keys()])].sort().map((pattern_id) => {
    const lines = coverage.get(pattern_id) ?? [];
    const found = alerts.get(pattern_id) ?? [];
    const days_of = (...outcomes: CoverageLine['outcome'][]) =>
      lines.filter(({ outcome }) => outcomes.includes(outcome)).length;
    const versions = [...lines.filter(({ outcome }) => outcome !== 'not_run'), ...found].map(
      ({ version }) => version,
    );
    return {
      pattern_id,
      title: lines.at(-1)?.title ?? found.at(-1)?.title ?? pattern_id,
      versions: [...new Set(versions)].sort((left, right) => left - right),
      ...addAlerts(found),
      days_run: days_of('alerts', 'clear'),
      days_with_alerts: found.length,
      days_inconclusive: days_of('inconclusive'),
      days_failed: days_of('failed', 'not_run'),
      days_not_in_force: days_of('not_in_force'),
    };
  });
}

/** Alerts added up by severity. */
export function addAlerts(lines: readonly RollUpAlerts[]): RollUpAlerts {
  const sums = COUNTS.map((name) => [name, lines.reduce((total, line) => total + line[name], 0)] as const);
  return Object.fromEntries(sums) as Record<(typeof COUNTS)[number], number>;
}
