import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Feed } from '../../../src/canonicalize/feed.js';
import { formatFeedProblem } from '../../../src/canonicalize/feed-problem.js';
import { type InferredFeed, inferFeed } from '../../../src/canonicalize/infer/infer-feed.js';
import { loadFeed } from '../../../src/canonicalize/load-feed.js';
import { loadCanonicalDatasets } from '../../../src/lake/canonical-dataset.js';
import { realFeed, realFilesPresent, realFolder } from '../../real/support.js';
import { changedFeed, shippedFeeds } from '../support/feeds.js';
import { deliverFile, openTestLake, published, temporaryFolder } from '../support/lake.js';
import { draftLine, judgeDraft } from './support/judge-draft.js';

const datasets = await loadCanonicalDatasets();

async function infer(file: string, feed: Feed, to: string | null): Promise<InferredFeed> {
  const options = { feed: feed.spec.feed, broker: feed.spec.broker, to: datasets.get(to ?? '') ?? null };
  const inferred = await inferFeed(file, options, datasets);
  if ('code' in inferred) throw new Error(inferred.code);
  return inferred;
}

/** Writes a draft with some map lines filled in, and loads it. */
async function fillIn(draft: InferredFeed, lines: Readonly<Record<string, string>>): Promise<Feed> {
  const folder = path.join(await temporaryFolder(), draft.feed);
  await mkdir(folder);
  const used = Object.values(lines).join(' ');
  const withFields = draft.feed_yaml.replace(
    /^( *)# choose: - (\{name: (\w+).*|(\w+))$/gm,
    (line, indent: string, field: string, name?: string, plain?: string) =>
      new RegExp(`\\b${name ?? plain ?? ''}\\b`).test(used) ? `${indent}- ${field}` : line,
  );
  const filled = Object.entries(lines).reduce(
    (text, [column, entry]) =>
      text.replace(new RegExp(`^ *(# choose: )?${column}: .*$`, 'm'), `  ${column}: ${entry}`),
    withFields,
  );
  await writeFile(path.join(folder, 'feed.yaml'), filled);
  await writeFile(path.join(folder, 'record.schema.json'), draft.record_schema);
  const loaded = await loadFeed(folder, datasets);
  if (Array.isArray(loaded)) throw new Error(loaded.map(formatFeedProblem).join('\n'));
  return loaded;
}

function expectTable(name: string, lines: readonly string[]): void {
  const file = `test/golden/infer-${name}.txt`;
  const text = lines.join('\n');
  if (process.env['UPDATE'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

const samples = shippedFeeds.map((feed) => {
  const folder = path.join('feeds', feed.spec.feed);
  const file = readdirSync(folder).find((name) => name.startsWith('sample.')) ?? '';
  return { name: feed.spec.feed, feed, file: path.join(folder, file) };
});

/** Feeds whose dataset a person has to name, because neither names nor values tell it. */
const untold = [
  ...['corporate-calendar', 'elm-transactions', 'firm-positions', 'firm-restricted-list'],
  ...['foxtrot-blue-sheets', 'golf-orders', 'hotel-allocations'],
];

/** Feeds of which a draft leaves out what they are made of: batches, repeating groups. */
const undrafted = ['hotel-allocations', 'echo-fix'];

/** What a person fills into the map of a draft where no name tells it. */
const fill: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'corporate-calendar': {
    event_type:
      '{from: kind, values: {EARNINGS: earnings, DIVIDEND: dividend, SPLIT: split, INDEX: index_rebalance, EXPIRY: expiry}}',
    event_date: '{from: date, timestamp: "yyyy-MM-dd"}',
  },
  'firm-restricted-list': {
    list_type: '{from: list, values: {R: restricted, W: watch}}',
    effective_from_ns: '{from: from, timestamp: "yyyy-MM-dd HH:mm:ss", zone: America/New_York}',
    effective_to_ns: '{from: until, timestamp: "yyyy-MM-dd HH:mm:ss", zone: America/New_York}',
  },
  'delta-orders': {
    order_id: 'field_2',
    price: '{from: field_11, scale: -8, empty: "000000000000000000"}',
    qty: '{from: field_12, scale: -2}',
    account_id: 'field_13',
  },
  'elm-transactions': { symbol: 'FullNm', price: 'Amt', qty: 'Unit' },
  'firm-positions': {
    position_id: '{from: [field_2, field_3], join: "/"}',
    account_id: 'field_2',
    qty: 'field_4',
  },
  'fir-orders': {
    event_type: '{from: event, values: {placed: new, cancelled: cancel, filled: fill}}',
    event_ts_ns: '{from: time, timestamp: epoch-ns, zone: UTC}',
  },
  'foxtrot-blue-sheets': {
    event_type: '{constant: allocation}',
    event_ts_ns: '{from: [date, field_22], timestamp: "yyyyMMdd HHmmss", zone: America/New_York}',
    symbol: 'field_2',
    order_id: 'field_7',
  },
  'golf-orders': {
    event_type: '{from: Ereignis, values: {Neu: new, Ausführung: fill, Storno: cancel}}',
    order_id: 'Auftrag',
    price: 'Kurs',
    qty: 'Menge',
  },
  'gum-executions': { event_type: '{constant: fill}' },
  'india-orders': {
    event_type: '{from: Op, values: {I: new, U: modify, D: cancel}}',
    side: '{from: side, values: {B: buy, X: sell_short}}',
  },
};

describe('samples of the shipped feeds', () => {
  test('are drafted as they are: format, control lines, key, dataset and the sort of each field', async () => {
    const lines: string[] = [];
    for (const { name, feed, file } of samples) {
      const draft = await infer(file, feed, untold.includes(name) ? feed.spec.to : null);
      lines.push(draftLine(name, draft, judgeDraft(feed, draft)));
      expect(draft.to).toBe(feed.spec.to);
    }
    expectTable('shipped', lines);
  });

  test.each(samples.filter(({ name }) => !undrafted.includes(name)))(
    '$name: the draft accepts every record of its sample after at most four map lines',
    async (one) => {
      const draft = await infer(one.file, one.feed, untold.includes(one.name) ? one.feed.spec.to : null);
      const feed = await fillIn(draft, fill[one.name] ?? {});
      const lake = await openTestLake();
      const result = await deliverFile(lake, feed, { path: one.file, name: 'sample' });
      const { totals } = published(result);
      expect(totals).toMatchObject({ accepted: totals.read, rejected: 0, duplicates: 0 });
      expect(totals.read).toBe(draft.format.records);
    },
  );
});

const real = [
  {
    name: 'herd-trades',
    file: 'finra-herd-demo/2017-08-01.trade-data.txt',
    to: 'trades',
    fill: { trade_id: 'field_3', qty: 'field_5' },
  },
  {
    name: 'herd-prices',
    file: 'finra-herd-demo/2017-08-02.security-data.txt',
    to: 'daily_prices',
    fill: {
      open_price: 'field_2',
      high_price: 'field_3',
      low_price: 'field_4',
      close_price: 'field_5',
      volume_qty: 'field_6',
    },
  },
  {
    name: 'nasdaq-listed',
    file: 'symbol-directory/nasdaqlisted.txt',
    to: 'instruments',
    fill: { is_test_issue: '{from: field_4, values: {Y: "true", N: "false"}}' },
  },
  {
    name: 'other-listed',
    file: 'symbol-directory/otherlisted.txt',
    to: 'instruments',
    fill: { is_test_issue: '{from: field_7, values: {Y: "true", N: "false"}}' },
  },
  {
    name: 'schwab-exports',
    file: 'broker-exports/schwab-transactions.csv',
    to: null,
    fill: {
      event_type: '{from: Action, values: {Buy: fill, Sell: fill}}',
      order_id: '{from: [Date, Symbol, Quantity]}',
    },
  },
  {
    name: 'trading212-exports',
    file: 'broker-exports/trading212-transactions.csv',
    to: null,
    fill: { event_type: '{from: Action, values: {Market buy: fill, Limit sell: fill}}' },
  },
  {
    name: 'freetrade-exports',
    file: 'broker-exports/freetrade-transactions.csv',
    to: null,
    fill: { event_type: '{from: Type, values: {ORDER: fill, FREESHARE_ORDER: fill}}' },
  },
  { name: 'banzai-fix', file: 'fix/FIXT.1.1-EXEC-BANZAI.messages.log', to: null, fill: {} },
];

describe.skipIf(!realFilesPresent)('real files', () => {
  test('are drafted as they are: format, key and the sort of each field', async () => {
    const lines: string[] = [];
    for (const { name, file, to } of real) {
      const feed = realFeed(name);
      const draft = await infer(path.join(realFolder, file), feed, to);
      lines.push(draftLine(name, draft, judgeDraft(feed, draft)));
    }
    expectTable('real', lines);
  });

  test.each(real)(
    '$name: the draft loads after a few map lines and records are accepted',
    async ({ name, file, to, fill }) => {
      const source = path.join(realFolder, file);
      const feed = await fillIn(await infer(source, realFeed(name), to), fill);
      const byEvent = changedFeed(feed, { trade_date: 'event' });
      const lake = await openTestLake();
      const { totals } = published(
        await deliverFile(lake, byEvent, { path: source, name: path.basename(file) }),
      );
      const written = {
        'schwab-exports': 6,
        'trading212-exports': 4,
        'freetrade-exports': 2,
        'banzai-fix': 50,
      }[name];
      expect(totals.accepted).toBeGreaterThanOrEqual(written ?? totals.read);
    },
  );
});
