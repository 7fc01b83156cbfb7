import { describe, expect, test } from 'vitest';
import { dataFileName, PARTITION_KEYS, placeOfDataFile } from '../../src/lake/data-file-key.js';

const file = {
  dataset: 'trades',
  trade_date: '2026-11-20',
  feed: 'cedar-tape',
  commit_id: 'a'.repeat(64),
  sha256: 'b'.repeat(64),
};
const name = `${'a'.repeat(32)}-${'b'.repeat(32)}`;

function dataFileKey(of: typeof file): string {
  const { name: folder, end } = dataFileName(of);
  return `${folder}${end}`;
}

describe('the key of a data file', () => {
  test('puts it alone into a folder named by the partition keys', () => {
    expect(dataFileKey(file)).toBe(
      `data/trades/trade_date=2026-11-20/feed=cedar-tape/data_file=${name}/rows.parquet`,
    );
  });

  test('differs where commit or content differ', () => {
    const others = [{ commit_id: 'c'.repeat(64) }, { sha256: 'c'.repeat(64) }].map((change) =>
      dataFileKey({ ...file, ...change }),
    );
    expect(new Set([dataFileKey(file), ...others]).size).toBe(3);
  });

  test('leads back to the folder and the values of the partition keys', () => {
    expect(placeOfDataFile(dataFileKey(file))).toEqual({
      dataset: 'trades',
      folder: `data/trades/trade_date=2026-11-20/feed=cedar-tape/data_file=${name}/`,
      values: ['2026-11-20', 'cedar-tape', name],
    });
    expect(PARTITION_KEYS).toEqual(['trade_date', 'feed', 'data_file']);
  });

  test.each([
    ['beside others in the folder of a feed', 'data/trades/trade_date=2026-11-20/feed=cedar-tape/x.parquet'],
    ['deeper than its folder', 'data/trades/trade_date=1/feed=f/data_file=x/y/rows.parquet'],
    ['outside the data', 'quarantine/trades/trade_date=1/feed=f/data_file=x/rows.parquet'],
    ['a folder', 'data/trades/trade_date=1/feed=f/data_file=x/'],
  ])('is nobody’s place when it is %s', (_, key) => {
    expect(placeOfDataFile(key)).toBeNull();
  });
});
