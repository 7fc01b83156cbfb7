import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import { invariant } from '../domain/invariant.js';
import { alertId } from './alert-id.js';
import { ratioText } from './ratio-text.js';
import { scoreAlert } from './score-alert.js';
import { withoutSpareZeros } from './setting-text.js';

/** Rows as engines give them: text, or whole numbers that a JavaScript number holds exactly. */
export type ResultRow = { readonly [column: string]: unknown };

/** What the rows of both queries belong to. */
export type AlertOrigin = {
  readonly spec: PatternSpec;
  readonly settings_sha256: string;
  /** Settings in force, as canonical text. */
  readonly settings: Readonly<Record<string, string>>;
  readonly trade_date: string;
};

/** Datasets of events: what an alert may name as its evidence. */
export const evidenceDatasets: readonly string[] = [
  'order_events',
  'trades',
  'quotes',
  'news',
] satisfies Evidence['dataset'][];

/**
 * Alerts and evidence from the result rows of alerts.sql and evidence.sql, whichever engine ran them.
 *
 * Alerts are sorted by first_ts_ns, then alert_id; evidence by alert_id, event_ts_ns, event_id, role. An alert_id hashes
 * pattern, version, settings, subject and evidence events, so it does not depend on row order or episode_id. Rows that
 * break the contract of the two queries (no evidence, a role or column undeclared, a float) are a bug in the pattern.
 */
export function collectAlerts(
  origin: AlertOrigin,
  alertRows: readonly ResultRow[],
  evidenceRows: readonly ResultRow[],
): { alerts: Alert[]; evidence: Evidence[] } {
  const rowsByEpisode = groupByEpisode(origin, evidenceRows);
  const alerts: Alert[] = [];
  const evidence: Evidence[] = [];
  const seen = new Set<string>();
  for (const row of alertRows) {
    const episode = text(row, 'episode_id');
    const rows = rowsByEpisode.get(episode);
    invariant(
      rows !== undefined,
      `${origin.spec.id}: episode "${episode}" has evidence, and one row in the alerts`,
    );
    rowsByEpisode.delete(episode);
    const alert = alertFromRow(origin, row, rows);
    invariant(
      !seen.has(alert.alert_id),
      `${origin.spec.id}: two episodes do not share alert ${alert.alert_id}`,
    );
    seen.add(alert.alert_id);
    alerts.push(alert);
    for (const event of rows) evidence.push({ alert_id: alert.alert_id, ...event });
  }
  const strayEpisodes = [...rowsByEpisode.keys()];
  invariant(
    strayEpisodes.length === 0,
    `${origin.spec.id}: evidence of episode "${strayEpisodes[0]}" has an alert`,
  );
  alerts.sort((l, r) => compareIntegers(l.first_ts_ns, r.first_ts_ns) || compareText(l.alert_id, r.alert_id));
  evidence.sort((l, r) => compareText(l.alert_id, r.alert_id) || compareEvents(l, r));
  return { alerts, evidence };
}

type EvidenceEvent = Omit<Evidence, 'alert_id'>;

function groupByEpisode(origin: AlertOrigin, rows: readonly ResultRow[]): Map<string, EvidenceEvent[]> {
  const episodes = new Map<string, EvidenceEvent[]>();
  const seen = new Set<string>();
  for (const row of rows) {
    const episode = text(row, 'episode_id');
    const event = evidenceFromRow(origin.spec, row);
    const key = JSON.stringify([episode, event.dataset, event.event_id, event.role]);
    invariant(
      !seen.has(key),
      `${origin.spec.id}: evidence has each event once per episode and role, not ${key}`,
    );
    seen.add(key);
    const events = episodes.get(episode) ?? [];
    events.push(event);
    episodes.set(episode, events);
  }
  return episodes;
}

function evidenceFromRow(spec: PatternSpec, row: ResultRow): EvidenceEvent {
  const dataset = text(row, 'dataset');
  const role = text(row, 'role');
  invariant(evidenceDatasets.includes(dataset), `${spec.id}: "${dataset}" is a dataset of events`);
  invariant(Object.hasOwn(spec.roles, role), `${spec.id}: role "${role}" is declared in pattern.yaml`);
  return {
    dataset: dataset as Evidence['dataset'],
    event_id: text(row, 'event_id'),
    role,
    event_ts_ns: text(row, 'event_ts_ns'),
  };
}

function alertFromRow(origin: AlertOrigin, row: ResultRow, events: readonly EvidenceEvent[]): Alert {
  const { spec, settings_sha256, settings, trade_date } = origin;
  const subject = Object.fromEntries(spec.subject.map((column) => [column, text(row, column)]));
  const measures = measuresOf(spec, row);
  const identity = { pattern_id: spec.id, pattern_version: spec.version, settings_sha256, subject };
  return {
    alert_id: alertId(identity, events),
    pattern_id: spec.id,
    pattern_version: spec.version,
    settings_sha256,
    trade_date,
    ...scoreAlert(spec, { measures, settings }),
    subject,
    first_ts_ns: text(row, 'first_ts_ns'),
    last_ts_ns: text(row, 'last_ts_ns'),
    measures,
    evidence_count: events.length,
  };
}

function measuresOf(spec: PatternSpec, row: ResultRow): Alert['measures'] {
  const measures: Record<string, string | null> = {};
  for (const [name, { ratio_of }] of Object.entries(spec.measures)) {
    measures[name] =
      ratio_of === undefined
        ? measureText(row, name)
        : ratioText(measureText(row, ratio_of[0]), measureText(row, ratio_of[1]));
  }
  return measures;
}

function measureText(row: ResultRow, column: string): string | null {
  if (row[column] === null) return null;
  const value = text(row, column);
  return /^-?[0-9]+(\.[0-9]+)?$/.test(value) ? withoutSpareZeros(value) : value;
}

function text(row: ResultRow, column: string): string {
  const value = row[column];
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value)))
    return value.toString();
  invariant(typeof value === 'string', `column ${column} of a pattern's result is text or a whole number`);
  return value;
}

function compareIntegers(left: string, right: string): number {
  const [l, r] = [BigInt(left), BigInt(right)];
  if (l === r) return 0;
  return l < r ? -1 : 1;
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareEvents(left: EvidenceEvent, right: EvidenceEvent): number {
  return (
    compareIntegers(left.event_ts_ns, right.event_ts_ns) ||
    compareText(left.event_id, right.event_id) ||
    compareText(left.role, right.role)
  );
}
