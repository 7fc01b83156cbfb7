import type { Alert } from '../domain/generated/alert.js';
import type { Explanation, MeasureLine, RoleLine, TimelineEvent } from '../domain/generated/explanation.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import { compareMeasures } from './compare-measures.js';
import { compareSettings } from './compare-settings.js';
import { describeEvent } from './describe-event.js';
import { formatCount } from './exact-value.js';
import { doubtsOfScore, explainScore } from './explain-score.js';
import { groupBy } from './group-by.js';
import { tellStory } from './tell-story.js';
import { type ExplainedEvent, traceCustody } from './trace-custody.js';

export interface ExplanationInput {
  readonly alert: Alert;
  readonly pattern: PatternSpec;
  /** Settings in force, as text; durations with a unit or in nanoseconds. */
  readonly settings: Readonly<Record<string, string>>;
  /** In any order. */
  readonly events: readonly ExplainedEvent[];
  readonly books: Explanation['books'];
  readonly symbols_without_book: Explanation['symbols_without_book'];
}

/**
 * Why the alert fired: a story in plain words, measures beside thresholds, events by time, and the way back to raw bytes.
 *
 * Pure, and independent of the order of events. What does not agree never throws: it is listed under `doubts`.
 */
export function explainAlert(input: ExplanationInput): Explanation {
  const { alert, pattern } = input;
  const sorted = [...input.events].sort(compareEvents);
  const measures = compareMeasures(alert, pattern.measures, input.settings);
  const roles = listRoles(sorted, pattern);
  const events = sorted.map((event) => timelineEvent(event, BigInt(alert.first_ts_ns)));
  return {
    format: 1,
    alert_id: alert.alert_id,
    pattern_id: alert.pattern_id,
    pattern_version: alert.pattern_version,
    settings_sha256: alert.settings_sha256,
    title: pattern.title,
    behaviour: pattern.behaviour,
    cites: [...pattern.cites],
    ...explainScore(alert, measures, pattern),
    trade_date: alert.trade_date,
    subject: alert.subject,
    first_ts_ns: alert.first_ts_ns,
    last_ts_ns: alert.last_ts_ns,
    story: tellStory({ alert, measures, roles, events: sorted }),
    measures,
    settings: compareSettings(pattern, input.settings, { measures, events: sorted }),
    roles,
    events,
    evidence_count: alert.evidence_count,
    books: [...input.books],
    symbols_without_book: [...input.symbols_without_book],
    doubts: [
      ...doubtsOfAlert(input),
      ...doubtsOfScore(alert, pattern, input.settings),
      ...doubtsOfMeasures(measures),
      ...doubtsOfEvents(events),
    ],
  };
}

function compareEvents({ evidence: left }: ExplainedEvent, { evidence: right }: ExplainedEvent): number {
  const [leftNs, rightNs] = [BigInt(left.event_ts_ns), BigInt(right.event_ts_ns)];
  if (leftNs !== rightNs) return leftNs < rightNs ? -1 : 1;
  if (left.event_id !== right.event_id) return left.event_id < right.event_id ? -1 : 1;
  return left.role < right.role ? -1 : 1;
}

function listRoles(events: readonly ExplainedEvent[], pattern: PatternSpec): RoleLine[] {
  return [...groupBy(events, ({ evidence }) => evidence.role)].map(([role, own]) => ({
    role,
    meaning: pattern.roles[role] ?? '',
    events: own.length,
  }));
}

function timelineEvent(event: ExplainedEvent, firstNs: bigint): TimelineEvent {
  const { dataset, event_id, role, event_ts_ns } = event.evidence;
  return {
    dataset,
    event_id,
    role,
    event_ts_ns,
    since_first_ns: (BigInt(event_ts_ns) - firstNs).toString(),
    summary: describeEvent(dataset, event.row),
    row: event.row,
    custody: traceCustody(event),
  };
}

function doubtsOfAlert({ alert, pattern, events }: ExplanationInput): string[] {
  const doubts: string[] = [];
  if (pattern.id !== alert.pattern_id || pattern.version !== alert.pattern_version) {
    doubts.push(
      `the alert is of ${alert.pattern_id} version ${alert.pattern_version}, but it is explained by the specification of ${pattern.id} version ${pattern.version}`,
    );
  }
  if (events.length !== alert.evidence_count) {
    doubts.push(
      `the alert declares ${formatCount(alert.evidence_count)} evidence rows, but ${formatCount(events.length)} are at hand`,
    );
  }
  const strangers = events.filter(({ evidence }) => evidence.alert_id !== alert.alert_id).length;
  if (strangers > 0) doubts.push(`${formatCount(strangers)} events belong to another alert`);
  const unknown = [...new Set(events.map(({ evidence }) => evidence.role))].filter(
    (role) => !Object.hasOwn(pattern.roles, role),
  );
  if (unknown.length > 0) doubts.push(`the specification has no role ${unknown.sort().join(', ')}`);
  return doubts;
}

function doubtsOfMeasures(measures: readonly MeasureLine[]): string[] {
  return measures
    .filter(({ compare, holds }) => compare !== null && holds !== true)
    .map(({ name, holds }) =>
      holds === false
        ? `${name} is outside its setting, so the alert should not have fired`
        : `${name} cannot be compared with its setting`,
    );
}

function doubtsOfEvents(events: readonly TimelineEvent[]): string[] {
  const having = (state: TimelineEvent['custody']['state']) =>
    events.filter(({ custody }) => custody.state === state).length;
  const [broken, missing] = [having('broken'), having('missing')];
  const doubts: string[] = [];
  if (broken > 0)
    doubts.push(`${formatCount(broken)} events do not lead back to the raw record that their row names`);
  if (missing > 0) doubts.push(`the raw records of ${formatCount(missing)} events are not at hand`);
  return doubts;
}
