import { canonicalJson } from '../domain/canonical-json.js';
import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { PatternOutcome, Run } from '../domain/generated/run.js';
import type { PatternResult } from '../surveillance/evaluate-pattern.js';

/** What a run recorded of one pattern; alerts and evidence are those of all patterns. */
export type RecordedPattern = {
  outcome: PatternOutcome;
  alerts: readonly Alert[];
  evidence: readonly Evidence[];
};

/** What one pattern gave when it was computed again. */
export type Replay = { spec: PatternSpec; plan_id: string; result: PatternResult };

const SHOWN = 3;

/** What is not as recorded when a pattern was computed again, in one sentence each; empty when all is. */
export function compareReplay(run: Run, recorded: RecordedPattern, replay: Replay): string[] {
  const { outcome } = recorded;
  const { result } = replay;
  const alerts = recorded.alerts.filter(({ pattern_id }) => pattern_id === outcome.pattern_id);
  const own = new Set(alerts.map(({ alert_id }) => alert_id));
  const evidence = recorded.evidence.filter(({ alert_id }) => own.has(alert_id));
  return [
    ...told('plan', replay.plan_id, outcome.plan_id),
    ...told('outcome', expectedOutcome(run, replay), outcome.outcome),
    ...told('count of alerts', alerts.length, outcome.alerts),
    ...told('count of events seen', result.events_seen, outcome.events_seen),
    ...told('count of instruments seen', result.instruments_seen, outcome.instruments_seen),
    ...told('canary', canaryOf(result.canary), canaryOf(outcome.canary)),
    ...compared('alert', { is: result.alerts, was: alerts }),
    ...compared('evidence', { is: result.evidence, was: evidence }),
  ];
}

/** What found nothing is inconclusive where the ledger of the run missed something that the pattern reads. */
function expectedOutcome({ completeness }: Run, { spec, result }: Replay): PatternResult['outcome'] {
  const whole = ['complete', 'nothing_due'];
  const gap = completeness?.some(({ dataset, verdict }) => dataset in spec.reads && !whole.includes(verdict));
  return result.outcome === 'clear' && gap === true ? 'inconclusive' : result.outcome;
}

function canaryOf(canary: PatternOutcome['canary']): string {
  return canary === undefined ? 'none' : `${canary.state} ${canary.alerts} ${canary.sha256 ?? ''}`.trim();
}

function told(what: string, is: string | number, was: string | number): string[] {
  return is === was ? [] : [`the ${what} is ${is}, recorded was ${was}`];
}

function compared(
  what: 'alert' | 'evidence',
  { is, was }: { is: readonly (Alert | Evidence)[]; was: readonly (Alert | Evidence)[] },
): string[] {
  const [now, then] = [textsOf(is), textsOf(was)];
  const only = (some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): string[] =>
    [...some].filter(([text]) => !others.has(text)).map(([, alert_id]) => alert_id);
  return [
    ...listed(`${what} that was recorded is not found`, only(then, now)),
    ...listed(`${what} is found that was not recorded`, only(now, then)),
  ];
}

/** The text of each document with the alert that it is of. */
function textsOf(documents: readonly (Alert | Evidence)[]): ReadonlyMap<string, string> {
  return new Map(documents.map((document) => [canonicalJson(document), document.alert_id]));
}

function listed(what: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const shown = [...new Set(ids)].slice(0, SHOWN).map((id) => id.slice(0, 12));
  return [`${what}, ${ids.length} in all: of ${shown.join(', ')}${ids.length > SHOWN ? ', …' : ''}`];
}
