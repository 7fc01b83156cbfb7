import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';
import type { Feed } from './feed.js';
import { type CompiledFeed, LINE } from './mapping/compile-feed.js';

/** Tables that checking leaves in the session: what is rejected, and which lines do not become rows. */
const REJECTED = identifier('@rejected');
const DROPPED = identifier('@dropped');
const KEYS = identifier('@keys');

/** What checking found, as counts; the records themselves stay in the session. */
export type CheckedRecords = {
  accepted: number;
  rejected: number;
  duplicates: number;
  /** Query of the accepted records. */
  accepted_sql: string;
  /** Query of the rejected records with one boolean per mapping check, in the order of the file. */
  rejected_sql: string;
};

/** Parquet files of the feed's earlier deliveries of the same trade dates. */
export type PublishedFiles = readonly string[];

/**
 * Divides the framed records into accepted, rejected and duplicate ones, set by set.
 *
 * Rejected: what the record schema or the mapping refuses, and a key that stands already with other content. Duplicate:
 * the same key with the same content, on an earlier line or in an earlier delivery; the first one stands.
 */
export async function checkRecords(
  session: DuckDbSession,
  work: { feed: Feed; compiled: CompiledFeed; framed: number; published: PublishedFiles },
): Promise<CheckedRecords> {
  const { compiled, feed } = work;
  const valid = [...compiled.schema, ...compiled.checks.map((check) => `NOT (${check.sql})`)].join('\n AND ');
  await session.run(
    `CREATE TABLE ${REJECTED} AS SELECT *, CAST(NULL AS BIGINT) AS "@first_line" FROM (${compiled.records}) AS r WHERE NOT (${valid})`,
  );
  await session.run(`CREATE TABLE ${DROPPED} AS SELECT ${LINE} FROM ${REJECTED}`);
  const invalid = await count(session, `SELECT count(*) AS n FROM ${REJECTED}`);
  let remaining = invalid === 0 ? compiled.records : without(compiled.records);
  const repeated = await dropRepeated(session, { compiled, remaining, expected: work.framed - invalid });
  if (repeated > 0) remaining = without(compiled.records);
  const known = await dropPublished(session, { ...work, feed, remaining });
  if (known > 0) remaining = without(compiled.records);
  const rejected = await count(session, `SELECT count(*) AS n FROM ${REJECTED}`);
  const dropped = await count(session, `SELECT count(*) AS n FROM ${DROPPED}`);
  const flags = compiled.checks.map((check, index) => `, (${check.sql}) AS ${identifier(`@check ${index}`)}`);
  return {
    accepted: work.framed - dropped,
    rejected,
    duplicates: dropped - rejected,
    accepted_sql: remaining,
    rejected_sql: `SELECT *${flags.join('')} FROM ${REJECTED} ORDER BY ${LINE}`,
  };
}

function without(records: string): string {
  return `SELECT * FROM (${records}) AS r ANTI JOIN ${DROPPED} USING (${LINE})`;
}

/** Drops records whose key an earlier line of this delivery has; returns how many. */
async function dropRepeated(
  session: DuckDbSession,
  work: { compiled: CompiledFeed; remaining: string; expected: number },
): Promise<number> {
  const key = work.compiled.key.map(identifier).join(', ');
  // Equal counts prove that no key repeats; unequal ones may also be two keys of one hash, which is settled below.
  const distinct = await count(
    session,
    `SELECT count(DISTINCT hash(${key})) AS n FROM (${work.remaining}) AS r`,
  );
  if (distinct === work.expected) return 0;
  const columns = work.compiled.columns.filter((column) => !column.name.startsWith('source_'));
  const same = columns.map(
    ({ sql }) => `(${sql}) IS NOT DISTINCT FROM first_value(${sql}) OVER first_of_key`,
  );
  await session.run(`CREATE TABLE ${KEYS} AS
    SELECT *, first_value(${LINE}) OVER first_of_key AS "@first", ${same.join(' AND ')} AS "@same"
    FROM (${work.remaining}) AS r
    WHERE hash(${key}) IN (SELECT hash(${key}) FROM (${work.remaining}) AS k GROUP BY 1 HAVING count(*) > 1)
    WINDOW first_of_key AS (PARTITION BY ${key} ORDER BY ${LINE} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`);
  await session.run(
    `INSERT INTO ${REJECTED} SELECT * EXCLUDE ("@first", "@same"), "@first" FROM ${KEYS} WHERE "@first" <> ${LINE} AND NOT "@same"`,
  );
  return drop(session, `SELECT ${LINE} FROM ${KEYS} WHERE "@first" <> ${LINE}`);
}

/** Drops records whose key an earlier delivery published; returns how many. */
async function dropPublished(
  session: DuckDbSession,
  work: { feed: Feed; compiled: CompiledFeed; remaining: string; published: PublishedFiles },
): Promise<number> {
  if (work.published.length === 0) return 0;
  const key = identifier(work.feed.dataset.key);
  const files = work.published.map(duckdbText).join(', ');
  const content = work.compiled.columns.map(({ name }) => name).filter((name) => !name.startsWith('source_'));
  const same = content.map((name) => `t.${identifier(name)} IS NOT DISTINCT FROM p.${identifier(name)}`);
  const typed = work.compiled.columns
    .filter(({ name }) => content.includes(name))
    .map(({ name, sql }) => `${sql} AS ${identifier(name)}`);
  const known = identifier('@known');
  await session.run(`CREATE TABLE ${known} AS
    SELECT t.${LINE}, bool_or(${same.join(' AND ')}) AS "@same"
    FROM (SELECT ${LINE}, ${typed.join(', ')} FROM (${work.remaining}) AS r) AS t
    JOIN read_parquet([${files}], hive_partitioning = false) AS p ON t.${key} = p.${key}
    GROUP BY t.${LINE}`);
  await session.run(
    `INSERT INTO ${REJECTED} SELECT r.*, 0 FROM (${work.remaining}) AS r JOIN ${known} AS k USING (${LINE}) WHERE NOT k."@same"`,
  );
  return drop(session, `SELECT ${LINE} FROM ${known}`);
}

async function drop(session: DuckDbSession, lines: string): Promise<number> {
  const dropped = await count(session, `SELECT count(*) AS n FROM (${lines}) AS l`);
  await session.run(`INSERT INTO ${DROPPED} ${lines}`);
  return dropped;
}

async function count(session: DuckDbSession, sql: string): Promise<number> {
  const [row] = await session.rows(sql);
  return Number(row?.['n']);
}

/** Exact sum of a field over all framed records, as decimal text without trailing zeros; text counts as nothing. */
export async function sumOfField(session: DuckDbSession, records: string, field: string): Promise<string> {
  const column = identifier(field);
  // DuckDB reads text into a 128-bit decimal fifty times slower than into a 64-bit one.
  const value = `CASE WHEN regexp_matches(${column}, '^-?[0-9]{1,12}([.][0-9]{1,6})?$') THEN CAST(TRY_CAST(${column} AS DECIMAL(18,6)) AS DECIMAL(38,10)) ELSE TRY_CAST(${column} AS DECIMAL(38,10)) END`;
  const [row] = await session.rows(
    `SELECT CAST(coalesce(sum(${value}), 0) AS VARCHAR) AS total FROM (${records}) AS r`,
  );
  const total = String(row?.['total']);
  return total.includes('.') ? total.replace(/0+$/, '').replace(/\.$/, '') : total;
}
