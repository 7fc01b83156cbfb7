import type { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText, identifier } from '../engine/sql-literal.js';
import { summedFields } from './control-sums.js';
import type { Feed } from './feed.js';
import { type CompiledFeed, LINE } from './mapping/compile-feed.js';
import { allHold } from './validation/compile-record-schema.js';

/** Tables that checking leaves in the session: what is rejected, and which lines do not become rows. */
const REJECTED = identifier('@rejected');
const DROPPED = identifier('@dropped');

/** What checking found, as counts; the records themselves stay in the session. */
export type CheckedRecords = {
  accepted: number;
  rejected: number;
  duplicates: number;
  /** Exact sums of the fields that header or trailer sum, over all framed records. */
  sums: ReadonlyMap<string, string>;
  /** Query of the accepted records. */
  accepted_sql: string;
  /** Query of the rejected records with one boolean per mapping check, in the order of the file. */
  rejected_sql: string;
};

/** What is checked: framed records under a compiled feed, against the feed's published Parquet files. */
type Work = { feed: Feed; compiled: CompiledFeed; framed: number; published: readonly string[] };

/**
 * Divides the framed records into accepted, rejected and duplicate ones, set by set.
 *
 * Rejected: what the record schema or the mapping refuses, and a key that stands already with other content. Duplicate:
 * the same key with the same content, on an earlier line or in an earlier delivery; the first one stands. One scan
 * decides whether there is anything to reject or to de-duplicate; only then are there others.
 */
export async function checkRecords(session: DuckDbSession, work: Work): Promise<CheckedRecords> {
  const { compiled } = work;
  const valid = allHold([...compiled.schema, ...compiled.checks.map((check) => `NOT (${check.sql})`)]);
  const found = await survey(session, work, valid);
  await session.run(
    `CREATE TABLE ${REJECTED} AS SELECT *, CAST(NULL AS BIGINT) AS "@first_line" FROM (${compiled.records}) AS r WHERE ${found.invalid === 0 ? 'false' : `NOT (${valid})`}`,
  );
  await session.run(`CREATE TABLE ${DROPPED} AS SELECT ${LINE} FROM ${REJECTED}`);
  let remaining = found.invalid === 0 ? compiled.records : without(compiled.records);
  // Equal counts prove that no key repeats; unequal ones may also be two keys of one hash, which is settled there.
  if (found.distinct_keys !== work.framed - found.invalid) {
    await dropRepeated(session, compiled, remaining);
    remaining = without(compiled.records);
  }
  if (work.published.length > 0) {
    await dropPublished(session, work, remaining);
    remaining = without(compiled.records);
  }
  const rejected = await count(session, REJECTED);
  const dropped = await count(session, DROPPED);
  const flags = compiled.checks.map((check, index) => `, (${check.sql}) AS ${identifier(`@check ${index}`)}`);
  return {
    accepted: work.framed - dropped,
    rejected,
    duplicates: dropped - rejected,
    sums: found.sums,
    accepted_sql: dropped === 0 ? compiled.records : remaining,
    rejected_sql: `SELECT *${flags.join('')} FROM ${REJECTED} ORDER BY ${LINE}`,
  };
}

/** One scan of all records: how many are invalid, how many keys the valid ones have, and the control sums. */
async function survey(
  session: DuckDbSession,
  { feed, compiled }: Work,
  valid: string,
): Promise<{ invalid: number; distinct_keys: number; sums: ReadonlyMap<string, string> }> {
  const key = compiled.key.map(identifier).join(', ');
  const summed = summedFields(feed);
  const totals = summed.map(
    (field, index) =>
      `, CAST(coalesce(sum(${exactDecimal(field)}), 0) AS VARCHAR) AS ${identifier(`@sum ${index}`)}`,
  );
  const [row] = await session.rows(
    `SELECT count(*) FILTER (WHERE NOT "@valid") AS invalid, count(DISTINCT CASE WHEN "@valid" THEN hash(${key}) END) AS distinct_keys${totals.join('')}
     FROM (SELECT *, (${valid}) AS "@valid" FROM (${compiled.records}) AS r) AS v`,
  );
  return {
    invalid: Number(row?.['invalid']),
    distinct_keys: Number(row?.['distinct_keys']),
    sums: new Map(
      summed.map((field, index) => [field, withoutTrailingZeros(String(row?.[`@sum ${index}`]))]),
    ),
  };
}

/** A field as a decimal of any size; null where it is none. DuckDB reads text into 128-bit decimals very slowly. */
function exactDecimal(field: string): string {
  const column = identifier(field);
  return `CASE WHEN regexp_matches(${column}, '^-?[0-9]{1,12}([.][0-9]{1,6})?$') THEN CAST(TRY_CAST(${column} AS DECIMAL(18,6)) AS DECIMAL(38,10)) ELSE TRY_CAST(${column} AS DECIMAL(38,10)) END`;
}

function withoutTrailingZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/0+$/, '').replace(/\.$/, '') : decimal;
}

function without(records: string): string {
  return `SELECT * FROM (${records}) AS r ANTI JOIN ${DROPPED} USING (${LINE})`;
}

/** Drops records whose key an earlier line of this delivery has. */
async function dropRepeated(
  session: DuckDbSession,
  compiled: CompiledFeed,
  remaining: string,
): Promise<void> {
  const key = compiled.key.map(identifier).join(', ');
  const keys = identifier('@keys');
  const columns = compiled.columns.filter((column) => !column.name.startsWith('source_'));
  const same = columns.map(
    ({ sql }) => `(${sql}) IS NOT DISTINCT FROM first_value(${sql}) OVER first_of_key`,
  );
  await session.run(`CREATE TABLE ${keys} AS
    SELECT *, first_value(${LINE}) OVER first_of_key AS "@first", ${same.join(' AND ')} AS "@same"
    FROM (${remaining}) AS r
    WHERE hash(${key}) IN (SELECT hash(${key}) FROM (${remaining}) AS k GROUP BY 1 HAVING count(*) > 1)
    WINDOW first_of_key AS (PARTITION BY ${key} ORDER BY ${LINE} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`);
  await session.run(
    `INSERT INTO ${REJECTED} SELECT * EXCLUDE ("@first", "@same"), "@first" FROM ${keys} WHERE "@first" <> ${LINE} AND NOT "@same"`,
  );
  await session.run(`INSERT INTO ${DROPPED} SELECT ${LINE} FROM ${keys} WHERE "@first" <> ${LINE}`);
}

/** Drops records whose key an earlier delivery published. */
async function dropPublished(session: DuckDbSession, work: Work, remaining: string): Promise<void> {
  const key = identifier(work.feed.dataset.key);
  const files = work.published.map(duckdbText).join(', ');
  const content = work.compiled.columns.filter(({ name }) => !name.startsWith('source_'));
  const same = content.map(({ name }) => `t.${identifier(name)} IS NOT DISTINCT FROM p.${identifier(name)}`);
  const typed = content.map(({ name, sql }) => `${sql} AS ${identifier(name)}`);
  const known = identifier('@known');
  await session.run(`CREATE TABLE ${known} AS
    SELECT t.${LINE}, bool_or(${same.join(' AND ')}) AS "@same"
    FROM (SELECT ${LINE}, ${typed.join(', ')} FROM (${remaining}) AS r) AS t
    JOIN read_parquet([${files}], hive_partitioning = false) AS p ON t.${key} = p.${key}
    GROUP BY t.${LINE}`);
  await session.run(
    `INSERT INTO ${REJECTED} SELECT r.*, 0 FROM (${remaining}) AS r JOIN ${known} AS k USING (${LINE}) WHERE NOT k."@same"`,
  );
  await session.run(`INSERT INTO ${DROPPED} SELECT ${LINE} FROM ${known}`);
}

async function count(session: DuckDbSession, table: string): Promise<number> {
  const [row] = await session.rows(`SELECT count(*) AS n FROM ${table}`);
  return Number(row?.['n']);
}
