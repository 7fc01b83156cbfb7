import path from 'node:path';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText } from '../engine/sql-literal.js';

/** Longest record that is shown, in characters; the rest is cut. */
const SHOWN_CHARACTERS = 8192;

/**
 * Rows of a Parquet file as JSON, at the given row numbers, from 0, in ascending order.
 *
 * The file is read once and no further than the last row.
 */
export async function* readParquetRecords(
  file: string,
  rows: AsyncIterable<number> | Iterable<number>,
): AsyncGenerator<string> {
  const folder = path.dirname(file);
  const session = await DuckDbSession.open({ folders: [folder], spill: `${folder}/spill-rows`, threads: 1 });
  const columns = `SELECT * FROM read_parquet(${duckdbText(file)})`;
  const batches = session.batches(`SELECT CAST(to_json(r) AS VARCHAR) AS record FROM (${columns}) AS r`);
  let batch: readonly string[] = [];
  let base = 0;
  try {
    for await (const row of rows) {
      while (base + batch.length <= row) {
        base += batch.length;
        const next = await batches.next();
        if (next.done === true) return;
        batch = next.value.map(({ record }) => String(record));
      }
      yield (batch[row - base] ?? '').slice(0, SHOWN_CHARACTERS);
    }
  } finally {
    await batches.return(undefined);
    session.close();
  }
}
