import { describe, expect, test } from 'vitest';
import { replayRepair } from '../../../src/canonicalize/replay/replay-repair.js';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { recordId } from '../../../src/lake/quarantine/find-delivered.js';
import { correctedFeed, said, say, standing } from '../support/corrected-feed.js';
import { listing, openTestLake, type TestLake } from '../support/lake.js';
import { contextOf, storedRepair } from './support/repairs.js';

const NOT_A_NUMBER = 'x';
/** A first record that makes each file one of its own. */
const own = (id: string): string => said('N', id, '9');

/** Repairs the quantity of the second record of a file that begins with `own(id)`, and replays it. */
async function repairSecond(
  lake: TestLake,
  of: { id: string; delivery: Manifest; qty: string },
): Promise<Manifest> {
  const feed = await correctedFeed();
  const record = recordId(of.delivery, Buffer.byteLength(`${own(of.id)}\n`));
  const repair = { records: [{ record, was: { qty: NOT_A_NUMBER }, patch: { qty: of.qty } }] };
  const outcome = await replayRepair(contextOf(lake), feed, await storedRepair(lake, feed, repair));
  if (outcome.status !== 'published') throw new Error(JSON.stringify(outcome));
  return outcome.manifest;
}

const rows = async (lake: TestLake): Promise<string[]> =>
  (await standing(lake)).filter((row) => !row.includes(':own')).map((row) => row.replace(/^.*:/, ''));

describe('a replay beside corrections', () => {
  test('a repaired record that corrects takes the place of the row of another delivery', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '2')]);
    const delivery = await say(lake, feed, [own('own 1'), said('C', 'a', NOT_A_NUMBER)]);
    expect(delivery.totals).toMatchObject({ accepted: 1, rejected: 1 });
    const replay = await repairSecond(lake, { id: 'own 1', delivery, qty: '5' });
    expect(replay).toMatchObject({ totals: { read: 1, accepted: 1 }, corrections: { replacing: 1 } });
    expect(await rows(lake)).toEqual(['a 5', 'b 2']);
  });

  test('a repaired record can be corrected like any other, and deleted', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const delivery = await say(lake, feed, [own('own 1'), said('N', 'b', NOT_A_NUMBER)]);
    await repairSecond(lake, { id: 'own 1', delivery, qty: '2' });
    expect(await rows(lake)).toEqual(['b 2']);
    await say(lake, feed, [own('own 2'), said('C', 'b', '7')]);
    expect(await rows(lake)).toEqual(['b 7']);
    await say(lake, feed, [own('own 3'), said('D', 'b')]);
    expect(await rows(lake)).toEqual([]);
  });

  test('a repair of a correction whose row was corrected meanwhile comes after that', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1')]);
    const delivery = await say(lake, feed, [own('own 1'), said('C', 'a', NOT_A_NUMBER)]);
    await say(lake, feed, [own('own 2'), said('C', 'a', '3')]);
    const before = await standing(lake);
    await repairSecond(lake, { id: 'own 1', delivery, qty: '5' });
    expect(await rows(lake)).toEqual(['a 5']);
    const until = { feed: feed.spec.feed, sequence: 3 };
    expect(await standing(lake, { as_of: { instant_ns: 2n ** 62n, until } })).toEqual(before);
  });

  test('a repair of a correction of what was deleted meanwhile is rejected again, and a rerun adds nothing', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1')]);
    const delivery = await say(lake, feed, [own('own 1'), said('C', 'a', NOT_A_NUMBER)]);
    await say(lake, feed, [own('own 2'), said('D', 'a')]);
    const replay = await repairSecond(lake, { id: 'own 1', delivery, qty: '5' });
    expect(replay.totals).toMatchObject({ read: 1, accepted: 0, rejected: 1 });
    expect(await rows(lake)).toEqual([]);
    const objects = await listing(lake.store);
    await say(lake, feed, [own('own 2'), said('D', 'a')]);
    expect(await listing(lake.store)).toEqual(objects);
  });
});
