import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { formatFinding } from '../../../src/lake/verify/finding.js';
import { type VerifiedLake, type VerifyScope, verifyLake } from '../../../src/lake/verify/verify-lake.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import { acmeFile, acmeLine, acmeName, shippedFeed } from '../../canonicalize/support/feeds.js';
import { deliver, published, type TestLake, temporaryFolder } from '../../canonicalize/support/lake.js';
import { recordEmptyRun } from './recorded-run.js';

/** A lake that tests copy before they damage it, and what was published in it. */
export type SharedLake = { root: string; first: Manifest; second: Manifest; remove: () => Promise<void> };

const acme = shippedFeed('acme-orders');
const lines = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => acmeLine(from + index));

/** Two deliveries, one of them with a duplicate and a rejected record, a refused one and a run. */
export async function writeSharedLake(): Promise<SharedLake> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-shared-'));
  const lake = { root: path.join(folder, 'lake'), folder, store: openLocalStore(path.join(folder, 'lake')) };
  const first = published(await deliver(lake, acme, { name: acmeName, bytes: acmeFile(lines(1, 4)) }));
  const mixed = [...lines(4, 6), acmeLine(7, { side: '9' })];
  const second = published(await deliver(lake, acme, { name: acmeName, bytes: acmeFile(mixed) }));
  await deliver(lake, acme, { name: acmeName, bytes: 'no gzip' });
  await recordEmptyRun(lake.store, 'a');
  return { root: lake.root, first, second, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A copy of a lake in a temporary folder that goes with the test. */
export async function copyOfLake({ root }: Pick<SharedLake, 'root'>): Promise<TestLake> {
  const folder = await temporaryFolder();
  const copy = path.join(folder, 'lake');
  await cp(root, copy, { recursive: true });
  return { root: copy, folder, store: openLocalStore(copy) };
}

/** Verifies a lake through a store that remembers nothing. */
export function verify(lake: TestLake, scope: VerifyScope = {}): Promise<VerifiedLake> {
  const store = openLocalStore(lake.root);
  return verifyLake({ store, spill: path.join(lake.folder, 'spill'), onProgress: () => {} }, scope);
}

/** The messages of all findings. */
export async function findings(lake: TestLake, scope: VerifyScope = {}): Promise<string[]> {
  return (await verify(lake, scope)).findings.map(formatFinding);
}

/** Changes the bytes of an object behind the store's back. */
export async function change(lake: TestLake, key: string, edit: (text: string) => string): Promise<void> {
  const file = path.join(lake.root, key);
  await chmod(file, 0o644);
  const before = await readFile(file, 'latin1');
  expect(edit(before)).not.toBe(before);
  await writeFile(file, edit(before), 'latin1');
}
