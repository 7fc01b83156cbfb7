import { describe, expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { shippedFeed } from './support/feeds.js';
import { framed } from './support/fix-messages.js';
import { deliver, openTestLake, published, type TestLake } from './support/lake.js';
import { publishedRows, rejectionLines } from './support/read-parquet.js';

const echo = shippedFeed('echo-fix');

/**
 * The feed with messages of one type, known by their number, whose events happen when they were sent: the only time that
 * a resend changes.
 */
function withSendingTime(feed: Feed, change: Partial<Feed['spec']> = {}): Feed {
  const time = { from: 'SendingTime', timestamp: 'yyyyMMdd-HH:mm:ss.nnnnnn', zone: 'UTC' };
  const { when: _, also: __, corrections: ___, ...plain } = feed.spec;
  const key: Feed['spec']['key'] = ['SenderCompID', 'MsgSeqNum'];
  const spec = { ...plain, key, map: { ...plain.map, event_ts_ns: time }, ...change };
  return { ...feed, spec, routes: [{ ...feed, spec }] };
}

const feed = withSendingTime(echo);

/** A line of the log: an order with parts of its own; the header's come before SendingTime. */
function order(number: number, change: { sent?: string; head?: string[]; qty?: string } = {}): string {
  const { sent = '20261120-14:30:00.000001', head = [], qty = '100' } = change;
  const fields = ['11=C-1', '55=ZVZZT', '54=1', `38=${qty}`];
  const message = framed(['35=D', '49=CLIENT', `34=${number}`, ...head, `52=${sent}`, ...fields], {
    separator: '|',
  });
  return `2026-11-20 14:30:00.000000 IN  ${message}\n`;
}

const again = (change: { qty?: string; first?: string } = {}): string =>
  order(1, {
    ...change,
    sent: '20261120-14:45:00.000001',
    head: ['43=Y', `122=${change.first ?? '20261120-14:30:00.000001'}`],
  });

async function send(
  lake: TestLake,
  lines: readonly string[],
  of = feed,
): Promise<ReturnType<typeof published>> {
  return published(await deliver(lake, of, { name: 'f', bytes: lines.join('') }));
}

describe('a message that is sent again with PossDupFlag', () => {
  test('is a duplicate though its SendingTime differs', async () => {
    const lake = await openTestLake();
    const manifest = await send(lake, [order(1), order(2), again(), again()]);
    expect(manifest.totals).toMatchObject({ read: 4, accepted: 2, rejected: 0, duplicates: 2 });
    const [first] = await publishedRows(lake, manifest, 'event_ts_ns');
    expect(first).toEqual({ event_ts_ns: '1795185000000001000' });
  });

  test('is one when the first came in an earlier delivery', async () => {
    const lake = await openTestLake();
    await send(lake, [order(1)]);
    const manifest = await send(lake, [again(), order(2)]);
    expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 0, duplicates: 1 });
  });

  test('stands where the first one was lost, at the time of the first', async () => {
    const lake = await openTestLake();
    const manifest = await send(lake, [again(), order(2)]);
    expect(manifest.totals).toMatchObject({ read: 2, accepted: 2, rejected: 0, duplicates: 0 });
    const rows = await publishedRows(lake, manifest, 'event_ts_ns');
    expect(rows[0]).toEqual({ event_ts_ns: '1795185000000001000' });
  });

  test('is rejected with other content, or another time of the first sending', async () => {
    const lake = await openTestLake();
    const other = again({ first: '20261120-14:30:00.000002' });
    const manifest = await send(lake, [order(1), again({ qty: '200' }), other]);
    expect(manifest.totals).toMatchObject({ read: 3, accepted: 1, rejected: 2, duplicates: 0 });
    expect(await rejectionLines(lake, manifest)).toEqual([
      '2: key "CLIENT:1" stands already on line 1 with other content [key-reused]',
      '3: key "CLIENT:1" stands already on line 1 with other content [key-reused]',
    ]);
  });

  test('as sent, it is another message', async () => {
    const lake = await openTestLake();
    const manifest = await send(lake, [order(1), again()], withSendingTime(echo, { resends: 'as-sent' }));
    expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 1, duplicates: 0 });
  });
});

describe('a message that is sent again with PossResend and a new number', () => {
  const resent = order(9, { head: ['97=Y'] });

  test('is rejected where only its number tells it from the first', async () => {
    const lake = await openTestLake();
    const manifest = await send(lake, [order(1), resent]);
    expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 1, duplicates: 0 });
    expect(await rejectionLines(lake, manifest)).toEqual([
      '2: PossResend (97) is "Y" and the message has a new MsgSeqNum, by which the feed\'s key cannot find what it repeats; key the feed by ExecID or the like [fix-resend-unkeyed]',
    ]);
  });

  test('is a duplicate where the key names the order', async () => {
    const lake = await openTestLake();
    const manifest = await send(
      lake,
      [order(1), resent],
      withSendingTime(echo, { key: ['SenderCompID', 'ClOrdID'] }),
    );
    expect(manifest.totals).toMatchObject({ read: 2, accepted: 1, rejected: 0, duplicates: 1 });
  });
});

test('messages without line ends are accepted, rejected or duplicates one by one', async () => {
  const lake = await openTestLake();
  const lines = [
    order(1),
    order(2),
    again(),
    order(3, { qty: '1e2' }),
    order(4).replace('|10=', '|x10='),
    order(5),
  ];
  const manifest = await send(
    lake,
    lines.map((line) => line.trimEnd()),
  );
  expect(manifest.totals).toMatchObject({ read: 6, accepted: 3, rejected: 2, duplicates: 1 });
  const rows = await publishedRows(lake, manifest, 'event_id, source_line, source_byte_offset');
  const offsets = lines.map((_, index) => lines.slice(0, index).join('').length - index);
  rows.sort((left, right) => Number(left['source_byte_offset']) - Number(right['source_byte_offset']));
  expect(rows).toEqual(
    [1, 2, 5].map((number) => ({
      event_id: `echo-fix:2026-11-20:CLIENT:${number}`,
      source_line: '1',
      source_byte_offset: String(offsets[number === 5 ? 5 : number - 1]),
    })),
  );
  expect((await rejectionLines(lake, manifest)).map((line) => line.replace(/.*\[/, ''))).toEqual([
    'schema-violated]',
    'fix-field]',
  ]);
});
