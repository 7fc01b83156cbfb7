import type { Evidence } from '../domain/generated/evidence.js';
import type { DuckDbSession, Row } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';

/** Evidence with the canonical row that it names, every column as text or null. */
export type GatheredEvent = { evidence: Evidence; row: Record<string, string | null> };

/**
 * The canonical rows of evidence, from the views of a session; evidence without a row is left out.
 *
 * In the order of time and event id. Files are sorted by symbol: where the evidence is of one, most of them is passed over.
 */
export async function gatherEvents(
  session: DuckDbSession,
  evidence: readonly Evidence[],
  symbol: string | null = null,
): Promise<GatheredEvent[]> {
  const gathered: GatheredEvent[] = [];
  for (const dataset of new Set(evidence.map((item) => item.dataset))) {
    const items = evidence.filter((item) => item.dataset === dataset);
    const byId = await rowsById(session, {
      dataset,
      ids: new Set(items.map((item) => item.event_id)),
      symbol,
    });
    for (const item of items) {
      const row = byId.get(item.event_id);
      if (row !== undefined) gathered.push({ evidence: item, row });
    }
  }
  return gathered.sort((left, right) => compare(left.evidence, right.evidence));
}

async function rowsById(
  session: DuckDbSession,
  { dataset, ids, symbol }: { dataset: string; ids: ReadonlySet<string>; symbol: string | null },
): Promise<Map<string, Record<string, string | null>>> {
  const named = `SELECT * FROM ${identifier(dataset)} WHERE event_id IN (${[...ids].map(duckdbText).join(', ')})`;
  if (symbol !== null) {
    const own = byEventId(await session.rows(`${named} AND symbol = ${duckdbText(symbol)}`));
    if (own.size === ids.size) return own;
  }
  return byEventId(await session.rows(named));
}

function byEventId(rows: readonly Row[]): Map<string, Record<string, string | null>> {
  return new Map(rows.map((row) => [String(row['event_id']), toText(row)]));
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
