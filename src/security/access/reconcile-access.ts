import type { Reconciliation, WriteCounts } from '../../domain/generated/reconciliation.js';
import { invariant } from '../../domain/invariant.js';
import { DuckDbSession } from '../../engine/duckdb-session.js';
import { formatS3Uri } from '../../store/s3-location.js';
import type { AccessPolicy } from './access-policy.js';
import { type AuditedRange, createAccessTables } from './access-tables.js';
import { combineEvents } from './combine-events.js';
import type { LakeRecord } from './expected-writes.js';
import type { LoadedRule } from './load-access-rules.js';
import { readTrailLog, type UnreadRecord } from './read-trail-log.js';
import { type FindingRow, tellFinding } from './tell-finding.js';
import type { TrailEvent } from './trail-event.js';
import type { VerifiedTrail } from './verified-log.js';

/** A verified trail of the range and of an hour on both sides, and what it is held against. */
export type ReconcileInput = Pick<VerifiedTrail, 'eachLog' | 'unverified'> & {
  readonly lake: LakeRecord;
  readonly policy: AccessPolicy;
  readonly rules: readonly LoadedRule[];
  readonly range: AuditedRange;
};

/**
 * Holds what a verified trail says of the lake against what the lake says of itself and against who is allowed.
 *
 * Every action counts once, failed calls are never told as done, and totals reconcile. `spill` is an existing folder of the caller,
 * for files in between. The same input gives the same document, in whatever order the logs come. Throws `database-failed`.
 */
export async function reconcileAccess(spill: string, input: ReconcileInput): Promise<Reconciliation> {
  const { range, policy } = input;
  const { records, events: read, unread, logs } = await readLogs(input.eachLog);
  const combined = combineEvents(read);
  const { events } = combined;
  const session = await DuckDbSession.open({ folders: [], spill });
  try {
    await createAccessTables(session, { events, lake: input.lake, policy, range });
    const findings = await runRules(session, input.rules, events);
    const unverified = input
      .unverified()
      .map(({ key, reason }) => ({ key, reason }))
      .sort((left, right) => compare(left.key, right.key));
    const in_range = events.filter(({ event_time }) => event_time >= range.from && event_time < range.to);
    return {
      format: 1,
      lake: formatS3Uri(policy.lake),
      ...{ from: range.from, to: range.to },
      logs: { verified: logs, unverified: unverified.length },
      unverified,
      records: {
        read: records,
        unread: unread.length,
        duplicates: combined.duplicates,
        shared: combined.shared,
        updates: combined.updates,
        events: events.length,
        in_range: in_range.length,
        failed: in_range.filter(({ error_code }) => error_code !== null).length,
        delayed: in_range.filter(({ addendum_reason }) => addendum_reason === 'DELIVERY_DELAY').length,
      },
      unread,
      writes: await countWrites(session),
      rules: input.rules.map(({ spec: { id, version, title, cites } }) => ({
        ...{ id, version, title, cites },
        findings: findings.filter(({ rule_id }) => rule_id === id).length,
      })),
      findings,
    };
  } finally {
    session.close();
  }
}

type ReadLogs = { logs: number; records: number; events: TrailEvent[]; unread: UnreadRecord[] };

/** All records in the order of their logs' keys, so that the order of arrival decides nothing. */
async function readLogs(eachLog: ReconcileInput['eachLog']): Promise<ReadLogs> {
  const parts: { key: string; events: TrailEvent[]; unread: UnreadRecord[] }[] = [];
  await eachLog((log) => parts.push({ key: `${log.bucket}/${log.key}`, ...readTrailLog(log) }));
  parts.sort((left, right) => compare(left.key, right.key));
  const events = parts.flatMap((part) => part.events);
  const unread = parts.flatMap((part) => part.unread);
  return { logs: parts.length, records: events.length + unread.length, events, unread };
}

async function runRules(session: DuckDbSession, rules: readonly LoadedRule[], events: readonly TrailEvent[]) {
  const byId = new Map(events.map((event) => [event.event_id, event]));
  const findings: Reconciliation['findings'] = [];
  for (const rule of rules) {
    const rows: FindingRow[] = await session.rows(rule.findings_sql);
    const told = rows.map((row) => {
      const event_id = row['event_id'] as string | null;
      const event = event_id === null ? null : byId.get(event_id);
      invariant(event !== undefined, `rule ${rule.spec.id} names an event that was read`);
      return tellFinding(rule, row, event);
    });
    findings.push(...told.sort(byTime));
  }
  return findings;
}

type Finding = Reconciliation['findings'][number];

function byTime(left: Finding, right: Finding): number {
  const parts = ({ event, subject, sentence }: Finding) =>
    [event?.event_time ?? '', event?.event_id ?? '', subject, sentence].join('\0');
  return compare(parts(left), parts(right));
}

async function countWrites(session: DuckDbSession): Promise<WriteCounts> {
  const [row] = await session.rows(`
    WITH judged AS (
      SELECT *, row_number() OVER (PARTITION BY lake_key, own ORDER BY event_time, event_id) AS place FROM lake_writes
    )
    SELECT (SELECT count(*) FROM due_writes) AS due,
      (SELECT count(*) FROM due_writes w WHERE EXISTS (SELECT 1 FROM lake_writes e WHERE e.own AND e.lake_key = w.key)) AS matched,
      count(*) AS events,
      count(*) FILTER (own AND place = 1) AS own,
      count(*) FILTER (own AND place > 1) AS repeated,
      count(*) FILTER (named_by IS NULL) AS unrecorded,
      count(*) FILTER (named_by IS NOT NULL AND NOT own) AS overwriting
    FROM judged WHERE in_range`);
  const count = (name: string): number => Number(row?.[name] ?? 0);
  const [due, matched] = [count('due'), count('matched')];
  return {
    ...{ due, matched, missing: due - matched, events: count('events'), own: count('own') },
    ...{ repeated: count('repeated'), unrecorded: count('unrecorded'), overwriting: count('overwriting') },
  };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
