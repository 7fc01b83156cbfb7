import { readFile, stat } from 'node:fs/promises';
import type { Feed } from '../canonicalize/feed.js';
import { personalFields } from '../canonicalize/personal/personal-fields.js';
import type { Alert } from '../domain/generated/alert.js';
import type { ChainedEvent, EvidenceChain } from '../domain/generated/evidence-chain.js';
import type { Run } from '../domain/generated/run.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { ConfiguredPattern } from '../jobs/plan-jobs.js';
import type { ChainedEntry } from '../lake/chain-entry.js';
import { keptFile } from '../lake/kept-file.js';
import { type NamedObject, namedByEntry } from '../lake/named-objects.js';
import { readHistory } from '../lake/read-history.js';
import { readManifests } from '../lake/read-lake.js';
import { readEvidence } from '../lake/run-records.js';
import { buildChain, type LakeObject } from '../report/chain/build-chain.js';
import type { ObjectStore } from '../store/object-store.js';
import { evidenceDatasets } from '../surveillance/collect-alerts.js';
import { rowsOf } from './chain-means.js';
import { loadExplanation } from './load-explanation.js';
import type { OpenTrail } from './open-verified-trail.js';

/** Objects larger than this are not carried along; their hash is. */
const MOST_BYTES = 16 << 20;

export type ChainSources = {
  store: ObjectStore;
  /** The lake as a project names it. */
  lake: string;
  feeds: readonly Feed[];
  patterns: readonly ConfiguredPattern[];
  /** Folder of work in progress. */
  work: string;
  /** The verified trail of a range; null where none is named. */
  openTrail: OpenTrail | null;
};

/** The evidence chain of an alert, with all that its check needs as far as it is at hand. */
export async function loadEvidenceChain(from: ChainSources, run: Run, alert: Alert): Promise<EvidenceChain> {
  const { store, lake, feeds, patterns, work } = from;
  const feedsOf = (names: readonly string[]) =>
    Promise.resolve(feeds.filter(({ spec }) => names.includes(spec.feed)));
  const explanation = await loadExplanation({ store, feedsOf, patterns, spill: work }, run, alert);
  const evidence = (await readEvidence(store, run)).filter((item) => item.alert_id === alert.alert_id);
  const ids = [...new Set(evidence.map(({ event_id }) => event_id))];
  const dataKeys = await findDataFiles(from, run, ids);
  const concealed = await concealedKeys(from);
  const events = explanation.events.map(({ dataset, event_id, event_ts_ns, custody }): ChainedEvent => {
    const { raw, source_sha256, source_line, source_byte_offset } = custody;
    return {
      ...{ dataset, event_id, event_ts_ns, data_key: dataKeys.get(event_id) ?? null },
      ...{
        raw_key: raw?.raw_key ?? null,
        source_sha256,
        source_line,
        source_byte_offset,
        text: raw === null || concealed.has(raw.raw_key) ? null : raw.text,
      },
    };
  });
  const unique = [...new Map(events.map((event) => [event.event_id, event])).values()];
  const keys = new Set(
    unique.flatMap(({ data_key, raw_key }) => [data_key, raw_key]).filter((key) => key !== null),
  );
  const objects = await lakeObjects(store, keys, concealed);
  const commits = objects.map(({ entry }) => commitTime(entry)).sort();
  const range = { from: commits.at(0) ?? '', to: commits.at(-1) ?? '' };
  const trail = objects.length === 0 ? null : ((await from.openTrail?.(range)) ?? null);
  return buildChain({ lake, alert, evidence, events: unique, objects, trail });
}

/** Raw files with personal data: of them a document that is handed on has hashes alone. */
async function concealedKeys({ store, feeds }: ChainSources): Promise<ReadonlySet<string>> {
  const tagged = new Set(feeds.filter((feed) => personalFields(feed).size > 0).map(({ spec }) => spec.feed));
  const manifests = await readManifests(store);
  const concealed = manifests.filter((one) => one.personal !== undefined || tagged.has(one.feed));
  return new Set(concealed.map(({ raw_key }) => raw_key));
}

/** When an entry was committed, to the second. */
function commitTime({ entry }: ChainedEntry): string {
  const ms = Number(BigInt(entry.committed_at_ns) / 1_000_000n);
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** The data file of the run that holds each event. */
async function findDataFiles({ store, work }: ChainSources, run: Run, ids: readonly string[]) {
  const found = new Map<string, string>();
  for (const input of run.inputs) {
    if (!evidenceDatasets.includes(input.dataset)) continue;
    const rows = await rowsOf(await keptFile(store, input), ids, work);
    for (const { event_id } of rows) found.set(event_id, input.key);
  }
  return found;
}

/** Objects by key, and the entries that name them. */
async function lakeObjects(
  store: ObjectStore,
  keys: ReadonlySet<string>,
  concealed: ReadonlySet<string>,
): Promise<LakeObject[]> {
  const objects = new Map<string, LakeObject>();
  for (const chained of await readHistory(store, {})) {
    for (const named of namedByEntry(chained)) {
      if (!keys.has(named.key) || named.sha256 === null || objects.has(named.key)) continue;
      const object = await objectOf(store, chained, named);
      objects.set(named.key, concealed.has(named.key) ? { ...object, content: null } : object);
      objects.set(chained.key, await entryObject(store, chained));
    }
  }
  return [...objects.values()];
}

async function objectOf(store: ObjectStore, entry: ChainedEntry, named: NamedObject): Promise<LakeObject> {
  const hash = String(named.sha256);
  const file = await keptFile(store, { key: named.key, sha256: hash });
  const { size } = await stat(file);
  const content = size > MOST_BYTES ? null : (await readFile(file)).toString('base64');
  const kind = named.kind === 'raw' ? 'raw' : 'data';
  return { key: named.key, kind, sha256: hash, bytes: size, entry_key: entry.key, content, entry };
}

async function entryObject(store: ObjectStore, entry: ChainedEntry): Promise<LakeObject> {
  const { key } = entry;
  const bytes = await store.get(key);
  if (bytes === null) throw new OperationalFailure('object-missing', { key });
  const content = Buffer.from(bytes).toString('base64');
  return { key, kind: 'entry', sha256: entry.sha256, bytes: bytes.length, entry_key: key, content, entry };
}
