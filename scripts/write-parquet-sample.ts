/** Writes the sample of india-orders and the inputs of its cases, which are no text. Usage: tsx scripts/write-parquet-sample.ts */
import { mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { packageRoot } from '../src/domain/package-root.js';
import { DuckDbSession } from '../src/engine/duckdb-session.js';
import { duckdbText, identifier } from '../src/engine/sql-literal.js';

const COLUMNS: readonly (readonly [name: string, type: string])[] = [
  ['Op', 'VARCHAR'],
  ['transact_seq', 'UBIGINT'],
  ['changed_at', 'TIMESTAMP_NS'],
  ['order_id', 'VARCHAR'],
  ['symbol', 'VARCHAR'],
  ['side', 'VARCHAR'],
  ['quantity', 'DECIMAL(18,6)'],
  ['limit_price', 'DECIMAL(18,8)'],
  ['account', 'VARCHAR'],
];

const SOUND: readonly string[] = [
  'I|18446744073709551612|2026-11-20 14:30:00.000000001|I1|ZVZZT|B|100|10.5|AC-1',
  'U|18446744073709551613|2026-11-20 14:30:01.123456789|I1|ZVZZT|B|0.000001|999999.99999999|AC-1',
  'I|18446744073709551614|2026-11-20 14:30:02|I2|BRK.A|X|1|-|AC-2',
  'D|18446744073709551615|2026-11-20 20:59:59.999999999|I1|ZVZZT|B|0.000001|999999.99999999|AC-1',
];
const BROKEN: readonly string[] = [
  ...SOUND.slice(0, 1),
  ...SOUND.slice(0, 1),
  'T|5|2026-11-20 14:30:03|I3|ZVZZT|B|100|10.5|AC-1',
  'I|6|2026-11-20 14:30:04|I4|zvzzt|B|0|10.5|AC-1',
  'I|7|2026-11-21 05:00:00|I5|ZVZZT|B|100|10.5|AC-1',
  'I|8|-|I6|ZVZZT|B|100|-10.5|-',
  'I|18446744073709551612|2026-11-20 14:30:05|I7|ZVZZT|S|100|10.5|AC-1',
  ...SOUND.slice(1),
];

async function write(session: DuckDbSession, rows: readonly string[], file: string): Promise<void> {
  const values = rows.map((row) => {
    const cells = row.split('|').map((cell) => (cell === '-' ? 'NULL' : duckdbText(cell)));
    return `(${cells.join(', ')})`;
  });
  const columns = COLUMNS.map(
    ([name, type], index) => `CAST(c${index} AS ${type}) AS ${identifier(name)}`,
  ).join(', ');
  const given = COLUMNS.map((_, index) => `c${index}`).join(', ');
  await session.run(
    `COPY (SELECT ${columns} FROM (VALUES ${values.join(', ')}) AS v(${given})) TO ${duckdbText(file)} (FORMAT parquet)`,
  );
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-parquet-'));
const session = await DuckDbSession.open({ folders: [folder], spill: path.join(folder, 'spill') });
const cases = 'test/cases/canonicalize/india-orders';
for (const [rows, target] of [
  [SOUND, 'feeds/india-orders/sample.parquet'],
  [SOUND, `${cases}-valid/input`],
  [BROKEN, `${cases}-mixed/input`],
] as const) {
  const file = path.join(folder, 'rows.parquet');
  await write(session, rows, file);
  await rename(file, path.join(packageRoot(), target));
}
session.close();
await rm(folder, { recursive: true });
