import type { PatternSpec } from '../domain/generated/pattern.js';
import type { CoverageLine } from '../domain/generated/report.js';
import type { PatternOutcome } from '../domain/generated/run.js';

const order: readonly CoverageLine['outcome'][] = [
  'failed',
  'not_run',
  'inconclusive',
  'alerts',
  'clear',
  'not_in_force',
];

/** One row per pattern of the run and of the catalogue: failed, not run, inconclusive, alerts, clear, not in force; by id within each. */
export function coverPatterns(
  outcomes: readonly PatternOutcome[],
  patterns: readonly PatternSpec[],
): CoverageLine[] {
  const specs = new Map(patterns.map((pattern) => [pattern.id, pattern]));
  const ran = new Set(outcomes.map(({ pattern_id }) => pattern_id));
  const lines = [
    ...outcomes.map((outcome) => ranLine(outcome, specs.get(outcome.pattern_id))),
    ...patterns.filter(({ id }) => !ran.has(id)).map(notRunLine),
  ];
  return lines.sort(
    (left, right) =>
      order.indexOf(left.outcome) - order.indexOf(right.outcome) ||
      (left.pattern_id < right.pattern_id ? -1 : 1),
  );
}

function ranLine(outcome: PatternOutcome, spec: PatternSpec | undefined): CoverageLine {
  const settings = Object.entries(outcome.settings)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => ({
      name,
      type: spec?.settings[name]?.type ?? null,
      value,
      default: spec?.settings[name]?.default ?? null,
    }));
  return { ...outcome, settings };
}

function notRunLine(pattern: PatternSpec): CoverageLine {
  return {
    pattern_id: pattern.id,
    version: pattern.version,
    title: pattern.title,
    severity: null,
    outcome: 'not_run',
    reason: 'in the catalogue, but this run has no outcome for it',
    alerts: 0,
    events_seen: 0,
    instruments_seen: 0,
    settings: [],
    settings_sha256: null,
    sql_sha256: null,
    scoring_sha256: null,
    plan_id: null,
  };
}
