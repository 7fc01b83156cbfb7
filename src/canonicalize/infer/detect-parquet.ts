import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { DuckDbSession, type Row } from '../../engine/duckdb-session.js';
import { duckdbText } from '../../engine/sql-literal.js';
import type { DetectedFormat, ObservedField } from './detected-format.js';
import type { Sample } from './read-sample.js';
import { type SampleProblem, sampleProblem } from './sample-problem.js';

const MOST_RECORDS = 5_000;
/** Types that feed.yaml does not know. */
const FLOATS = ['FLOAT', 'DOUBLE'];

/** Whether a sample's first bytes are those of Parquet. */
export function isParquet({ head_bytes }: Sample): boolean {
  return head_bytes.toString('latin1', 0, 4) === 'PAR1';
}

/** The first records of a Parquet file, every value as text; problem: sample-damaged. */
export async function detectParquet(sample: Sample): Promise<DetectedFormat | SampleProblem> {
  const spill = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-infer-'));
  const session = await DuckDbSession.open({ folders: [path.dirname(sample.path)], spill });
  try {
    // COLUMNS(*) keeps the file's names out of the SQL text.
    const source = `read_parquet(${duckdbText(sample.path)}, hive_partitioning = false)`;
    const columns = await session.rows(`DESCRIBE SELECT * FROM ${source}`);
    const rows = await session.rows(
      `SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${source} LIMIT ${MOST_RECORDS}`,
    );
    const types = columns.map(
      (column) => [String(column['column_name']), String(column['column_type'])] as const,
    );
    return formatOf(rows, new Map(types));
  } catch (error) {
    if (!(error instanceof OperationalFailure)) throw error;
    const { data } = error as OperationalFailure;
    const [reason = ''] = ('reason' in data ? data.reason : error.message).split('\n');
    return sampleProblem('sample-damaged', { file: sample.name }, { compression: 'Parquet', reason });
  } finally {
    session.close();
    await rm(spill, { recursive: true, force: true });
  }
}

function formatOf(rows: readonly Row[], types: ReadonlyMap<string, string>): DetectedFormat {
  const names = Object.keys(rows[0] ?? {});
  const floats = names.filter((name) => FLOATS.includes(types.get(name) ?? ''));
  return {
    type: 'parquet',
    members: [],
    fields: names.map((name) => ({
      name,
      part: partOf(types.get(name) ?? 'VARCHAR'),
      type: 'string',
      named: true,
      values: rows.map((row) => (typeof row[name] === 'string' ? row[name] : null)),
    })),
    list_fields: true,
    records: rows.length,
    header: null,
    trailer: null,
    ignore: null,
    notes: floats.map(
      (name) => `column ${name} is binary floating point, which holds no exact price; ask for a decimal`,
    ),
  };
}

/** Text needs no type. */
function partOf(type: string): ObservedField['part'] {
  return type === 'VARCHAR' || FLOATS.includes(type) ? {} : { type };
}
