import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { duckdbText } from '../../src/engine/sql-literal.js';
import { writeParquetTable } from '../../src/engine/write-parquet-table.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parquet-table-'));
afterAll(() => rmSync(folder, { recursive: true }));

const columns = [
  { name: 'seq "1"', type: 'UBIGINT' },
  { name: 'at', type: 'TIMESTAMP_NS' },
  { name: 'price', type: 'DECIMAL(18,8)' },
  { name: 'note', type: 'VARCHAR' },
];
const rows = [
  ['18446744073709551615', '2026-11-20 14:30:00.123456789', '9999999999.99999999', "it's"],
  ['0', '2026-11-20 14:30:00', null, null],
];

test('every digit, null and row is written, in order, and a file of the name replaced', async () => {
  const target = path.join(folder, 'digits.parquet');
  await writeParquetTable(target, { columns, rows: rows.slice(1) });
  await writeParquetTable(target, { columns, rows });
  expect(readdirSync(folder)).toEqual(['digits.parquet']);
  const session = await DuckDbSession.open({ folders: [folder], spill: path.join(folder, 'spill') });
  const read = await session.rows(`SELECT *, epoch_ns("at") AS ns FROM read_parquet(${duckdbText(target)})`);
  const types = await session.rows(`DESCRIBE SELECT * FROM read_parquet(${duckdbText(target)})`);
  session.close();
  expect(read.map((row) => [row['seq "1"'], row['ns'], row['price'], row['note']])).toEqual([
    ['18446744073709551615', '1795185000123456789', '9999999999.99999999', "it's"],
    ['0', '1795185000000000000', null, null],
  ]);
  expect(types.map((row) => row['column_type'])).toEqual(columns.map(({ type }) => type));
});

test('the same rows are the same bytes', async () => {
  const files = ['one.parquet', 'other.parquet'].map((name) => path.join(folder, name));
  for (const file of files) await writeParquetTable(file, { columns, rows });
  const [one, other] = files.map((file) => readFileSync(file));
  expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
});

test('a value that its type does not take fails, and leaves nothing behind', async () => {
  const target = path.join(folder, 'wrong.parquet');
  const wrong = writeParquetTable(target, { columns, rows: [['-1', null, null, null]] });
  await expect(wrong).rejects.toMatchObject({ code: 'database-failed' });
  expect(readdirSync(folder).filter((name) => name.startsWith('wrong') || name.startsWith('.'))).toEqual([]);
});
