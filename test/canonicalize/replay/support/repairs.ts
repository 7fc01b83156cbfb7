import path from 'node:path';
import type { Feed } from '../../../../src/canonicalize/feed.js';
import { checkRepair } from '../../../../src/canonicalize/replay/check-repair.js';
import type { ReplayedRepair } from '../../../../src/canonicalize/replay/commit-replay.js';
import { formatRepairProblem } from '../../../../src/canonicalize/replay/repair-problem.js';
import { replayRepair } from '../../../../src/canonicalize/replay/replay-repair.js';
import type { Manifest } from '../../../../src/domain/generated/manifest.js';
import type { Repair } from '../../../../src/domain/generated/repair.js';
import { parsePlacedYaml } from '../../../../src/domain/placed-yaml.js';
import { formatSpecProblem } from '../../../../src/domain/spec-problem.js';
import { validateSpec } from '../../../../src/domain/validate-spec.js';
import { readManifestChain } from '../../../../src/lake/manifest-chain.js';
import { readAllChains, recordId } from '../../../../src/lake/quarantine/find-delivered.js';
import { QuarantineReader } from '../../../../src/lake/quarantine/quarantine-reader.js';
import { type RecordState, readRecordStates } from '../../../../src/lake/quarantine/record-states.js';
import { type PlacedRepair, storeRepair } from '../../../../src/lake/quarantine/repair-store.js';
import { replaysOf } from '../../../../src/lake/quarantine/standing-deliveries.js';
import type { TestLake } from '../../support/lake.js';

let writes = 0;

/** A context with write ids of its own, so that two replays are never the same write. */
export function contextOf(lake: TestLake): Parameters<typeof replayRepair>[0] {
  return {
    store: lake.store,
    work: path.join(lake.folder, 'work'),
    now_ns: () => 1_763_672_400_000_000_000n,
    new_write_id: () => {
      writes += 1;
      return `replay ${writes}`;
    },
    threads: 1,
  };
}

/** Stores a repair that is given as its YAML or JSON text; the messages of one that is not sound. */
export async function tryRepair(
  lake: TestLake,
  feed: Feed,
  text: string,
): Promise<PlacedRepair[] | string[]> {
  const yaml = parsePlacedYaml('patch.yaml', text);
  if (Array.isArray(yaml)) return yaml.map(formatSpecProblem);
  const repair = await validateSpec<Repair>(yaml, 'repair');
  if (Array.isArray(repair)) return repair.map(formatSpecProblem);
  const written = { repair, yaml, by: repair.by ?? null, reason: repair.reason ?? null };
  const context = { ...contextOf(lake), feeds: [feed] };
  const checked = await checkRepair(context, await readAllChains(lake.store), written);
  const problems = checked.flatMap((one) => ('code' in one ? [formatRepairProblem(one)] : []));
  if (problems.length > 0) return problems;
  return Promise.all(checked.flatMap((one) => ('code' in one ? [] : [storeRepair(lake.store, one)])));
}

/** The one repair that a document gives; fails with its problems. */
export async function storedRepair(lake: TestLake, feed: Feed, repair: object): Promise<PlacedRepair> {
  const stored = await tryRepair(lake, feed, JSON.stringify(repair));
  const [first] = stored;
  if (first === undefined || typeof first === 'string') throw new Error(stored.join('\n'));
  return first;
}

/** Stores and replays a repair of records. */
export async function repairAndReplay(
  lake: TestLake,
  feed: Feed,
  records: readonly object[],
): Promise<ReplayedRepair> {
  return replayRepair(contextOf(lake), feed, await storedRepair(lake, feed, { records }));
}

/** The manifest of a replay that has published. */
export function replayed(result: ReplayedRepair): Manifest {
  if (result.status !== 'published') throw new Error(`${result.status}: ${JSON.stringify(result)}`);
  return result.manifest;
}

/** States of the records of a delivery with a stored fault, by line. */
export async function statesOf(lake: TestLake, delivery: Manifest): Promise<Map<number, RecordState>> {
  const chain = await readManifestChain(lake.store, delivery.feed);
  const manifests = [delivery, ...replaysOf(chain, delivery)];
  const reader = await QuarantineReader.open(lake.store, manifests, path.join(lake.folder, 'work', 'spill'));
  try {
    const states = await readRecordStates(reader, chain, delivery);
    return new Map([...states.values()].map((state) => [state.line, state]));
  } finally {
    reader.close();
  }
}

/** Ids of the rejected records of a delivery by their lines; several of one line are told apart by `allRecordIds`. */
export async function recordIds(lake: TestLake, delivery: Manifest): Promise<Map<number, string>> {
  return new Map(await allRecordIds(lake, delivery));
}

/** Line and id of every rejected record of a delivery, in the order of the file. */
export async function allRecordIds(lake: TestLake, delivery: Manifest): Promise<[number, string][]> {
  const reader = await QuarantineReader.open(lake.store, [delivery], path.join(lake.folder, 'work', 'spill'));
  try {
    const lines = await reader.lines(delivery);
    return [...lines].map(([offset, line]) => [line, recordId(delivery, offset)]);
  } finally {
    reader.close();
  }
}
