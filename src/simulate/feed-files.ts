import { dailyPrices } from './daily-prices.js';
import type { DeliveryFile, FeedFile } from './feed-file.js';
import { furtherBrokers } from './further-formats.js';
import type { LabelledCase } from './labelled-case.js';
import type { Account, Imid } from './market-accounts.js';
import { type MovedCustomers, moveCustomers } from './move-customers.js';
import type { TapeTrade } from './order-event.js';
import { orderlessCases } from './orderless-cases.js';
import { positionsBefore } from './positions.js';
import { reportedTrades } from './reported-trades.js';
import type { SimulatedMarket } from './simulate-market.js';
import type { TradingDay } from './trading-day.js';
import { writeAcmeOrders } from './write-acme-orders.js';
import { writeBoltFix } from './write-bolt-fix.js';
import { writeCedarCat } from './write-cedar-cat.js';
import { writeDailyPrices } from './write-daily-prices.js';
import { writeDeltaOrders } from './write-delta-orders.js';
import { writeElmTransactions } from './write-elm-transactions.js';
import {
  writeCorporateCalendar,
  writeFirmPositions,
  writeNewsWire,
  writeRestrictedList,
} from './write-facts.js';
import { writeHotelAllocations } from './write-hotel-allocations.js';
import { writeFirmAccounts, writeListedInstruments } from './write-reference-data.js';
import { writeTapeQuotes, writeTapeTrades } from './write-tape.js';

/** The files of a day and who carries each account in them. */
export type WrittenDay = {
  readonly files: readonly DeliveryFile[];
  readonly imidOf: (account: Account) => string;
  /** Cases that the formats make, beside those of the market. */
  readonly cases: readonly LabelledCase[];
};

/** What is told in another place than without further formats. */
type Moved = { readonly customers: MovedCustomers; readonly trades: ReadonlySet<TapeTrade> };

/**
 * The day's files of all feeds, in order of feed. Lines are made while they are read, and only once.
 *
 * `formats` are further ones: brokers get customers of the others, transaction reports get prints of the tape, allocations repeat what
 * was executed. Those of them that get nothing are not written.
 */
export function feedFiles(
  day: TradingDay,
  market: SimulatedMarket,
  formats: readonly string[] = [],
): WrittenDay {
  const brokers = furtherBrokers.filter(({ feed }) => formats.includes(feed));
  const customers = moveCustomers(market, brokers);
  const trades = formats.includes('elm-transactions') ? reportedTrades(market) : new Set<TapeTrade>();
  const moved = { customers, trades };
  const imidOf = imidsAfter(customers);
  const allocations = formats.includes('hotel-allocations')
    ? [writeHotelAllocations(day, market.events)]
    : [];
  const further = [...filesOfMoved(day, market, moved), ...allocations].filter(({ records }) => records > 0);
  const files = [...filesOfEveryDay(day, market, moved), ...further];
  return {
    files: files.sort((left, right) => (left.feed < right.feed ? -1 : 1)),
    imidOf,
    cases: orderlessCases(market, customers),
  };
}

function imidsAfter(customers: MovedCustomers): WrittenDay['imidOf'] {
  return (account) => customers.get(account)?.imid ?? account.imid;
}

function filesOfMoved(day: TradingDay, market: SimulatedMarket, moved: Moved): DeliveryFile[] {
  const { customers, trades } = moved;
  const brokers = [...new Set(customers.values())].map((broker) =>
    broker.write(
      day,
      market.events.filter(({ order }) => customers.get(order.account) === broker),
    ),
  );
  return [...brokers, writeElmTransactions(day, [...trades], market.events)];
}

/** The four brokers' files of a session, in order of feed; `imidOf` says who carries each account. */
export function orderFiles(
  day: TradingDay,
  events: SimulatedMarket['events'],
  imidOf: WrittenDay['imidOf'] = (account) => account.imid,
): FeedFile[] {
  const eventsOf = (imid: Imid) => events.filter(({ order }) => imidOf(order.account) === imid);
  return [
    writeAcmeOrders(day, eventsOf('ACME')),
    writeBoltFix(day, eventsOf('BOLT')),
    writeCedarCat(day, eventsOf('CEDR')),
    writeDeltaOrders(day, eventsOf('DELT')),
  ];
}

function filesOfEveryDay(day: TradingDay, market: SimulatedMarket, moved: Moved): DeliveryFile[] {
  const imidOf = imidsAfter(moved.customers);
  const { facts, instruments, trades } = market;
  return [
    ...orderFiles(day, market.events, imidOf),
    writeCorporateCalendar(day, facts.calendar),
    writeFirmAccounts(day, market.accounts, imidOf),
    writeFirmPositions(day, positionsBefore(market.happened, facts)),
    writeRestrictedList(day, facts.restricted_list),
    writeListedInstruments(day, instruments),
    writeNewsWire(day, facts.news),
    writeDailyPrices(day.compact_date, dailyPrices(instruments, trades)),
    writeTapeQuotes(day, market.quotes),
    writeTapeTrades(
      day,
      trades.filter((trade) => !moved.trades.has(trade)),
    ),
  ];
}
