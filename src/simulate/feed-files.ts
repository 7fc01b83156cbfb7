import { dailyPrices } from './daily-prices.js';
import type { DeliveryFile } from './feed-file.js';
import { furtherBrokers } from './further-formats.js';
import type { Account } from './market-accounts.js';
import { type MovedCustomers, moveCustomers } from './move-customers.js';
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

/** The files of a day and who carries each account in them. */
export type WrittenDay = {
  readonly files: readonly DeliveryFile[];
  readonly imidOf: (account: Account) => string;
};

/**
 * The day's files of all feeds, in order of feed. Lines are made while they are read, and only once.
 *
 * `formats` are further ones: brokers get customers of the others, and what has no record is not written.
 */
export function feedFiles(
  day: TradingDay,
  market: SimulatedMarket,
  formats: readonly string[] = [],
): WrittenDay {
  const moved = moveCustomers(
    market,
    furtherBrokers.filter(({ feed }) => formats.includes(feed)),
  );
  const imidOf = (account: Account) => moved.get(account)?.imid ?? account.imid;
  const further = filesOfFurther(day, market, moved).filter(({ records }) => records > 0);
  const files = [...filesOfEveryDay(day, market, imidOf), ...further];
  return { files: files.sort((left, right) => (left.feed < right.feed ? -1 : 1)), imidOf };
}

function filesOfFurther(day: TradingDay, market: SimulatedMarket, moved: MovedCustomers): DeliveryFile[] {
  return [...new Set(moved.values())].map((broker) =>
    broker.write(
      day,
      market.events.filter(({ order }) => moved.get(order.account) === broker),
    ),
  );
}

function filesOfEveryDay(
  day: TradingDay,
  market: SimulatedMarket,
  imidOf: WrittenDay['imidOf'],
): DeliveryFile[] {
  const eventsOf = (imid: string) => market.events.filter(({ order }) => imidOf(order.account) === imid);
  const { facts, instruments, trades } = market;
  return [
    writeAcmeOrders(day, eventsOf('ACME')),
    writeBoltFix(day, eventsOf('BOLT')),
    writeCedarCat(day, eventsOf('CEDR')),
    writeCorporateCalendar(day, facts.calendar),
    writeDeltaOrders(day, eventsOf('DELT')),
    writeFirmAccounts(day, market.accounts, imidOf),
    writeFirmPositions(day, positionsBefore(market.events, facts)),
    writeRestrictedList(day, facts.restricted_list),
    writeListedInstruments(day, instruments),
    writeNewsWire(day, facts.news),
    writeDailyPrices(day.compact_date, dailyPrices(instruments, trades)),
    writeTapeQuotes(day, market.quotes),
    writeTapeTrades(day, trades),
  ];
}
