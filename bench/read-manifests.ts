import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Manifest } from '../src/domain/generated/manifest.js';
import { sha256 } from '../src/domain/sha256.js';
import { entryBytes, entryKey } from '../src/lake/chain-entry.js';
import { readDay } from '../src/lake/read-lake.js';
import { openLocalStore } from '../src/store/local-store.js';

/** Reads the manifests of a day of so many deliveries, over one feed and over many, as a new process would. */
const deliveries = Number(process.argv[2] ?? 10_000);
const DAY = '2026-11-20';

for (const feeds of [1, 20]) {
  const root = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-bench-'));
  const writer = openLocalStore(root);
  for (let feed = 1; feed <= feeds; feed += 1) {
    let previous_sha256: string | null = null;
    for (let sequence = 1; sequence <= deliveries / feeds; sequence += 1) {
      const bytes = entryBytes(manifest(`feed-${feed}`, sequence, previous_sha256));
      await writer.putIfAbsent(entryKey(`feed-${feed}`, sequence), { bytes });
      previous_sha256 = sha256(bytes);
    }
  }
  const seconds: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const began = performance.now();
    const files = await readDay(openLocalStore(root), DAY);
    seconds.push((performance.now() - began) / 1000);
    if (files.length !== deliveries) throw new Error(`${files.length} files`);
  }
  const median = seconds.toSorted((left, right) => left - right)[2] ?? 0;
  process.stdout.write(`${deliveries} deliveries of ${feeds} feeds: ${median.toFixed(2)} s, limit 2 s\n`);
  await rm(root, { recursive: true });
}

function manifest(feed: string, sequence: number, previous_sha256: string | null): Manifest {
  const hash = sha256(Buffer.from(`${feed} ${sequence}`));
  const totals = {
    read: 9,
    accepted: 8,
    rejected: 1,
    duplicates: 0,
    ignored: 0,
    control_lines: 2,
    bytes: 999,
  };
  const stored = {
    key: `data/order_events/trade_date=${DAY}/feed=${feed}/${hash}.parquet`,
    sha256: hash,
    bytes: 9999,
  };
  return {
    format: 2,
    kind: 'delivery',
    write_id: hash,
    sequence,
    previous_sha256,
    feed,
    committed_at_ns: String(sequence),
    commit_id: hash,
    feed_version: 1,
    feed_spec_sha256: hash,
    schema_sha256: hash,
    canonicalizer: 2,
    trade_date: DAY,
    delivery: {
      uri: `${feed}-${sequence}.psv.gz`,
      sha256: hash,
      bytes: 999,
      received_at_ns: '1',
      feed,
      trade_date: DAY,
    },
    raw_key: `raw/${hash.slice(0, 2)}/${hash}`,
    totals,
    control: [{ name: 'trailer count', declared: '9', counted: '9' }],
    notices: [],
    files: [{ ...stored, dataset: 'order_events', rows: 8, trade_date: DAY }],
    supersedes: [],
    restates: null,
    repair: null,
    quarantine: { ...stored, rows: 1, records: 1 },
    dataset: 'order_events',
  };
}
