import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../domain/generated/manifest.js';
import type { Totals } from '../domain/generated/totals.js';
import { sha256OfValue } from '../domain/sha256.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { findCommit } from '../lake/commit-manifest.js';
import { readManifestChain } from '../lake/manifest-chain.js';
import { readManifests } from '../lake/read-lake.js';
import type { CanonicalizeContext } from './canonicalize-context.js';
import { checkControls } from './check-controls.js';
import { type CheckedRecords, checkRecords } from './check-records.js';
import { deliveryFault } from './delivery-fault.js';
import { type DeliveryFault, formatFault, type RecordFault } from './diagnostics.js';
import { explainRejections } from './explain-rejections.js';
import { FaultSpill } from './fault-spill.js';
import type { Feed } from './feed.js';
import { type FramedDelivery, frameDelivery } from './framing/frame-delivery.js';
import { compileFeed } from './mapping/compile-feed.js';
import { CANONICALIZER, type DeliveryJob, publishDelivery } from './publish-delivery.js';
import { mergeFaults } from './to-rejections.js';

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

async function canonicalizeFramed(job: DeliveryJob): Promise<CanonicalizedDelivery> {
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
    return await publishDelivery(job, {
      session,
      compiled,
      checked,
      totals,
      control: controls.totals,
      faults,
    });
  } finally {
    session.close();
  }
}

/** Data files of other deliveries of the feed, of every trade date that this one may hold. */
async function publishedFiles({ context, feed, delivery, framed }: DeliveryJob): Promise<string[]> {
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

async function take<Item>(items: AsyncGenerator<Item>, most: number): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === most) break;
  }
  return taken;
}
