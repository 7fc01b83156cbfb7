import { describe, expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { readManifests } from '../../src/lake/read-lake.js';
import { correctedFeed, said, say, standing } from './support/corrected-feed.js';
import { changedFeed } from './support/feeds.js';
import { deliver, listing, openTestLake, refused } from './support/lake.js';

const day = '2026-11-20';

async function replacing(file: string): Promise<Feed> {
  const feed = await correctedFeed();
  return changedFeed(feed, { file, arrives: { ...feed.spec.arrives, resent: 'replaces' } });
}

describe('a file of the same name', () => {
  const feedOf = () => replacing('f-{trade_date}.txt');
  const name = 'f-20261120.txt';

  test('adds to the earlier one where the feed says nothing', async () => {
    const lake = await openTestLake();
    const adds = await correctedFeed();
    await say(lake, adds, [said('N', 'a', '1')], { name });
    await say(lake, adds, [said('N', 'b', '1')], { name });
    expect(await standing(lake)).toEqual([`${day}:a 1`, `${day}:b 1`]);
  });

  test('takes the place of the earlier one as a whole', async () => {
    const lake = await openTestLake();
    const feed = await feedOf();
    const first = await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1')], { name });
    const second = await say(lake, feed, [said('N', 'a', '2'), said('N', 'c', '1')], { name });
    expect(await standing(lake)).toEqual([`${day}:a 2`, `${day}:c 1`]);
    expect(second.totals).toMatchObject({ accepted: 2, rejected: 0, duplicates: 0 });
    expect(second.restates).toEqual({
      reason: 'resent',
      replaced: 2,
      deleted: 0,
      detail: `takes the place of ${name}`,
    });
    expect(second.replaces).toEqual([first.delivery.sha256]);
    expect(second.supersedes.map(({ key }) => key)).toEqual(first.files.map(({ key }) => key));
    const as_of = { instant_ns: 2n ** 62n, until: { feed: 'test-feed', sequence: 1 } };
    expect(await standing(lake, { as_of })).toEqual([`${day}:a 1`, `${day}:b 1`]);
    expect((await readManifests(lake.store)).map(({ sequence }) => sequence)).toEqual([2]);
  });

  test('of another name, or of another trade date, stands beside it', async () => {
    const lake = await openTestLake();
    const feed = await feedOf();
    await say(lake, feed, [said('N', 'a', '1')], { name });
    await say(lake, feed, [said('N', 'b', '1')], { name: 'g' });
    const next = { name, trade_date: '2026-11-23' };
    await say(lake, feed, [said('N', 'a', '1', { day: '20261123' })], next);
    expect(await standing(lake)).toEqual([`${day}:a 1`, `${day}:b 1`]);
  });

  test('takes back what the earlier one had corrected', async () => {
    const lake = await openTestLake();
    const feed = await feedOf();
    await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1')], { name: 'g' });
    await say(lake, feed, [said('D', 'a'), said('C', 'b', '2')], { name });
    const manifest = await say(lake, feed, [said('C', 'a', '5')], { name });
    expect(await standing(lake)).toEqual([`${day}:a 5`, `${day}:b 1`]);
    expect(manifest.restates).toMatchObject({ reason: 'resent' });
  });

  test('that was replaced and comes again is refused, and the refusal says what stands', async () => {
    const lake = await openTestLake();
    const feed = await feedOf();
    const first = [said('N', 'a', '1')];
    await say(lake, feed, first, { name });
    await say(lake, feed, [said('N', 'a', '2')], { name });
    const again = await deliver(lake, feed, { name, bytes: `${first.join('\n')}\n` });
    expect(refused(again)).toEqual([
      `${name}: the same bytes were published before and then replaced by "${name}", expected a newer file; ask the broker which one is meant [resent-again]`,
    ]);
    expect(await standing(lake)).toEqual([`${day}:a 2`]);
  });

  test('that is refused leaves the earlier one standing', async () => {
    const lake = await openTestLake();
    const feed = await feedOf();
    await say(lake, feed, [said('N', 'a', '1')], { name });
    refused(await deliver(lake, feed, { name, bytes: 'N|b\n' }));
    expect(await standing(lake)).toEqual([`${day}:a 1`]);
  });
});

describe('files whose names carry a sequence', () => {
  const feedOf = () => replacing('f-{trade_date}-{sequence}.txt');
  const name = (sequence: string): string => `f-20261120-${sequence}.txt`;

  test('the higher one takes the place of the lower one, by number', async () => {
    const lake = await openTestLake();
    const feed = await feedOf();
    await say(lake, feed, [said('N', 'a', '1')], { name: name('9') });
    await say(lake, feed, [said('N', 'a', '2')], { name: name('10') });
    expect(await standing(lake)).toEqual([`${day}:a 2`]);
  });

  test('an older one that arrives after a newer one is refused', async () => {
    const lake = await openTestLake();
    const feed = await feedOf();
    await say(lake, feed, [said('N', 'a', '2')], { name: name('10') });
    const older = await deliver(lake, feed, { name: name('9'), bytes: `${said('N', 'a', '1')}\n` });
    expect(refused(older)).toEqual([
      'f-20261120-9.txt: the file has sequence 9, but "f-20261120-10.txt" stands, which came after it; nothing is to be done unless the broker meant this one [resent-older]',
    ]);
    expect(await standing(lake)).toEqual([`${day}:a 2`]);
  });

  test('a second run over both adds no object', async () => {
    const lake = await openTestLake();
    const feed = await feedOf();
    const run = async (): Promise<void> => {
      await say(lake, feed, [said('N', 'a', '1')], { name: name('1') });
      await say(lake, feed, [said('N', 'a', '2')], { name: name('2') });
    };
    await run();
    const before = await listing(lake.store);
    await run();
    expect(await listing(lake.store)).toEqual(before);
  });
});
