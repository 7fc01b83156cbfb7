import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Corrections } from '../../domain/generated/manifest.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { dateLiteral, duckdbText, identifier } from '../../engine/sql-literal.js';
import { hashFile } from '../../store/hash-file.js';
import { canonicalParquet } from '../canonical-parquet.js';
import { JOURNAL_COLUMNS, keyOf, STATEMENTS, STOOD } from './correction-tables.js';
import { EFFECTS } from './settle-corrections.js';

/**
 * Writes what a commit has to remember of its corrections: each one with the row that it took, what it took of its own
 * delivery, and what others had said of the rows that it took.
 */
export async function writeCorrections(
  session: DuckDbSession,
  delivery: { sha256: string; trade_date: string },
  target: { work: string; footer: Readonly<Record<string, string>> },
): Promise<{ path: string; content: Pick<Corrections, 'sha256' | 'bytes' | 'rows'> }> {
  const file = path.join(target.work, 'corrections.parquet');
  const own = duckdbText(delivery.sha256);
  const date = dateLiteral(delivery.trade_date);
  const ownTaken = `SELECT removed_byte_offset FROM ${EFFECTS} WHERE removed_file IS NULL AND removed_byte_offset IS NOT NULL`;
  const said = `SELECT s.action, s.dataset, s.event_id, s.key, s.target_key, s.content, ${own} AS source_sha256, s.source_line, s.source_byte_offset,
      coalesce(t.dataset, o.dataset) AS removed_dataset, coalesce(t.event_id, o.event_id) AS removed_event_id,
      CASE WHEN t.event_id IS NOT NULL THEN t.source_sha256 WHEN o.event_id IS NOT NULL THEN ${own} END AS removed_sha256,
      CASE WHEN t.event_id IS NOT NULL THEN t.trade_date WHEN o.event_id IS NOT NULL THEN ${date} END AS removed_trade_date, e.removed_byte_offset
    FROM ${EFFECTS} AS e JOIN ${STATEMENTS} AS s USING (source_byte_offset)
    LEFT JOIN ${STOOD} AS t ON t.file = e.removed_file AND t.source_byte_offset = e.removed_byte_offset
    LEFT JOIN ${STATEMENTS} AS o ON o.source_byte_offset = CASE WHEN e.removed_file IS NULL THEN e.removed_byte_offset END
    WHERE s.action <> 'new' OR e.source_byte_offset IN (${ownTaken})`;
  const stood = `SELECT 'new' AS action, t.dataset, t.event_id, ${keyOf(target.footer['feed'] ?? '', 't.event_id')} AS key, NULL AS target_key, t.content, t.source_sha256, t.source_line, t.source_byte_offset, NULL AS removed_dataset, NULL AS removed_event_id, NULL AS removed_sha256, NULL AS removed_trade_date, NULL AS removed_byte_offset
    FROM ${EFFECTS} AS e JOIN ${STOOD} AS t ON t.file = e.removed_file AND t.source_byte_offset = e.removed_byte_offset WHERE NOT t.remembered`;
  const columns = Object.entries(JOURNAL_COLUMNS).map(
    ([name, type]) => `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`,
  );
  const [copied] = await session.rows(
    `COPY (SELECT ${columns.join(', ')} FROM (${said} UNION ALL ${stood}) AS c ORDER BY source_sha256, source_byte_offset) TO ${duckdbText(file)} (${canonicalParquet(target.footer)})`,
  );
  const rows = Number(copied?.['Count']);
  return { path: file, content: { rows, sha256: await hashFile(file), bytes: (await stat(file)).size } };
}
