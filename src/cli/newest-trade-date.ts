import { readManifests } from '../lake/read-lake.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import type { ObjectStore } from '../store/object-store.js';

/** The newest trade date of the lake; refuses where it holds none. */
export async function newestTradeDate(store: ObjectStore): Promise<string> {
  const manifests = await readManifests(store);
  const newest = manifests
    .map(({ trade_date }) => trade_date)
    .sort()
    .at(-1);
  if (newest !== undefined) return newest;
  throw new Refusal(EXIT.usage, [
    'the lake holds no trade date, expected one; canonicalize deliveries first [lake-empty]',
  ]);
}
