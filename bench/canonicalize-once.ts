import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { canonicalizeDelivery } from '../src/canonicalize/canonicalize-delivery.js';
import { loadFeed } from '../src/canonicalize/load-feed.js';
import { DuckDbSession } from '../src/engine/duckdb-session.js';
import { duckdbText } from '../src/engine/sql-literal.js';
import { loadCanonicalDatasets } from '../src/lake/canonical-dataset.js';
import { openLocalStore } from '../src/store/local-store.js';

/**
 * One measured piece of work in a process of its own: `bare` or `full`, a file, and the folder of its feed; prints wall
 * seconds and peak memory as JSON.
 */
const [, , work, file, folder = 'bench/feeds/bench-orders'] = process.argv as [
  string,
  string,
  'bare' | 'full',
  string,
  string?,
];
const out = mkdtempSync(path.join(path.dirname(file), 'run-'));
const started = process.hrtime.bigint();
const records = work === 'bare' ? await bareCopy() : await fullJob();
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
rmSync(out, { recursive: true });
console.log(JSON.stringify({ work, records, seconds, peak_mb: process.resourceUsage().maxRSS / 1024 }));

async function bareCopy(): Promise<number> {
  const session = await DuckDbSession.open({
    folders: [path.dirname(file)],
    spill: path.join(out, 'spill'),
    threads: 2,
  });
  const target = duckdbText(path.join(out, 'bare.parquet'));
  const source = `read_csv(${duckdbText(file)}, delim = '|', header = true, all_varchar = true, ignore_errors = true)`;
  const [row] = await session.rows(
    `COPY (SELECT * FROM ${source}) TO ${target} (FORMAT parquet, COMPRESSION zstd)`,
  );
  session.close();
  return Number(row?.['Count']);
}

async function fullJob(): Promise<number> {
  const feed = await loadFeed(path.resolve(folder), await loadCanonicalDatasets());
  if (Array.isArray(feed)) throw new Error(JSON.stringify(feed));
  const result = await canonicalizeDelivery(
    {
      store: openLocalStore(out),
      work: path.join(out, '.work'),
      now_ns: () => 0n,
      new_write_id: () => 'bench',
      threads: 2,
    },
    feed,
    { path: file, name: path.basename(file), trade_date: '2026-11-20' },
  );
  const totals = result.status === 'refused' ? result.totals : result.manifest.totals;
  if (totals === null) throw new Error(JSON.stringify(result));
  return totals.read;
}
