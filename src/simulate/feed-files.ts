import { dailyPrices } from './daily-prices.js';
import type { FeedFile } from './feed-file.js';
import type { Imid } from './market-accounts.js';
import { positionsBefore } from './positions.js';
import type { SimulatedMarket } from './simulate-market.js';
import type { TradingDay } from './trading-day.js';
import { writeAcmeOrders } from './write-acme-orders.js';
import { writeBoltFix } from './write-bolt-fix.js';
import { writeCedarCat } from './write-cedar-cat.js';
import { writeDailyPrices } from './write-daily-prices.js';
import { writeDeltaOrders } from './write-delta-orders.js';
import {
  writeCorporateCalendar,
  writeFirmPositions,
  writeNewsWire,
  writeRestrictedList,
} from './write-facts.js';
import { writeFirmAccounts, writeListedInstruments } from './write-reference-data.js';
import { writeTapeQuotes, writeTapeTrades } from './write-tape.js';

/** The brokers' files of a session, in order of feed. */
export function orderFiles(day: TradingDay, events: SimulatedMarket['events']): FeedFile[] {
  const eventsOf = (imid: Imid) => events.filter((event) => event.order.account.imid === imid);
  return [
    writeAcmeOrders(day, eventsOf('ACME')),
    writeBoltFix(day, eventsOf('BOLT')),
    writeCedarCat(day, eventsOf('CEDR')),
    writeDeltaOrders(day, eventsOf('DELT')),
  ];
}

/** The day's files of all feeds, in order of feed. Lines are made while they are read, and only once. */
export function feedFiles(day: TradingDay, market: SimulatedMarket): FeedFile[] {
  const { facts, instruments, trades } = market;
  return [
    ...orderFiles(day, market.events),
    writeCorporateCalendar(day, facts.calendar),
    writeFirmAccounts(day, market.accounts),
    writeFirmPositions(day, positionsBefore(market.happened, facts)),
    writeRestrictedList(day, facts.restricted_list),
    writeListedInstruments(day, instruments),
    writeNewsWire(day, facts.news),
    writeDailyPrices(day.compact_date, dailyPrices(instruments, trades)),
    writeTapeQuotes(day, market.quotes),
    writeTapeTrades(day, trades),
  ].sort((left, right) => (left.feed < right.feed ? -1 : 1));
}
