import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { CanaryOutcome } from '../domain/generated/run.js';
import { sha256OfValue } from '../domain/sha256.js';
import type { ViewColumns } from '../lake/canonical-dataset.js';
import { type CaseDay, filledRows } from './cases/case-day.js';
import type { CaseRow, ExpectedAlert, PatternCase } from './cases/pattern-case.js';
import { renamedRow } from './cases/rename-rows.js';
import { formatPatternProblem, patternProblem } from './pattern-problem.js';

/** Name of the partition that holds injected abuse; no feed may have it. */
export const CANARY_FEED = 'canary';

/** What all names in a canary begin with; ids of real events begin with the name of their feed. */
const PREFIX = `${CANARY_FEED}:`;

/** What a pattern found of its canary, apart from what it found of the market. */
export type Parted<Found extends { alerts: readonly Alert[]; evidence: readonly Evidence[] }> = {
  readonly real: Found;
  /** Alerts about the canary, their names without the prefix. */
  readonly canary: readonly Alert[];
  /** Alerts whose evidence is in part of the canary and in part of the market: one has changed the other. */
  readonly mixed: readonly Alert[];
};

/** The rows of a canary as they are injected on a day: every column filled, every name of its own. */
export function canaryRows(
  { datasets }: PatternCase,
  day: CaseDay,
  columns: ViewColumns,
): Map<string, readonly CaseRow[]> {
  return new Map(
    [...datasets].map(([view, rows]) => [
      view,
      filledRows(view, rows, { columns, day }).map((row) =>
        renamedRow({ ...row, feed: CANARY_FEED, ...timestampOf(row) }, (name) => `${PREFIX}${name}`),
      ),
    ]),
  );
}

/** What identifies a canary in the record of a run: the hash of its files' content. */
export function canarySha256({ datasets, expected }: PatternCase): string {
  return sha256OfValue({ datasets: Object.fromEntries(datasets), expected });
}

/** Alerts and evidence of one pattern, those of its canary apart. */
export function partCanary(found: {
  alerts: readonly Alert[];
  evidence: readonly Evidence[];
}): Parted<{ alerts: readonly Alert[]; evidence: readonly Evidence[] }> {
  const ofCanary = new Set<string>();
  const ofMarket = new Set<string>();
  for (const { alert_id, event_id } of found.evidence)
    (event_id.startsWith(PREFIX) ? ofCanary : ofMarket).add(alert_id);
  const alerts = found.alerts.filter(({ alert_id }) => !ofCanary.has(alert_id));
  const evidence = found.evidence.filter(({ alert_id }) => !ofCanary.has(alert_id));
  const touched = found.alerts.filter(({ alert_id }) => ofCanary.has(alert_id));
  return {
    real: { alerts, evidence },
    canary: touched.filter(({ alert_id }) => !ofMarket.has(alert_id)).map(withoutPrefix),
    mixed: touched.filter(({ alert_id }) => ofMarket.has(alert_id)),
  };
}

/** What is needed of a canary to judge what was found of it. */
export type CanaryMark = {
  readonly pattern_id: string;
  readonly sha256: string;
  readonly expected: readonly ExpectedAlert[];
};

export function canaryMark(canary: PatternCase): CanaryMark {
  const { pattern_id, expected } = canary;
  return { pattern_id, sha256: canarySha256(canary), expected };
}

/** What a pattern is to find in its canary, and under which settings it looked. */
export type CanaryTask = {
  readonly canary: CanaryMark;
  readonly settings: Readonly<Record<string, string>>;
};

/** What became of a canary, and in words what is wrong with it; the reason is null where it was found. */
export function judgeCanary(
  { canary, settings }: CanaryTask,
  { canary: alerts, mixed }: Pick<Parted<never>, 'canary' | 'mixed'>,
): CanaryOutcome & { reason: string | null } {
  const at = { file: `${canary.pattern_id}/canary` };
  const missed = canary.expected.filter(({ subject }) => !alerts.some((alert) => isAbout(alert, subject)));
  const outcome = { alerts: alerts.length, sha256: canary.sha256 };
  if (mixed.length > 0) {
    const reason = patternProblem('canary-mixed', at, { alerts: mixed.length });
    return { ...outcome, state: 'missed', reason: formatPatternProblem(reason) };
  }
  const [first] = missed;
  if (first === undefined) return { ...outcome, state: 'found', reason: null };
  const reason = patternProblem('canary-missed', at, { subject: first.subject, settings });
  return { ...outcome, state: 'missed', reason: formatPatternProblem(reason) };
}

function isAbout({ subject }: Alert, expected: ExpectedAlert['subject']): boolean {
  return Object.entries(expected).every(([column, value]) => subject[column] === value);
}

function withoutPrefix(alert: Alert): Alert {
  const subject = Object.entries(alert.subject).map(([column, value]) => [
    column,
    value.replaceAll(PREFIX, ''),
  ]);
  return { ...alert, subject: Object.fromEntries(subject) as Alert['subject'] };
}

/** `event_ts` of a row whose time is known, as it stands beside `event_ts_ns` in every canonical row. */
function timestampOf(row: CaseRow): CaseRow {
  if (!('event_ts' in row) || row['event_ts'] !== null || row['event_ts_ns'] === null) return {};
  const micros = BigInt(String(row['event_ts_ns'])) / 1000n;
  const date = new Date(Number(micros / 1000n)).toISOString().slice(0, 23).replace('T', ' ');
  return { event_ts: `${date}${(micros % 1000n).toString().padStart(3, '0')}` };
}
