import { type FakeCatalogSettings, unsetCatalog } from './catalog-settings.js';
import { GlueError } from './glue-error.js';
import type { FakeConnection, FakeSecurityConfiguration } from './sound-job-settings.js';

export type StoredColumn = { Name: string; Type?: string; Comment?: string };

export type StoredDescriptor = {
  Columns?: StoredColumn[];
  Location?: string;
  InputFormat?: string;
  OutputFormat?: string;
  SerdeInfo?: { SerializationLibrary?: string; Parameters?: Record<string, string> };
  [property: string]: unknown;
};

export type StoredTable = {
  Name: string;
  Description?: string;
  TableType?: string;
  Parameters?: Record<string, string>;
  PartitionKeys?: StoredColumn[];
  StorageDescriptor?: StoredDescriptor;
};

export type StoredPartition = { Values: string[]; StorageDescriptor?: StoredDescriptor };

/** A table with its partitions by their values as JSON, and how often it was written. */
export type TableState = {
  table: StoredTable;
  version: number;
  indexes: { IndexName: string; Keys: string[] }[];
  partitions: Map<string, StoredPartition>;
};

/** What the fake remembers: databases by name, tables by name. */
export class GlueState {
  readonly databases = new Map<string, Map<string, TableState>>();
  settings: FakeCatalogSettings = unsetCatalog();
  readonly security_configurations = new Map<string, FakeSecurityConfiguration>();
  readonly connections = new Map<string, FakeConnection>();

  database(name: string): Map<string, TableState> {
    const found = this.databases.get(name);
    if (found === undefined) throw new GlueError('EntityNotFoundException', `Database ${name} not found.`);
    return found;
  }

  table(database: string, name: string): TableState {
    const found = this.database(database).get(name);
    if (found === undefined) throw new GlueError('EntityNotFoundException', `Table ${name} not found.`);
    return found;
  }
}

/** The key of a partition among those of its table. */
export function partitionId(values: readonly string[]): string {
  return JSON.stringify(values);
}
