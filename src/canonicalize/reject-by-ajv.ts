import { rename } from 'node:fs/promises';
import type { DuckDbSession } from '../engine/duckdb-session.js';
import { bigintLiteral, duckdbText, identifier } from '../engine/sql-literal.js';
import { OFFSET } from './framing/read-segment.js';
import type { Segment } from './framing/segment.js';
import type { CompiledFeed } from './mapping/compile-feed.js';
import { compileFallback } from './validation/compile-fallback.js';

const REFUSED = identifier('@refused');
const INSERTED = 1000;

/**
 * Takes those records out of a part that break rules of the record schema which SQL cannot check; returns how many.
 *
 * Every record that SQL has found valid passes Ajv, in bounded memory. Without such rules nothing is read.
 */
export async function rejectByAjv(
  session: DuckDbSession,
  source: { compiled: CompiledFeed; segment: Segment; part: string; copy: string },
): Promise<number> {
  const { compiled, segment, part } = source;
  const accepts = compileFallback(compiled.feed.record);
  if (accepts === null) return 0;
  const names = compiled.feed.fields.map(({ name }) => name);
  const fields = names.map((name) => `r.${identifier(name)}`);
  const valid = `SELECT r.${OFFSET}, ${fields.join(', ')} FROM (${compiled.records(segment)}) AS r SEMI JOIN read_parquet(${duckdbText(part)}) AS p ON r.${OFFSET} = p.source_byte_offset`;
  const refused: bigint[] = [];
  for await (const rows of session.batches(valid)) {
    for (const row of rows) {
      const record = Object.fromEntries(names.map((name) => [name, (row[name] ?? null) as string | null]));
      if (!accepts(record)) refused.push(BigInt(String(row['@offset'])));
    }
  }
  if (refused.length === 0) return 0;
  await session.run(`CREATE OR REPLACE TEMP TABLE ${REFUSED} (source_byte_offset BIGINT)`);
  for (let from = 0; from < refused.length; from += INSERTED) {
    const values = refused.slice(from, from + INSERTED).map((offset) => `(${bigintLiteral(offset)})`);
    await session.run(`INSERT INTO ${REFUSED} VALUES ${values.join(', ')}`);
  }
  const rest = `${part}.rest`;
  await session.run(
    `COPY (SELECT * FROM read_parquet(${duckdbText(part)}) AS p ANTI JOIN ${REFUSED} USING (source_byte_offset)) TO ${duckdbText(rest)} (${source.copy})`,
  );
  await rename(rest, part);
  return refused.length;
}
