import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Delivery } from '../domain/generated/manifest.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { duckdbText } from '../engine/sql-literal.js';
import { readRawText } from '../lake/raw-text/read-raw-text.js';
import { publishedForm } from '../lake/raw-text/text-form.js';
import type { ChainMeans, SourceRow } from '../report/chain/check-chained-events.js';

/** What reads the data files and deliveries that a chain carries along, through files of a work folder that go again. */
export function chainMeans(work: string): ChainMeans {
  const through = async <Result>(bytes: Buffer, read: (file: string) => Promise<Result>): Promise<Result> => {
    await mkdir(work, { recursive: true });
    const file = path.join(work, 'object');
    try {
      await writeFile(file, bytes);
      return await read(file);
    } finally {
      await rm(file, { force: true });
    }
  };
  return {
    rows: (parquet, event_ids) => through(parquet, (file) => rowsOf(file, event_ids, work)),
    text: (raw, delivery) =>
      delivery.format === 'parquet' ? Promise.resolve(null) : through(raw, (file) => textOf(file, delivery)),
  };
}

/** Rows of a data file by event id; how the chain finds the file that holds an event as well. */
export async function rowsOf(file: string, event_ids: readonly string[], work: string): Promise<SourceRow[]> {
  const session = await DuckDbSession.open({ folders: [path.dirname(file)], spill: work });
  try {
    const rows = await session.rows(
      `SELECT event_id, event_ts_ns, source_sha256, source_line, source_byte_offset
       FROM read_parquet(${duckdbText(file)}, hive_partitioning = false) WHERE event_id IN (${event_ids.map(duckdbText).join(', ')})`,
    );
    return rows.map((row) => {
      const text = (name: keyof SourceRow): string => String(row[name]);
      return {
        event_id: text('event_id'),
        event_ts_ns: text('event_ts_ns'),
        source_sha256: text('source_sha256'),
        source_line: text('source_line'),
        source_byte_offset: text('source_byte_offset'),
      };
    });
  } finally {
    session.close();
  }
}

async function textOf(file: string, delivery: Delivery): Promise<Buffer> {
  const parts: Buffer[] = [];
  const form = publishedForm(delivery.compression ?? 'none', delivery.encoding ?? 'utf-8');
  for await (const piece of readRawText(file, form)) {
    if (!Buffer.isBuffer(piece)) break;
    parts.push(Buffer.from(piece));
  }
  return Buffer.concat(parts);
}
