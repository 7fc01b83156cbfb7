import type { FeedFile } from './feed-file.js';
import type { Imid } from './market-accounts.js';
import type { SimulatedMarket } from './simulate-market.js';
import type { TradingDay } from './trading-day.js';
import { writeAcmeOrders } from './write-acme-orders.js';
import { writeBoltFix } from './write-bolt-fix.js';
import { writeCedarCat } from './write-cedar-cat.js';
import { writeDeltaOrders } from './write-delta-orders.js';
import { writeFirmAccounts, writeListedInstruments } from './write-reference-data.js';
import { writeTapeQuotes, writeTapeTrades } from './write-tape.js';

/** The day's files of all feeds, in order of feed. Lines are made while they are read, and only once. */
export function feedFiles(day: TradingDay, market: SimulatedMarket): FeedFile[] {
  const eventsOf = (imid: Imid) => market.events.filter((event) => event.order.account.imid === imid);
  return [
    writeAcmeOrders(day, eventsOf('ACME')),
    writeBoltFix(day, eventsOf('BOLT')),
    writeCedarCat(day, eventsOf('CEDR')),
    writeDeltaOrders(day, eventsOf('DELT')),
    writeFirmAccounts(day, market.accounts),
    writeListedInstruments(day, market.instruments),
    writeTapeQuotes(day, market.quotes),
    writeTapeTrades(day, market.trades),
  ];
}
