import type { Manifest } from '../domain/generated/manifest.js';
import type { ChainedEntry } from '../lake/chain-entry.js';
import { deliveryFault } from './delivery-fault.js';
import type { DeliveryFault } from './diagnostics.js';

/** What is wrong with bytes that come again after retention removed data or raw bytes of their commit; null where it did not. */
export function removedAgain(
  file: string,
  chain: readonly ChainedEntry[],
  { commit_id, files, raw_key }: Manifest,
): DeliveryFault | null {
  const keys = new Set([raw_key, ...files.map(({ key }) => key)]);
  const removal = chain.find(
    ({ entry }) =>
      entry.kind === 'removal' &&
      entry.reason === 'retention' &&
      entry.objects.some((object) => keys.has(object.key)),
  );
  if (removal === undefined) return null;
  return deliveryFault('delivery-removed', { file }, { commit_id, removed_by: removal.key });
}
