import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { canonicalizeDelivery } from '../src/canonicalize/canonicalize-delivery.js';
import { loadFeed } from '../src/canonicalize/load-feed.js';
import { DuckDbSession } from '../src/engine/duckdb-session.js';
import { duckdbText } from '../src/engine/sql-literal.js';
import { loadCanonicalDatasets } from '../src/lake/canonical-dataset.js';
import { hashFile } from '../src/store/hash-file.js';
import { openLocalStore } from '../src/store/local-store.js';
import { handWrittenSql } from './hand-written-sql.js';
import type { Work } from './measure.js';

/**
 * One measured piece of work in a process of its own: `bare`, `hand` or `full`, a file, and the folder of its feed;
 * prints seconds of wall and CPU and peak memory as JSON.
 */
const [, , work, file, folder = 'bench/feeds/bench-orders'] = process.argv as [
  string,
  string,
  Work,
  string,
  string?,
];
const out = mkdtempSync(path.join(path.dirname(file), 'run-'));
const started = process.hrtime.bigint();
const before = process.cpuUsage();
const records = await { bare: bareCopy, hand: handWritten, full: fullJob }[work]();
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
const { user, system } = process.cpuUsage(before);
const written_bytes = bytesOfParquet(out);
rmSync(out, { recursive: true });
const peak_mb = process.resourceUsage().maxRSS / 1024;
console.log(
  JSON.stringify({ work, records, seconds, cpu_seconds: (user + system) / 1e6, peak_mb, written_bytes }),
);

/** Bytes of the data below a folder. */
function bytesOfParquet(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.parquet') && !name.startsWith('.work'))
    .reduce((total, name) => total + statSync(path.join(folder, name)).size, 0);
}

async function bareCopy(): Promise<number> {
  const source = `read_csv(${duckdbText(file)}, delim = '|', header = true, all_varchar = true, ignore_errors = true)`;
  return await copy(`SELECT * FROM ${source}`, 'COMPRESSION zstd');
}

/** Validation, conversion, lineage and sort in one statement over the whole file, and its hash: no more than that. */
async function handWritten(): Promise<number> {
  const [copied] = await Promise.all([
    copy(handWrittenSql(file), 'COMPRESSION zstd, COMPRESSION_LEVEL 1'),
    hashFile(file),
  ]);
  return copied;
}

async function copy(query: string, form: string): Promise<number> {
  const session = await DuckDbSession.open({
    folders: [path.dirname(file)],
    spill: path.join(out, 'spill'),
    threads: 2,
  });
  const target = duckdbText(path.join(out, 'copy.parquet'));
  const [row] = await session.rows(`COPY (${query}) TO ${target} (FORMAT parquet, ${form})`);
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
