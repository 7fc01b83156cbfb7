import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DuckDbSession } from '../src/engine/duckdb-session.js';
import { duckdbText } from '../src/engine/sql-literal.js';
import { readViewColumns } from '../src/lake/canonical-dataset.js';

/** Writes so many families of orders, ten events each, as canonical Parquet, a file for every million events, each sorted as the lake sorts it, and the prints of their fills. */
const [families = '', folder = ''] = process.argv.slice(2);
const PART = 100_000;
mkdirSync(folder, { recursive: true });
const session = await DuckDbSession.open({
  folders: [folder],
  spill: path.join(folder, 'spill'),
  memory_mb: 3000,
});

const ns = '1795185000000000000 + f * 2340000 % 23400000000000';
const symbol = "'SYM' || lpad(CAST(f % 500 AS VARCHAR), 3, '0')";
const firm = "'FRM' || lpad(CAST(f % 40 AS VARCHAR), 2, '0')";
const other = "'FRM' || lpad(CAST((f + 1 + f % 7) % 40 AS VARCHAR), 2, '0')";
const order = (letter: string): string => `'${letter}' || lpad(CAST(f AS VARCHAR), 9, '0')`;
const filled = 'f % 10 = 0';

/** The ten events of a family; columns left out are null. */
const made: Record<string, string>[] = [
  { event_type: "'new'", imid: firm, order_id: order('A'), qty: '100' },
  { event_type: "'new'", imid: firm, order_id: order('B'), parent_order_id: order('A'), qty: '100' },
  {
    event_type: "'route'",
    imid: firm,
    order_id: order('B'),
    qty: '100',
    routed_order_id: order('000'),
    destination_imid: other,
  },
  {
    event_type: "'accept'",
    imid: other,
    order_id: order('C'),
    qty: '100',
    routed_order_id: order('0'),
    sender_imid: firm,
  },
  { event_type: "'accept'", imid: other, order_id: order('C'), qty: '100' },
  {
    event_type: "'modify'",
    imid: other,
    order_id: order('D'),
    prior_order_id: order('C'),
    qty: '100',
    leaves_qty: '100',
  },
  {
    event_type: "'route'",
    imid: other,
    order_id: order('D'),
    qty: '100',
    routed_order_id: order('E'),
    destination_imid: "'NSDQ'",
  },
  {
    event_type: `CASE WHEN ${filled} THEN 'fill' ELSE 'cancel' END`,
    imid: other,
    order_id: order('D'),
    qty: '100',
    leaves_qty: '0',
    exec_id: `CASE WHEN ${filled} THEN ${order('X')} END`,
    trade_id: `CASE WHEN ${filled} THEN ${order('T')} END`,
    venue: "'XNAS'",
  },
  { event_type: "'cancel'", imid: firm, order_id: order('B'), qty: '100', leaves_qty: '0' },
  { event_type: "'cancel'", imid: firm, order_id: order('A'), qty: '100', leaves_qty: '0' },
];

for (let first = 0; first < Number(families); first += PART) {
  const range = { from: first, to: Math.min(first + PART, Number(families)) };
  await copy('order_events', range, { rows: made, where: 'true' });
  const print = { trade_id: order('T'), price: '10', qty: '100', venue: "'XNAS'" };
  await copy('trades', range, { rows: [print], where: filled });
}
session.close();

async function copy(
  dataset: string,
  { from, to }: { from: number; to: number },
  { rows, where }: { rows: Record<string, string>[]; where: string },
): Promise<void> {
  const columns = (await readViewColumns()).get(dataset) ?? new Map<string, string>();
  const selects = rows.map((row, number) => {
    const common: Record<string, string> = {
      event_id: `'bench-orders/20261120/' || lpad(CAST(f AS VARCHAR), 9, '0') || '/${number}'`,
      event_ts_ns: `${ns} + ${number} * 1000 + f % 1000`,
      symbol,
      trade_date: "DATE '2026-11-20'",
      feed: "'bench-orders'",
    };
    const values = [...columns].map(
      ([name, type]) => `CAST(${row[name] ?? common[name] ?? 'NULL'} AS ${type}) AS ${name}`,
    );
    return `SELECT ${values.join(', ')} FROM range(${from}, ${to}) t(f) WHERE ${where}`;
  });
  await session.run(
    `COPY (SELECT * FROM (${selects.join(' UNION ALL ')}) ORDER BY symbol, event_ts_ns, event_id) TO ${duckdbText(path.join(folder, `${dataset}-${from}.parquet`))} (FORMAT parquet, COMPRESSION zstd)`,
  );
}
