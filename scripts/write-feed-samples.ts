import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dailyPrices } from '../src/simulate/daily-prices.js';
import type { FeedFile } from '../src/simulate/feed-file.js';
import type { Imid } from '../src/simulate/market-accounts.js';
import type { Order } from '../src/simulate/order-event.js';
import { positionsBefore } from '../src/simulate/positions.js';
import { type SimulatedMarket, simulateMarket } from '../src/simulate/simulate-market.js';
import { tradingDay } from '../src/simulate/trading-day.js';
import { writeAcmeOrders } from '../src/simulate/write-acme-orders.js';
import { writeBoltFix } from '../src/simulate/write-bolt-fix.js';
import { writeCedarCat } from '../src/simulate/write-cedar-cat.js';
import { writeDailyPrices } from '../src/simulate/write-daily-prices.js';
import { writeDeltaOrders } from '../src/simulate/write-delta-orders.js';
import {
  writeCorporateCalendar,
  writeFirmPositions,
  writeNewsWire,
  writeRestrictedList,
} from '../src/simulate/write-facts.js';
import { writeFirmAccounts, writeListedInstruments } from '../src/simulate/write-reference-data.js';
import { writeTapeQuotes, writeTapeTrades } from '../src/simulate/write-tape.js';

/** The samples of all feeds as path and text: parts of one small simulated day, uncompressed, control totals of their own. */
export function feedSamples(): ReadonlyMap<string, string> {
  const day = tradingDay('2026-11-20');
  const market = simulateMarket({ events: 4_000, seed: 7, abuse: { counts: new Map() } });
  const { facts } = market;
  const files: [string, FeedFile][] = [
    ['psv', writeAcmeOrders(day, fewLives(market, 'ACME'))],
    ['log', writeBoltFix(day, fewLives(market, 'BOLT').slice(0, 10))],
    ['json', writeCedarCat(day, fewLives(market, 'CEDR'))],
    ['txt', writeDeltaOrders(day, fewLives(market, 'DELT'))],
    ['csv', writeFirmAccounts(day, market.accounts.slice(0, 12))],
    [
      'csv',
      writeListedInstruments(day, [...market.instruments.slice(0, 10), ...market.instruments.slice(-1)]),
    ],
    ['xml', writeCorporateCalendar(day, facts.calendar.slice(0, 12))],
    ['txt', writeFirmPositions(day, positionsBefore(market.events, facts).slice(0, 12))],
    ['tsv', writeRestrictedList(day, facts.restricted_list.slice(0, 12))],
    ['jsonl', writeNewsWire(day, facts.news.slice(0, 12))],
    ['psv', writeDailyPrices(day.compact_date, dailyPrices(market.instruments, market.trades).slice(0, 12))],
    ['psv', writeTapeQuotes(day, market.quotes.slice(0, 12))],
    ['psv', writeTapeTrades(day, market.trades.slice(0, 12))],
  ];
  return new Map(
    files.map(([extension, file]) => [`feeds/${file.feed}/sample.${extension}`, [...file.lines].join('')]),
  );
}

/** The whole lives of a few orders of a broker: of each way of ending and of each type of event the first. */
function fewLives(market: SimulatedMarket, imid: Imid) {
  const own = market.events.filter(({ order }) => order.account.imid === imid);
  const seen = new Set<string>();
  const chosen = new Set<Order>();
  for (const event of own) {
    const trait = `${event.event_type} ${event.order.ord_type} ${event.order.is_buy}`;
    if (event.event_type === 'new' || seen.has(trait) || event.order.event_count > 4) continue;
    seen.add(trait);
    chosen.add(event.order);
  }
  const few = new Set([...chosen].slice(0, 6));
  return own.filter(({ order }) => few.has(order));
}

if (process.argv[1]?.endsWith('write-feed-samples.ts')) {
  for (const [file, text] of feedSamples()) await writeFile(path.resolve(file), text);
}
