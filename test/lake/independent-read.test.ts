import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/domain/sha256.js';
import { loadCanonicalDatasets } from '../../src/lake/canonical-dataset.js';
import { acmeFile, acmeLine, acmeName, shippedFeed } from '../canonicalize/support/feeds.js';
import { deliver, openTestLake, published } from '../canonicalize/support/lake.js';
import { queryParquet } from '../canonicalize/support/read-parquet.js';
import { tradeFile } from '../canonicalize/support/records.js';

type Rows = Record<string, unknown>[];

/** All rows of a Parquet file as hyparquet, which shares no code with DuckDB, reads them. */
async function reread(file: string): Promise<{ rows: Rows; metadata: Map<string, string> }> {
  const buffer = await asyncBufferFromFile(file);
  const footer = await parquetMetadataAsync(buffer);
  const rows = (await parquetReadObjects({ file: buffer, compressors })) as Rows;
  const metadata = new Map(footer.key_value_metadata?.map(({ key, value }) => [key, value ?? '']));
  return { rows, metadata };
}

const prints = Array.from({ length: 200 }, (_, index) => ({
  time: `20261120-09:30:00.${String(999_999_999 - index * 7).padStart(9, '0')}`,
  symbol: index % 3 === 0 ? 'ZXZZT' : 'ZVZZT',
  price: `${index}.${String(index).padStart(4, '0')}`,
  size: `${index + 1}.${String(index).padStart(6, '0')}`,
}));

describe('published Parquet, read by another reader', () => {
  test('has the counts, the exact sums and the nanoseconds that DuckDB and the source have', async () => {
    const lake = await openTestLake();
    const feed = shippedFeed('tape-trades');
    const manifest = published(await deliver(lake, feed, { name: 'f', bytes: tradeFile(prints) }));
    const [file] = manifest.files;
    const { rows } = await reread(path.join(lake.root, file?.key ?? ''));
    expect(rows).toHaveLength(file?.rows ?? -1);
    const instants = rows.map((row) => row['event_ts_ns'] as bigint);
    const [sums] = await queryParquet(
      lake,
      [file?.key ?? ''],
      'SELECT CAST(sum(price) AS VARCHAR) AS price, CAST(sum(qty) AS VARCHAR) AS qty, CAST(sum(event_ts_ns) AS VARCHAR) AS ts FROM published',
    );
    const total = (column: string, scale: number): string => {
      // hyparquet gives decimals as numbers; at this size each is exact once rounded to its scale.
      const units = rows.reduce(
        (sum, row) => sum + BigInt(Math.round(Number(row[column]) * 10 ** scale)),
        0n,
      );
      const digits = String(units).padStart(scale + 1, '0');
      return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
    };
    const sent = prints.reduce((sum, { price }) => sum + BigInt(price.replace('.', '')), 0n);
    expect(total('price', 8).replace('.', '')).toBe(`${sent}0000`);
    expect(total('price', 8)).toBe(sums?.['price']);
    expect(total('qty', 6)).toBe(sums?.['qty']);
    expect(String(instants.reduce((sum, instant) => sum + instant, 0n))).toBe(sums?.['ts']);
    const opening = 1_795_185_000_000_000_000n;
    expect(new Set(instants)).toEqual(
      new Set(prints.map((_, index) => opening + 999_999_999n - BigInt(index * 7))),
    );
  });

  test('is sorted by symbol, time and id, and its lineage leads to the source', async () => {
    const lake = await openTestLake();
    const feed = shippedFeed('tape-trades');
    const manifest = published(await deliver(lake, feed, { name: 'f', bytes: tradeFile(prints) }));
    const { rows } = await reread(path.join(lake.root, manifest.files[0]?.key ?? ''));
    const order = rows.map(
      (row) => `${String(row['symbol'])} ${String(row['event_ts_ns'])} ${String(row['event_id'])}`,
    );
    expect(order).toEqual([...order].sort());
    const lines = rows.map((row) => Number(row['source_line'])).sort((left, right) => left - right);
    expect(lines).toEqual(prints.map((_, index) => index + 2));
    expect(new Set(rows.map((row) => row['source_sha256']))).toEqual(new Set([manifest.delivery.sha256]));
  });

  test('has exactly the columns of the canonical schema, and a footer that says where it came from', async () => {
    const lake = await openTestLake();
    const acme = shippedFeed('acme-orders');
    const manifest = published(
      await deliver(lake, acme, { name: acmeName, bytes: acmeFile([acmeLine(1), acmeLine(2)]) }),
    );
    const [file] = manifest.files;
    const { rows, metadata } = await reread(path.join(lake.root, file?.key ?? ''));
    const dataset = (await loadCanonicalDatasets()).get('order_events');
    expect(Object.keys(rows[0] ?? {})).toEqual(dataset?.columns.map(({ name }) => name));
    expect(Object.fromEntries(metadata)).toMatchObject({
      commit_id: manifest.commit_id,
      dataset: 'order_events',
      delivery_sha256: manifest.delivery.sha256,
      feed: 'acme-orders',
      feed_version: '2',
      schema_sha256: manifest.schema_sha256,
    });
  });

  test('and the quarantine have the hashes and sizes that the manifest names', async () => {
    const lake = await openTestLake();
    const acme = shippedFeed('acme-orders');
    const bytes = acmeFile([acmeLine(1), acmeLine(2, { side: '9' })]);
    const manifest = published(await deliver(lake, acme, { name: acmeName, bytes }));
    const named = [...manifest.files, ...(manifest.quarantine === null ? [] : [manifest.quarantine])];
    expect(named).toHaveLength(2);
    for (const object of named) {
      const content = await readFile(path.join(lake.root, object.key));
      expect([sha256(content), content.length]).toEqual([object.sha256, object.bytes]);
      expect((await reread(path.join(lake.root, object.key))).rows).toHaveLength(object.rows);
    }
    const raw = await readFile(path.join(lake.root, manifest.raw_key));
    expect(raw.equals(bytes)).toBe(true);
    expect(manifest.delivery).toMatchObject({ sha256: sha256(bytes), bytes: bytes.length });
  });
});
