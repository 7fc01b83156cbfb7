import type { CanonicalColumn, CanonicalDataset, StorageType } from '../canonical-dataset.js';
import { PARTITION_KEYS } from '../data-file-key.js';
import type { CatalogColumn, CatalogTable, FileFormat } from './catalog.js';

/** Raised whenever an older version must not touch the tables of a newer one any more. */
export const LAYOUT = 1;

/** Parameter of a table that says by which layout tapewarden made it; tables without it are not ours. */
export const LAYOUT_PARAMETER = 'tapewarden.layout';

/** Parquet, in the class names that Athena, Spark, Hive and Redshift know. */
export const PARQUET: FileFormat = {
  input_format: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  output_format: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  serde: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
};

/** Glue takes no longer comment. */
const LONGEST_COMMENT = 255;

const keyComments: Readonly<Record<(typeof PARTITION_KEYS)[number], string>> = {
  trade_date: 'Trade date of the rows, yyyy-MM-dd.',
  feed: 'Feed that the rows came from.',
  data_file: 'The one file that holds the rows: first halves of commit id and content hash.',
};

/** The table of a canonical dataset in a lake; `lake` is the lake's address and ends with `/`. */
export function tableOf(dataset: CanonicalDataset, lake: string): CatalogTable {
  return {
    name: dataset.name,
    description: dataset.description,
    table_type: 'EXTERNAL_TABLE',
    location: `${lake}data/${dataset.name}/`,
    format: PARQUET,
    columns: dataset.columns.map(columnOf),
    // Text, not dates: Spark's client of Glue cannot filter by partition keys of type date (docs/adr/0017).
    partition_keys: PARTITION_KEYS.map((name) => ({ name, type: 'string', comment: keyComments[name] })),
    parameters: {
      EXTERNAL: 'TRUE',
      classification: 'parquet',
      // Without these two, Athena may guess partitions by a rule, or fetch all of them for every query.
      'projection.enabled': 'false',
      'partition_filtering.enabled': 'true',
      [LAYOUT_PARAMETER]: String(LAYOUT),
      'tapewarden.schema_sha256': dataset.schema_sha256,
    },
  };
}

function columnOf(column: CanonicalColumn): CatalogColumn {
  const { name, type, description } = column;
  return { name, type: hiveType(type), comment: [...description].slice(0, LONGEST_COMMENT).join('') };
}

/** The type in the words of Hive and Glue: `string`, `bigint`, `decimal(18,8)`. */
export function hiveType(type: StorageType): string {
  return type === 'VARCHAR' ? 'string' : type.toLowerCase();
}
