import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { formatFeedProblem } from '../../src/canonicalize/feed-problem.js';
import { loadFeed } from '../../src/canonicalize/load-feed.js';
import { packageRoot } from '../../src/domain/package-root.js';
import { loadCanonicalDatasets } from '../../src/lake/canonical-dataset.js';
import { changedFeed } from './support/feeds.js';
import { deliver, openTestLake, published, refused } from './support/lake.js';
import { publishedRows, rejectionLines } from './support/read-parquet.js';

const loaded = await loadFeed(
  path.join(packageRoot(), 'test', 'feeds', 'finra-short-volume'),
  await loadCanonicalDatasets(),
);
if (Array.isArray(loaded)) throw new Error(loaded.map(formatFeedProblem).join('\n'));
const byDate: Feed = loaded;
type Layout = NonNullable<Feed['spec']['layouts']>[number];
const before: Layout = { columns: 5, fields: ['date', 'symbol', 'shortVolume', 'totalVolume', 'market'] };
const after: Layout = {
  columns: 6,
  fields: ['date', 'symbol', 'shortVolume', 'shortExemptVolume', 'totalVolume', 'market'],
};
const byCount = changedFeed(byDate, { layouts: [after, before] });
const headless = changedFeed(byCount, { format: { ...byDate.spec.format, header: false } });

const oldHeader = 'Date|Symbol|ShortVolume|TotalVolume|Market';
const newHeader = 'Date|Symbol|ShortVolume|ShortExemptVolume|TotalVolume|Market';
const oldLine = '20110228|ZVZZT|100|900|B,Q,N';
const newLine = '20110301|ZVZZT|100|7|900|B,Q,N';
const file = (...lines: string[]): string => [...lines, String(lines.length - 1), ''].join('\r\n');

async function volumes(feed: Feed, trade_date: string, bytes: string) {
  const lake = await openTestLake();
  const manifest = published(await deliver(lake, feed, { name: 'f', bytes, trade_date }));
  const columns =
    'symbol, venue, CAST(qty AS INTEGER) AS short, CAST(price AS INTEGER) AS exempt, CAST(leaves_qty AS INTEGER) AS total';
  return { rows: await publishedRows(lake, manifest, columns), faults: await rejectionLines(lake, manifest) };
}

const oldRow = { symbol: 'ZVZZT', venue: 'B,Q,N', short: 100, exempt: null, total: 900 };
const newRow = { ...oldRow, exempt: 7 };

describe('a file whose layout gained a column in the middle is read', () => {
  test.each<[string, Feed, string, string, object]>([
    ['by the last trade date of the old layout', byDate, '2011-02-28', file(oldHeader, oldLine), oldRow],
    ['by the first trade date after it', byDate, '2011-03-01', file(newHeader, newLine), newRow],
    ['by the number of names in the header, old', byCount, '2011-02-28', file(oldHeader, oldLine), oldRow],
    ['by the number of names in the header, new', byCount, '2011-03-01', file(newHeader, newLine), newRow],
  ])('%s', async (_, feed, trade_date, bytes, row) => {
    expect(await volumes(feed, trade_date, bytes)).toEqual({ rows: [row], faults: [] });
  });

  test.each<[string, string, string, object]>([
    ['old', '2011-02-28', oldLine, oldRow],
    ['new', '2011-03-01', newLine, newRow],
  ])('by the number of fields of the first record, %s', async (_, trade_date, line, row) => {
    expect(await volumes(headless, trade_date, `${line}\n1\n`)).toEqual({ rows: [row], faults: [] });
  });
});

test('a first record that fits no layout is one fault; the next one decides, for all that follow', async () => {
  const other = newLine.replace('ZVZZT', 'ZXW');
  const lines = ['20110228|ZVZZT|100', oldLine, other, '4'];
  const bytes = [lines[0], lines[1], lines[2], oldLine.replace('ZVZZT', 'ZXW'), lines[3]].join('\n');
  expect(await volumes(headless, '2011-02-28', bytes)).toEqual({
    rows: [oldRow, { ...oldRow, symbol: 'ZXW' }],
    faults: [
      '1: the line has 3 fields, expected 6 [field-count]',
      '3: the line has 6 fields, expected 5 [field-count]',
    ],
  });
});

async function refusal(feed: Feed, trade_date: string, bytes: string): Promise<string[]> {
  return refused(await deliver(await openTestLake(), feed, { name: 'f', bytes, trade_date }));
}

test('a header with a number of names that no layout has refuses the file', async () => {
  expect(await refusal(byCount, '2011-03-01', file(`${newHeader}|More`, newLine))).toEqual([
    "f:1: the file has 7 columns, expected as many as a layout of the feed for trade date 2011-03-01 has; add a layout and raise the feed's version [layout-unknown]",
  ]);
});

test('a header with other than the number of names of its date refuses the file', async () => {
  expect(await refusal(byDate, '2011-03-01', file(oldHeader, oldLine))).toEqual([
    "f:1: the header names 5 columns, expected 6; raise the feed's version if the layout changed [header-column-count]",
  ]);
});

test('names of columns are looked for in the layout of the date', async () => {
  const named = changedFeed(byDate, { format: { ...byDate.spec.format, header: true } });
  const header = before.fields.join('|');
  expect(await volumes(named, '2011-02-28', file(header, oldLine))).toEqual({ rows: [oldRow], faults: [] });
  expect(await refusal(named, '2011-03-01', file(header, oldLine))).toEqual([
    'f:1: the header lacks the columns "shortExemptVolume"; raise the feed\'s version if the layout changed [header-columns]',
  ]);
});
