import { expect, test } from 'vitest';
import { touchedDates } from '../../../src/lake/catalog/touched-dates.js';
import { openTestLake } from '../../canonicalize/support/lake.js';
import { commit, dataFileKey } from './support/catalog-lake.js';

test('a day on which nothing was committed touches itself alone', async () => {
  const { store } = await openTestLake();
  await commit(store, { delivery: 'a', trade_date: '2026-11-23' });
  expect(await touchedDates(store, '2026-11-20')).toEqual(['2026-11-20']);
});

test('deliveries touch the dates of their rows, also those that only a replaced commit had', async () => {
  const { store } = await openTestLake();
  const rowsOf = (date: string): { key: string; trade_date: string } => ({
    key: dataFileKey({
      dataset: 'trades',
      trade_date: date,
      feed: 'tape-trades',
      commit_id: 'a'.repeat(64),
      sha256: 'b'.repeat(64),
    }),
    trade_date: date,
  });
  await commit(store, { delivery: 'a', rows_of: [rowsOf('2026-11-19'), rowsOf('2026-11-20')] });
  await commit(store, { delivery: 'a', version: 2, rows_of: [rowsOf('2026-11-20')] });
  await commit(store, { delivery: 'b', feed: 'other', rows_of: [rowsOf('2026-11-21')] });
  await commit(store, { delivery: 'c', files: 0, supersedes: [rowsOf('2026-11-18').key] });
  expect(await touchedDates(store, '2026-11-20')).toEqual([
    '2026-11-18',
    '2026-11-19',
    '2026-11-20',
    '2026-11-21',
  ]);
});
