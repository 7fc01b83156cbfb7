import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { formatFault } from '../../src/canonicalize/diagnostics.js';
import { matchDelivery } from '../../src/canonicalize/match-delivery.js';
import { someOf } from '../../src/domain/diagnostic.js';
import {
  acmeFile,
  acmeHeader,
  acmeLine,
  acmeName,
  acmeTrailer,
  changedFeed,
  gzipLines,
  shippedFeed,
  shippedFeeds,
} from './support/feeds.js';
import { deliver, openTestLake, published, refused, visibleObjects } from './support/lake.js';
import { accountFile, accountHeader, deltaFile, deltaLine } from './support/records.js';

const acme = shippedFeed('acme-orders');
const accounts = shippedFeed('firm-accounts');
const delta = shippedFeed('delta-orders');
const good = acmeFile([acmeLine(1), acmeLine(2)]);
const damaged = Buffer.from(good);
damaged[30] = (damaged[30] ?? 0) ^ 0xff;
const tooLong = 'x'.repeat(1 << 18);
const again = 'ask the broker to send it again';
const fileAgain = 'ask the broker to send the file again';
const cutOff = 'the file may be cut off [trailer-missing]';
const acmeEnd = '"^TRAILER\\|(?P<trade_date>[0-9]{8})\\|(?P<count>[0-9]+)\\|(?P<sum>[0-9]+)$"';

type Case = [what: string, bytes: string | Buffer, message: string];

const controls: Case[] = [
  [
    'no trailer',
    gzipLines([acmeHeader, 'only', 'two']),
    `f:3: the last line is "two", expected a trailer that matches ${acmeEnd}; ${cutOff}`,
  ],
  [
    'a count one too high',
    gzipLines([acmeHeader, acmeLine(1), acmeTrailer(2, { sum: '100' })]),
    'f:3: the trailer declares 2 records, but the file holds 1 [control-count-differs]',
  ],
  [
    'a count one too low',
    gzipLines([acmeHeader, acmeLine(1), acmeLine(2), acmeTrailer(1, { sum: '200' })]),
    'f:4: the trailer declares 1 records, but the file holds 2 [control-count-differs]',
  ],
  [
    'a sum one too high',
    gzipLines([acmeHeader, acmeLine(1), acmeTrailer(1, { sum: '101' })]),
    'f:3: the trailer declares a sum of 101 for field "qty", but the records sum to 100 [control-sum-differs]',
  ],
  [
    'a trailer before the last record',
    gzipLines([acmeHeader, acmeLine(1), acmeTrailer(1), acmeLine(2)]),
    'f:3: records follow the trailer, expected it on the last line [trailer-not-last]',
  ],
  [
    'two files in one',
    gzipLines([acmeHeader, acmeLine(1), acmeTrailer(1), acmeHeader, acmeLine(2), acmeTrailer(1)]),
    'f:3: records follow the trailer, expected it on the last line [trailer-not-last]',
  ],
  [
    'another date in the trailer',
    gzipLines([acmeHeader, acmeLine(1), acmeTrailer(1, { date: '20261119' })]),
    'f:3: the trailer declares trade date 2026-11-19, expected 2026-11-20 [control-date-differs]',
  ],
];

const streams: Case[] = [
  [
    'gzip cut off before its end',
    good.subarray(0, good.length - 12),
    `f:4: the gzip stream is damaged after this line (unexpected end of file); ${fileAgain} [compression-damaged]`,
  ],
  [
    'gzip cut off in its header',
    good.subarray(0, 5),
    `f:1: the gzip stream is damaged after this line (unexpected end of file); ${fileAgain} [compression-damaged]`,
  ],
  [
    'gzip with a damaged byte',
    damaged,
    `f:1: the gzip stream is damaged after this line (invalid code -- missing end-of-block); ${fileAgain} [compression-damaged]`,
  ],
  [
    'text after the gzip stream',
    Buffer.concat([good, Buffer.from('junk')]),
    `f:1: the gzip stream is damaged after this line (incorrect header check); ${fileAgain} [compression-damaged]`,
  ],
  [
    'zeros after the gzip stream',
    Buffer.concat([good, Buffer.alloc(10)]),
    `f:5: 10 bytes follow the end of the gzip stream, expected none; ${fileAgain} [compression-trailing-bytes]`,
  ],
  [
    'plain text',
    `${acmeHeader}\n`,
    `f:1: the file begins with "ordId|seq|evt|ts|sym|side|type|t", expected gzip (bytes 1f 8b); ${again} [compression-mismatch]`,
  ],
  ['nothing', '', `f:1: the file holds 0 bytes and no record; ${again} [delivery-empty]`],
  ['gzip of nothing', gzipSync(''), `f:1: the file holds 20 bytes and no record; ${again} [delivery-empty]`],
  [
    'an HTML page',
    '<!DOCTYPE html><html></html>',
    `f:1: the file begins with "<!DOCTYPE html><html></html>", expected gzip (bytes 1f 8b), and this is an HTML page; ${again} [compression-mismatch]`,
  ],
];

const plain: Case[] = [
  ['nothing', '', `f:1: the file holds 0 bytes and no record; ${again} [delivery-empty]`],
  [
    'column names only',
    `${accountHeader}\n`,
    `f:1: the file holds 30 bytes and no record; ${again} [delivery-empty]`,
  ],
  [
    'an HTML page',
    '\n <html><body>502</body></html>',
    `f:1: the file begins with "\\x0a <html><body>502</body></html>", expected uncompressed text, and this is an HTML page; ${again} [compression-mismatch]`,
  ],
  [
    'gzip',
    Buffer.from([0x1f, 0x8b, 8, 0]),
    `f:1: the file begins with "\\x1f\\x8b\\x08\\x00", expected uncompressed text, and this is gzip; ${again} [compression-mismatch]`,
  ],
  [
    'a missing column',
    'account_id,owner_id,type\nA,O,IND\n#END,1\n',
    `f:1: the header lacks the columns "imid"; raise the feed's version if the layout changed [header-columns]`,
  ],
  [
    'an unexpected column',
    `${accountHeader},extra\nA,O,IND,X,y\n#END,1\n`,
    `f:1: the header has the unexpected columns "extra"; raise the feed's version if the layout changed [header-columns]`,
  ],
  [
    'a renamed column',
    `account_id,owner,type,imid\nA,O,IND,X\n#END,1\n`,
    `f:1: the header lacks the columns "owner_id" and has the unexpected columns "owner"; raise the feed's version if the layout changed [header-columns]`,
  ],
  [
    'a repeated column',
    `${accountHeader},imid\nA,O,IND,X,X\n#END,1\n`,
    'f:1: the header names the columns "imid" more than once [header-columns-repeated]',
  ],
  [
    'a last line too long to be a trailer',
    `${accountHeader}\nA,O,IND,X\nB,${tooLong},IND,X`,
    `f:3: the last line is "a line of more than 262144 bytes", expected a trailer that matches "^#END,(?P<count>[0-9]+)$"; ${cutOff}`,
  ],
  [
    'records that are all bad',
    accountFile(['A,O,XXX,X', 'B,O,IND']),
    'f:2: none of 2 records could become a canonical row; the first fault: f:2: field "type" is "XXX", expected one of "IND", "INS", "PRP", "MM", "EMP" [schema-violated] [no-record-accepted]',
  ],
];

const fixed: Case[] = [
  [
    'another date in the header',
    deltaFile([deltaLine(1)], 'HDELTA ORDERS 20261119'),
    'f:1: the header declares trade date 2026-11-19, expected 2026-11-20 [control-date-differs]',
  ],
  [
    'no header',
    gzipLines(['short', deltaLine(1)]),
    'f:1: the line is "short", expected a header that matches "^HDELTA ORDERS (?P<trade_date>[0-9]{8}) *$" [header-missing]',
  ],
];

describe.each([
  ['gzip, controls', acme, controls],
  ['gzip, bytes', acme, streams],
  ['plain text', accounts, plain],
  ['fixed width', delta, fixed],
])('a refused file publishes nothing and names the line: %s', (_, feed, cases) => {
  test.each(cases)('%s', async (_what, bytes, message) => {
    const lake = await openTestLake();
    expect(refused(await deliver(lake, feed, { name: 'f', bytes }))).toEqual([message]);
    expect(await visibleObjects(lake.store)).toEqual([]);
  });
});

test('every control total that breaks is said, not only the first', async () => {
  const lake = await openTestLake();
  const bytes = gzipLines([acmeHeader, acmeLine(1), acmeTrailer(7, { date: '20261119', sum: '7' })]);
  const codes = refused(await deliver(lake, acme, { name: 'f', bytes })).map(
    (message) => /\[(.*)\]$/.exec(message)?.[1],
  );
  expect(codes).toEqual(['control-date-differs', 'control-count-differs', 'control-sum-differs']);
});

test('a sum that only the header declares is checked too', async () => {
  const lake = await openTestLake();
  const feed = changedFeed(accounts, {
    header: { match: '^SUM (?P<sum>[0-9]+)$', sum_of: 'owner_id' },
  });
  const send = (sum: string): ReturnType<typeof deliver> =>
    deliver(lake, feed, { name: 'f', bytes: `SUM ${sum}\n${accountFile(['A,4,IND,X', 'B,5,IND,X'])}` });
  expect(refused(await send('10'))).toEqual([
    'f:1: the header declares a sum of 10 for field "owner_id", but the records sum to 9 [control-sum-differs]',
  ]);
  expect(published(await send('9')).totals.accepted).toBe(2);
});

test('a file of column names and a trailer is an empty day, not an empty file', async () => {
  const lake = await openTestLake();
  const manifest = published(await deliver(lake, accounts, { name: 'f', bytes: accountFile([]) }));
  expect(manifest).toMatchObject({
    totals: { read: 0, accepted: 0, control_lines: 2 },
    files: [{ dataset: 'accounts', rows: 0 }],
  });
});

test('gzip in several members is one file', async () => {
  const lake = await openTestLake();
  const bytes = Buffer.concat([gzipLines([acmeHeader, acmeLine(1)]), gzipLines([acmeTrailer(1)])]);
  expect(published(await deliver(lake, acme, { name: 'f', bytes })).totals.accepted).toBe(1);
});

test('a file that is not there is a failure of the machinery', async () => {
  const lake = await openTestLake();
  const { deliverFile } = await import('./support/lake.js');
  await expect(deliverFile(lake, acme, { path: `${lake.folder}/nothing`, name: 'f' })).rejects.toMatchObject({
    code: 'file-unreadable',
  });
});

describe('the name of a file', () => {
  const match = (name: string, feeds = shippedFeeds): string => {
    const matched = matchDelivery(name, feeds, '2026-11-20');
    return 'code' in matched ? formatFault(matched) : matched.feed.spec.feed;
  };

  test.each([
    [acmeName, 'acme-orders'],
    ['104_CEDR_20261120_OrderEvents_000001.json.gz', 'cedar-cat'],
    ['DELTA.ORD.20261120.txt.gz', 'delta-orders'],
  ])('%s belongs to %s', (name, feed) => {
    expect(match(name)).toBe(feed);
  });

  test.each([
    'notes.txt',
    'acme-orders-20261120.psv',
    `x${acmeName}`,
    `${acmeName}.tmp`,
    'DELTA-ORD.20261120.txt.gz',
  ])('%s is claimed by no feed', (name) => {
    expect(match(name)).toBe(
      `${name}: no feed claims a file of this name, expected one of ${someOf(shippedFeeds.map(({ spec }) => spec.feed))}; add a feed or move the file away [feed-unknown]`,
    );
  });

  test('with another date is refused', () => {
    expect(match('acme-orders-20261119.psv.gz')).toBe(
      'acme-orders-20261119.psv.gz: the name carries date 2026-11-19, expected 2026-11-20; run with --date 2026-11-19 or move the file away [file-date-differs]',
    );
  });

  test('that two feeds claim is refused', () => {
    expect(match(acmeName, [acme, changedFeed(acme, { feed: 'other' })])).toBe(
      `${acmeName}: the feeds "acme-orders", "other" all claim a file of this name, expected one [feed-ambiguous]`,
    );
  });
});
