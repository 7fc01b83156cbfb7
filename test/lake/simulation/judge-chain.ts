import { canonicalJson } from '../../../src/domain/canonical-json.js';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { sha256 } from '../../../src/domain/sha256.js';
import { type ChainedEntry, isManifest } from '../../../src/lake/chain-entry.js';
import { type PaperDelivery, type PaperRepair, paperSha256, storedRepair } from './paper-delivery.js';
import { foldPaper, type PaperItem, type PaperRow } from './paper-rules.js';

/**
 * The rows that stand after the entries of a chain, told from what was sent and from nothing else in the lake: for each
 * delivery the newest reading and its replays, one after the other in the order in which each was first committed.
 */
export function expectedRows(
  chain: readonly ChainedEntry[],
  sent: { deliveries: readonly PaperDelivery[]; repairs: readonly PaperRepair[] },
  day: string,
): PaperRow[] {
  const manifests = chain
    .filter(isManifest)
    .map(({ entry }) => entry)
    .filter(({ trade_date }) => trade_date === day);
  const newest = new Map<string, string>();
  for (const { kind, delivery, commit_id } of manifests) {
    if (kind === 'delivery') newest.set(delivery.sha256, commit_id);
  }
  const items = new Map<string, PaperItem>();
  for (const { delivery, repair } of manifests) {
    if (repair !== null && newest.get(delivery.sha256) !== repair.of) continue;
    const item =
      repair === null ? deliveryItem(sent, day, delivery.sha256) : replayItem(sent, day, repair.sha256);
    if (!items.has(item.id)) items.set(item.id, item);
  }
  return foldPaper([...items.values()]).rows;
}

function deliveryItem(
  { deliveries }: { deliveries: readonly PaperDelivery[] },
  day: string,
  hash: string,
): PaperItem {
  const delivery = deliveries.find((one) => paperSha256(one) === hash);
  const statements = (delivery?.records ?? []).map((said, record) => ({ record, said }));
  return { id: `${day} ${hash} `, repairs: null, statements };
}

function replayItem({ repairs }: { repairs: readonly PaperRepair[] }, day: string, hash: string): PaperItem {
  const repair = repairs.find((one) => sha256(Buffer.from(`${canonicalJson(storedRepair(one))}\n`)) === hash);
  if (repair === undefined) throw new Error(`a replay names the repair ${hash}, which nobody sent`);
  const repaired = `${day} ${paperSha256(repair.of)} `;
  const statements = [...repair.records].map(([record, said]) => ({ record, said }));
  return { id: `${repaired}${hash}`, repairs: repaired, statements };
}

/** Every record of a manifest is accounted for, and every accepted one is a row, a deletion or was superseded. */
export function judgeTotals({ totals, files, commit_id, corrections }: Manifest): void {
  const { read, accepted, rejected, duplicates } = totals;
  must(read === accepted + rejected + duplicates, `${commit_id} does not account for its records`);
  const { deleting, superseded } = corrections ?? { deleting: 0, superseded: 0 };
  const own = files
    .filter(({ rewrites }) => rewrites === undefined)
    .reduce((sum, file) => sum + file.rows, 0);
  const rows = accepted - deleting - superseded;
  must(own === rows, `${commit_id} says that ${rows} records are rows and wrote ${own}`);
}

export function must(truth: boolean, what: string): asserts truth {
  if (!truth) throw new Error(what);
}
