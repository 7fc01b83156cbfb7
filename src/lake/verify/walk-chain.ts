import { documentFault } from '../../domain/document-fault.js';
import type { OwnSchema } from '../../domain/own-schema.js';
import { sha256 } from '../../domain/sha256.js';
import type { ObjectStore } from '../../store/object-store.js';
import { type ChainEntry, type ChainedEntry, entryKey, parseEntry } from '../chain-entry.js';
import { readCheckpoints } from '../checkpoint.js';
import { inParallel } from '../in-parallel.js';
import { type Finding, finding } from './finding.js';

/** A feed's chain as it was read anew, with everything that is wrong with its links. Damaged entries are left out. */
export type WalkedChain = {
  feed: string;
  entries: readonly ChainedEntry[];
  /** Entries that are there, damaged or not. */
  count: number;
  /** Hash of the newest entry, which no other entry vouches for; null where there is none. */
  head_sha256: string | null;
  findings: readonly Finding[];
};

const READERS = 32;

const SCHEMA: Readonly<Record<ChainEntry['kind'], OwnSchema>> = {
  delivery: 'manifest',
  replay: 'manifest',
  refusal: 'refusal',
  duplicate: 'duplicate',
  removal: 'removal',
  hold: 'hold',
  release: 'hold',
};

type Read = { key: string; sha256: string; entry: ChainEntry | null; findings: Finding[] };

/** Reads every entry of a feed's chain from the store and checks form, place, links and time; nothing stops at a fault. */
export async function walkChain(store: ObjectStore, feed: string): Promise<WalkedChain> {
  const objects = await store.list(`manifests/${feed}/`);
  const read = await inParallel(objects, READERS, ({ key }) => readEntry(store, key));
  const findings: Finding[] = [];
  let before: Read | null = null;
  for (const [index, one] of read.entries()) {
    findings.push(...one.findings);
    const gap = gapBefore(feed, one.key, before);
    if (gap !== null) findings.push(gap);
    else if (one.entry !== null) findings.push(...misplaced(feed, { ...one, entry: one.entry }, before));
    before = read[index] ?? null;
  }
  findings.push(...(await checkCheckpoints(store, feed, read)));
  const entries = read.flatMap(({ entry, ...where }) => (entry === null ? [] : [{ ...where, entry }]));
  return { feed, entries, count: read.length, head_sha256: read.at(-1)?.sha256 ?? null, findings };
}

async function readEntry(store: ObjectStore, key: string): Promise<Read> {
  const bytes = await store.get(key);
  if (bytes === null) return unreadable(key, '', 'it is gone');
  const hash = sha256(bytes);
  try {
    const entry = parseEntry(key, bytes);
    const schema = SCHEMA[entry.kind] as OwnSchema | undefined;
    if (schema === undefined) return unreadable(key, hash, `its kind is ${JSON.stringify(entry.kind)}`);
    const fault = await documentFault(schema, entry);
    return fault === null ? { key, sha256: hash, entry, findings: [] } : unreadable(key, hash, fault);
  } catch (error) {
    return unreadable(key, hash, error instanceof Error ? reasonOf(error) : String(error));
  }
}

/** Readers take a checkpoint for the entries that it holds copies of: it must hold the same. */
async function checkCheckpoints(store: ObjectStore, feed: string, read: readonly Read[]): Promise<Finding[]> {
  const hashes = new Map(read.map(({ key, sha256: hash }) => [key, hash]));
  const differing = (await readCheckpoints(store, feed)).find(
    ({ key, ...copy }) => hashes.get(key) !== copy.sha256,
  );
  if (differing === undefined) return [];
  return [finding('checkpoint-differs', `checkpoints/${feed}`, { entry: differing.key })];
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function unreadable(key: string, hash: string, reason: string): Read {
  return { key, sha256: hash, entry: null, findings: [finding('entry-unreadable', key, { reason })] };
}

/** The first sequence that is missing right before a key. */
function gapBefore(feed: string, key: string, before: Read | null): Finding | null {
  const sequence = before === null ? 1 : sequenceOf(before.key) + 1;
  const expected = entryKey(feed, sequence);
  return key === expected ? null : finding('chain-gap', key, { expected });
}

function misplaced(feed: string, one: Read & { entry: ChainEntry }, before: Read | null): Finding[] {
  const { key, entry } = one;
  const findings: Finding[] = [];
  const link = before?.sha256 ?? null;
  if (entry.previous_sha256 !== link) {
    findings.push(
      finding('chain-broken', key, { actual: String(entry.previous_sha256), expected: String(link) }),
    );
  }
  const expect = (field: string, actual: string, expected: string): void => {
    if (actual !== expected) findings.push(finding('entry-misplaced', key, { field, actual, expected }));
  };
  expect('feed', entry.feed, feed);
  expect('sequence', String(entry.sequence), String(sequenceOf(key)));
  const earlier_ns = before?.entry?.committed_at_ns ?? '0';
  if (BigInt(entry.committed_at_ns) < BigInt(earlier_ns)) {
    expect('committed_at_ns', entry.committed_at_ns, `${earlier_ns} or later`);
  }
  return findings;
}

function sequenceOf(key: string): number {
  return Number(/([0-9]+)\.json$/.exec(key)?.[1] ?? Number.NaN);
}
