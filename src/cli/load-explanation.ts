import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Feed } from '../canonicalize/feed.js';
import { recordEndOf } from '../canonicalize/framing/record-end.js';
import { maskedWhole } from '../canonicalize/personal/mask.js';
import { maskedRecords } from '../canonicalize/personal/masked-records.js';
import { personalFields } from '../canonicalize/personal/personal-fields.js';
import type { Alert } from '../domain/generated/alert.js';
import type { Explanation, RawRecord } from '../domain/generated/explanation.js';
import type { Manifest } from '../domain/generated/manifest.js';
import type { Run } from '../domain/generated/run.js';
import { createDatasetViews } from '../engine/create-dataset-views.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import type { ConfiguredPattern } from '../jobs/plan-jobs.js';
import { localInputs } from '../jobs/run-plans-locally.js';
import { readViewColumns } from '../lake/canonical-dataset.js';
import { inParallel } from '../lake/in-parallel.js';
import { keptFile } from '../lake/kept-file.js';
import { readManifests } from '../lake/read-lake.js';
import { readRawRecords } from '../lake/read-raw-records.js';
import { readEvidence } from '../lake/run-records.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import { explainAlert } from '../report/explain-alert.js';
import type { ObjectStore } from '../store/object-store.js';
import { replayBooks } from '../surveillance/book/replay-books.js';
import { type GatheredEvent, gatherEvents } from '../surveillance/gather-events.js';

type Known = {
  store: ObjectStore;
  /** The feeds of these names; only those whose raw lines are quoted are asked for. */
  feedsOf: (names: readonly string[]) => Promise<readonly Feed[]>;
  patterns: readonly ConfiguredPattern[];
  spill: string;
  /** What may begin while the database answers. */
  meanwhile?: (() => void) | undefined;
};

/** Brokers' files that are read at a time. */
const FILES = 4;

/**
 * Everything known of one alert, down to the raw lines of the brokers' files, whose hashes are verified on the way.
 *
 * Refuses where the pattern's version in the catalogue is not the one that raised the alert.
 */
export async function loadExplanation(known: Known, run: Run, alert: Alert): Promise<Explanation> {
  const outcome = run.patterns.find(({ pattern_id }) => pattern_id === alert.pattern_id);
  const configured = known.patterns.find(({ pattern }) => pattern.spec.id === alert.pattern_id);
  if (outcome === undefined || configured?.pattern.spec.version !== alert.pattern_version) {
    const version = configured === undefined ? 'no version' : `version ${configured.pattern.spec.version}`;
    throw new Refusal(EXIT.invalid_spec, [
      `alert ${alert.alert_id.slice(0, 12)} was raised by ${alert.pattern_id} version ${alert.pattern_version}, but the catalogue has ${version}; run the day again or point --patterns at the old catalogue [pattern-version-differs]`,
    ]);
  }
  const evidence = (await readEvidence(known.store, run)).filter((item) => item.alert_id === alert.alert_id);
  // Evidence of earlier sessions is looked up beside that of the day.
  const inputs = run.inputs.map(({ sessions_ago: _, ...input }) => input);
  const files = await localInputs(known.store, run.trade_date, inputs);
  const session = await DuckDbSession.open({
    folders: [...new Set(files.map((file) => dirname(file.path)))],
    spill: known.spill,
  });
  try {
    const views = await createDatasetViews(session, files, await readViewColumns());
    const gathering = gatherEvents(session, evidence, alert.subject['symbol'] ?? null);
    known.meanwhile?.();
    const gathered = await gathering;
    const reading = readRaw(known, gathered);
    const replaying = replayBooks(session, { trade_date: alert.trade_date, events: gathered }, views);
    // The session is closed only when nothing asks it any more.
    await Promise.allSettled([reading, replaying]);
    const raw = await reading;
    const events = gathered.map((event, index) => ({ ...event, raw: raw[index] ?? null }));
    return explainAlert({
      ...{ alert, pattern: configured.pattern.spec, settings: outcome.settings },
      ...{ events, ...(await replaying) },
    });
  } finally {
    session.close();
  }
}

/** The raw record of each event, null where no manifest names its delivery; each delivery is read once. */
async function readRaw(known: Known, events: readonly GatheredEvent[]): Promise<(RawRecord | null)[]> {
  const raw: (RawRecord | null)[] = events.map(() => null);
  const hashes = new Set(events.map(({ row }) => row['source_sha256']));
  const manifests = new Map(
    (await readManifests(known.store))
      .filter(({ delivery }) => hashes.has(delivery.sha256))
      .map((manifest) => [manifest.delivery.sha256, manifest]),
  );
  const feeds = await known.feedsOf([...new Set([...manifests.values()].map(({ feed }) => feed))]);
  await inParallel([...manifests], FILES, async ([sha256, manifest]) => {
    const places = events
      .map(({ row }, index) => ({ row, index, byte_offset: Number(row['source_byte_offset']) }))
      .filter(({ row }) => row['source_sha256'] === sha256)
      .sort((left, right) => left.byte_offset - right.byte_offset);
    const offsets = places.map(({ byte_offset }) => byte_offset);
    const feed = feeds.find(({ spec }) => spec.feed === manifest.feed) ?? null;
    const texts = await readTexts(known, { feed, manifest }, offsets);
    for (const [order, { row, index, byte_offset }] of places.entries()) {
      raw[index] = {
        file: manifest.delivery.uri,
        line: Number(row['source_line']),
        byte_offset,
        text: texts[order] ?? '',
        sha256,
        raw_key: manifest.raw_key,
      };
    }
  });
  return raw;
}

async function readTexts(
  known: Known,
  { feed, manifest }: { feed: Feed | null; manifest: Manifest },
  offsets: readonly number[],
): Promise<string[]> {
  const { sha256, ...delivery } = manifest.delivery;
  const path = await keptFile(known.store, { key: manifest.raw_key, sha256 });
  const work = join(known.spill, sha256);
  const masked = await maskedTexts({ feed, manifest, path, work }, offsets);
  if (masked !== null) return masked;
  const compression = delivery.compression ?? feed?.spec.format.compression ?? 'none';
  const encoding = delivery.encoding ?? 'utf-8';
  const format = delivery.format ?? feed?.spec.format.type ?? '';
  // A feed of another format cuts other records; lines are then the best that is known.
  const record_end = feed?.spec.format.type === format ? recordEndOf(feed) : null;
  const raw = { path, format, compression, encoding, record_end };
  const texts: string[] = [];
  for await (const text of readRawRecords(raw, offsets)) texts.push(text);
  return texts;
}

/** The records without their personal values; null where the feed has none, now or when the delivery was published. */
async function maskedTexts(
  from: { feed: Feed | null; manifest: Manifest; path: string; work: string },
  offsets: readonly number[],
): Promise<string[] | null> {
  const { feed, manifest, path, work } = from;
  const also = manifest.personal?.fields ?? [];
  if (also.length === 0 && (feed === null || personalFields(feed).size === 0)) return null;
  // Without the feed a record cannot be divided into fields, and none of it may be shown.
  if (feed === null) return offsets.map(() => maskedWhole(null));
  const source = { path, work, name: manifest.delivery.uri, trade_date: manifest.trade_date };
  await mkdir(work, { recursive: true });
  const distinct = [...new Set(offsets)];
  const texts = new Map<number, string>();
  for await (const text of maskedRecords(feed, source, { offsets: distinct, also })) {
    texts.set(distinct[texts.size] ?? -1, text);
  }
  return offsets.map((offset) => texts.get(offset) ?? maskedWhole(null));
}
