import path from 'node:path';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { DuckDbSession, type Row } from '../../engine/duckdb-session.js';
import { duckdbText } from '../../engine/sql-literal.js';
import { deliveryFault } from '../delivery-fault.js';
import type { DeliveryFault } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { personalFields } from '../personal/personal-fields.js';
import type { FramedDelivery } from './framed-delivery.js';
import type { Segment } from './segment.js';

/** Rows after which a segment ends. */
const SEGMENT_ROWS = 1_000_000;

type Source = { path: string; name: string; work: string; bytes: number };

/**
 * Checks a Parquet delivery against its feed, column by column, and divides its rows into segments.
 *
 * Refusals: parquet-damaged, parquet-columns, parquet-column-type, delivery-empty.
 */
export async function frameParquet(
  feed: Feed,
  source: Source,
  emit: (segment: Segment) => Promise<void>,
): Promise<FramedDelivery> {
  const session = await DuckDbSession.open({
    folders: [source.work],
    spill: path.join(source.work, 'spill-parquet'),
    threads: 1,
    memory_mb: 200,
    conceal: personalFields(feed).size > 0,
  });
  const batches = { totals: [], breaks: [] };
  const nothing = { header: null, trailer: null, batches, fault_count: 0, ignored: 0, control_lines: 0 };
  const framed = { ...nothing, text_bytes: source.bytes };
  try {
    const found = await inspect(session, source);
    if (!('rows' in found)) return { ...framed, refusal: found, records: 0 };
    const refusal = checkColumns(feed, source.name, found.columns) ?? emptiness(feed, source, found.rows);
    if (refusal !== null) return { ...framed, refusal, records: 0 };
    for (let first = 1; first <= found.rows; first += SEGMENT_ROWS) {
      await emit({
        kind: 'parquet',
        path: source.path,
        columns: feed.fields.map(({ name }) => name),
        delimiter: '',
        quoted: false,
        line_end: '\n',
        first_line: first,
        first_offset: first - 1,
        records: Math.min(SEGMENT_ROWS, found.rows - first + 1),
      });
    }
    return { ...framed, refusal: null, records: found.rows };
  } finally {
    session.close();
  }
}

type Inspected = { rows: number; columns: readonly Row[] };

async function inspect(session: DuckDbSession, source: Source): Promise<Inspected | DeliveryFault> {
  const file = duckdbText(source.path);
  try {
    const columns = await session.rows(`DESCRIBE SELECT * FROM read_parquet(${file})`);
    // Every page is read once, so that damage refuses the file instead of failing the job half way.
    const [read] = await session.rows(
      `SELECT count(*) AS n, bit_xor(hash(r)) FROM (SELECT * FROM read_parquet(${file})) AS r`,
    );
    return { rows: Number(read?.['n']), columns };
  } catch (error) {
    if (!(error instanceof OperationalFailure) || error.code !== 'database-failed') throw error;
    const { reason } = error.data as { reason: string };
    return deliveryFault('parquet-damaged', { file: source.name }, { reason: firstLine(reason, source) });
  }
}

/** The database's own words, without the path of the work folder. */
function firstLine(reason: string, source: Source): string {
  return (reason.split('\n')[0] ?? '').replaceAll(source.path, source.name);
}

function emptiness(feed: Feed, source: Source, rows: number): DeliveryFault | null {
  if (rows > 0 || feed.spec.arrives.empty === 'allowed') return null;
  return deliveryFault('delivery-empty', { file: source.name }, { bytes: source.bytes });
}

function checkColumns(feed: Feed, name: string, columns: readonly Row[]): DeliveryFault | null {
  const held = new Map(columns.map((row) => [String(row['column_name']), String(row['column_type'])]));
  const wanted = feed.fields.map((field) => ({
    column: field.column ?? field.name,
    type: field.type ?? 'VARCHAR',
  }));
  const closed = feed.routes.every(({ record }) => record.additionalProperties === false);
  const missing = wanted.filter(({ column }) => !held.has(column)).map(({ column }) => column);
  const known = new Set(wanted.map(({ column }) => column));
  const unexpected = closed ? [...held.keys()].filter((column) => !known.has(column)) : [];
  if (missing.length > 0 || unexpected.length > 0) {
    return deliveryFault('parquet-columns', { file: name }, { missing, unexpected });
  }
  const differing = wanted.find(({ column, type }) => held.get(column) !== type);
  if (differing === undefined) return null;
  const data = {
    column: differing.column,
    actual: held.get(differing.column) ?? '',
    expected: differing.type,
  };
  return deliveryFault('parquet-column-type', { file: name }, data);
}
