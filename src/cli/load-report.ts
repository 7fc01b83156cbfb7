import path from 'node:path';
import type { FeedSpec } from '../domain/generated/feed-spec.js';
import type { Manifest } from '../domain/generated/manifest.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { Rejection } from '../domain/generated/rejection.js';
import type { QuarantineLine, Report } from '../domain/generated/report.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import type { FinishedRun } from '../jobs/run-day.js';
import { type AsOf, chainAsOf } from '../lake/as-of.js';
import { reconcileDay } from '../lake/ledger/reconcile-day.js';
import { readManifestChain } from '../lake/manifest-chain.js';
import { readAllChains } from '../lake/quarantine/find-delivered.js';
import { reconcileQuarantine } from '../lake/quarantine/reconcile-quarantine.js';
import { type Reading, readManifests } from '../lake/read-lake.js';
import { readRejections } from '../lake/read-rejections.js';
import { removedKeys } from '../lake/removed-keys.js';
import { buildReport } from '../report/build-report.js';
import type { ObjectStore } from '../store/object-store.js';

/** Rejections of one delivery that a report quotes. */
const QUOTED = 1000;

/** What a report shows beside the documents of a run: the catalogue, and what was owed when it is asked. */
export type ReportedProject = {
  patterns: readonly PatternSpec[];
  feeds: readonly FeedSpec[];
  now_ns: bigint;
};

/** The report of a finished run, with ledger, quarantine and the rejections of its deliveries read from the lake. */
export async function loadReport(
  store: ObjectStore,
  { as_of, ...finished }: FinishedRun & { as_of?: AsOf },
  { patterns, feeds, now_ns }: ReportedProject,
): Promise<Report> {
  const { trade_date } = finished.run;
  const reading = as_of === undefined ? {} : { as_of };
  const rejections = await loadRejections(
    store,
    finished.run.deliveries.map(({ commit_id }) => commit_id),
    reading,
  );
  const asked = { trade_date, now_ns: as_of?.instant_ns ?? now_ns, ...reading };
  const ledger = await reconcileDay(store, feeds, asked);
  const quarantine = await loadQuarantine(store, trade_date, as_of);
  return buildReport({ ...finished, rejections, patterns, ledger, quarantine });
}

/** What has become of the rejected records of a trade date, by feed, from the chains alone. */
async function loadQuarantine(
  store: ObjectStore,
  trade_date: string,
  as_of: AsOf | undefined,
): Promise<QuarantineLine[]> {
  const chains = [...(await readAllChains(store))].sort(([left], [right]) => (left < right ? -1 : 1));
  return chains.map(([feed, chain]) => {
    const { deliveries } = reconcileQuarantine(chainAsOf(chain, feed, as_of));
    const line = { feed, rejected: 0, repaired: 0, withdrawn: 0, open: 0, unlisted: 0 };
    for (const delivery of deliveries) {
      if (delivery.manifest.trade_date !== trade_date) continue;
      for (const count of ['rejected', 'repaired', 'withdrawn', 'open', 'unlisted'] as const) {
        line[count] += delivery[count];
      }
    }
    return line;
  });
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
