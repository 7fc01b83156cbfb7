import type { Alert } from '../domain/generated/alert.js';
import type {
  AlertsDiff,
  ChangedAlert,
  DiffedAlert,
  RescoredAlert,
} from '../domain/generated/alerts-diff.js';
import type { Evidence } from '../domain/generated/evidence.js';

/** Alerts with the evidence of all of them. */
export type FoundAlerts = { readonly alerts: readonly Alert[]; readonly evidence: readonly Evidence[] };

/**
 * What two sets of alerts have in common and what they have not, in the order of the later and of the earlier one.
 *
 * The same id is the same alert; where it is scored another way it is listed as rescored besides. Of the others, two of one pattern about one subject are one alert that changed when their evidence
 * shares an event; each is paired once, with the one that it shares most events with, the earliest of equals.
 */
export function diffAlerts(
  before: FoundAlerts,
  after: FoundAlerts,
): Pick<AlertsDiff, 'same' | 'added' | 'gone' | 'changed' | 'rescored'> {
  const earlier = new Map(before.alerts.map((alert) => [alert.alert_id, alert]));
  const kept = new Set(
    after.alerts.filter(({ alert_id }) => earlier.has(alert_id)).map(({ alert_id }) => alert_id),
  );
  const left = before.alerts.filter(({ alert_id }) => !kept.has(alert_id));
  const events = { before: eventsOf(before.evidence), after: eventsOf(after.evidence) };
  const paired = new Set<string>();
  const changed: ChangedAlert[] = [];
  const added: Alert[] = [];
  for (const alert of after.alerts.filter(({ alert_id }) => !kept.has(alert_id))) {
    const own = events.after.get(alert.alert_id) ?? new Set();
    const candidates = left
      .filter((other) => !paired.has(other.alert_id) && isAboutTheSame(other, alert))
      .map((other) => ({ other, shared: countShared(events.before.get(other.alert_id), own) }))
      .filter(({ shared }) => shared > 0)
      .sort((one, two) => two.shared - one.shared);
    const [best] = candidates;
    if (best === undefined) {
      added.push(alert);
      continue;
    }
    paired.add(best.other.alert_id);
    changed.push({
      before: toldApart(best.other),
      after: toldApart(alert),
      measures: changedMeasures(best.other, alert),
      evidence_added: own.size - best.shared,
      evidence_gone: (events.before.get(best.other.alert_id)?.size ?? 0) - best.shared,
    });
  }
  const gone = left.filter(({ alert_id }) => !paired.has(alert_id));
  const rescored = after.alerts.flatMap((alert) => rescoredAlert(earlier.get(alert.alert_id), alert));
  return { same: kept.size, added: added.map(toldApart), gone: gone.map(toldApart), changed, rescored };
}

function eventsOf(evidence: readonly Evidence[]): Map<string, Set<string>> {
  const events = new Map<string, Set<string>>();
  for (const { alert_id, dataset, event_id } of evidence) {
    const own = events.get(alert_id) ?? new Set();
    events.set(alert_id, own.add(`${dataset} ${event_id}`));
  }
  return events;
}

function isAboutTheSame(one: Alert, other: Alert): boolean {
  const [left, right] = [one, other].map(({ subject }) => JSON.stringify(Object.entries(subject).sort()));
  return one.pattern_id === other.pattern_id && left === right;
}

function countShared(one: ReadonlySet<string> | undefined, other: ReadonlySet<string>): number {
  return [...other].filter((event) => one?.has(event)).length;
}

function changedMeasures(before: Alert, after: Alert): ChangedAlert['measures'] {
  const names = [...new Set([...Object.keys(before.measures), ...Object.keys(after.measures)])];
  return Object.fromEntries(
    names
      .map((name): [string, [string | null, string | null]] => [
        name,
        [before.measures[name] ?? null, after.measures[name] ?? null],
      ])
      .filter(([, [was, is]]) => was !== is),
  );
}

function rescoredAlert(before: Alert | undefined, after: Alert): RescoredAlert[] {
  if (before === undefined) return [];
  if (before.score === after.score && before.severity === after.severity) return [];
  return [{ before: toldApart(before), after: toldApart(after) }];
}

function toldApart(alert: Alert): DiffedAlert {
  const { alert_id, pattern_id, pattern_version, severity, score, subject, first_ts_ns } = alert;
  return { alert_id, pattern_id, pattern_version, severity, score, subject, first_ts_ns };
}
