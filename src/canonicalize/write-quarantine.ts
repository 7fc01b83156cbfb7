import type { Rejection } from '../domain/generated/rejection.js';

/** Columns of the quarantine, all text: parquetjs-lite damages integers past 2^53 and knows no decimals. */
const COLUMNS = [
  'feed',
  'file',
  'source_sha256',
  'line',
  'byte_offset',
  'field',
  'value',
  'rule',
  'code',
  'message',
  'record',
] as const satisfies readonly (keyof Rejection)[];

/**
 * Writes the first rejections as Parquet with all-text columns, in their order, at most `limit`; returns how many and of
 * how many records. Memory is bounded.
 */
export async function writeQuarantine(
  path: string,
  rejections: AsyncIterable<Rejection>,
  limit: number,
): Promise<{ rows: number; records: number }> {
  const { ParquetSchema, ParquetWriter } = (await import('parquetjs-lite')).default;
  const fields = Object.fromEntries(
    COLUMNS.map((name) => [name, { type: 'UTF8', compression: 'GZIP' } as const]),
  );
  const writer = await ParquetWriter.openFile(new ParquetSchema(fields), path, { rowGroupSize: 4096 });
  let rows = 0;
  let records = 0;
  let offset = -1;
  for await (const rejection of rejections) {
    await writer.appendRow(Object.fromEntries(COLUMNS.map((name) => [name, String(rejection[name])])));
    rows += 1;
    if (rejection.byte_offset !== offset) records += 1;
    offset = rejection.byte_offset;
    if (rows === limit) break;
  }
  await writer.close();
  return { rows, records };
}
