import { describe, expect, test } from 'vitest';
import { correctedFeed, said, say, standing } from '../support/corrected-feed.js';
import { openTestLake } from '../support/lake.js';
import { rejectionLines } from '../support/read-parquet.js';

describe('within one file', () => {
  test('records are taken in their order', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const lines = [
      said('N', 'a', '1'),
      said('N', 'b', '1'),
      said('C', 'a', '2'),
      said('N', 'c', '1'),
      said('D', 'b'),
      said('C', 'a', '3'),
    ];
    const manifest = await say(lake, feed, lines);
    expect(await standing(lake)).toEqual(['a 3', 'c 1']);
    expect(manifest.totals).toMatchObject({ read: 6, accepted: 6, rejected: 0, duplicates: 0 });
    expect(manifest.corrections).toMatchObject({ replacing: 2, deleting: 1, superseded: 3 });
    expect(manifest.restates).toBeNull();
  });
});

describe('across files', () => {
  test('a correction restates the file in which the record stands', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const first = await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1'), said('N', 'c', '1')]);
    const second = await say(lake, feed, [said('C', 'a', '2'), said('D', 'b')]);
    expect(await standing(lake)).toEqual(['a 2', 'c 1']);
    expect(second.restates).toEqual({ reason: 'correction', replaced: 1, deleted: 1, detail: 'x' });
    expect(second.files.map(({ rows, rewrites }) => [rows, rewrites])).toEqual([
      [1, undefined],
      [1, first.files[0]?.key],
    ]);
  });

  test('a correction of nothing is rejected', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const manifest = await say(lake, feed, [said('N', 'a', '1'), said('C', 'b', '2'), said('D', 'c')]);
    expect(await rejectionLines(lake, manifest)).toEqual([]);
  });
});
