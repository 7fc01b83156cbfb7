/** Writes the sample of india-orders and the inputs of its cases, which are no text. Usage: tsx scripts/write-parquet-sample.ts */
import path from 'node:path';
import { packageRoot } from '../src/domain/package-root.js';
import { writeParquetTable } from '../src/engine/write-parquet-table.js';

const COLUMNS = [
  { name: 'Op', type: 'VARCHAR' },
  { name: 'transact_seq', type: 'UBIGINT' },
  { name: 'changed_at', type: 'TIMESTAMP_NS' },
  { name: 'order_id', type: 'VARCHAR' },
  { name: 'symbol', type: 'VARCHAR' },
  { name: 'side', type: 'VARCHAR' },
  { name: 'quantity', type: 'DECIMAL(18,6)' },
  { name: 'limit_price', type: 'DECIMAL(18,8)' },
  { name: 'account', type: 'VARCHAR' },
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

const cases = 'test/cases/canonicalize/india-orders';
for (const [rows, target] of [
  [SOUND, 'feeds/india-orders/sample.parquet'],
  [SOUND, `${cases}-valid/input`],
  [BROKEN, `${cases}-mixed/input`],
] as const) {
  const values = rows.map((row) => row.split('|').map((cell) => (cell === '-' ? null : cell)));
  await writeParquetTable(path.join(packageRoot(), target), { columns: COLUMNS, rows: values });
}
