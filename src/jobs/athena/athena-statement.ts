import { OperationalFailure } from '../../domain/operational-failure.js';
import { dateLiteral, duckdbText, identifier } from '../../engine/sql-literal.js';
import type { ViewColumns } from '../../lake/canonical-dataset.js';
import { placeOfDataFile } from '../../lake/data-file-key.js';
import type { ResultColumns } from '../result-columns.js';
import type { JobTicket } from '../runner.js';
import { type Stage, stagesOf } from '../stages-of.js';

/** Bytes of a query that Athena takes. */
export const MOST_STATEMENT_BYTES = 262_144;

/** First line of an attempt's query, by which it is found again. */
export function statementMark({ token }: Pick<JobTicket, 'token'>): string {
  return `-- tapewarden-${token}`;
}

/** What a statement is made of: the Glue database, columns, and rows of files that no partition shows, as SQL by their stage. */
export type StatementMeans = {
  database: string;
  views: ViewColumns;
  results: ResultColumns;
  inlined: ReadonlyMap<string, string>;
};

/**
 * The one query of an attempt. Its rows are texts: `part`, then as many columns as the widest part has.
 *
 * `file` rows name each file that was read with the count of its rows; `alerts` and `evidence` rows have the values of the plan's two
 * queries in the order of their columns. Files are picked by the partition that each has for itself (ADR 17). Throws
 * `athena-statement-too-long`.
 */
export function athenaStatement(
  ticket: Pick<JobTicket, 'token' | 'plan'>,
  { database, views, results, inlined }: StatementMeans,
): string {
  const { plan } = ticket;
  const stages = stagesOf(plan);
  const placed = stages.filter((stage) => !inlined.has(stage.table));
  const relations = [...new Set(stages.map(({ view }) => view))].map((view) => {
    const own = stages.filter((stage) => stage.view === view);
    const rows = own.map((stage) => inlined.get(stage.table) ?? rowsOf(stage, database, views));
    return relation(view, rows.join(' UNION ALL '));
  });
  const absent = (plan.absent ?? []).map(({ dataset, columns }) => relation(dataset, empty(columns)));
  const sql = [
    `${statementMark(ticket)}\nWITH`,
    [
      ...relations,
      ...absent,
      relation('tapewarden_files', filesOf(placed, database)),
      relation('alerts', plan.alerts_sql),
      relation('evidence', plan.evidence_sql),
    ].join(',\n'),
    partsOf(results),
  ].join('\n');
  const actual = Buffer.byteLength(sql);
  if (actual <= MOST_STATEMENT_BYTES) return sql;
  const data = { pattern: plan.pattern_id, actual, most: MOST_STATEMENT_BYTES };
  throw new OperationalFailure('athena-statement-too-long', data);
}

/** Whether all files of a stage have a partition of their own in the catalog. */
export function isPlaced({ inputs }: Stage): boolean {
  return inputs.every(({ key }) => placeOfDataFile(key) !== null);
}

/** The select list that gives a stage's rows the columns of its view, from expressions that stand for those that files hold. */
export function selectList(
  { view, feed, trade_date, sessions_ago }: Stage,
  views: ViewColumns,
  stored: (name: string, type: string) => string,
): string {
  const known: Readonly<Record<string, string>> = {
    trade_date: dateLiteral(trade_date),
    feed: `CAST(${duckdbText(feed)} AS VARCHAR)`,
    sessions_ago: `CAST(${sessions_ago} AS BIGINT)`,
  };
  return [...(views.get(view) ?? [])]
    .map(([name, type]) => `${known[name] ?? stored(name, type)} AS ${identifier(name)}`)
    .join(', ');
}

function rowsOf(stage: Stage, database: string, views: ViewColumns): string {
  const columns = selectList(stage, views, (name) => identifier(name));
  return `SELECT ${columns} FROM ${pinned(stage, database)}`;
}

/** The table of a stage and the condition that leaves of it the partitions of the stage's files. */
function pinned({ inputs, feed, trade_date }: Stage, database: string): string {
  const files = inputs.map(({ key }) => duckdbText(placeOfDataFile(key)?.values[2] ?? ''));
  const table = `${identifier(database)}.${identifier(inputs[0]?.dataset ?? '')}`;
  return `${table} WHERE trade_date = ${duckdbText(trade_date)} AND feed = ${duckdbText(feed)} AND data_file IN (${files.join(', ')})`;
}

function filesOf(stages: readonly Stage[], database: string): string {
  if (stages.length === 0) return empty({ file: 'VARCHAR', row_count: 'BIGINT' });
  return stages
    .map(
      (stage) =>
        `SELECT "$path" AS file, COUNT(*) AS row_count FROM ${pinned(stage, database)} GROUP BY "$path"`,
    )
    .join(' UNION ALL ');
}

function partsOf(results: ResultColumns): string {
  const parts: [string, string, readonly string[]][] = [
    ['file', 'tapewarden_files', ['file', 'row_count']],
    ['alerts', 'alerts', [...results.alerts.keys()]],
    ['evidence', 'evidence', [...results.evidence.keys()]],
  ];
  const width = Math.max(...parts.map(([, , columns]) => columns.length));
  return parts
    .map(([part, source, columns]) => {
      const texts = Array.from({ length: width }, (_, index) => {
        const name = columns[index];
        return `CAST(${name === undefined ? 'NULL' : identifier(name)} AS VARCHAR) AS c${index + 1}`;
      });
      return `SELECT ${duckdbText(part)} AS part, ${texts.join(', ')} FROM ${source}`;
    })
    .join('\nUNION ALL ');
}

function relation(name: string, sql: string): string {
  // The line break ends a comment in the query's last line.
  return `${identifier(name)} AS (${sql.trimEnd()}\n)`;
}

function empty(columns: Readonly<Record<string, string>>): string {
  const nulls = Object.entries(columns).map(([name, type]) => `CAST(NULL AS ${type}) AS ${identifier(name)}`);
  return `SELECT ${nulls.join(', ')} WHERE 1 = 0`;
}
