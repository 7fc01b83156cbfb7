import type {
  Column,
  Partition,
  PartitionInput,
  StorageDescriptor,
  Table,
  TableInput,
} from '@aws-sdk/client-glue';
import type { CatalogColumn, CatalogPartition, CatalogTable, FileFormat } from './catalog.js';

/** A table as Glue takes it. */
export function toTableInput(table: CatalogTable): TableInput {
  return {
    Name: table.name,
    Description: table.description,
    TableType: table.table_type,
    Parameters: { ...table.parameters },
    PartitionKeys: table.partition_keys.map(toColumn),
    StorageDescriptor: { ...toDescriptor(table), Columns: table.columns.map(toColumn) },
  };
}

/** A partition as Glue takes it, with the columns of its table: Hive does not read one without. */
export function toPartitionInput(table: CatalogTable, partition: CatalogPartition): PartitionInput {
  const columns = table.columns.map(({ name, type }) => ({ Name: name, Type: type }));
  return {
    Values: [...partition.values],
    StorageDescriptor: { ...toDescriptor(partition), Columns: columns },
  };
}

/** A table as Glue gave it; what it left out is empty, so that it differs from what is expected. */
export function fromTable(table: Table): CatalogTable {
  const { StorageDescriptor: stored } = table;
  return {
    name: table.Name ?? '',
    description: table.Description ?? '',
    table_type: table.TableType ?? '',
    location: folder(stored?.Location),
    format: fromDescriptor(stored),
    columns: (stored?.Columns ?? []).map(fromColumn),
    partition_keys: (table.PartitionKeys ?? []).map(fromColumn),
    parameters: table.Parameters ?? {},
  };
}

/** A partition as Glue gave it. */
export function fromPartition({ Values, StorageDescriptor: stored }: Partition): CatalogPartition {
  return { values: Values ?? [], location: folder(stored?.Location), format: fromDescriptor(stored) };
}

function toColumn({ name, type, comment }: CatalogColumn): Column {
  return { Name: name, Type: type, Comment: comment };
}

function fromColumn({ Name, Type, Comment }: Column): CatalogColumn {
  return { name: Name ?? '', type: Type ?? '', comment: Comment ?? '' };
}

/** Spark's client of Glue fails on a descriptor without SerDe, `Compressed` or `NumberOfBuckets`. */
function toDescriptor(stored: { location: string; format: FileFormat }): StorageDescriptor {
  return {
    Location: stored.location,
    InputFormat: stored.format.input_format,
    OutputFormat: stored.format.output_format,
    SerdeInfo: {
      SerializationLibrary: stored.format.serde,
      Parameters: { 'serialization.format': '1' },
    },
    Compressed: false,
    NumberOfBuckets: -1,
    StoredAsSubDirectories: false,
  };
}

function fromDescriptor(stored: StorageDescriptor | undefined): FileFormat {
  return {
    input_format: stored?.InputFormat ?? '',
    output_format: stored?.OutputFormat ?? '',
    serde: stored?.SerdeInfo?.SerializationLibrary ?? '',
  };
}

/** Engines read the same folder with and without a slash at the end. */
function folder(location: string | undefined): string {
  return location === undefined || location.endsWith('/') ? (location ?? '') : `${location}/`;
}
