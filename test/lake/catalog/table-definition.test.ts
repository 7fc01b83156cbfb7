import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync, type SchemaElement } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { type CanonicalDataset, loadCanonicalDatasets } from '../../../src/lake/canonical-dataset.js';
import { hiveType, tableOf } from '../../../src/lake/catalog/table-definition.js';
import { PARTITION_KEYS } from '../../../src/lake/data-file-key.js';
import { shippedFeed } from '../../canonicalize/support/feeds.js';
import { deliver, openTestLake, published } from '../../canonicalize/support/lake.js';
import { queryParquet } from '../../canonicalize/support/read-parquet.js';

const ADDRESS = 's3://surveillance-lake/prod/';

async function dataset(name: string): Promise<CanonicalDataset> {
  const found = (await loadCanonicalDatasets()).get(name);
  if (found === undefined) throw new Error(`there is no dataset ${name}`);
  return found;
}

describe('the table of a dataset', () => {
  test.each([
    ['VARCHAR', 'string'],
    ['BIGINT', 'bigint'],
    ['BOOLEAN', 'boolean'],
    ['DATE', 'date'],
    ['TIMESTAMP', 'timestamp'],
    ['DECIMAL(18,8)', 'decimal(18,8)'],
  ] as const)('has %s as %s', (type, hive) => {
    expect(hiveType(type)).toBe(hive);
  });

  test('has no column that is a partition key too, which Redshift refuses, and only lower-case names', async () => {
    for (const one of (await loadCanonicalDatasets()).values()) {
      const { columns, partition_keys } = tableOf(one, ADDRESS);
      const names = [...columns, ...partition_keys].map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
      expect(partition_keys.map(({ name }) => name)).toEqual([...PARTITION_KEYS]);
    }
  });

  test('has comments of at most 255 characters, as Glue takes them', async () => {
    const trades = await dataset('trades');
    const long = {
      ...trades,
      columns: trades.columns.map((one) => ({ ...one, description: '€'.repeat(256) })),
    };
    expect(new Set(tableOf(long, ADDRESS).columns.map(({ comment }) => comment))).toEqual(
      new Set(['€'.repeat(255)]),
    );
  });

  test('changes its hash with the schema', async () => {
    const trades = await dataset('trades');
    const before = tableOf(trades, ADDRESS).parameters;
    const after = tableOf({ ...trades, schema_sha256: '0'.repeat(64) }, ADDRESS).parameters;
    expect(after).toEqual({ ...before, 'tapewarden.schema_sha256': '0'.repeat(64) });
  });
});

/** A column of a file's footer in Hive's words, by the physical and logical types that Athena, Spark and Redshift read so. */
function footerType(element: SchemaElement): string {
  const { type, converted_type, logical_type, precision = 0, scale = 0 } = element;
  if (converted_type === 'DECIMAL') return `decimal(${precision},${scale})`;
  if (type === 'BYTE_ARRAY' && converted_type === 'UTF8') return 'string';
  if (type === 'BOOLEAN') return 'boolean';
  if (converted_type === 'TIMESTAMP_MICROS') return 'timestamp';
  if (type === 'INT64' && logical_type?.type !== 'TIMESTAMP') return 'bigint';
  return `${type ?? ''} ${converted_type ?? ''}`;
}

/** Feeds whose samples fill every dataset that a shipped feed fills. */
const FEEDS = ['acme-orders', 'tape-trades', 'tape-quotes', 'firm-accounts', 'listed-instruments'];

describe('published files', () => {
  test.each(FEEDS)(
    'of %s hold the columns of their table, in order and types, by footer and by DuckDB',
    async (name) => {
      const [lake, feed] = [await openTestLake(), shippedFeed(name)];
      const sample = readdirSync(`feeds/${name}`).find((file) => file.startsWith('sample.')) ?? '';
      const content = readFileSync(`feeds/${name}/${sample}`);
      const bytes = feed.spec.format.compression === 'gzip' ? gzipSync(content) : content;
      const result = await deliver(lake, feed, { name: sample, bytes });
      const [file] = published(result).files;
      const { columns } = tableOf(await dataset(file?.dataset ?? ''), ADDRESS);
      const expected = columns.map((column) => [column.name, column.type]);
      const buffer = await asyncBufferFromFile(path.join(lake.root, file?.key ?? ''));
      const footer = await parquetMetadataAsync(buffer);
      expect(footer.schema.slice(1).map((element) => [element.name, footerType(element)])).toEqual(expected);
      const sql = 'SELECT column_name, column_type FROM (DESCRIBE published)';
      const described = await queryParquet(lake, [file?.key ?? ''], sql);
      expect(
        described.map((row) => [row['column_name'], hiveType(String(row['column_type']) as 'VARCHAR')]),
      ).toEqual(expected);
    },
  );
});
