import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { duckdbText } from '../../engine/sql-literal.js';
import { OFFSET } from '../framing/read-segment.js';
import type { Segment } from '../framing/segment.js';
import type { CompiledFeed } from '../mapping/compile-feed.js';

/**
 * Writes which records of a part replace others, as `source_byte_offset`, `target_key` and `action`, into a Parquet file beside it;
 * null where there are none. Feeds without corrections cost nothing.
 */
export async function writeReplaces(
  session: DuckDbSession,
  source: { compiled: CompiledFeed; segment: Segment; part: string },
): Promise<string | null> {
  const { compiled, segment, part } = source;
  const { corrections } = compiled;
  if (corrections === null || corrections.deletes) return null;
  const file = `${part}.replaces`;
  const replacing = `SELECT ${OFFSET} AS source_byte_offset, ${corrections.target_key} AS target_key, ${corrections.action} AS action FROM (${compiled.records(segment)}) AS r WHERE ${corrections.action} IN ('replace', 'replace-or-add')`;
  const [written] = await session.rows(
    `COPY (SELECT * FROM (${replacing}) AS r SEMI JOIN read_parquet(${duckdbText(part)}) AS p USING (source_byte_offset)) TO ${duckdbText(file)} (FORMAT parquet)`,
  );
  return Number(written?.['Count']) === 0 ? null : file;
}
