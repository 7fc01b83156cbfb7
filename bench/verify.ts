import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { canonicalizeDelivery } from '../src/canonicalize/canonicalize-delivery.js';
import { loadFeed } from '../src/canonicalize/load-feed.js';
import { loadCanonicalDatasets } from '../src/lake/canonical-dataset.js';
import { readManifestChain } from '../src/lake/manifest-chain.js';
import { namedByEntry } from '../src/lake/named-objects.js';
import { checkObjects } from '../src/lake/verify/check-objects.js';
import { verifyLake } from '../src/lake/verify/verify-lake.js';
import { hashFile } from '../src/store/hash-file.js';
import { openLocalStore } from '../src/store/local-store.js';
import { recordMeasured } from './record-measured.js';
import { writeOrderFile } from './write-order-file.js';

/** How fast lake verify reads a lake of at least 1 GB, beside only hashing the same objects. */
const deliveries = Number(process.argv[2] ?? 8);
const records = 1_000_000;
const folder = path.resolve('bench/out/verify');
const root = path.join(folder, 'lake');
const store = openLocalStore(root);
mkdirSync(folder, { recursive: true });
await fill();

const objects = await store.list('');
const bytes = objects.reduce((total, object) => total + object.bytes, 0);
const data = objects
  .filter(({ key }) => key.startsWith('data/'))
  .reduce((total, object) => total + object.bytes, 0);
console.log(`lake of ${mb(bytes)} MB, of which ${mb(data)} MB are data of ${deliveries * records} rows`);

const hashing = await timed(async () => {
  for (const { key } of objects) await hashFile(path.join(root, key));
});
print('hash only', hashing);
const verifying = await timed(async () => {
  const spill = path.join(folder, 'spill');
  const { findings, read } = await verifyLake({ store: openLocalStore(root), spill, onProgress: () => {} });
  if (findings.length > 0 || read.rows !== deliveries * records)
    throw new Error(JSON.stringify(findings[0] ?? read));
});
print('verify   ', verifying);
const chain = await readManifestChain(store, 'bench-orders');
const parquet = chain.flatMap(namedByEntry).filter(({ kind }) => kind === 'data');
const reading = await timed(async () => {
  const means = { store: openLocalStore(root), spill: path.join(folder, 'spill'), onRead: () => {} };
  const required = parquet.map((object) => ({ ...object, footer: {} }));
  const { findings, rows } = await checkObjects(means, required);
  if (findings.length > 0 || rows !== deliveries * records)
    throw new Error(JSON.stringify(findings[0] ?? rows));
});
const hashingParquet = await timed(async () => {
  for (const { key } of parquet) await hashFile(path.join(root, key));
});
print('hash only, Parquet alone', hashingParquet, data);
print('verify, Parquet alone   ', reading, data);
console.log(`verify costs ${(verifying.cpu / hashing.cpu).toFixed(2)} of the processor time of hashing`);

recordMeasured('verify', {
  rows: deliveries * records,
  bytes,
  data_bytes: data,
  cpu_seconds: verifying.cpu,
  seconds: verifying.seconds,
});

/** Deliveries of one day with orders of their own. */
async function fill(): Promise<void> {
  if (existsSync(root)) return;
  const feed = await loadFeed(path.resolve('bench/feeds/bench-orders'), await loadCanonicalDatasets());
  if (Array.isArray(feed)) throw new Error(JSON.stringify(feed));
  for (let number = 0; number < deliveries; number += 1) {
    const name = 'bench-orders-20261120.psv';
    const file = path.join(folder, name);
    rmSync(file, { force: true });
    writeOrderFile(file, records, { orders: 20261120 + number });
    const context = {
      store,
      work: path.join(root, '.work'),
      now_ns: () => 0n,
      new_write_id: () => 'bench',
      threads: 2,
    };
    const result = await canonicalizeDelivery(context, feed, { path: file, name, trade_date: '2026-11-20' });
    if (result.status !== 'published') throw new Error(JSON.stringify(result));
    rmSync(file);
  }
}

async function timed(act: () => Promise<void>): Promise<{ seconds: number; cpu: number }> {
  const before = { at: process.hrtime.bigint(), cpu: process.cpuUsage() };
  await act();
  const { user, system } = process.cpuUsage(before.cpu);
  return { seconds: Number(process.hrtime.bigint() - before.at) / 1e9, cpu: (user + system) / 1e6 };
}

function print(what: string, { seconds, cpu }: { seconds: number; cpu: number }, read = bytes): void {
  console.log(
    `${what}  ${seconds.toFixed(2)} s, ${(read / 1e6 / seconds).toFixed(0)} MB/s; ${cpu.toFixed(2)} s of processor, ${((2 * read) / 1e6 / cpu).toFixed(0)} MB/s if two cores were free`,
  );
}

function mb(count: number): string {
  return (count / 1e6).toFixed(0);
}
