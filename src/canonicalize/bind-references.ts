import { keptFile } from '../lake/kept-file.js';
import { readDay } from '../lake/read-lake.js';
import type { ObjectStore } from '../store/object-store.js';
import { deliveryFault } from './delivery-fault.js';
import type { DeliveryFault } from './diagnostics.js';
import type { NeededDataset } from './mapping/compile-lookup.js';

/** Reference data as published for a trade date: the relation by which SQL knows it, its files and their hashes. */
export type Reference = { relation: string; files: readonly string[]; sha256: readonly string[] };

/**
 * The reference data that a feed looks values up in, as known now for the delivery's trade date; hashes are verified.
 *
 * Refusal `lookup-data-missing` where a dataset has no published file for the date.
 */
export async function bindReferences(
  store: ObjectStore,
  needed: readonly NeededDataset[],
  delivery: { name: string; trade_date: string },
): Promise<Reference[] | DeliveryFault> {
  const day = needed.length === 0 ? [] : await readDay(store, delivery.trade_date);
  const references: Reference[] = [];
  for (const { dataset, relation } of needed) {
    const found = day.map(({ file }) => file).filter((file) => file.dataset === dataset);
    if (found.length === 0) {
      const data = { dataset, trade_date: delivery.trade_date };
      return deliveryFault('lookup-data-missing', { file: delivery.name }, data);
    }
    const files = await Promise.all(found.map((file) => keptFile(store, file)));
    references.push({ relation, files, sha256: found.map(({ sha256 }) => sha256).sort() });
  }
  return references;
}
