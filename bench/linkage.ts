import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { emptyRelation } from '../src/engine/create-dataset-views.js';
import { DuckDbSession } from '../src/engine/duckdb-session.js';
import { duckdbText } from '../src/engine/sql-literal.js';
import { readViewColumns } from '../src/lake/canonical-dataset.js';
import { linkDay } from '../src/lake/linkage/link-day.js';

/**
 * How linkage grows: events of one day linked, then ten times as many. `bench/linkage.ts [small]`; the bar is 1 M and 10 M.
 *
 * Ten events a family over two firms and an exchange: customer order, child, route, acceptance, change of key, route, fill or cancel.
 */
const folder = path.resolve('bench/out/linkage');
/** Links of one family, and of one whose order is filled. */
const LINKS = { family: 9, filled: 1 };
const FILLED_EVERY = 10;

if (process.argv[2] === 'once') await once(Number(process.argv[3]));
else compare(Number(process.argv[2] ?? 1_000_000));

function compare(small: number): void {
  const [one, ten] = [measured(small), measured(small * 10)];
  console.log(
    `10 times the events take ${(ten.seconds / one.seconds).toFixed(2)} times as long (bar: 12), cpu ${(ten.cpu / one.cpu).toFixed(2)}; at most ${ten.peak_mb} MB (bar: 4096)`,
  );
}

type Measured = { events: number; seconds: number; cpu: number; peak_mb: number };

function measured(events: number): Measured {
  const args = ['--import', 'tsx', 'bench/linkage.ts', 'once', String(events)];
  const one = JSON.parse(execFileSync(process.execPath, args).toString('utf8')) as Measured;
  console.log(
    `${events} events  ${one.seconds.toFixed(1)} s  cpu ${one.cpu.toFixed(1)} s  ${one.peak_mb} MB`,
  );
  return one;
}

async function once(events: number): Promise<void> {
  const families = events / 10;
  mkdirSync(folder, { recursive: true });
  const data = path.join(folder, `day-${events}`);
  if (!existsSync(data)) {
    const script = ['--import', 'tsx', 'bench/write-life-cycles.ts', String(families), data];
    execFileSync(process.execPath, script);
  }
  const spill = path.join(folder, `spill-${events}`);
  const session = await DuckDbSession.open({
    folders: [folder],
    spill,
    memory_mb: 2800,
    tables_on_disk: true,
  });
  const columns = await readViewColumns();
  for (const view of ['order_events', 'trades']) {
    const files = duckdbText(path.join(data, `${view}-*.parquet`));
    await session.run(`CREATE VIEW ${view} AS SELECT * FROM read_parquet(${files})`);
  }
  for (const view of ['order_events_history', 'accounts']) {
    await session.run(`CREATE VIEW ${view} AS ${emptyRelation(columns.get(view) ?? new Map())}`);
  }
  const started = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  await linkDay(session, { trade_date: '2026-11-20' });
  const out = path.join(folder, `links-${events}.parquet`);
  await session.run(
    `COPY (SELECT * FROM order_links) TO ${duckdbText(out)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const used = process.cpuUsage(cpu);
  await check(session, { families, out });
  session.close();
  rmSync(spill, { recursive: true, force: true });
  const peak_mb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    JSON.stringify({ events, seconds, cpu: (used.user + used.system) / 1e6, peak_mb } satisfies Measured),
  );
}

async function check(
  session: DuckDbSession,
  { families, out }: { families: number; out: string },
): Promise<void> {
  const [row] = await session.rows(
    `SELECT (SELECT COUNT(*) FROM read_parquet(${duckdbText(out)})) AS links, (SELECT COUNT(*) FROM linkage_errors) AS errors,
      (SELECT COUNT(*) FROM order_lifecycles WHERE leaves_qty = 0) AS closed, (SELECT COUNT(DISTINCT family_no) FROM order_lifecycles) AS families`,
  );
  const expected = {
    links: String(families * LINKS.family + (families / FILLED_EVERY) * LINKS.filled),
    errors: '0',
    closed: String(families * 3),
    families: String(families),
  };
  if (JSON.stringify(row) !== JSON.stringify(expected))
    throw new Error(`${JSON.stringify(row)}, expected ${JSON.stringify(expected)}`);
}
