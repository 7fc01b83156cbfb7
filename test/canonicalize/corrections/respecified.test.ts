import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import type { Removal } from '../../../src/domain/generated/removal.js';
import { appendEntry } from '../../../src/lake/append-entry.js';
import { correctedFeed, said, say, standing } from '../support/corrected-feed.js';
import { deliver, listing, openTestLake, refused } from '../support/lake.js';
import { publishedRows, rejectionLines } from '../support/read-parquet.js';

const day = '2026-11-20';

/** Rows and origin of the files that a manifest restates. */
function restated({ files }: Manifest): { rows: number; rewrites: string }[] {
  return files.flatMap(({ rows, rewrites }) => (rewrites === undefined ? [] : [{ rows, rewrites }]));
}

describe('a delivery that is read again by another specification', () => {
  const scaled = () => correctedFeed((yaml) => yaml.replace('qty: qty', 'qty: {from: qty, scale: 1}'));

  test('keeps the corrections of its rows', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const lines = [said('N', 'a', '1'), said('N', 'b', '1'), said('N', 'c', '1')];
    await say(lake, feed, lines);
    await say(lake, feed, [said('C', 'a', '2'), said('D', 'b')]);
    const again = await say(lake, await scaled(), lines);
    expect(await standing(lake)).toEqual([`${day}:a 2`, `${day}:c 10`]);
    expect(again.totals).toMatchObject({ accepted: 3, rejected: 0, duplicates: 0 });
    expect(again.restates?.reason).toBe('respecified');
    const [own] = again.files;
    expect(restated(again)).toEqual([{ rows: 1, rewrites: own?.key }]);
    expect((await publishedRows(lake, { ...again, files: again.files.slice(0, 1) })).length).toBe(3);
  });

  test('keeps them though its records have other keys now, because they are the same records', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const lines = [said('N', 'a', '1'), said('N', 'b', '1')];
    await say(lake, feed, lines);
    await say(lake, feed, [said('C', 'a', '2')]);
    const other = await correctedFeed((yaml) =>
      yaml.replace('key: [id]', 'key: [id, act]').replace('D: delete}}', 'D: delete}}\n  target: [id, act]'),
    );
    await say(lake, other, lines);
    expect(await standing(lake)).toEqual([`${day}:a 2`, `${day}:b:N 1`]);
  });

  test('gives back what it had corrected and does so no more', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1')]);
    const lines = [said('C', 'a', '2'), said('D', 'b'), said('N', 'c', '1')];
    await say(lake, feed, lines);
    const strict = await correctedFeed((yaml) =>
      yaml.replace('{N: new, C: replace, D: delete}', '{N: new, D: delete}'),
    );
    const again = await say(lake, strict, lines);
    expect(await rejectionLines(lake, again)).toEqual([
      '1: key "a" stands already on a published record with other content [key-reused]',
    ]);
    expect(await standing(lake)).toEqual([`${day}:a 1`, `${day}:c 1`]);
  });

  test('a correction that came later is about what came back', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1')]);
    const lines = [said('C', 'a', '2'), said('N', 'c', '1')];
    await say(lake, feed, lines);
    await say(lake, feed, [said('C', 'a', '3')]);
    const strict = await correctedFeed((yaml) =>
      yaml.replace('{N: new, C: replace, D: delete}', '{N: new, D: delete}'),
    );
    await say(lake, strict, lines);
    expect(await standing(lake)).toEqual([`${day}:a 3`, `${day}:b 1`, `${day}:c 1`]);
  });
});

test('records that would come back out of a file that was removed refuse the delivery that had corrected them', async () => {
  const lake = await openTestLake();
  const feed = await correctedFeed();
  const first = await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1')]);
  const lines = [said('C', 'a', '2'), said('N', 'c', '1')];
  await say(lake, feed, lines);
  const [original] = first.files;
  if (original === undefined) throw new Error('the first delivery has a file');
  const { key, sha256, bytes } = original;
  await appendEntry<Removal>({ store: lake.store, feed: 'test-feed', now_ns: () => 1n }, () =>
    Promise.resolve({
      append: {
        ...{
          kind: 'removal',
          write_id: 'w',
          feed: 'test-feed',
          reason: 'retention',
          rule: 'r',
          by: 'R. Officer',
        },
        objects: [{ key, sha256, bytes }],
      },
    }),
  );
  const before = await listing(lake.store);
  const strict = await correctedFeed((yaml) =>
    yaml.replace('{N: new, C: replace, D: delete}', '{N: new, D: delete}'),
  );
  const again = await deliver(lake, strict, { name: 'f', bytes: `${lines.join('\n')}\n` });
  expect(refused(again)).toEqual([
    `f: the data file ${key} was removed, but records of it come back when this delivery is read again; restore it from a backup first [corrected-data-missing]`,
  ]);
  const added = (await listing(lake.store)).filter((object) => !before.includes(object));
  expect(added.map((object) => object.split('/')[0])).toEqual(['manifests']);
});
