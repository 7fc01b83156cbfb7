import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadFeedCatalogue } from '../src/canonicalize/load-feed-catalogue.js';
import type { DeliveryOutcome } from '../src/domain/generated/run.js';
import { packageRoot } from '../src/domain/package-root.js';
import { runDay } from '../src/jobs/run-day.js';
import { readDay } from '../src/lake/read-lake.js';
import { openLocalStore } from '../src/store/local-store.js';

/** One poison file among many: all others are published, it alone is refused with file, line and rule, and readers see the rest. */
const files = Number(process.argv[2] ?? 1000);
const poison = Math.floor(files / 2);
const folder = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-bench-'));
const raw = path.join(folder, 'deliveries');
await mkdir(raw);
for (let index = 0; index < files; index += 1) {
  const name = `gum-executions-20261120-${String(index).padStart(6, '0')}.gz`;
  await writeFile(
    path.join(raw, name),
    index === poison ? gzipSync('{"poison": ') : gzipSync(execution(index)),
  );
}
const { feeds } = await loadFeedCatalogue(path.join(packageRoot(), 'feeds'));
const store = openLocalStore(path.join(folder, 'lake'));
const outcomes: DeliveryOutcome[] = [];
const began = performance.now();
const context = {
  store,
  work: path.join(folder, 'work'),
  now_ns: () => BigInt(Date.now()) * 1_000_000n,
  new_write_id: () => crypto.randomUUID(),
  feeds,
  patterns: [],
  version: 'bench',
  onDelivery: (outcome: DeliveryOutcome) => void outcomes.push(outcome),
  onPattern: () => undefined,
};
await runDay(context, { trade_date: '2026-11-20', raw });
const seconds = (performance.now() - began) / 1000;
const published = outcomes.filter(({ status }) => status === 'published').length;
const refused = outcomes.filter(({ status }) => status === 'refused');
const read = (await readDay(store, '2026-11-20')).length;
console.log(
  `${files} files: ${published} published, ${refused.length} refused, ${read} files read, ${seconds.toFixed(0)} s`,
);
for (const { file, refusals } of refused)
  console.log(file, refusals.map(({ message }) => message).join('; '));
await rm(folder, { recursive: true });
if (published !== files - 1 || refused.length !== 1 || read !== files - 1) process.exitCode = 1;

function execution(index: number): string {
  return JSON.stringify({
    execId: `G${index}`,
    orderId: `O${index}`,
    order: { symbol: 'ZVZZT', side: '1', account: 'AC-1' },
    lastPx: 10.5,
    lastQty: 100,
    leavesQty: 0,
    transactTime: '2026-11-20T14:30:01.000000001Z',
    market: 'XNAS',
  });
}
