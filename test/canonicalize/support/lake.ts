import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { canonicalizeDelivery } from '../../../src/canonicalize/canonicalize-delivery.js';
import type { CanonicalizedDelivery } from '../../../src/canonicalize/canonicalized-delivery.js';
import { formatFault } from '../../../src/canonicalize/diagnostics.js';
import type { Feed } from '../../../src/canonicalize/feed.js';
import { sha256 } from '../../../src/domain/sha256.js';
import { parseEntry } from '../../../src/lake/chain-entry.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import type { ObjectStore } from '../../../src/store/object-store.js';

/** A lake in a temporary folder that goes with the test; `store` may be wrapped to make it fail. */
export type TestLake = { root: string; folder: string; store: ObjectStore };

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function openTestLake(): Promise<TestLake> {
  const folder = await temporaryFolder();
  const root = path.join(folder, 'lake');
  return { root, folder, store: openLocalStore(root) };
}

export type Sent = { name: string; bytes: string | Uint8Array; trade_date?: string };

/** Canonicalizes a file of the given content with a fixed clock and write id. */
export async function deliver(
  lake: Pick<TestLake, 'folder' | 'store'>,
  feed: Feed,
  sent: Sent,
): Promise<CanonicalizedDelivery> {
  const file = path.join(lake.folder, 'incoming');
  await writeFile(file, sent.bytes);
  return deliverFile(lake, feed, { ...sent, path: file });
}

export async function deliverFile(
  lake: Pick<TestLake, 'folder' | 'store'>,
  feed: Feed,
  delivery: { path: string; name: string; trade_date?: string },
): Promise<CanonicalizedDelivery> {
  const context = {
    store: lake.store,
    work: path.join(lake.folder, 'work'),
    now_ns: () => 1_763_672_400_000_000_000n,
    new_write_id: () => 'write-1',
  };
  return canonicalizeDelivery(context, feed, { trade_date: '2026-11-20', ...delivery });
}

/** The manifest of a published delivery; fails with the messages of a refused one. */
export function published(
  result: CanonicalizedDelivery,
): Exclude<CanonicalizedDelivery, { status: 'refused' }>['manifest'] {
  if (result.status === 'refused') {
    throw new Error(`refused: ${[...result.faults, ...result.examples].map(formatFault).join('\n')}`);
  }
  return result.manifest;
}

/** The messages of a refused delivery; fails where it was published. */
export function refused(result: CanonicalizedDelivery): string[] {
  if (result.status !== 'refused') throw new Error(`${result.status}, expected a refusal`);
  return result.faults.map(formatFault);
}

/** Key and hash of every object of a store, in the order of the keys. */
export async function listing(store: ObjectStore): Promise<string[]> {
  const objects = await store.list('');
  return Promise.all(
    objects.map(async ({ key }) => `${key} ${sha256((await store.get(key)) ?? new Uint8Array())}`),
  );
}

/** Keys of all objects but raw bytes and recorded refusals: after a refusal there are none. */
export async function visibleObjects(store: ObjectStore): Promise<string[]> {
  const keys = (await store.list('')).map(({ key }) => key).filter((key) => !key.startsWith('raw/'));
  const entries = await Promise.all(
    keys.map(async (key) => parseEntry(key, (await store.get(key)) ?? new Uint8Array()).kind),
  );
  return keys.filter((_, index) => entries[index] !== 'refusal');
}
