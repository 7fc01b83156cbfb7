import { PARTITION_KEYS } from '../data-file-key.js';
import type { CatalogPartition, PartitionChange } from './catalog.js';
import { type Drift, drift } from './drift.js';

/** Differences of a table's partitions, and the changes that take them away, in the order in which to make them. */
export type PartitionDifference = { drift: Drift[]; changes: PartitionChange[] };

/**
 * How partitions of a table differ from those that should be; `lake` is the lake's address.
 *
 * Rows come before rows go: an engine that reads between two calls may see a row twice, but never misses one.
 */
export function comparePartitions(
  of: { table: string; lake: string },
  expected: readonly CatalogPartition[],
  actual: readonly CatalogPartition[],
): PartitionDifference {
  const wanted = new Map(expected.map((partition) => [identity(partition), partition]));
  const standing = new Map(actual.map((partition) => [identity(partition), partition]));
  const found: Drift[] = [];
  const create: CatalogPartition[] = [];
  const update: CatalogPartition[] = [];
  for (const [id, partition] of wanted) {
    const stands = standing.get(id);
    const differences =
      stands === undefined ? [missing(of.table, partition)] : compare(of.table, partition, stands);
    found.push(...differences);
    if (differences.length > 0) (stands === undefined ? create : update).push(partition);
  }
  const remove = [...standing].flatMap(([id, partition]) => (wanted.has(id) ? [] : [partition]));
  found.push(...remove.map((partition) => surplus(of, partition)));
  const changes: PartitionChange[] = [
    { kind: 'create', partitions: create },
    { kind: 'update', partitions: update },
    { kind: 'delete', partitions: remove },
  ];
  return { drift: found, changes: changes.filter(({ partitions }) => partitions.length > 0) };
}

function identity({ values }: CatalogPartition): string {
  return JSON.stringify(values);
}

/** The partition as it stands in a path: `trade_date=2026-11-20/feed=acme-orders/data_file=…`. */
export function partitionName({ values }: Pick<CatalogPartition, 'values'>): string {
  return values.map((value, index) => `${PARTITION_KEYS[index] ?? ''}=${value}`).join('/');
}

function missing(table: string, partition: CatalogPartition): Drift {
  return drift('catalog-partition-missing', {
    table,
    partition: partitionName(partition),
    expected: partition.location,
  });
}

function compare(table: string, expected: CatalogPartition, actual: CatalogPartition): Drift[] {
  const wanted = { location: expected.location, ...expected.format };
  const found: Record<string, string> = { location: actual.location, ...actual.format };
  return Object.entries(wanted).flatMap(([property, value]) => {
    const stands = found[property] ?? '';
    if (stands === value) return [];
    const partition = partitionName(expected);
    return [
      drift('catalog-partition-differs', { table, partition, property, expected: value, actual: stands }),
    ];
  });
}

function surplus({ table, lake }: { table: string; lake: string }, partition: CatalogPartition): Drift {
  const data = { table, partition: partitionName(partition), actual: partition.location };
  return partition.location.startsWith(lake)
    ? drift('catalog-partition-extra', data)
    : drift('catalog-partition-foreign', { ...data, lake });
}
