import type { PatternSpec } from '../domain/generated/pattern.js';
import type { CoverageLine, MissingInput } from '../domain/generated/report.js';
import type { PatternOutcome, Run } from '../domain/generated/run.js';

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
  { patterns: outcomes, completeness = [] }: Pick<Run, 'patterns' | 'completeness'>,
  patterns: readonly PatternSpec[],
): CoverageLine[] {
  const specs = new Map(patterns.map((pattern) => [pattern.id, pattern]));
  const ran = new Set(outcomes.map(({ pattern_id }) => pattern_id));
  const lines = [
    ...outcomes.map((outcome) => ranLine(outcome, specs.get(outcome.pattern_id), completeness)),
    ...patterns.filter(({ id }) => !ran.has(id)).map((spec) => notRunLine(spec, completeness)),
  ];
  return lines.sort(
    (left, right) =>
      order.indexOf(left.outcome) - order.indexOf(right.outcome) ||
      (left.pattern_id < right.pattern_id ? -1 : 1),
  );
}

type Completeness = NonNullable<Run['completeness']>;

/** What of the datasets that a pattern reads was not whole when it ran, by name. */
function missingInputs(spec: PatternSpec | undefined, completeness: Completeness): MissingInput[] {
  return completeness
    .filter(({ dataset }) => spec !== undefined && dataset in spec.reads)
    .filter(({ verdict }) => verdict === 'incomplete' || verdict === 'not_due_yet')
    .map(({ dataset, verdict, reasons }) => ({ dataset, verdict, reasons }));
}

function ranLine(
  outcome: PatternOutcome,
  spec: PatternSpec | undefined,
  completeness: Completeness,
): CoverageLine {
  const settings = Object.entries(outcome.settings)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => ({
      name,
      type: spec?.settings[name]?.type ?? null,
      value,
      default: spec?.settings[name]?.default ?? null,
    }));
  return { ...outcome, settings, missing_inputs: missingInputs(spec, completeness) };
}

function notRunLine(pattern: PatternSpec, completeness: Completeness): CoverageLine {
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
    missing_inputs: missingInputs(pattern, completeness),
  };
}
