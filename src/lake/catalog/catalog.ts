/** A column as the catalog has it: type in the words of Hive; the comment is empty where there is none. */
export type CatalogColumn = { name: string; type: string; comment: string };

/** The classes by which engines read the files. */
export type FileFormat = { input_format: string; output_format: string; serde: string };

export type CatalogTable = {
  name: string;
  description: string;
  table_type: string;
  /** Folder of the table's files; ends with `/`. */
  location: string;
  format: FileFormat;
  columns: readonly CatalogColumn[];
  partition_keys: readonly CatalogColumn[];
  parameters: Readonly<Record<string, string>>;
};

/** Values in the order of the partition keys, and the folder that engines read for them; it ends with `/`. */
export type CatalogPartition = { values: readonly string[]; location: string; format: FileFormat };

export type PartitionChange = {
  kind: 'create' | 'update' | 'delete';
  partitions: readonly CatalogPartition[];
};

/**
 * One database of a table catalog, such as Glue's. Every write may be made twice with the same result.
 *
 * What another writer did meanwhile is no failure: a table or partition that is there already, or gone already, is
 * left for the next look to compare. Throws `catalog-denied`, `catalog-refused`, `catalog-unavailable`.
 */
export type Catalog = {
  /** Those of the named tables that are there, by name; null where the database is not. */
  readTables(names: readonly string[]): Promise<ReadonlyMap<string, CatalogTable> | null>;
  /** All partitions of a table, or those of one trade date; in no order. */
  readPartitions(table: string, trade_date: string | null): Promise<CatalogPartition[]>;
  createDatabase(): Promise<void>;
  writeTable(table: CatalogTable, kind: 'create' | 'update'): Promise<void>;
  /** Creates, updates or deletes partitions, any number of them. */
  writePartitions(table: CatalogTable, change: PartitionChange): Promise<void>;
};
