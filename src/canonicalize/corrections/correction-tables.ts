import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { dateLiteral, duckdbText, identifier } from '../../engine/sql-literal.js';
import type { CanonicalDataset } from '../../lake/canonical-dataset.js';
import { contentColumns } from '../drop-repeated.js';
import type { PastCorrections, PastFile, PastFiles } from './past-files.js';

/** What a delivery brings: its parts by dataset, which of their records replace others, and those that delete. */
export type Brought = {
  feed: string;
  datasets: readonly { dataset: CanonicalDataset; parts: readonly string[] }[];
  replaces: readonly string[];
  deletes: readonly string[];
};

/** What past deliveries have said of keys that were corrected: a row for each statement. */
export const JOURNAL = identifier('@journal');
/** Keys of which a correction speaks, in the delivery or before it. */
export const TOUCHED = identifier('@touched');
/** What the delivery says of these keys, a row for each record. */
export const STATEMENTS = identifier('@statements');
/** Rows of other deliveries under these keys. */
export const STOOD = identifier('@stood');
const FILES = identifier('@files');

/** Columns of what a commit remembers of its corrections, with their types. */
export const JOURNAL_COLUMNS = {
  action: 'VARCHAR',
  dataset: 'VARCHAR',
  event_id: 'VARCHAR',
  key: 'VARCHAR',
  target_key: 'VARCHAR',
  content: 'VARCHAR',
  source_sha256: 'VARCHAR',
  source_line: 'BIGINT',
  source_byte_offset: 'BIGINT',
  removed_dataset: 'VARCHAR',
  removed_event_id: 'VARCHAR',
  removed_sha256: 'VARCHAR',
  removed_trade_date: 'DATE',
  removed_byte_offset: 'BIGINT',
} as const;

/** SQL of the key's text in an event id, `feed:yyyy-MM-dd:key`. */
export function keyOf(feed: string, event_id = 'event_id'): string {
  return `substr(${event_id}, ${feed.length + 13})`;
}

/** Makes the tables that hold what a delivery and those before it say of corrected keys. */
export async function makeCorrectionTables(
  session: DuckDbSession,
  brought: Brought,
  past: PastFiles,
): Promise<void> {
  await makeJournal(session, past.corrections);
  await makeTouched(session, brought);
  await makeStatements(session, brought);
  await makeStood(session, brought, past.files);
}

async function makeJournal(session: DuckDbSession, corrections: readonly PastCorrections[]): Promise<void> {
  const columns = Object.entries(JOURNAL_COLUMNS).map(([name, type]) => `${identifier(name)} ${type}`);
  await session.run(
    `CREATE TABLE ${JOURNAL} (position BIGINT, gone BOOLEAN, trade_date DATE, ${columns.join(', ')})`,
  );
  for (const { path, manifest, position, gone } of corrections) {
    await session.run(
      `INSERT INTO ${JOURNAL} SELECT ${position}, ${gone}, ${dateLiteral(manifest.trade_date)}, ${names()} FROM ${parquet([path])}`,
    );
  }
}

async function makeTouched(session: DuckDbSession, brought: Brought): Promise<void> {
  const marks = readAll(brought.replaces, 'source_byte_offset, target_key');
  const own = brought.datasets
    .filter(({ parts }) => parts.length > 0 && brought.replaces.length > 0)
    .map(
      ({ parts }) =>
        `SELECT ${keyOf(brought.feed)} AS key FROM ${parquet(parts)} AS p SEMI JOIN ${parquet(brought.replaces)} AS m USING (source_byte_offset)`,
    );
  const keys = [
    `SELECT key FROM ${JOURNAL}`,
    `SELECT target_key FROM ${JOURNAL}`,
    ...marks.map((sql) => `SELECT target_key FROM (${sql})`),
    ...own,
    ...readAll(brought.deletes, 'target_key'),
    ...readAll(brought.deletes, 'own_key'),
  ];
  await session.run(
    `CREATE TABLE ${TOUCHED} AS SELECT DISTINCT key FROM (${keys.join(' UNION ALL ')}) AS k WHERE key IS NOT NULL`,
  );
}

async function makeStatements(session: DuckDbSession, brought: Brought): Promise<void> {
  const marks =
    brought.replaces.length === 0
      ? '(SELECT CAST(NULL AS BIGINT) AS source_byte_offset, CAST(NULL AS VARCHAR) AS target_key, CAST(NULL AS VARCHAR) AS action LIMIT 0)'
      : parquet(brought.replaces);
  const rows = brought.datasets
    .filter(({ parts }) => parts.length > 0)
    .map(({ dataset, parts }) => {
      const touched = `SELECT * FROM ${parquet(parts)} AS p WHERE ${keyOf(brought.feed)} IN (SELECT key FROM ${TOUCHED})`;
      return `SELECT coalesce(m.action, 'new') AS action, ${duckdbText(dataset.name)} AS dataset, event_id, ${keyOf(brought.feed)} AS key, m.target_key, ${contentHash(dataset)} AS content, source_line, source_byte_offset FROM (${touched}) AS t LEFT JOIN ${marks} AS m USING (source_byte_offset)`;
    });
  const deletes = readAll(
    brought.deletes,
    `'delete', '', NULL, own_key, target_key, NULL, source_line, source_byte_offset`,
  );
  const empty = `SELECT ${nulls({ action: 'VARCHAR', dataset: 'VARCHAR', event_id: 'VARCHAR', key: 'VARCHAR', target_key: 'VARCHAR', content: 'VARCHAR', source_line: 'BIGINT', source_byte_offset: 'BIGINT' })} LIMIT 0`;
  await session.run(
    `CREATE TABLE ${STATEMENTS} AS ${[`(${empty})`, ...rows, ...deletes].join(' UNION ALL ')}`,
  );
}

async function makeStood(
  session: DuckDbSession,
  brought: Brought,
  files: readonly PastFile[],
): Promise<void> {
  await session.run(
    `CREATE TABLE ${FILES} (filename VARCHAR, file BIGINT, position BIGINT, later BOOLEAN, trade_date DATE);
     CREATE TABLE ${STOOD} (file BIGINT, later BOOLEAN, position BIGINT, trade_date DATE, dataset VARCHAR, event_id VARCHAR, content VARCHAR, source_sha256 VARCHAR, source_line BIGINT, source_byte_offset BIGINT, remembered BOOLEAN)`,
  );
  for (const [number, { path, position, later, origin }] of files.entries()) {
    await session.run(
      `INSERT INTO ${FILES} VALUES (${duckdbText(path)}, ${number}, ${position}, ${later}, ${dateLiteral(origin.trade_date)})`,
    );
  }
  for (const { dataset } of brought.datasets) {
    const paths = files.filter(({ file }) => file.dataset === dataset.name).map(({ path }) => path);
    if (paths.length === 0) continue;
    const touched = `SELECT * FROM read_parquet([${paths.map(duckdbText).join(', ')}], hive_partitioning = false, filename = true) AS p WHERE ${keyOf(brought.feed)} IN (SELECT key FROM ${TOUCHED})`;
    await session.run(
      `INSERT INTO ${STOOD} SELECT f.file, f.later, f.position, f.trade_date, ${duckdbText(dataset.name)}, event_id, ${contentHash(dataset)}, source_sha256, source_line, source_byte_offset, false FROM (${touched}) AS t JOIN ${FILES} AS f USING (filename)`,
    );
  }
  // What is remembered was said by another delivery in so many words; all other rows were said to be new.
  await session.run(
    `UPDATE ${STOOD} AS s SET remembered = true FROM ${JOURNAL} AS j WHERE NOT j.gone AND j.source_sha256 = s.source_sha256 AND j.source_byte_offset = s.source_byte_offset AND j.trade_date = s.trade_date`,
  );
}

/**
 * SQL that is true of rows, known as `r`, of a delivery at a position that a correction in force has taken since.
 *
 * A correction is about a key, and about the very record whose row it took: that one it finds by any specification.
 */
export function takenSince(row: {
  position: string;
  trade_date: string;
  dataset: string;
  until?: number;
}): string {
  const until = row.until === undefined ? '' : ` AND j.position < ${row.until}`;
  const force = `FROM ${JOURNAL} AS j WHERE NOT j.gone AND j.removed_event_id IS NOT NULL AND j.position > ${row.position}${until} AND j.removed_dataset = ${row.dataset}`;
  return `(r.event_id IN (SELECT removed_event_id ${force}) OR r.source_byte_offset IN (SELECT removed_byte_offset ${force} AND j.removed_sha256 = r.source_sha256 AND j.removed_trade_date = ${row.trade_date}))`;
}

/** A hash of all that a row says, alike in every session; where the record lay is no part of it. */
function contentHash(dataset: CanonicalDataset): string {
  const parts = contentColumns(dataset).map(
    (column) => `coalesce(strlen(CAST(${column} AS VARCHAR)) || ':' || CAST(${column} AS VARCHAR), '-')`,
  );
  return `substr(sha256(concat_ws(',', ${parts.join(', ')})), 1, 32)`;
}

function names(): string {
  return Object.keys(JOURNAL_COLUMNS).map(identifier).join(', ');
}

function nulls(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, type]) => `CAST(NULL AS ${type}) AS ${identifier(name)}`)
    .join(', ');
}

function readAll(files: readonly string[], columns: string): string[] {
  return files.length === 0 ? [] : [`SELECT ${columns} FROM ${parquet(files)}`];
}

function parquet(files: readonly string[]): string {
  return `read_parquet([${files.map(duckdbText).join(', ')}], hive_partitioning = false)`;
}
