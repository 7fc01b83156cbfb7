import { expect, test } from 'vitest';
import { findDelivery } from '../../src/cli/find-published.js';
import { findRecord } from '../../src/cli/find-record.js';
import { type Chains, readAllChains } from '../../src/lake/quarantine/find-delivered.js';
import { openTestLake } from '../canonicalize/support/lake.js';
import { commit, draft } from '../lake/support/drafts.js';

const [one, other] = [`abcd1${'0'.repeat(59)}`, `abcd2${'0'.repeat(59)}`];

/** Two deliveries of one file name, in two feeds or for two days, whose commits begin alike. */
async function chains(change: { feed?: string; trade_date?: string }): Promise<Chains> {
  const { store } = await openTestLake();
  const first = draft('a', { commit_id: one });
  const delivery = { ...draft('b').delivery, uri: first.delivery.uri, ...change };
  await commit(store, first);
  await commit(store, draft('b', { commit_id: other, ...change, delivery }));
  return readAllChains(store);
}

test('a record of which the commit could be one of two is refused with both', async () => {
  const known = await chains({ trade_date: '2026-11-23' });
  expect(() => findRecord(known, 'abcd:17')).toThrow(
    `record "abcd:17" may be of the commits "${one}", "${other}", expected more characters of one of them [record-ambiguous]`,
  );
  expect(findRecord(known, 'abcd2:17')).toMatchObject({ entry: { commit_id: other }, byte_offset: 17 });
});

test('a delivery whose name stands for two is refused with both, and told by its date or commit', async () => {
  const known = await chains({ trade_date: '2026-11-23' });
  expect(() => findDelivery(known, 'a.psv', undefined)).toThrow(
    'delivery "a.psv" may be feed-one 2026-11-20 abcd10000000 or feed-one 2026-11-23 abcd20000000, expected one: name its commit, or its trade date with --date [delivery-ambiguous]',
  );
  expect(findDelivery(known, 'a.psv', '2026-11-23').entry).toMatchObject({ commit_id: other });
  expect(findDelivery(known, 'abcd1', undefined).entry).toMatchObject({ commit_id: one });
});

test('the same name in two feeds is told by its commit alone', async () => {
  const known = await chains({ feed: 'feed-two' });
  expect(() => findDelivery(known, 'a.psv', '2026-11-20')).toThrow('[delivery-ambiguous]');
  expect(findDelivery(known, 'abcd2', undefined).entry).toMatchObject({ feed: 'feed-two' });
});
