import type { FeedHistory, PastDelivery } from '../../../src/canonicalize/corrections/feed-history.js';
import { ownFiles } from '../../../src/canonicalize/corrections/feed-history.js';
import { deliveryFault } from '../../../src/canonicalize/delivery-fault.js';
import type { DeliveryJob } from '../../../src/canonicalize/delivery-job.js';
import type { Publication } from '../../../src/canonicalize/publish-delivery.js';
import type { Beside, Settled } from '../../../src/canonicalize/settled-delivery.js';
import type { DataFile, Manifest, SupersededFile } from '../../../src/domain/generated/manifest.js';
import type { Totals } from '../../../src/domain/generated/totals.js';
import { sha256 } from '../../../src/domain/sha256.js';
import { contentName, dataFileName } from '../../../src/lake/data-file-key.js';
import { putContent } from '../../../src/lake/put-content.js';
import { readRepair } from '../../../src/lake/quarantine/repair-store.js';
import { identityOf } from '../../../src/lake/read-lake.js';
import type { ObjectStore } from '../../../src/store/object-store.js';
import {
  foldPaper,
  type PaperDay,
  type PaperItem,
  type PaperOutcome,
  type PaperRecord,
  type PaperRow,
} from './paper-rules.js';

/** A mistake that a writer makes on purpose, to see whether the simulation finds it. */
export type Mistake = 'keeps what it restates' | 'uses removed keys' | 'forgets replays' | 'settles once';

/**
 * What an item becomes beside what stands: all that was ever said of the day is read again on paper, and files of others
 * are written again where that changes what stands of their rows.
 */
export async function settlePaper(
  job: DeliveryJob,
  item: PaperItem,
  { beside, mistake }: { beside: Beside; mistake: Mistake | null },
): Promise<Settled> {
  const { store } = job.context;
  const { history } = beside;
  const removed = mistake === 'uses removed keys' ? new Set<string>() : beside.removed;
  const others = history.others.filter(
    ({ manifest }) => mistake !== 'forgets replays' || manifest.repair === null,
  );
  const day = await foldBeside(store, item, { ...history, others });
  const outcome = day.outcomes.get(item.id) as PaperOutcome;
  const totals = totalsOf(item, outcome);
  if (item.repairs === null && totals.read === totals.rejected) {
    const at = { file: job.delivery.name };
    const fault = deliveryFault('no-record-accepted', at, { read: totals.read, first: '' });
    return { refused: { totals, faults: [fault], examples: [] } };
  }
  const place = { job, removed };
  const files: DataFile[] = [];
  const supersedes: SupersededFile[] = [];
  if (outcome.own.length > 0) files.push(await putRows(place, outcome.own));
  const [own] = files;
  const left = rowsOf(day, item.id);
  if (own !== undefined && left.length < outcome.own.length) {
    supersedes.push(named(own));
    if (left.length > 0) files.push(await putRows(place, left, own.key));
  }
  let replaced = 0;
  for (const past of others) {
    const stands = past.standing.map(({ file }) => file);
    const rows = rowsOf(day, identityOf(past.manifest));
    const before = (await Promise.all(stands.map(({ key }) => readPaper(store, key)))).flat();
    if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(rows))) continue;
    replaced += Math.max(before.length - rows.length, 0);
    if (mistake !== 'keeps what it restates') supersedes.push(...stands.map(named));
    const rewritten = stands[0] ?? ownFiles(past)[0];
    if (rows.length > 0) files.push(await putRows(place, rows, rewritten?.key));
  }
  const published: Publication = {
    totals,
    control: [],
    notices: [],
    files,
    quarantine: totals.rejected === 0 ? null : await putQuarantine(place, outcome),
    supersedes,
    restated: { replaced, deleted: 0 },
    ...(await putCorrections(place, outcome)),
  };
  return { published };
}

/** What an item in the lake says. */
export async function itemOf(store: ObjectStore, manifest: Manifest): Promise<PaperItem> {
  const id = identityOf(manifest);
  if (manifest.repair === null) {
    const bytes = await store.get(manifest.raw_key);
    if (bytes === null) throw new Error(`a manifest names ${manifest.raw_key}, which is not there`);
    const records = JSON.parse(Buffer.from(bytes).toString('utf8')) as PaperRecord[];
    return { id, repairs: null, statements: records.map((said, record) => ({ record, said })) };
  }
  const { repair } = await readRepair(store, manifest.repair);
  const statements = repair.records.map(({ byte_offset, replace = '' }) => ({
    record: byte_offset,
    said: JSON.parse(replace) as PaperRecord,
  }));
  return { id, repairs: `${manifest.trade_date} ${manifest.delivery.sha256} `, statements };
}

/** The rows of a data file on paper; a missing file throws, as no reader may ever meet one. */
export async function readPaper(store: ObjectStore, key: string): Promise<PaperRow[]> {
  const bytes = await store.get(key);
  if (bytes === null) throw new Error(`a manifest names ${key}, which is not there`);
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as PaperRow[];
}

async function foldBeside(store: ObjectStore, item: PaperItem, history: FeedHistory): Promise<PaperDay> {
  const read = (past: readonly PastDelivery[]): Promise<PaperItem[]> =>
    Promise.all(past.map(({ manifest }) => itemOf(store, manifest)));
  const before = await read(history.others.filter(({ position }) => position < history.position));
  const after = await read(history.others.filter(({ position }) => position >= history.position));
  return foldPaper([...before, item, ...after]);
}

function totalsOf(item: PaperItem, { verdicts }: PaperOutcome): Totals {
  const count = (...of: string[]): number => [...verdicts.values()].filter((one) => of.includes(one)).length;
  return {
    read: item.statements.length,
    accepted: count('row', 'deletes'),
    rejected: count('rejected'),
    duplicates: count('duplicate'),
    ignored: 0,
    control_lines: 0,
    bytes: 0,
  };
}

function rowsOf({ rows }: PaperDay, owner: string): PaperRow[] {
  return rows.filter((row) => row.owner === owner);
}

function sorted(rows: readonly PaperRow[]): PaperRow[] {
  return [...rows].sort((left, right) => (left.key < right.key ? -1 : 1));
}

function named({ key, sha256: hash }: DataFile): SupersededFile {
  return { key, sha256: hash };
}

type Place = { job: DeliveryJob; removed: ReadonlySet<string> };

async function putRows(
  { job, removed }: Place,
  rows: readonly PaperRow[],
  rewrites?: string,
): Promise<DataFile> {
  const bytes = Buffer.from(JSON.stringify(sorted(rows)));
  const hash = sha256(bytes);
  const { trade_date } = job.delivery;
  const of = { dataset: 'order_events', trade_date, feed: job.feed.spec.feed };
  const name = dataFileName({ ...of, commit_id: job.commit_id, sha256: hash });
  const put = await putContent(job.context.store, { ...name, sha256: hash, removed }, { bytes });
  const file = {
    dataset: of.dataset,
    sha256: hash,
    bytes: bytes.length,
    rows: rows.length,
    trade_date,
    ...put,
  };
  return rewrites === undefined ? file : { ...file, rewrites };
}

async function putQuarantine(
  place: Place,
  { verdicts }: PaperOutcome,
): Promise<NonNullable<Manifest['quarantine']>> {
  const rejected = [...verdicts].filter(([, verdict]) => verdict === 'rejected').map(([record]) => record);
  const counted = { rows: rejected.length, records: rejected.length };
  return { ...(await putBeside(place, 'quarantine', rejected)), ...counted };
}

async function putCorrections(
  place: Place,
  { verdicts, own, replacing }: PaperOutcome,
): Promise<Pick<Publication, 'corrections'>> {
  const made = [...verdicts].filter(([, verdict]) => verdict === 'row' || verdict === 'deletes');
  const deleting = made.filter(([, verdict]) => verdict === 'deletes').length;
  if (replacing + deleting === 0) return {};
  const superseded = made.length - deleting - own.length;
  const counted = { rows: replacing + deleting, replacing, deleting, superseded };
  return { corrections: { ...(await putBeside(place, 'corrections', made)), ...counted } };
}

async function putBeside(
  { job, removed }: Place,
  folder: 'quarantine' | 'corrections',
  content: unknown,
): Promise<{ key: string; sha256: string; bytes: number }> {
  const bytes = Buffer.from(JSON.stringify(content));
  const hash = sha256(bytes);
  const { trade_date } = job.delivery;
  const file = contentName({ commit_id: job.commit_id, sha256: hash });
  const name = `${folder}/trade_date=${trade_date}/feed=${job.feed.spec.feed}/${file}`;
  const object = { name, end: '.parquet', sha256: hash, removed } as const;
  return { sha256: hash, bytes: bytes.length, ...(await putContent(job.context.store, object, { bytes })) };
}
