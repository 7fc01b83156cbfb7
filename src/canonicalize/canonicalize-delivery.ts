import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../domain/generated/manifest.js';
import type { Totals } from '../domain/generated/totals.js';
import { sha256OfValue } from '../domain/sha256.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import type { CanonicalDataset } from '../lake/canonical-dataset.js';
import { findCommit } from '../lake/commit-manifest.js';
import { readManifestChain } from '../lake/manifest-chain.js';
import { readManifests } from '../lake/read-lake.js';
import { flushAhead } from '../store/flush-ahead.js';
import { bindReferences, type Reference } from './bind-references.js';
import type { CanonicalizeContext } from './canonicalize-context.js';
import { checkControls } from './check-controls.js';
import type { CheckedSegment } from './check-segment.js';
import { CheckSegments } from './check-segments.js';
import { addSums, summedFields } from './control-sums.js';
import { deliveryFault } from './delivery-fault.js';
import { type DeliveryFault, formatFault, noticeText, type RecordFault } from './diagnostics.js';
import { dropRepeated, type Repeated } from './drop-repeated.js';
import { explainRejections, explainReused } from './explain-rejections.js';
import { FaultSpill } from './fault-spill.js';
import type { Feed } from './feed.js';
import { copyRaw } from './framing/copy-raw.js';
import { frameDelivery } from './framing/frame-delivery.js';
import type { FramedDelivery } from './framing/framed-delivery.js';
import { type CompiledFeed, compileFeed } from './mapping/compile-feed.js';
import { CANONICALIZER, type DeliveryJob, footerOf, publishDelivery } from './publish-delivery.js';
import { mergeFaults } from './to-rejections.js';

/** Memory that checking one delivery may take, in all its sessions. */
const MEMORY_MB = 700;
/** Bytes of text after which a segment ends with the record that is being written. */
const SEGMENT_BYTES = 32 << 20;

/** What framing and checking have found. */
type Found = {
  framed: FramedDelivery;
  checked: readonly CheckedSegment[];
  compiled: readonly CompiledFeed[];
  spill: FaultSpill;
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
    const raw_path = path.join(work, 'raw');
    const raw = { path: raw_path, ...(await copyRaw(delivery.path, raw_path)) };
    flushAhead(raw_path);
    const compiled = feed.routes.map((route) =>
      compileFeed(route, { trade_date: delivery.trade_date, source_sha256: raw.sha256 }),
    );
    const needed = compiled.flatMap(({ lookups }) => lookups);
    const references = await bindReferences(context.store, needed, delivery);
    if (!Array.isArray(references)) {
      return { status: 'refused', sha256: raw.sha256, totals: null, faults: [references], examples: [] };
    }
    const commit_id = commitId(feed, { trade_date: delivery.trade_date, sha256: raw.sha256, references });
    const standing = findCommit(await readManifestChain(context.store, feed.spec.feed), commit_id);
    if (standing !== null) {
      return { status: 'already_published', manifest: standing.manifest, manifest_key: standing.key };
    }
    return await canonicalizeRaw({ context, feed, delivery, work, raw, commit_id }, compiled, references);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function commitId(
  feed: Feed,
  inputs: { trade_date: string; sha256: string; references: readonly Reference[] },
): string {
  const looked_up = inputs.references.map(({ relation, sha256 }) => ({ relation, sha256 }));
  return sha256OfValue({
    ...(looked_up.length === 0 ? {} : { looked_up }),
    delivery: inputs.sha256,
    feed_spec: feed.spec_sha256,
    schema: schemaHash(feed),
    canonicalizer: CANONICALIZER,
    trade_date: inputs.trade_date,
  });
}

/** Hash of the canonical schema that a delivery fills, or over those of all its routes. */
function schemaHash({ dataset, routes }: Feed): string {
  if (routes.length === 1) return dataset.schema_sha256;
  return sha256OfValue(routes.map((route) => route.dataset.schema_sha256));
}

/** Frames the delivery and checks its segments beside it; what stands is then counted, held against controls, published. */
async function canonicalizeRaw(
  job: DeliveryJob,
  compiled: readonly CompiledFeed[],
  references: readonly Reference[],
): Promise<CanonicalizedDelivery> {
  const { context, feed, delivery, work, raw } = job;
  const routes = compiled.map((route) => ({ compiled: route, metadata: footerOf(job, route.feed) }));
  const threads = context.threads ?? 2;
  const memory_mb = context.memory_mb ?? MEMORY_MB;
  const segment_bytes = context.segment_bytes ?? SEGMENT_BYTES;
  const summed = summedFields(feed);
  const segments = new CheckSegments({ feed, routes, summed, references, work, threads, memory_mb });
  const spill = new FaultSpill(path.join(work, 'faults.jsonl'));
  try {
    const framed = await frameDelivery(
      feed,
      { ...delivery, path: raw.path, work, bytes: raw.bytes, segment_bytes },
      { faults: (faults) => spill.add(faults), segment: (segment) => segments.add(segment) },
    );
    const checked = await segments.finish();
    const refusal = misplacedTrailer(checked, delivery.name) ?? framed.refusal;
    if (refusal !== null) {
      return { status: 'refused', sha256: raw.sha256, totals: null, faults: [refusal], examples: [] };
    }
    return await settle(job, { framed, checked, compiled, spill });
  } finally {
    spill.close();
    await segments.close();
  }
}

function misplacedTrailer(checked: readonly CheckedSegment[], file: string): DeliveryFault | null {
  const line = checked.map(({ trailer_line }) => trailer_line).find((found) => found !== null) ?? null;
  return line === null ? null : deliveryFault('trailer-not-last', { file, line }, {});
}

async function settle(job: DeliveryJob, found: Found): Promise<CanonicalizedDelivery> {
  const { context, feed, delivery, work } = job;
  const { framed, checked } = found;
  const published = await publishedFiles(job);
  const folders = published.map(({ path: file }) => path.dirname(file));
  const session = await DuckDbSession.open({
    folders: [work, ...new Set(folders)],
    spill: path.join(work, 'spill'),
    threads: context.threads ?? 2,
    memory_mb: context.memory_mb ?? MEMORY_MB,
  });
  try {
    const repeated = await dropRepeated(session, comparisons(job, checked, published));
    const totals = totalsOf(framed, checked, repeated);
    const rejected = {
      parts: checked.flatMap(({ rejected_part }) => rejected_part ?? []),
      compiled: found.compiled,
      file: delivery.name,
    };
    const sums = new Map(
      summedFields(feed).map(({ field }) => [
        field,
        addSums(checked.map((one) => one.sums.get(field) ?? '0')),
      ]),
    );
    const counted = { trade_date: delivery.trade_date, records: totals.read, sums };
    const controls = checkControls(feed, { framed, file: delivery.name }, counted);
    const reused = await explainReused(session, delivery.name);
    const faults = (): AsyncGenerator<RecordFault> =>
      mergeFaults(mergeFaults(found.spill.read(), explainRejections(session, rejected)), each(reused));
    const examples = totals.rejected > 0 ? await take(faults(), EXAMPLES) : [];
    const refusals = [...controls.faults];
    if (totals.rejected > 0 && totals.rejected === totals.read) {
      const [first] = examples;
      const data = { read: totals.read, first: first === undefined ? '' : formatFault(first) };
      refusals.push(deliveryFault('no-record-accepted', first?.at ?? { file: delivery.name }, data));
    }
    if (refusals.length > 0) {
      return { status: 'refused', sha256: job.raw.sha256, totals, faults: refusals, examples };
    }
    return await publishDelivery(job, {
      session,
      checked,
      totals,
      dropped: repeated.duplicates + repeated.reused > 0,
      control: controls.totals,
      notices: noticesOf(found.compiled, checked),
      faults,
    });
  } finally {
    session.close();
  }
}

type Published = { dataset: string; path: string };

/** Data files of other deliveries of the feed, of every trade date that this one may hold. */
async function publishedFiles({ context, feed, delivery, raw }: DeliveryJob): Promise<Published[]> {
  const manifests = await readManifests(context.store, feed.spec.feed);
  const files = manifests
    .filter(
      (manifest) => manifest.delivery.sha256 !== raw.sha256 || manifest.trade_date !== delivery.trade_date,
    )
    .flatMap((manifest) => manifest.files)
    .filter((file) => feed.spec.trade_date === 'event' || file.trade_date === delivery.trade_date);
  return Promise.all(
    files.map(async ({ dataset, key }) => ({ dataset, path: await context.store.localFile(key) })),
  );
}

/** What is compared for repeated keys: dataset by dataset, because routes may share one. */
function comparisons(
  { feed }: DeliveryJob,
  checked: readonly CheckedSegment[],
  published: readonly Published[],
): { dataset: CanonicalDataset; parts: string[]; published: string[] }[] {
  const datasets = new Map(feed.routes.map(({ dataset }) => [dataset.name, dataset]));
  const parts = checked.flatMap((segment) => segment.parts).filter(({ valid }) => valid > 0);
  return [...datasets.values()].map((dataset) => ({
    dataset,
    parts: parts.filter(({ route }) => feed.routes[route]?.dataset === dataset).map(({ path: file }) => file),
    published: published.filter((file) => file.dataset === dataset.name).map(({ path: file }) => file),
  }));
}

/** What was decided for the broker by rules of the feed, with the number of records; nothing where nothing was. */
function noticesOf(
  compiled: readonly CompiledFeed[],
  checked: readonly CheckedSegment[],
): NonNullable<Manifest['notices']> {
  const parts = checked.flatMap((segment) => segment.parts);
  return compiled.flatMap(({ notices }, route) =>
    notices.flatMap((notice, index) => {
      const records = parts
        .filter((part) => part.route === route)
        .reduce((total, part) => total + (part.notices[index] ?? 0), 0);
      const message = noticeText[notice.code]({ ...notice.data, records });
      return records === 0 ? [] : [{ code: notice.code, message, records }];
    }),
  );
}

function totalsOf(framed: FramedDelivery, checked: readonly CheckedSegment[], repeated: Repeated): Totals {
  const valid = checked.flatMap(({ parts }) => parts).reduce((total, part) => total + part.valid, 0);
  const invalid = checked.reduce((total, segment) => total + segment.rejected, 0);
  return {
    read: framed.records + framed.fault_count,
    accepted: valid - repeated.duplicates - repeated.reused,
    rejected: invalid + framed.fault_count + repeated.reused,
    duplicates: repeated.duplicates,
    ignored: framed.ignored,
    control_lines: framed.control_lines,
    bytes: framed.text_bytes,
  };
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function take<Item>(items: AsyncGenerator<Item>, most: number): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === most) break;
  }
  return taken;
}
