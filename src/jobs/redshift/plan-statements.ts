import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { sha256 } from '../../domain/sha256.js';
import { dateLiteral, duckdbText, identifier } from '../../engine/sql-literal.js';
import type { ViewColumns } from '../../lake/canonical-dataset.js';
import { formatS3Uri, type S3Location } from '../../store/s3-location.js';
import type { ResultColumns } from '../result-columns.js';
import { type Stage, stagesOf } from '../stages-of.js';

/** A COPY manifest with the key of the lake that it is put under. */
export type CopyManifest = { key: string; text: string };

/** One transaction that loads a plan's files, runs its queries and reads what they gave. */
export type PlanStatements = { sqls: string[]; manifests: CopyManifest[] };

/** Statements of a batch, and bytes of the text of each, that the service takes. */
export const MOST_STATEMENTS = 40;
export const MOST_STATEMENT_BYTES = 100_000;

const TEXT = 'VARCHAR(65535)';
const PARTITION: readonly string[] = ['trade_date', 'feed', 'sessions_ago'];

/** Places of results in the batch, counted from its end: the last statement is 0. */
export const RESULT_AT = { evidence: 0, alerts: 2, counts: 4 } as const;

/**
 * The statements of a plan and the COPY manifests that they name: the same for the same plan and place, whoever asks.
 *
 * Throws `redshift-plan-too-long` where they are more, or one is longer, than the service takes.
 */
export function planStatements(
  plan: JobPlan,
  place: { bucket: S3Location; role: string; out: string },
  columns: { views: ViewColumns; results: ResultColumns },
): PlanStatements {
  const stages = stagesOf(plan);
  const copies = stages.map((stage) => manifestOf(stage, place));
  const loads = stages.flatMap((stage, index) => [
    `CREATE TEMPORARY TABLE ${stage.table} (${definitions(stored(columns.views, stage.view))})`,
    ...(copies[index] ?? []).map(
      ({ key }) =>
        `COPY ${stage.table} FROM ${duckdbText(formatS3Uri(place.bucket, key))} IAM_ROLE ${duckdbText(place.role)} FORMAT AS PARQUET MANIFEST`,
    ),
  ]);
  const views = [...new Set(stages.map(({ view }) => view))].map((view) => {
    const own = stages.filter((stage) => stage.view === view).map((stage) => rowsOf(stage, columns.views));
    return `CREATE TEMPORARY TABLE ${identifier(view)} AS ${own.join(' UNION ALL ')}`;
  });
  const absent = (plan.absent ?? []).map(
    ({ dataset, columns: own }) =>
      `CREATE TEMPORARY TABLE ${identifier(dataset)} (${definitions(Object.entries(own))})`,
  );
  const sqls = [
    ...[...loads, ...views, ...absent, countsSql(stages)],
    `CREATE TEMPORARY TABLE alerts AS ${plan.alerts_sql}\n`,
    asTexts('alerts', columns.results.alerts),
    `CREATE TEMPORARY TABLE evidence AS ${plan.evidence_sql}\n`,
    asTexts('evidence', columns.results.evidence),
  ];
  refuseTooLong(plan.pattern_id, sqls);
  return { sqls, manifests: copies.flat() };
}

function refuseTooLong(pattern: string, sqls: readonly string[]): void {
  if (sqls.length > MOST_STATEMENTS) {
    const data = { pattern, what: 'statements' as const, actual: sqls.length, most: MOST_STATEMENTS };
    throw new OperationalFailure('redshift-plan-too-long', data);
  }
  const actual = Math.max(...sqls.map((sql) => Buffer.byteLength(sql)));
  if (actual <= MOST_STATEMENT_BYTES) return;
  const data = { pattern, what: 'bytes of one statement' as const, actual, most: MOST_STATEMENT_BYTES };
  throw new OperationalFailure('redshift-plan-too-long', data);
}

/** The one manifest of a stage; none where its files hold no row, because its table is empty already. */
function manifestOf({ inputs }: Stage, { bucket, out }: { bucket: S3Location; out: string }): CopyManifest[] {
  const filled = inputs.filter(({ rows }) => rows > 0);
  if (filled.length === 0) return [];
  const entries = filled.map(({ key, bytes }) => ({
    url: formatS3Uri(bucket, key),
    mandatory: true,
    // COPY of Parquet wants the size, and refuses an object of another.
    meta: { content_length: bytes },
  }));
  const text = `${JSON.stringify({ entries })}\n`;
  return [{ key: `${out}copy-${sha256(text)}.json`, text }];
}

/** Columns that files hold, in the order of the schema: COPY takes those of Parquet by their place. */
function stored(views: ViewColumns, view: string): [string, string][] {
  return [...(views.get(view) ?? [])].filter(([name]) => !PARTITION.includes(name));
}

function definitions(columns: readonly (readonly [string, string])[]): string {
  return columns.map(([name, type]) => `${identifier(name)} ${type === 'VARCHAR' ? TEXT : type}`).join(', ');
}

function rowsOf({ table, view, feed, trade_date, sessions_ago }: Stage, views: ViewColumns): string {
  const names = stored(views, view).map(([name]) => identifier(name));
  const ago = sessions_ago === null ? '' : `, CAST(${sessions_ago} AS BIGINT) AS sessions_ago`;
  return `SELECT ${names.join(', ')}, ${dateLiteral(trade_date)} AS trade_date, CAST(${duckdbText(feed)} AS ${TEXT}) AS feed${ago} FROM ${table}`;
}

function countsSql(stages: readonly Stage[]): string {
  const counts = stages.map(
    ({ table }) =>
      `SELECT ${duckdbText(table)} AS stage, CAST(COUNT(*) AS VARCHAR(20)) AS row_count FROM ${table}`,
  );
  return counts.length === 0 ? "SELECT 'none' AS stage, '0' AS row_count" : counts.join(' UNION ALL ');
}

function asTexts(table: string, columns: ReadonlyMap<string, string>): string {
  const texts = [...columns].map(([name, type]) => {
    const column = identifier(name);
    // Redshift casts no boolean to text; the service gives it as such.
    return type === 'BOOLEAN' || type === 'VARCHAR' ? column : `CAST(${column} AS ${TEXT}) AS ${column}`;
  });
  return `SELECT ${texts.join(', ')} FROM ${table}`;
}
