import type { Evidence } from '../domain/generated/evidence.js';
import type { DuckDbSession, Row } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';

/** Evidence with the canonical row that it names, every column as text or null. */
export type GatheredEvent = { evidence: Evidence; row: Record<string, string | null> };

/**
 * The canonical rows of evidence, from the views of a session; evidence without a row is left out.
 *
 * In the order of time and event id.
 */
export async function gatherEvents(
  session: DuckDbSession,
  evidence: readonly Evidence[],
): Promise<GatheredEvent[]> {
  const gathered: GatheredEvent[] = [];
  for (const dataset of new Set(evidence.map((item) => item.dataset))) {
    const items = evidence.filter((item) => item.dataset === dataset);
    const ids = items.map((item) => duckdbText(item.event_id)).join(', ');
    const rows = await session.rows(`SELECT * FROM ${identifier(dataset)} WHERE event_id IN (${ids})`);
    const byId = new Map(rows.map((row) => [String(row['event_id']), toText(row)]));
    for (const item of items) {
      const row = byId.get(item.event_id);
      if (row !== undefined) gathered.push({ evidence: item, row });
    }
  }
  return gathered.sort((left, right) => compare(left.evidence, right.evidence));
}

function toText(row: Row): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, value === null ? null : String(value)]),
  );
}

function compare(left: Evidence, right: Evidence): number {
  const difference = BigInt(left.event_ts_ns) - BigInt(right.event_ts_ns);
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return left.event_id < right.event_id ? -1 : 1;
}
