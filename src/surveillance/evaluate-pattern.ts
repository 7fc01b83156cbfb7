import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { CanaryOutcome } from '../domain/generated/run.js';
import { invariant } from '../domain/invariant.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { identifier } from '../engine/sql-literal.js';
import type { MarketDay } from '../lake/calendar/market-day.js';
import type { BoundPattern } from './bind-pattern.js';
import { CANARY_FEED, canaryMark, canarySha256, judgeCanary, partCanary } from './canary.js';
import type { PatternCase } from './cases/pattern-case.js';
import { collectAlerts } from './collect-alerts.js';
import type { Pattern } from './load-pattern.js';
import { outsideEffectiveDates } from './outside-effective-dates.js';
import type { ResolvedSettings } from './resolve-settings.js';
import { groundsOf, whyInconclusive } from './why-inconclusive.js';
import { withAbsentViews } from './with-absent-views.js';

/** What to evaluate: a pattern with its settings on one day, over the datasets that are there. */
export type PatternTask = {
  readonly pattern: Pattern;
  readonly settings: ResolvedSettings;
  /** The pattern's queries with those settings bound, as the job plan holds them. */
  readonly sql: BoundPattern;
  readonly day: MarketDay;
  /** Canonical datasets that have a view of that name in the session. */
  readonly available: ReadonlySet<string>;
  /** How many earlier sessions there are of each dataset whose history the pattern reads; none if not given. */
  readonly sessions?: ReadonlyMap<string, number>;
  /** Evidence rows held in memory at once, one million if not given; settings that find more are taken for a mistake. */
  readonly evidence_limit?: number;
  /** Abuse whose rows the views hold besides, and which must be found; without it nothing is said of one. */
  readonly canary?: PatternCase;
};

/**
 * What one pattern said about one day. Silence is never success: `clear` means that it looked and found nothing,
 * `inconclusive` that a dataset or the session it needs is not there, `failed` that the database gave up, `not_in_force` that the
 * rule does not apply on that day, so that it did not look. `reason` is null otherwise.
 */
export type PatternResult = {
  readonly outcome: 'alerts' | 'clear' | 'inconclusive' | 'failed' | 'not_in_force';
  readonly reason: string | null;
  readonly alerts: readonly Alert[];
  readonly evidence: readonly Evidence[];
  /** What became of the canary, if one was given; its alerts and rows are in nothing else of the result. */
  readonly canary?: CanaryOutcome;
  /** Rows of the pattern's main dataset, the first it reads. */
  readonly events_seen: number;
  /** Different symbols among them. */
  readonly instruments_seen: number;
};

/**
 * What a pattern says about a session whose views hold one trade date; alerts are sorted by first_ts_ns and alert_id.
 *
 * Leaves temporary tables `alerts` and `evidence` behind. A dataset that the pattern reads only if it is present, and
 * that is not, is empty while it runs. More evidence than the limit makes the outcome `failed`.
 */
export async function evaluatePattern(session: DuckDbSession, task: PatternTask): Promise<PatternResult> {
  const result = await evaluateIfReadable(session, task);
  if (task.canary === undefined || result.canary !== undefined) return result;
  return { ...result, canary: { state: 'not_run', alerts: 0, sha256: canarySha256(task.canary) } };
}

async function evaluateIfReadable(session: DuckDbSession, task: PatternTask): Promise<PatternResult> {
  const outside = outsideEffectiveDates(task.pattern.spec, task.day.trade_date);
  if (outside !== null) return withoutAlerts('not_in_force', outside);
  const reason = whyInconclusive({ ...task, ...groundsOf(task.pattern) });
  if (reason !== null) return withoutAlerts('inconclusive', reason);
  try {
    return await withAbsentViews(session, { ...task.pattern, ...task }, () => evaluate(session, task));
  } catch (error) {
    if (error instanceof OperationalFailure && error.code === 'database-failed') {
      return withoutAlerts('failed', error.message);
    }
    throw error;
  }
}

async function evaluate(session: DuckDbSession, task: PatternTask): Promise<PatternResult> {
  const { pattern, settings, sql, day } = task;
  await session.run(`CREATE OR REPLACE TEMPORARY TABLE alerts AS ${sql.alerts_sql}\n`);
  const seen = await countSeen(session, pattern.spec);
  const alertRows = await session.rows('SELECT * FROM alerts');
  if (alertRows.length === 0) return concluded(task, { alerts: [], evidence: [] }, seen);
  await session.run(`CREATE OR REPLACE TEMPORARY TABLE evidence AS ${sql.evidence_sql}\n`);
  const evidenceCount = await countRows(session, 'evidence');
  const limit = task.evidence_limit ?? 1_000_000;
  if (evidenceCount > limit) {
    const reason = `${alertRows.length} alerts with ${evidenceCount} evidence rows, expected at most ${limit}; narrow the settings`;
    return { ...withoutAlerts('failed', reason), ...seen };
  }
  const evidenceRows = await session.rows('SELECT * FROM evidence');
  const origin = {
    spec: pattern.spec,
    settings_sha256: settings.settings_sha256,
    settings: settings.values,
    trade_date: day.trade_date,
  };
  return concluded(task, collectAlerts(origin, alertRows, evidenceRows), seen);
}

/** The result of a run to the end. A missed canary fails it; real alerts stay what they are, and come with the reason. */
function concluded(
  { canary, settings }: Pick<PatternTask, 'canary' | 'settings'>,
  found: Pick<PatternResult, 'alerts' | 'evidence'>,
  seen: Pick<PatternResult, 'events_seen' | 'instruments_seen'>,
): PatternResult {
  const { real, ...injected } = partCanary(found);
  const outcome = real.alerts.length > 0 ? 'alerts' : 'clear';
  if (canary === undefined) return { outcome, reason: null, ...found, ...seen };
  const { reason, ...judged } = judgeCanary(
    { canary: canaryMark(canary), settings: settings.values },
    injected,
  );
  return {
    outcome: judged.state === 'missed' && outcome === 'clear' ? 'failed' : outcome,
    reason,
    ...real,
    canary: judged,
    ...seen,
  };
}

async function countRows(session: DuckDbSession, table: string): Promise<number> {
  const [row] = await session.rows(`SELECT COUNT(*) AS rows FROM ${identifier(table)}`);
  return Number(row?.['rows']);
}

async function countSeen(
  session: DuckDbSession,
  spec: PatternSpec,
): Promise<Pick<PatternResult, 'events_seen' | 'instruments_seen'>> {
  const main = Object.keys(spec.reads)[0];
  invariant(main !== undefined, `pattern ${spec.id} reads a dataset`);
  const [row] = await session.rows(
    `SELECT COUNT(*) AS events, COUNT(DISTINCT symbol) AS instruments FROM ${identifier(main)} WHERE feed <> '${CANARY_FEED}'`,
  );
  return { events_seen: Number(row?.['events']), instruments_seen: Number(row?.['instruments']) };
}

function withoutAlerts(outcome: 'inconclusive' | 'failed' | 'not_in_force', reason: string): PatternResult {
  return { outcome, reason, alerts: [], evidence: [], events_seen: 0, instruments_seen: 0 };
}
