import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { correctedFeed, said, say, standing } from '../support/corrected-feed.js';
import { deliver, listing, openTestLake, refused } from '../support/lake.js';
import { queryParquet, rejectionLines } from '../support/read-parquet.js';

const day = '2026-11-20';

/** Rows and origin of the files that a manifest restates. */
function restated({ files }: Manifest): { rows: number; rewrites: string }[] {
  return files.flatMap(({ rows, rewrites }) => (rewrites === undefined ? [] : [{ rows, rewrites }]));
}

describe('within one file', () => {
  test('records are taken in their order, and every accepted one is accounted for', async () => {
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
    expect(await standing(lake)).toEqual([`${day}:a 3`, `${day}:c 1`]);
    expect(manifest.totals).toMatchObject({ read: 6, accepted: 6, rejected: 0, duplicates: 0 });
    expect(manifest.corrections).toMatchObject({ replacing: 2, deleting: 1, superseded: 3 });
    expect(manifest.files.map(({ rows }) => rows)).toEqual([2]);
    expect(manifest.notices).toEqual([
      {
        code: 'records-corrected',
        message:
          '2 records replaced and 1 deleted others, 3 of them in this file: 6 accepted records became 2 rows',
        records: 3,
      },
    ]);
    expect(manifest).toMatchObject({ restates: null, supersedes: [] });
  });

  test('a record deletes with its key alone, whatever else is broken in it', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const manifest = await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1'), 'D|a|||x y']);
    expect(manifest.totals).toMatchObject({ accepted: 3, rejected: 0 });
    expect(await standing(lake)).toEqual([`${day}:b 1`]);
  });

  test('a record that replaces must be whole', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const manifest = await say(lake, feed, [said('N', 'a', '1'), said('C', 'a', ''), 'D||||', 'D|a']);
    expect(await rejectionLines(lake, manifest)).toEqual([
      '2: field "qty" has no value, expected one [field-missing]',
      '3: field "id" has no value, expected one [field-missing]',
      '4: the line has 2 fields, expected 5 [field-count]',
    ]);
    expect(await standing(lake)).toEqual([`${day}:a 1`]);
  });

  test('a correction that changes nothing is a duplicate', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const manifest = await say(lake, feed, [said('N', 'a', '1'), said('C', 'a', '1')]);
    expect(manifest.totals).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(manifest.corrections).toBeUndefined();
  });

  test('a record that may replace or add stands alone where none does, and is one change when it comes again', async () => {
    const lake = await openTestLake();
    const lenient = await correctedFeed((yaml) => yaml.replace('C: replace', 'C: replace-or-add'));
    const first = await say(lake, lenient, [said('C', 'a', '1'), said('N', 'b', '1'), said('C', 'b', '2')]);
    expect(first.corrections).toMatchObject({ replacing: 1, deleting: 0, superseded: 1 });
    const second = await say(lake, lenient, [said('C', 'a', '1'), said('C', 'b', '2'), said('C', 'a', '3')]);
    expect(second.totals).toMatchObject({ accepted: 1, duplicates: 2 });
    expect(await standing(lake)).toEqual([`${day}:a 3`, `${day}:b 2`]);
  });

  test('a key under which nothing stands any more may be used again', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1'), said('D', 'a'), said('N', 'a', '2')]);
    expect(await standing(lake)).toEqual([`${day}:a 2`]);
  });

  test('a new record under a key that stands corrected is rejected', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const lines = [said('N', 'a', '1'), said('C', 'a', '2'), said('N', 'a', '3')];
    const manifest = await say(lake, feed, lines);
    expect(await rejectionLines(lake, manifest)).toEqual([
      '3: key "a" stands already on line 2 with other content [key-reused]',
    ]);
  });

  test('control totals are held against all records, those that delete included', async () => {
    const summed = await correctedFeed((yaml) =>
      yaml.replace(
        'fields:',
        'trailer: {match: "^END,(?P<count>[0-9]+),(?P<sum>[0-9]+)$", sum_of: qty}\nfields:',
      ),
    );
    const lines = [said('N', 'a', '1'), said('N', 'b', '2'), 'D|a|||4'];
    const lake = await openTestLake();
    expect((await say(lake, summed, [...lines, 'END,3,7'])).control.map(({ counted }) => counted)).toEqual([
      '3',
      '7',
    ]);
    const broken = await deliver(lake, summed, { name: 'g', bytes: `${[...lines, 'END,3,3'].join('\n')}\n` });
    expect(refused(broken)).toEqual([expect.stringContaining('[control-sum-differs]')]);
  });
});

describe('across files', () => {
  test('a correction restates the file in which the record stands, and what stood stays readable', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const first = await say(lake, feed, [said('N', 'c', '1'), said('N', 'a', '1'), said('N', 'b', '1')]);
    const second = await say(lake, feed, [said('C', 'a', '2'), said('D', 'b')]);
    expect(await standing(lake)).toEqual([`${day}:a 2`, `${day}:c 1`]);
    const [before] = first.files;
    expect(second.restates).toEqual({
      reason: 'correction',
      replaced: 1,
      deleted: 1,
      detail: 'corrections replaced 1 and deleted 1 rows of other deliveries',
    });
    expect(restated(second)).toEqual([{ rows: 1, rewrites: before?.key }]);
    expect(second.supersedes).toEqual([{ key: before?.key, sha256: before?.sha256 }]);
    const as_of = { instant_ns: 2n ** 62n, until: { feed: 'test-feed', sequence: 1 } };
    expect(await standing(lake, { as_of })).toEqual([`${day}:a 1`, `${day}:b 1`, `${day}:c 1`]);
  });

  test('the footer of a restated file names its rows’ delivery and the commit that wrote it', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const first = await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1')]);
    const second = await say(lake, feed, [said('D', 'b')]);
    const [file] = second.files;
    const sql = `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${lake.root}/${file?.key}') ORDER BY 1`;
    const footer = await queryParquet(lake, [file?.key ?? ''], sql);
    expect(Object.fromEntries(footer.map(({ key, value }) => [key, value]))).toEqual({
      commit_id: second.commit_id,
      dataset: 'order_events',
      delivery_sha256: first.delivery.sha256,
      feed: 'test-feed',
      feed_version: '1',
      rewrites: first.files[0]?.key,
      schema_sha256: first.schema_sha256,
    });
  });

  test('a file of which no row is left is superseded by none', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1')]);
    const manifest = await say(lake, feed, [said('D', 'a')]);
    expect(manifest).toMatchObject({ files: [], restates: { replaced: 0, deleted: 1 } });
    expect(manifest.supersedes).toHaveLength(1);
    expect(await standing(lake)).toEqual([]);
  });

  test('a second correction is about what stands', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1')]);
    await say(lake, feed, [said('C', 'a', '2')]);
    const manifest = await say(lake, feed, [said('C', 'a', '3')]);
    expect(await standing(lake)).toEqual([`${day}:a 3`, `${day}:b 1`]);
    expect(manifest.restates).toMatchObject({ replaced: 1, deleted: 0 });
    expect(manifest.supersedes).toHaveLength(1);
  });

  test('a file with all that was said before and one record more brings that one', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const lines = [said('N', 'a', '1'), said('N', 'b', '1'), said('C', 'a', '2'), said('D', 'b')];
    await say(lake, feed, lines);
    const manifest = await say(lake, feed, [...lines, said('C', 'a', '3')]);
    expect(manifest.totals).toMatchObject({ accepted: 1, duplicates: 4 });
    expect(manifest.notices?.map(({ code }) => code)).toEqual(['records-corrected']);
    expect(await standing(lake)).toEqual([`${day}:a 3`]);
  });

  test('a correction that is sent again changes nothing, and it is said where another one came since', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1')]);
    await say(lake, feed, [said('C', 'a', '2')]);
    await say(lake, feed, [said('C', 'a', '3')]);
    const manifest = await say(lake, feed, [said('C', 'a', '2'), said('N', 'b', '1')]);
    expect(manifest.totals).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(manifest.restates).toBeNull();
    expect(manifest.notices).toEqual([
      {
        code: 'correction-repeated',
        message:
          '1 records repeat what was said before and corrected since; they changed nothing, as records that are sent again',
        records: 1,
      },
    ]);
    expect(await standing(lake)).toEqual([`${day}:a 3`, `${day}:b 1`]);
  });

  test('a record that was replaced or deleted and is sent again does not come back', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1'), said('N', 'b', '1')]);
    await say(lake, feed, [said('C', 'a', '2'), said('D', 'b')]);
    const manifest = await say(lake, feed, [said('N', 'b', '1'), said('N', 'a', '1'), said('N', 'c', '1')]);
    expect(manifest.totals).toMatchObject({ accepted: 1, rejected: 0, duplicates: 2 });
    expect(await standing(lake)).toEqual([`${day}:a 2`, `${day}:c 1`]);
  });

  test('a record that a file deletes and repeats stays deleted', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1')]);
    const manifest = await say(lake, feed, [said('D', 'a'), said('N', 'a', '1')]);
    expect(manifest.totals).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await standing(lake)).toEqual([]);
  });

  test('a correction of nothing is rejected, and a file of nothing else is refused', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const manifest = await say(lake, feed, [said('N', 'a', '1'), said('C', 'b:1', '2'), said('D', 'c')]);
    expect(await rejectionLines(lake, manifest)).toEqual([
      '2: no record stands under key "b:1" on trade date 2026-11-20, expected the one to replace; replay this record once that one is published [correction-target-missing]',
      '3: no record stands under key "c" on trade date 2026-11-20, expected the one to delete; replay this record once that one is published [correction-target-missing]',
    ]);
    const alone = await deliver(lake, feed, { name: 'g', bytes: 'D|z|||\n' });
    expect(refused(alone)).toEqual([expect.stringContaining('[no-record-accepted]')]);
  });

  test('a record of another trade date is not meant', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    await say(lake, feed, [said('N', 'a', '1')]);
    const lines = [said('N', 'b', '1', { day: '20261123' }), said('D', 'a')];
    const manifest = await say(lake, feed, lines, { trade_date: '2026-11-23' });
    expect(manifest.totals).toMatchObject({ accepted: 1, rejected: 1 });
  });

  test('a third identical run adds no object', async () => {
    const lake = await openTestLake();
    const feed = await correctedFeed();
    const files = [[said('N', 'a', '1')], [said('C', 'a', '2')]];
    for (const lines of files) await say(lake, feed, lines);
    const before = await listing(lake.store);
    for (const lines of files) await say(lake, feed, lines);
    expect(await listing(lake.store)).toEqual(before);
  });
});

describe('a target other than the key', () => {
  const byReference = () =>
    correctedFeed((yaml) => yaml.replace('D: delete}}', 'D: delete}}\n  target: [ref]'));

  test('each correction names the one before it', async () => {
    const lake = await openTestLake();
    const of = await byReference();
    await say(lake, of, [said('N', 'a', '1'), said('N', 'b', '1')]);
    await say(lake, of, [said('C', 'a2', '2', { ref: 'a' }), said('C', 'a3', '3', { ref: 'a2' })]);
    expect(await standing(lake)).toEqual([`${day}:a3 3`, `${day}:b 1`]);
    const manifest = await say(lake, of, [
      said('D', 'a4', '', { ref: 'a3' }),
      said('D', 'b2', '', { ref: 'a' }),
    ]);
    expect(await rejectionLines(lake, manifest)).toEqual([
      '2: no record stands under key "a" on trade date 2026-11-20, expected the one to delete; replay this record once that one is published [correction-target-missing]',
    ]);
    expect(await standing(lake)).toEqual([`${day}:b 1`]);
  });

  test('a correction that names none is rejected', async () => {
    const lake = await openTestLake();
    const manifest = await say(lake, await byReference(), [said('N', 'a', '1'), said('C', 'b', '1')]);
    expect(await rejectionLines(lake, manifest)).toEqual([
      '2: field "ref" has no value, but the record is a correction and needs the key of the record that it is about [correction-unaddressed]',
    ]);
  });
});

describe('where events have their own trade dates', () => {
  const dated = (within: string) =>
    correctedFeed((yaml) =>
      yaml.replace('D: delete}}', `D: delete}}\n${within}`).replace('to: ', 'trade_date: event\nto: '),
    );

  test('a record is found as many days back as the feed says, and not one more', async () => {
    const lake = await openTestLake();
    const of = await dated('  within: 2');
    const days = ['20261117', '20261118'] as const;
    await say(
      lake,
      of,
      days.map((one) => said('N', one, '1', { day: one })),
      { trade_date: '2026-11-18' },
    );
    const manifest = await say(
      lake,
      of,
      days.map((one) => said('D', one)),
      { trade_date: '2026-11-20' },
    );
    expect(await rejectionLines(lake, manifest)).toEqual([
      '1: no record stands under key "20261117" in the 2 days before 2026-11-20 or on it, expected the one to delete; replay this record once that one is published [correction-target-missing]',
    ]);
    expect(await standing(lake, { dates: ['2026-11-17', '2026-11-18'] })).toEqual(['2026-11-17:20261117 1']);
  });

  test('a key that stands on two of these days is not guessed, unless the record says its own day', async () => {
    const lake = await openTestLake();
    const of = await dated('');
    const days = ['20261118', '20261119'] as const;
    await say(
      lake,
      of,
      days.map((one) => said('N', 'a', '1', { day: one })),
    );
    const lines = [said('D', 'a'), said('C', 'a', '2', { day: '20261119' })];
    const manifest = await say(lake, of, lines);
    expect(await rejectionLines(lake, manifest)).toEqual([
      '1: records of "2026-11-18", "2026-11-19" all stand under key "a", expected one that is meant; make corrections.within of the feed shorter [correction-target-ambiguous]',
    ]);
    expect(await standing(lake, { dates: ['2026-11-18', '2026-11-19'] })).toEqual([
      '2026-11-18:a 1',
      '2026-11-19:a 2',
    ]);
  });

  test('a correction may move a record to another day', async () => {
    const lake = await openTestLake();
    const of = await dated('');
    await say(lake, of, [said('N', 'a', '1', { day: '20261118' })]);
    await say(lake, of, [said('C', 'a', '1', { day: '20261119' })]);
    expect(await standing(lake, { dates: ['2026-11-18', '2026-11-19'] })).toEqual(['2026-11-19:a 1']);
  });
});
