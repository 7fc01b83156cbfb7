import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DataFile, SupersededFile } from '../../domain/generated/manifest.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { dateLiteral, duckdbText, identifier } from '../../engine/sql-literal.js';
import type { CanonicalDataset } from '../../lake/canonical-dataset.js';
import { hashFile } from '../../store/hash-file.js';
import { canonicalParquet } from '../canonical-parquet.js';
import { JOURNAL, takenSince } from './correction-tables.js';
import type { PastFile } from './past-files.js';
import { EFFECTS } from './settle-corrections.js';

/** A file that holds what stands of the rows of another, in the work folder; no file where no row is left. */
export type RestatedFile = {
  /** The file that is not read any more; null where none of its rows stood. */
  supersedes: SupersededFile | null;
  written: { path: string; content: Omit<DataFile, 'key'> } | null;
};

/** Where files are written, and what goes into each footer beside that of the file whose rows it carries on. */
export type Restating = {
  work: string;
  commit_id: string;
  datasets: ReadonlyMap<string, CanonicalDataset>;
};

/** Rewrites those files of other deliveries of which a row goes or comes back, in the order of the files. */
export async function restatePastFiles(
  session: DuckDbSession,
  files: readonly PastFile[],
  target: Restating,
): Promise<RestatedFile[]> {
  const taken = `SELECT DISTINCT removed_file AS file FROM ${EFFECTS} WHERE removed_file IS NOT NULL`;
  const returned = `SELECT DISTINCT removed_sha256, CAST(removed_trade_date AS VARCHAR) AS removed_trade_date FROM ${JOURNAL} WHERE gone AND removed_sha256 IS NOT NULL`;
  const changed = new Set((await session.rows(taken)).map(({ file }) => Number(file)));
  const corrected = new Set(
    (await session.rows(returned)).map(
      (row) => `${String(row['removed_sha256'])} ${String(row['removed_trade_date'])}`,
    ),
  );
  const restated: RestatedFile[] = [];
  for (const [number, past] of files.entries()) {
    const { origin, later, position, file, standing } = past;
    const comes_back = !later && corrected.has(`${origin.delivery.sha256} ${origin.trade_date}`);
    if (!changed.has(number) && !comes_back) continue;
    const gone = `SELECT removed_byte_offset FROM ${EFFECTS} WHERE removed_file = ${number}`;
    const since = takenSince(placeOf(position, origin.trade_date, file.dataset));
    const rows = `SELECT * FROM ${readFile(past.path)} AS r WHERE NOT ${since} AND r.source_byte_offset NOT IN (${gone})`;
    restated.push(...(await restate(session, { path: past.path, rows, file, standing, number }, target)));
  }
  return restated;
}

/** A file of the delivery's own rows as it lies in the work folder and in the store. */
export type OwnFile = { path: string; file: DataFile };

/** Rewrites those of the delivery's own files of which later deliveries, that were committed before, have taken rows. */
export async function restateOwnFiles(
  session: DuckDbSession,
  own: { files: readonly OwnFile[]; position: number; trade_date: string },
  target: Restating,
): Promise<RestatedFile[]> {
  const restated: RestatedFile[] = [];
  const [later] = await session.rows(`SELECT count(*) AS n FROM ${JOURNAL} WHERE position > ${own.position}`);
  if (later?.['n'] === '0') return [];
  for (const [number, { path: written, file }] of own.files.entries()) {
    const since = takenSince(placeOf(own.position, own.trade_date, file.dataset));
    const rows = `SELECT * FROM ${readFile(written)} AS r WHERE NOT ${since}`;
    const name = number + OWN_FILES;
    restated.push(
      ...(await restate(
        session,
        { path: written, rows, file, standing: { file, path: written }, number: name },
        target,
      )),
    );
  }
  return restated;
}

/** Names of restated files of the delivery's own begin after those of others. */
const OWN_FILES = 1_000_000;

function placeOf(
  position: number,
  trade_date: string,
  dataset: string,
): { position: string; trade_date: string; dataset: string } {
  return { position: String(position), trade_date: dateLiteral(trade_date), dataset: duckdbText(dataset) };
}

type Restated = {
  path: string;
  rows: string;
  file: DataFile;
  standing: PastFile['standing'];
  number: number;
};

async function restate(
  session: DuckDbSession,
  { path: from, rows, file, standing, number }: Restated,
  target: Restating,
): Promise<RestatedFile[]> {
  const to = path.join(target.work, `restated-${String(number).padStart(7, '0')}.parquet`);
  const rewrites = standing?.file ?? file;
  const footer = { ...(await footerOf(session, from)), commit_id: target.commit_id, rewrites: rewrites.key };
  const metadata = Object.fromEntries(
    Object.entries(footer).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
  const order = (target.datasets.get(file.dataset)?.sort ?? ['event_id']).map(identifier).join(', ');
  const [copied] = await session.rows(
    `COPY (${rows} ORDER BY ${order}) TO ${duckdbText(to)} (${canonicalParquet(metadata)})`,
  );
  const count = Number(copied?.['Count']);
  if (standing === null ? count === 0 : await holdsTheSame(session, { path: to, rows: count }, standing))
    return [];
  const { dataset, trade_date } = file;
  const content = { dataset, trade_date, rows: count, rewrites: rewrites.key, ...(await hashed(to)) };
  const supersedes = standing === null ? null : { key: standing.file.key, sha256: standing.file.sha256 };
  return [{ supersedes, written: count === 0 ? null : { path: to, content } }];
}

/** Whether a rewritten file holds the rows that stand already; both are parts of one file. */
async function holdsTheSame(
  session: DuckDbSession,
  written: { path: string; rows: number },
  standing: NonNullable<PastFile['standing']>,
): Promise<boolean> {
  if (written.rows !== standing.file.rows) return false;
  const [other] = await session.rows(
    `SELECT count(*) AS n FROM (SELECT source_byte_offset FROM ${readFile(written.path)} EXCEPT SELECT source_byte_offset FROM ${readFile(standing.path)})`,
  );
  return other?.['n'] === '0';
}

async function hashed(file: string): Promise<{ sha256: string; bytes: number }> {
  return { sha256: await hashFile(file), bytes: (await stat(file)).size };
}

/** Key-value metadata that a file of ours carries. */
async function footerOf(session: DuckDbSession, file: string): Promise<Record<string, string>> {
  const rows = await session.rows(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${duckdbText(file)})`,
  );
  const own = rows.filter(({ key }) => FOOTER.includes(String(key)));
  return Object.fromEntries(own.map(({ key, value }) => [String(key), String(value)]));
}

const FOOTER = ['dataset', 'delivery_sha256', 'feed', 'feed_version', 'schema_sha256'];

function readFile(file: string): string {
  return `read_parquet(${duckdbText(file)}, hive_partitioning = false)`;
}
