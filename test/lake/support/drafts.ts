import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { appendEntry } from '../../../src/lake/append-entry.js';
import type { ChainedEntry, EntryDraft } from '../../../src/lake/chain-entry.js';
import { findCommit } from '../../../src/lake/find-commit.js';
import type { ObjectStore } from '../../../src/store/object-store.js';

export type ManifestDraft = EntryDraft<Manifest>;

/** A draft of which all that matters derives from one letter. */
export function draft(letter: string, change: Partial<ManifestDraft> = {}): ManifestDraft {
  const hash = letter.repeat(64);
  const trade_date = change.trade_date ?? '2026-11-20';
  return {
    kind: 'delivery',
    commit_id: hash,
    write_id: `write ${letter}`,
    feed: 'feed-one',
    feed_version: 1,
    feed_spec_sha256: hash,
    schema_sha256: hash,
    canonicalizer: 1,
    trade_date,
    dataset: 'trades',
    delivery: {
      uri: `${letter}.psv`,
      sha256: hash,
      bytes: 1,
      received_at_ns: '1',
      feed: 'feed-one',
      trade_date,
    },
    raw_key: `raw/${letter}`,
    totals: { read: 1, accepted: 1, rejected: 0, duplicates: 0, ignored: 0, control_lines: 0, bytes: 1 },
    control: [],
    files: [{ dataset: 'trades', key: `data/${letter}`, sha256: hash, bytes: 1, rows: 1, trade_date }],
    supersedes: [],
    restates: null,
    repair: null,
    quarantine: null,
    ...change,
  };
}

/** Appends a draft unless its commit stands, as a canonicalizer does. */
export function commit(
  store: ObjectStore,
  drafted: ManifestDraft,
  now_ns: () => bigint = () => 1n,
): Promise<ChainedEntry<Manifest>> {
  return appendEntry<Manifest>({ store, feed: drafted.feed, now_ns }, (chain) => {
    const standing = findCommit(chain, drafted.commit_id);
    return Promise.resolve(standing === null ? { append: drafted } : { standing });
  });
}
