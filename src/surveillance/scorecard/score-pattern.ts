import type { Alert } from '../../domain/generated/alert.js';
import type { Evidence } from '../../domain/generated/evidence.js';
import type { Case } from '../../domain/generated/labels.js';
import type { AlertCount, CaseCount, PatternScore, ScoredDay } from '../../domain/generated/scorecard.js';
import { type CaseEvents, eventKey } from './find-case-events.js';
import { shareText } from './share-text.js';

/** What a pattern said of one labelled day. */
export type LabelledResult = {
  readonly day: Pick<ScoredDay, 'trade_date'>;
  readonly cases: readonly Case[];
  readonly events: CaseEvents;
  readonly alerts: readonly Alert[];
  readonly evidence: readonly Evidence[];
  /** Why it did not run to its end; null where it did. */
  readonly not_run: string | null;
};

/** What an alert is, by the cases that its evidence touches. */
export type AlertVerdict = 'right' | 'on_twin' | 'on_other_abuse' | 'on_nothing';

const MOST_NAMED = 20;
const INTENSITIES = ['blatant', 'plain', 'slight'] as const;

/**
 * How well one pattern under one set of settings sees, over results of days of one density.
 *
 * An alert is on a case when its evidence shares an event with it, or its subject is a broker whom a case of the pattern names. It is right on an abusive case of the pattern's kind, or on one that names the pattern
 * under `also`; a case of its kind is found when such an alert exists. Everything else is false: on an innocent twin, on other abuse, on nothing.
 */
export function scorePattern(
  pattern: Pick<PatternScore, 'pattern_id' | 'version' | 'settings' | 'settings_sha256' | 'density'>,
  results: readonly LabelledResult[],
): PatternScore {
  const ran = results.filter(({ not_run }) => not_run === null);
  const judged = ran.map((result) => ({ result, ...judgeAlerts(pattern.pattern_id, result) }));
  const cases = judged.flatMap(({ result, found }) =>
    result.cases
      .filter(({ kind }) => kind === pattern.pattern_id)
      .map((one) => ({
        one,
        name: `${result.day.trade_date} ${one.case_id}`,
        found: found.has(one.case_id),
      })),
  );
  const verdicts = judged.flatMap(({ verdicts: own }) => [...own]);
  const alerts = countAlerts(verdicts.map(([, verdict]) => verdict));
  const all = countCases('all', cases);
  return {
    ...pattern,
    days: ran.length,
    not_run: [...new Set(results.flatMap(({ not_run }) => not_run ?? []))],
    cases: [
      all,
      ...INTENSITIES.map((name) =>
        countCases(
          name,
          cases.filter(({ one }) => one.intensity === name),
        ),
      ),
    ],
    alerts,
    precision: shareText(alerts.right, alerts.all),
    recall: all.recall,
    f1: f1Of(alerts, all),
    missed: cases
      .filter(({ found }) => !found)
      .map(({ name }) => name)
      .slice(0, MOST_NAMED),
    false_alerts: verdicts
      .filter(([, verdict]) => verdict !== 'right')
      .map(([id]) => id)
      .slice(0, MOST_NAMED),
  };
}

/** Each alert with what it is, in their order, and the ids of the cases of the pattern's kind that they find. */
export function judgeAlerts(
  pattern_id: string,
  { alerts, evidence, events, cases }: Pick<LabelledResult, 'alerts' | 'evidence' | 'events' | 'cases'>,
): { verdicts: Map<string, AlertVerdict>; found: Set<string> } {
  const touched = new Map<string, Set<Case>>(
    alerts.map(({ alert_id, subject }) => [alert_id, new Set(brokersCases(pattern_id, subject, cases))]),
  );
  for (const event of evidence)
    for (const one of events.get(eventKey(event)) ?? []) touched.get(event.alert_id)?.add(one);
  const found = new Set<string>();
  const verdicts = new Map<string, AlertVerdict>();
  for (const [alert_id, cases] of touched) {
    for (const one of cases) if (one.kind === pattern_id) found.add(one.case_id);
    verdicts.set(alert_id, verdictOn(pattern_id, [...cases]));
  }
  return { verdicts, found };
}

/** Cases of a pattern that name the broker of an alert's subject. */
function brokersCases(pattern_id: string, { imid }: Alert['subject'], cases: readonly Case[]): Case[] {
  return cases.filter(
    ({ brokers, kind, resembles }) =>
      imid !== undefined &&
      brokers?.includes(imid) === true &&
      (kind === pattern_id || resembles === pattern_id),
  );
}

function verdictOn(pattern_id: string, cases: readonly Case[]): AlertVerdict {
  if (cases.some(({ kind, also = [] }) => kind === pattern_id || also.includes(pattern_id))) return 'right';
  if (cases.some(({ abusive }) => !abusive)) return 'on_twin';
  return cases.length > 0 ? 'on_other_abuse' : 'on_nothing';
}

function countAlerts(verdicts: readonly AlertVerdict[]): AlertCount {
  const having = (wanted: AlertVerdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  return {
    all: verdicts.length,
    right: having('right'),
    on_twin: having('on_twin'),
    on_other_abuse: having('on_other_abuse'),
    on_nothing: having('on_nothing'),
  };
}

function countCases(intensity: CaseCount['intensity'], cases: readonly { found: boolean }[]): CaseCount {
  const found = cases.filter((one) => one.found).length;
  return { intensity, labelled: cases.length, found, recall: shareText(found, cases.length) };
}

/** 2 ÷ (1 ÷ precision + 1 ÷ recall), exact before it is cut; 0 where nothing right was found, null where either is of nothing. */
function f1Of({ all, right }: AlertCount, { labelled, found }: CaseCount): string | null {
  if (all === 0 || labelled === 0) return null;
  const [both, whole] = [2 * right * found, right * labelled + found * all];
  return whole === 0 ? '0' : shareText(both, whole);
}
