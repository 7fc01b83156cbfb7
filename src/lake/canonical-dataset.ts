import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../domain/package-root.js';
import { sha256 } from '../domain/sha256.js';

/** Types that a canonical column is stored in; the same words in DuckDB, Spark SQL and Redshift DDL. */
export type StorageType =
  | 'VARCHAR'
  | 'BIGINT'
  | 'BOOLEAN'
  | 'TIMESTAMP'
  | 'DATE'
  | `DECIMAL(${number},${number})`;

export type CanonicalColumn = {
  name: string;
  type: StorageType;
  required: boolean;
  /** Allowed values; null where any text is allowed. */
  enum: readonly string[] | null;
  personal: boolean;
  /** Its meaning in a sentence. */
  description: string;
};

/** One canonical dataset as its schema under schemas/canonical defines it. */
export type CanonicalDataset = {
  name: string;
  /** What a row is, in a sentence. */
  description: string;
  columns: readonly CanonicalColumn[];
  /** Columns by which every file is sorted; a total order. */
  sort: readonly string[];
  /** Column that identifies a row within feed and trade date. */
  key: string;
  /** Hash of the schema's bytes. */
  schema_sha256: string;
};

type SchemaFile = {
  description: string;
  required: string[];
  'x-dataset': { sort: string[]; key: string };
  properties: Record<
    string,
    { description: string; enum?: string[]; 'x-column': { type: StorageType; personal?: boolean } }
  >;
};

/** All canonical datasets by name, in the order of their names. */
export async function loadCanonicalDatasets(): Promise<ReadonlyMap<string, CanonicalDataset>> {
  const folder = path.join(packageRoot(), 'schemas', 'canonical');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.schema.json')).sort();
  const datasets = await Promise.all(
    files.map(async (file) =>
      toDataset(path.basename(file, '.schema.json'), await readFile(path.join(folder, file))),
    ),
  );
  return new Map(datasets.map((dataset) => [dataset.name, dataset]));
}

function toDataset(name: string, bytes: Buffer): CanonicalDataset {
  const schema = JSON.parse(bytes.toString('utf8')) as SchemaFile;
  const columns = Object.entries(schema.properties).map(([column, property]) => ({
    name: column,
    type: property['x-column'].type,
    required: schema.required.includes(column),
    enum: property.enum ?? null,
    personal: property['x-column'].personal ?? false,
    description: property.description,
  }));
  const { description, 'x-dataset': order } = schema;
  return { name, description, columns, ...order, schema_sha256: sha256(bytes) };
}

/**
 * Columns of every view of a session, with their storage types: of each dataset, where `trade_date` and `feed` come last, and of
 * its history, which has `sessions_ago` besides.
 */
export type ViewColumns = ReadonlyMap<string, ReadonlyMap<string, StorageType>>;

/** Reads the canonical schemas as the columns of views. */
export async function readViewColumns(): Promise<ViewColumns> {
  const datasets = await loadCanonicalDatasets();
  return new Map(
    [...datasets.values()].flatMap(({ name, columns }) => {
      const own = columns.map((column) => [column.name, column.type] as const);
      const types: (readonly [string, StorageType])[] = [...own, ['trade_date', 'DATE'], ['feed', 'VARCHAR']];
      return [
        [name, new Map(types)],
        [historyOf(name), new Map<string, StorageType>([...types, ['sessions_ago', 'BIGINT']])],
      ] as const;
    }),
  );
}

/** Name of the view of a dataset's earlier sessions. */
export function historyOf(dataset: string): string {
  return `${dataset}${HISTORY}`;
}

/** Whether a view is the history of a dataset. */
export function isHistory(view: string): boolean {
  return view.endsWith(HISTORY);
}

const HISTORY = '_history';
