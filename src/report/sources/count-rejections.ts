import type { Manifest } from '../../domain/generated/manifest.js';
import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { duckdbText } from '../../engine/sql-literal.js';
import { keptFile } from '../../lake/kept-file.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { RejectionCounts } from '../summarize-rejections.js';

/** Manifests of which the faults are stored, and those of which retention has removed them. */
export type QuarantinedManifests = {
  readonly kept: readonly Manifest[];
  readonly removed: readonly Manifest[];
};

/**
 * Counts every stored fault by feed and code, whatever number of them a report quotes.
 *
 * The session must be able to read the quarantine files of the store; null where there are none to read.
 */
export async function countRejections(
  session: DuckDbSession | null,
  store: ObjectStore,
  { kept, removed }: QuarantinedManifests,
): Promise<RejectionCounts> {
  const counted = new Map<string, { feed: string; code: string; faults: number; records: number }>();
  for (const { feed, quarantine } of kept) {
    if (quarantine === null || session === null) continue;
    const file = duckdbText(await keptFile(store, quarantine));
    const rows = await session.rows(
      `SELECT code, count(*) AS faults, count(DISTINCT byte_offset) AS records FROM read_parquet(${file}, hive_partitioning = false) GROUP BY code ORDER BY code`,
    );
    for (const row of rows) {
      const code = String(row['code']);
      const key = JSON.stringify([feed, code]);
      const before = counted.get(key) ?? { feed, code, faults: 0, records: 0 };
      const { faults, records } = before;
      const more = { faults: faults + Number(row['faults']), records: records + Number(row['records']) };
      counted.set(key, { feed, code, ...more });
    }
  }
  const stored = (manifests: readonly Manifest[]) =>
    manifests.reduce((total, { quarantine }) => total + (quarantine?.records ?? 0), 0);
  const rejected = [...kept, ...removed].reduce((total, { totals }) => total + totals.rejected, 0);
  const [listed, gone] = [stored(kept), stored(removed)];
  return { reasons: [...counted.values()], listed, unlisted: rejected - listed - gone, removed: gone };
}
