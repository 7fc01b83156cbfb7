import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { canonicalizeDelivery } from '../../../src/canonicalize/canonicalize-delivery.js';
import type { Feed } from '../../../src/canonicalize/feed.js';
import { readManifestChain } from '../../../src/lake/manifest-chain.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import { correctedFeed, said, say, standing } from '../support/corrected-feed.js';
import { failingStore } from '../support/failing-store.js';
import { listing, openTestLake, type TestLake } from '../support/lake.js';

const day = '2026-11-20';
const first = [said('N', 'a', '1'), said('N', 'b', '1'), said('N', 'c', '1')];
const correction = [said('C', 'a', '2'), said('D', 'b'), said('N', 'd', '1')];

/** Sends a file as a writer of its own: with its own place to work and write id. */
async function sendAs(
  lake: TestLake,
  feed: Feed,
  sent: { writer: string; lines: readonly string[] },
): Promise<void> {
  const folder = path.join(lake.folder, sent.writer);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'incoming');
  await writeFile(file, `${sent.lines.join('\n')}\n`);
  const context = {
    store: lake.store,
    work: path.join(folder, 'work'),
    now_ns: () => 1_763_672_400_000_000_000n,
    new_write_id: () => sent.writer,
  };
  await canonicalizeDelivery(context, feed, { path: file, name: sent.writer, trade_date: day });
}

test.each(['before', 'after'] as const)(
  'a correction that breaks off %s any call of the store shows all of it or nothing, and comes to the same lake',
  { timeout: 120_000 },
  async (when) => {
    const feed = await correctedFeed();
    const undisturbed = await openTestLake();
    await say(undisturbed, feed, first);
    await say(undisturbed, feed, correction);
    const expected = await listing(undisturbed.store);
    let broken = 0;
    for (let call = 1; ; call += 1) {
      const lake = await openTestLake();
      await say(lake, feed, first);
      const failing = { ...lake, store: failingStore(lake.store, call, when) };
      const ended = await say(failing, feed, correction).then(
        () => true,
        () => false,
      );
      const fresh = { ...lake, store: openLocalStore(lake.root) };
      const seen = (await standing(fresh)).join();
      expect([`${day}:a 1,${day}:b 1,${day}:c 1`, `${day}:a 2,${day}:c 1,${day}:d 1`]).toContain(seen);
      await say(fresh, feed, correction);
      expect(await listing(fresh.store)).toEqual(expected);
      if (ended) break;
      broken += 1;
    }
    expect(broken).toBeGreaterThan(8);
  },
);

test('of writers that correct one record at once each is settled beside what the one before left', async () => {
  const lake = await openTestLake();
  const feed = await correctedFeed();
  await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1')]);
  const writers = ['2', '3', '4', '5'];
  await Promise.all(
    writers.map((qty) =>
      sendAs(lake, feed, {
        writer: `writer-${qty}`,
        lines: [said('C', 'a', qty), said('N', `own-${qty}`, '1')],
      }),
    ),
  );
  const chain = await readManifestChain(lake.store, 'test-feed');
  const last = chain.at(-1)?.entry;
  const winner = last?.kind === 'delivery' ? last.write_id.replace('writer-', '') : '';
  expect(chain).toHaveLength(5);
  expect(await standing(lake)).toEqual(
    [`${day}:a ${winner}`, `${day}:b 1`, ...writers.map((qty) => `${day}:own-${qty} 1`)].sort(),
  );
});
