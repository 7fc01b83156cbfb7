import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';

import { STORED_FAULTS } from './fault-spill.js';
import { PART_DATE, PART_KEY } from './valid-rows.js';

/** Records, by their offsets, that do not become rows because their key stands already. */
export const DROPPED = identifier('@dropped');
const REUSED = identifier('@reused');

/** How many valid records repeat one that stands: with the same content, or with another. */
export type Repeated = { duplicates: number; reused: number };

/** A file in the store, and where it can be read. */
export type PublishedFile = { key: string; rows: number; path: string };

/** What is compared: the parts of one delivery that fill a dataset, and the files of it that others have published. */
export type Comparison = {
  dataset: CanonicalDataset;
  parts: readonly string[];
  published: readonly PublishedFile[];
  /** SQL that is true of rows that are settled otherwise; null without any. */
  except: string | null;
};

/**
 * Finds the records whose key an earlier record has, in the parts of the delivery or in what was published before.
 *
 * What was published stands, else the first one. One with the same content is a duplicate, one with other content is
 * rejected. Both are left in the session: `@dropped` holds the offsets of all, `reusedSql` queries the rejected ones.
 */
export async function dropRepeated(session: DuckDbSession, works: readonly Comparison[]): Promise<Repeated> {
  await session.run(
    `CREATE TABLE ${DROPPED} (source_byte_offset BIGINT); CREATE TABLE ${REUSED} (source_line BIGINT, source_byte_offset BIGINT, "@key" VARCHAR, "@first_line" BIGINT)`,
  );
  for (const work of works.filter(({ parts }) => parts.length > 0)) {
    const read = `read_parquet([${work.parts.map(duckdbText).join(', ')}])`;
    const parts = work.except === null ? read : `(SELECT * FROM ${read} WHERE NOT ${work.except})`;
    const key = work.dataset.key === 'event_id' ? 'event_id' : PART_KEY;
    if (work.published.length > 0) await dropPublished(session, work, { parts, key });
    await dropWithin(session, work, { parts, key });
  }
  const dropped = await count(session, DROPPED);
  const reused = await count(session, REUSED);
  return { duplicates: dropped - reused, reused };
}

/**
 * Query of the records whose key stands with other content, in the order of the file, as many as are ever explained;
 * `@first_line` is 0 where it was published before.
 */
export const reusedSql = `SELECT * FROM ${REUSED} ORDER BY source_byte_offset LIMIT ${STORED_FAULTS}`;

type Source = { parts: string; key: string };

async function dropWithin(
  session: DuckDbSession,
  { dataset }: Comparison,
  { parts, key }: Source,
): Promise<void> {
  const [counted] = await session.rows(
    `SELECT count(*) AS records, count(DISTINCT hash(${key})) AS keys FROM ${parts}`,
  );
  // Equal counts prove that no key repeats; unequal ones may also be two keys of one hash, which is settled below.
  if (counted?.['records'] === counted?.['keys']) return;
  const same = contentColumns(dataset).map(
    (column) => `${column} IS NOT DISTINCT FROM first_value(${column}) OVER first_of_key`,
  );
  await session.run(`CREATE OR REPLACE TABLE "@repeated" AS
    SELECT source_line, source_byte_offset, ${keyText(key)} AS "@key", first_value(source_line) OVER first_of_key AS "@first_line", first_value(source_byte_offset) OVER first_of_key AS "@first_offset", ${same.join(' AND ')} AS "@same"
    FROM (SELECT * FROM ${parts} AS p ANTI JOIN ${DROPPED} USING (source_byte_offset)) AS r
    WHERE hash(${key}) IN (SELECT hash(${key}) FROM ${parts} AS k GROUP BY 1 HAVING count(*) > 1)
    WINDOW first_of_key AS (PARTITION BY ${key} ORDER BY source_byte_offset ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`);
  await session.run(
    `DELETE FROM "@repeated" WHERE "@first_offset" = source_byte_offset;
     INSERT INTO ${DROPPED} SELECT source_byte_offset FROM "@repeated";
     INSERT INTO ${REUSED} SELECT * EXCLUDE ("@same", "@first_offset") FROM "@repeated" WHERE NOT "@same"`,
  );
}

async function dropPublished(
  session: DuckDbSession,
  work: Comparison,
  { parts, key }: Source,
): Promise<void> {
  const files = work.published.map((file) => duckdbText(file.path)).join(', ');
  const same = contentColumns(work.dataset).map((column) => `t.${column} IS NOT DISTINCT FROM p.${column}`);
  const id = identifier(work.dataset.key);
  await session.run(`CREATE OR REPLACE TABLE "@known" AS
    SELECT any_value(t.source_line) AS source_line, t.source_byte_offset, any_value(${keyText(`t.${key}`)}) AS "@key", 0 AS "@first_line", bool_or(${same.join(' AND ')}) AS "@same"
    FROM ${parts} AS t
    JOIN read_parquet([${files}], hive_partitioning = false) AS p ON t.${id} = p.${id}
    GROUP BY t.source_byte_offset`);
  await session.run(
    `INSERT INTO ${DROPPED} SELECT source_byte_offset FROM "@known";
     INSERT INTO ${REUSED} SELECT * EXCLUDE ("@same") FROM "@known" WHERE NOT "@same"`,
  );
}

/** The key's text without feed and date, with which an event id begins. */
function keyText(key: string): string {
  return key.endsWith(PART_KEY) ? key : `regexp_replace(${key}, '^[^:]*:[^:]*:', '')`;
}

/** Where a record lay is no part of what it says. */
export function contentColumns(dataset: CanonicalDataset): string[] {
  return dataset.columns
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('source_'))
    .map(identifier);
}

async function count(session: DuckDbSession, table: string): Promise<number> {
  const [row] = await session.rows(`SELECT count(*) AS n FROM ${table}`);
  return Number(row?.['n']);
}

/** Query of a part's rows that stand, without the columns that only served the checks. */
export function standingRows(dataset: CanonicalDataset, part: string, date: string | null): string {
  const columns = dataset.columns.map(({ name }) => identifier(name)).join(', ');
  const where = date === null ? '' : ` WHERE ${PART_DATE} = CAST(${duckdbText(date)} AS DATE)`;
  return `SELECT ${columns} FROM (SELECT * FROM read_parquet(${duckdbText(part)}) AS p ANTI JOIN ${DROPPED} USING (source_byte_offset)) AS s${where}`;
}
