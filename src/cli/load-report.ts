import path from 'node:path';
import type { Manifest } from '../domain/generated/manifest.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { Rejection } from '../domain/generated/rejection.js';
import type { Report } from '../domain/generated/report.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import type { FinishedRun } from '../jobs/run-day.js';
import type { AsOf } from '../lake/as-of.js';
import { readManifestChain } from '../lake/manifest-chain.js';
import { type Reading, readManifests } from '../lake/read-lake.js';
import { readRejections } from '../lake/read-rejections.js';
import { removedKeys } from '../lake/removed-keys.js';
import { buildReport } from '../report/build-report.js';
import type { ObjectStore } from '../store/object-store.js';

/** Rejections of one delivery that a report quotes. */
const QUOTED = 1000;

/** The report of a finished run, with the rejections of its deliveries read from the lake. */
export async function loadReport(
  store: ObjectStore,
  { as_of, ...finished }: FinishedRun & { as_of?: AsOf },
  patterns: readonly PatternSpec[],
): Promise<Report> {
  const rejections = await loadRejections(
    store,
    finished.run.deliveries.map(({ commit_id }) => commit_id),
    as_of === undefined ? {} : { as_of },
  );
  return buildReport({ ...finished, rejections, patterns });
}

/** The rejections of those of the given commits that are in force, at most 1,000 of each. */
export async function loadRejections(
  store: ObjectStore,
  commit_ids: readonly (string | null)[],
  reading: Reading = {},
): Promise<Rejection[]> {
  const manifests: Manifest[] = [];
  for (const manifest of await readManifests(store, reading)) {
    const { commit_id, quarantine } = manifest;
    if (quarantine === null || !commit_ids.includes(commit_id)) continue;
    // What retention has removed is counted in the manifest, and cannot be quoted any more.
    const removed = removedKeys(await readManifestChain(store, manifest.feed));
    if (!removed.has(quarantine.key)) manifests.push(manifest);
  }
  const keys = manifests.flatMap(({ quarantine }) => (quarantine === null ? [] : [quarantine.key]));
  const folders = new Set(
    (await Promise.all(keys.map((key) => store.localFile(key)))).map((file) => path.dirname(file)),
  );
  const [first] = folders;
  if (first === undefined) return [];
  const session = await DuckDbSession.open({ folders: [...folders], spill: path.join(first, '.spill') });
  try {
    return await readRejections(session, { store, manifests }, QUOTED);
  } finally {
    session.close();
  }
}
