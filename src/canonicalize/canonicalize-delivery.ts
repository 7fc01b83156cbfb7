import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DataFile, Manifest } from '../domain/generated/manifest.js';
import type { Totals } from '../domain/generated/totals.js';
import { sha256OfValue } from '../domain/sha256.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { commitManifest, findCommit } from '../lake/commit-manifest.js';
import { readManifestChain } from '../lake/manifest-chain.js';
import { readManifests } from '../lake/read-lake.js';
import { hashFile } from '../store/hash-file.js';
import type { ObjectStore } from '../store/object-store.js';
import { verifiedFile } from '../store/verified-file.js';
import { checkControls } from './check-controls.js';
import { type CheckedRecords, checkRecords } from './check-records.js';
import { deliveryFault } from './delivery-fault.js';
import { type DeliveryFault, formatFault, type RecordFault } from './diagnostics.js';
import { explainRejections } from './explain-rejections.js';
import { FaultSpill } from './fault-spill.js';
import type { Feed } from './feed.js';
import { type FramedDelivery, frameDelivery } from './framing/frame-delivery.js';
import { type CompiledFeed, compileFeed } from './mapping/compile-feed.js';
import { mergeFaults, toRejections } from './to-rejections.js';
import { writeCanonical } from './write-canonical.js';
import { writeQuarantine } from './write-quarantine.js';

/** Raised whenever the bytes or rows that a delivery becomes may change; part of every commit id. */
export const CANONICALIZER = 1;

/** Where a delivery goes and what the canonicalizer may use. */
export type CanonicalizeContext = {
  store: ObjectStore;
  /** Folder for work in progress, on the same disk as a local store; emptied after each delivery. */
  work: string;
  now_ns: () => bigint;
  new_write_id: () => string;
  threads?: number;
  memory_mb?: number;
};

/** What became of one delivery. A refused one has published nothing. */
export type CanonicalizedDelivery =
  | { status: 'published' | 'already_published'; manifest: Manifest; manifest_key: string }
  | {
      status: 'refused';
      sha256: string;
      totals: Totals | null;
      faults: DeliveryFault[];
      examples: RecordFault[];
    };

type Job = {
  context: CanonicalizeContext;
  feed: Feed;
  delivery: { path: string; name: string; trade_date: string };
  work: string;
  framed: FramedDelivery;
  spill: FaultSpill;
  commit_id: string;
};

/** How many rejected records a refusal quotes. */
const EXAMPLES = 5;

/**
 * Turns one delivery into canonical Parquet, a quarantine and a manifest, published together or not at all.
 *
 * The commit id depends on the delivery's bytes, the feed specification, the canonical schema and the canonicalizer's
 * version: a second run of the same adds no object. Throws OperationalFailure where machinery fails.
 */
export async function canonicalizeDelivery(
  context: CanonicalizeContext,
  feed: Feed,
  delivery: { path: string; name: string; trade_date: string },
): Promise<CanonicalizedDelivery> {
  await mkdir(context.work, { recursive: true });
  const work = await mkdtemp(path.join(context.work, 'delivery-'));
  try {
    const spill = new FaultSpill(path.join(work, 'faults.jsonl'));
    const framed = await frameDelivery(feed, { ...delivery, work }, (faults) => spill.add(faults));
    spill.close();
    if (framed.refusal !== null) {
      return {
        status: 'refused',
        sha256: framed.sha256,
        totals: null,
        faults: [framed.refusal],
        examples: [],
      };
    }
    const commit_id = commitId(feed, delivery.trade_date, framed.sha256);
    const standing = findCommit(await readManifestChain(context.store, feed.spec.feed), commit_id);
    if (standing !== null) {
      return { status: 'already_published', manifest: standing.manifest, manifest_key: standing.key };
    }
    return await canonicalizeFramed({ context, feed, delivery, work, framed, spill, commit_id });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function commitId(feed: Feed, trade_date: string, sha256: string): string {
  return sha256OfValue({
    delivery: sha256,
    feed_spec: feed.spec_sha256,
    schema: feed.dataset.schema_sha256,
    canonicalizer: CANONICALIZER,
    trade_date,
  });
}

async function canonicalizeFramed(job: Job): Promise<CanonicalizedDelivery> {
  const { context, feed, delivery, framed, work } = job;
  const published = await publishedFiles(job);
  const session = await DuckDbSession.open({
    folders: [work, ...new Set(published.map((file) => path.dirname(file)))],
    spill: path.join(work, 'spill'),
    threads: context.threads ?? 2,
    memory_mb: context.memory_mb ?? 1200,
  });
  try {
    const compiled = compileFeed(
      feed,
      { trade_date: delivery.trade_date, source_sha256: framed.sha256 },
      framed.framed,
    );
    const checked = await checkRecords(session, { feed, compiled, framed: framed.framed.records, published });
    const totals = totalsOf(framed, checked);
    const counted = { trade_date: delivery.trade_date, records: totals.read, sums: checked.sums };
    const controls = checkControls(feed, { framed, file: delivery.name }, counted);
    const faults = (): AsyncGenerator<RecordFault> =>
      mergeFaults(
        job.spill.read(),
        explainRejections(session, { sql: checked.rejected_sql, compiled, feed, file: delivery.name }),
      );
    const refusals = [...controls.faults];
    const examples = totals.rejected > 0 ? await take(faults(), EXAMPLES) : [];
    if (totals.rejected > 0 && totals.rejected === totals.read) {
      const [first] = examples;
      const data = { read: totals.read, first: first === undefined ? '' : formatFault(first) };
      refusals.push(deliveryFault('no-record-accepted', first?.at ?? { file: delivery.name }, data));
    }
    if (refusals.length > 0) {
      return { status: 'refused', sha256: framed.sha256, totals, faults: refusals, examples };
    }
    return await publish(job, { session, compiled, checked, totals, control: controls.totals, faults });
  } finally {
    session.close();
  }
}

/** Data files of other deliveries of the feed, of every trade date that this one may hold. */
async function publishedFiles({ context, feed, delivery, framed }: Job): Promise<string[]> {
  const manifests = await readManifests(context.store, feed.spec.feed);
  const keys = manifests
    .filter(
      (manifest) => manifest.delivery.sha256 !== framed.sha256 || manifest.trade_date !== delivery.trade_date,
    )
    .flatMap((manifest) => manifest.files)
    .filter((file) => feed.spec.trade_date === 'event' || file.trade_date === delivery.trade_date)
    .map((file) => file.key);
  return Promise.all(keys.map((key) => context.store.localFile(key)));
}

function totalsOf(framed: FramedDelivery, checked: CheckedRecords): Totals {
  return {
    read: framed.framed.records + framed.fault_count,
    accepted: checked.accepted,
    rejected: checked.rejected + framed.fault_count,
    duplicates: checked.duplicates,
    ignored: framed.ignored,
    control_lines: framed.control_lines,
    bytes: framed.text_bytes,
  };
}

async function publish(
  job: Job,
  result: {
    session: DuckDbSession;
    compiled: CompiledFeed;
    checked: CheckedRecords;
    totals: Totals;
    control: Manifest['control'];
    faults: () => AsyncGenerator<RecordFault>;
  },
): Promise<CanonicalizedDelivery> {
  const { context, feed, delivery, framed, commit_id } = job;
  const { store } = context;
  const metadata = {
    commit_id,
    dataset: feed.spec.to,
    delivery_sha256: framed.sha256,
    feed: feed.spec.feed,
    feed_version: String(feed.spec.version),
    schema_sha256: feed.dataset.schema_sha256,
  };
  const written = await writeCanonical(
    result.session,
    { ...result.checked, compiled: result.compiled, dataset: feed.dataset },
    { work: job.work, trade_date: delivery.trade_date, metadata },
  );
  const raw_key = `raw/${framed.sha256.slice(0, 2)}/${framed.sha256}`;
  await store.putIfAbsent(raw_key, { file: framed.raw_path });
  const files: DataFile[] = [];
  for (const file of written) {
    const key = `data/${feed.spec.to}/${objectName(file.trade_date, feed, { commit_id, sha256: file.sha256 })}`;
    await putExactly(store, key, file);
    const { trade_date, rows, bytes, sha256 } = file;
    files.push({ dataset: feed.spec.to, key, sha256, bytes, rows, trade_date });
  }
  const committed = await commitManifest(store, {
    format: 1,
    commit_id,
    write_id: context.new_write_id(),
    feed: feed.spec.feed,
    feed_version: feed.spec.version,
    feed_spec_sha256: feed.spec_sha256,
    schema_sha256: feed.dataset.schema_sha256,
    canonicalizer: CANONICALIZER,
    trade_date: delivery.trade_date,
    dataset: feed.spec.to,
    delivery: {
      uri: delivery.name,
      sha256: framed.sha256,
      bytes: framed.bytes,
      received_at_ns: String(context.now_ns()),
      feed: feed.spec.feed,
      trade_date: delivery.trade_date,
    },
    raw_key,
    totals: result.totals,
    control: result.control,
    files,
    quarantine: result.totals.rejected === 0 ? null : await publishQuarantine(job, result.faults()),
  });
  return { status: 'published', manifest: committed.manifest, manifest_key: committed.key };
}

async function publishQuarantine(
  job: Job,
  faults: AsyncGenerator<RecordFault>,
): Promise<NonNullable<Manifest['quarantine']>> {
  const { context, feed, framed, delivery, commit_id } = job;
  const file = path.join(job.work, 'quarantine.parquet');
  const rejections = toRejections(faults, {
    path: framed.raw_path,
    compression: feed.spec.format.compression,
    sha256: framed.sha256,
    feed: feed.spec.feed,
  });
  const rows = await writeQuarantine(file, rejections);
  const sha256 = await hashFile(file);
  const key = `quarantine/${objectName(delivery.trade_date, feed, { commit_id, sha256 })}`;
  await putExactly(context.store, key, { path: file, sha256 });
  return { key, sha256, bytes: (await stat(file)).size, rows };
}

/**
 * The part of a key that inputs and bytes decide. The bytes are in it because what is a duplicate depends on the
 * deliveries published before: after a crash, others may have come in between.
 */
function objectName(trade_date: string, feed: Feed, file: { commit_id: string; sha256: string }): string {
  const name = `${file.commit_id.slice(0, 32)}-${file.sha256.slice(0, 32)}`;
  return `trade_date=${trade_date}/feed=${feed.spec.feed}/${name}.parquet`;
}

/** Puts a file; where an earlier, interrupted run has put the key already, its bytes must be the same. */
async function putExactly(
  store: ObjectStore,
  key: string,
  file: { path: string; sha256: string },
): Promise<void> {
  if ((await store.putIfAbsent(key, { file: file.path })) === 'stored') return;
  await verifiedFile(store, { key, sha256: file.sha256 });
}

async function take<Item>(items: AsyncGenerator<Item>, most: number): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === most) break;
  }
  return taken;
}
