import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { formatFeedProblem } from '../../src/canonicalize/feed-problem.js';
import { loadFeed } from '../../src/canonicalize/load-feed.js';
import { loadCanonicalDatasets } from '../../src/lake/canonical-dataset.js';
import { deliver, openTestLake, published, temporaryFolder } from './support/lake.js';
import { publishedRows, rejectionLines } from './support/read-parquet.js';

const datasets = await loadCanonicalDatasets();
const FIELDS = ['id', 'time', 'sym', 'px', 'qty', 'day', 'side'];

/** A feed of trades with parts of its map and its number format replaced. */
async function load(map: Readonly<Record<string, string>>, numbers = ''): Promise<Feed | string[]> {
  const folder = path.join(await temporaryFolder(), 'prints');
  await mkdir(folder);
  const entries = {
    event_ts_ns: '{from: time, timestamp: epoch-ns}',
    symbol: 'sym',
    trade_id: 'id',
    price: 'px',
    qty: 'qty',
    ...map,
  };
  const lines = Object.entries(entries).map(([column, entry]) => `  ${column}: ${entry}`);
  await writeFile(
    path.join(folder, 'feed.yaml'),
    `feed: prints
version: 1
broker: TAPE
file: "prints-{trade_date}.csv"
arrives: {by: "18:00", zone: America/New_York}
format: {type: delimited, delimiter: ";", quote: none, header: true, compression: none, encoding: utf-8${numbers}}
record: record.schema.json
key: [id]
to: trades
map:
${lines.join('\n')}
`,
  );
  const properties = Object.fromEntries(
    FIELDS.map((field) => [field, { type: 'string', minLength: 1, description: field }]),
  );
  const record = {
    $id: 'prints',
    title: 'Print',
    description: 'A print.',
    type: 'object',
    required: ['id'],
    properties,
  };
  await writeFile(path.join(folder, 'record.schema.json'), JSON.stringify(record));
  const feed = await loadFeed(folder, datasets);
  return Array.isArray(feed) ? feed.map((problem) => formatFeedProblem(problem).replace(folder, '')) : feed;
}

describe('what a map may not say', () => {
  test.each([
    [
      'a key for another type of column',
      { price: '{from: px, values: {a: b}}' },
      'values does not apply to column "price", DECIMAL(18,8) [feed-key-misplaced]',
    ],
    [
      'a scale for text',
      { venue: '{from: side, scale: -2}' },
      'scale does not apply to column "venue", VARCHAR [feed-key-misplaced]',
    ],
    [
      'a symbology for a number',
      { qty: '{from: qty, symbology: {from: cqs}}' },
      'symbology does not apply to column "qty", DECIMAL(18,6) [feed-key-misplaced]',
    ],
    [
      'a timestamp for text',
      { venue: '{from: time, timestamp: epoch-ns}' },
      'timestamp does not apply to column "venue", VARCHAR [feed-key-misplaced]',
    ],
    [
      'values beside a lookup',
      {
        venue:
          '{from: sym, values: {a: b}, lookup: {dataset: instruments, by: symbol, take: listing_exchange}}',
      },
      'column "venue" has values and lookup, expected one of them [feed-keys-conflict]',
    ],
    [
      'a join of one field',
      { venue: '{from: side, join: "-"}' },
      'join of column "venue" has no effect without several fields in from [feed-key-alone]',
    ],
    [
      'otherwise without a list',
      { venue: '{from: side, otherwise: keep}' },
      'otherwise of column "venue" has no effect without values or lookup [feed-key-alone]',
    ],
    [
      'a lookup in no dataset',
      { venue: '{from: sym, lookup: {dataset: venues, by: symbol, take: name}}' },
      'lookup names dataset "venues", expected one of accounts, calendar, daily_prices, instruments, news, order_events, positions, quotes, restricted_list, trades [feed-lookup-dataset]',
    ],
    [
      'a lookup of another type',
      { venue: '{from: sym, lookup: {dataset: instruments, by: symbol, take: round_lot}}' },
      'lookup takes "round_lot", BIGINT, for column "venue", VARCHAR; expected the same type [feed-lookup-type]',
    ],
    [
      'a number that is kept',
      {
        price: '{from: sym, otherwise: keep, lookup: {dataset: daily_prices, by: symbol, take: open_price}}',
      },
      'otherwise: keep does not apply to column "price", DECIMAL(18,8) [feed-key-misplaced]',
    ],
    [
      'a form without a date',
      { event_ts_ns: '{from: time, timestamp: "HH:mm:ss", zone: UTC}' },
      'timestamp form "HH:mm:ss" has no date: say "date: delivery", or from which field and form it comes [feed-timestamp-without-date]',
    ],
    [
      'seconds of no day',
      { event_ts_ns: '{from: time, timestamp: midnight-s, zone: UTC}' },
      'timestamp form "midnight-s" has no date: say "date: delivery", or from which field and form it comes [feed-timestamp-without-date]',
    ],
    [
      'a date form with a time',
      {
        event_ts_ns: '{from: time, timestamp: midnight-s, zone: UTC, date: {from: day, form: "yyyyMMdd HH"}}',
      },
      'form "yyyyMMdd HH" is not that of a date alone, expected one such as yyyyMMdd [feed-date-form]',
    ],
    [
      'a date that no form needs',
      { event_ts_ns: '{from: time, timestamp: epoch-s, date: delivery}' },
      'date of column "event_ts_ns" has no effect without a form without a date [feed-key-alone]',
    ],
    [
      'a clock without a zone',
      { event_ts_ns: '{from: time, timestamp: [epoch-s, "yyyyMMdd HH:mm"]}' },
      'column "event_ts_ns" needs a timestamp form, and a zone unless every form is epoch or has an offset [feed-timestamp-missing]',
    ],
    [
      'a date field that is not there',
      { event_ts_ns: '{from: time, timestamp: midnight-s, zone: UTC, date: {from: date, form: yyyyMMdd}}' },
      'field "date" is not declared, expected one of id, time, sym, px, qty, day, side [feed-field-unknown]',
    ],
    [
      'a word that no expression may have',
      { venue: `{expression: "getenv('HOME')"}` },
      'expression of column "venue" has "getenv", expected fields, literals, operators, CASE, CAST and the functions in docs/feed-reference.md [feed-expression-word]',
    ],
    [
      'a field that no record has',
      { venue: '{expression: upper(venue)}' },
      'field "venue" is not declared, expected one of id, time, sym, px, qty, day, side [feed-field-unknown]',
    ],
    [
      'an expression of float',
      { price: '{expression: "1.5 // 0.5"}' },
      'expression of column "price" gives or uses DOUBLE, expected text, a boolean, a date or an exact number [feed-expression-type]',
    ],
    [
      'an expression with a float inside',
      {
        price:
          '{expression: "CAST(CAST(px AS DECIMAL(18,2)) // CAST(qty AS DECIMAL(18,2)) AS DECIMAL(18,2))"}',
      },
      'expression of column "price" gives or uses DOUBLE, expected text, a boolean, a date or an exact number [feed-expression-type]',
    ],
    [
      'an expression of a row',
      { venue: '{expression: "px, qty"}' },
      'expression of column "venue" gives or uses STRUCT(VARCHAR, VARCHAR), expected text, a boolean, a date or an exact number [feed-expression-type]',
    ],
    [
      'too wide a scale',
      { round: 'x', qty: '{from: qty, scale: -7}' },
      'scale -7 has more decimals than column "qty", DECIMAL(18,6) [feed-scale-too-fine]',
    ],
  ])('%s', async (_, map, problem) => {
    expect(await load(map)).toContainEqual(expect.stringContaining(problem));
  });

  test('a column of reference data that is not there', async () => {
    const entry = '{from: sym, lookup: {dataset: instruments, by: ticker, take: mic}}';
    const known =
      'expected one of symbol, name, listing_exchange, round_lot, is_test_issue, source_sha256, source_line, source_byte_offset';
    expect(await load({ venue: entry })).toEqual([
      `/feed.yaml:16:10: dataset instruments has no column "ticker", ${known} [feed-lookup-column]`,
      `/feed.yaml:16:10: dataset instruments has no column "mic", ${known} [feed-lookup-column]`,
    ]);
  });

  test('an expression that does not bind, in the words of the database', async () => {
    expect(await load({ price: '{expression: "px * 1.5"}', venue: '{expression: "px +"}' })).toEqual([
      expect.stringMatching(
        /^\/feed\.yaml:14:23: expression of column "price" cannot be computed: Binder Error: No function matches.* \[feed-expression-unbound\]$/,
      ),
      expect.stringMatching(
        /^\/feed\.yaml:16:23: expression of column "venue" cannot be computed: Parser Error.* \[feed-expression-unbound\]$/,
      ),
    ]);
  });

  test('one mark for two things', async () => {
    expect(await load({}, ', numbers: {thousands: "."}')).toEqual([
      '/feed.yaml:6:115: "." stands for both decimal and thousands in format.numbers, expected two marks [feed-numbers-unclear]',
    ]);
  });
});

test('a feed that says all of it is sound, and its file becomes rows and faults', async () => {
  const feed = await load(
    {
      event_ts_ns:
        '{from: time, timestamp: ["HH:mm:ss.nnnnnn", midnight-ms], zone: America/New_York, overlap: later, date: {from: day, form: dd-MMM-yyyy}}',
      symbol: '{from: sym, symbology: {from: cqs}}',
      qty: '{from: qty, scale: 2}',
      venue: '{from: [side, id], join: ""}',
      sale_condition: `{expression: "CASE WHEN CAST(qty AS INTEGER) > 5 THEN 'big' END", values: {big: B}}`,
    },
    ', numbers: {decimal: ",", thousands: ".", sign: either}',
  );
  if (Array.isArray(feed)) throw new Error(feed.join('\n'));
  const lines = [
    FIELDS.join(';'),
    '1;09:30:00.000001;BRK/A;1.234,5;3;20-NOV-2026;B',
    '2;34200000;ABRpD;1.234,56-;7;20-Nov-2026;S',
    '3;34200000;ABR-D;1.2345,6;x;20-11-2026;S',
  ];
  const lake = await openTestLake();
  const bytes = `${lines.join('\n')}\n`;
  const manifest = published(await deliver(lake, feed, { name: 'prints-20261120.csv', bytes }));
  const columns = 'event_ts_ns, event_ts, symbol, price, qty, venue, sale_condition';
  expect(await publishedRows(lake, manifest, columns)).toEqual([
    {
      event_ts_ns: '1795185000000001000',
      event_ts: '2026-11-20 14:30:00.000001',
      symbol: 'BRK.A',
      price: '1234.50000000',
      qty: '300.000000',
      venue: 'B1',
      sale_condition: null,
    },
    {
      event_ts_ns: '1795185000000000000',
      event_ts: '2026-11-20 14:30:00',
      symbol: 'ABR-D',
      price: '-1234.56000000',
      qty: '700.000000',
      venue: 'S2',
      sale_condition: 'B',
    },
  ]);
  expect(await rejectionLines(lake, manifest)).toEqual([
    '4: field "day" is "20-11-2026", expected a time as dd-MMM-yyyy [value-not-timestamp]',
    '4: field "sym" is "ABR-D", expected a symbol with a suffix as in cqs symbology, or none [value-not-symbol]',
    '4: field "px" is "1.2345,6", expected decimal(18,8) [value-not-decimal]',
    '4: field "qty" is "x", expected decimal(18,6) [value-not-decimal]',
  ]);
});
