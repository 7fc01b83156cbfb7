import { castParts, sessionsPlayed } from './cast-parts.js';
import { dailyPrices, earlierDailyPrices } from './daily-prices.js';
import type { DailyPrices, Facts } from './facts.js';
import type { FeedFile } from './feed-file.js';
import { orderFiles } from './feed-files.js';
import { onTick } from './market.js';
import type { Random } from './random.js';
import type { Memory } from './scenario-plan.js';
import { scenarios } from './scenarios/registry.js';
import { type MarketOptions, type SimulatedMarket, simulateMarket } from './simulate-market.js';
import { tradingDay } from './trading-day.js';
import { writeDailyPrices } from './write-daily-prices.js';

/** The sessions before a day: those in which cases play, and what the day takes from them. */
export type EarlierSessions = {
  /** The nearest first; none where no case began before the day. */
  readonly markets: readonly SimulatedMarket[];
  readonly opening: ReadonlyMap<string, number>;
  readonly memory: Memory;
};

/** Simulates those of `sessions` sessions before the day in which cases of the wish play, each opening where the one before closed. */
export function simulateEarlier(options: MarketOptions, sessions: number): EarlierSessions {
  const parts = castParts(scenarios, { events: options.events, wish: options.abuse ?? {} });
  const memory: Memory = new Map();
  const markets: SimulatedMarket[] = [];
  let opening: ReadonlyMap<string, number> = new Map();
  for (let ago = Math.min(sessions, sessionsPlayed(parts)); ago > 0; ago -= 1) {
    const market = simulateMarket({ ...options, session: -ago, opening, memory });
    markets.unshift(market);
    opening = closesOf(market);
  }
  return { markets, opening, memory };
}

/** What the next session opens at, by symbol. */
export function closesOf({ instruments, trades }: SimulatedMarket): Map<string, number> {
  const prices = dailyPrices(instruments, trades);
  return new Map(prices.map(({ instrument, close }) => [instrument.symbol, onTick(close)]));
}

/** Files of the sessions before a day, `dates` the nearest first: daily prices of all, orders of those in which cases played. */
export function historyFiles(
  market: SimulatedMarket,
  { markets }: EarlierSessions,
  { dates, random }: { dates: readonly string[]; random: Random },
): FeedFile[] {
  const { facts } = market;
  const played = markets.map(({ instruments, trades }, index) =>
    asNamed(dailyPrices(instruments, trades), { facts, sessions_ago: index + 1 }),
  );
  const oldest = markets.at(-1)?.instruments ?? market.instruments;
  const made = earlierDailyPrices(oldest, {
    sessions: Math.max(0, dates.length - played.length),
    facts: played.length === 0 ? facts : { ...facts, daily_prices: [] },
    random,
  });
  return dates.flatMap((date, index) => [
    ...orderFiles(tradingDay(date), markets[index]?.events ?? []).filter(({ records }) => records > 0),
    writeDailyPrices(date.replaceAll('-', ''), [...played, ...made][index] ?? []),
  ]);
}

/** Prices with those that a case wants otherwise. */
function asNamed(
  prices: readonly DailyPrices[],
  { facts, sessions_ago }: { facts: Facts; sessions_ago: number },
): DailyPrices[] {
  return prices.map(
    (own) =>
      facts.daily_prices.find(
        (named) => named.sessions_ago === sessions_ago && named.instrument.index === own.instrument.index,
      ) ?? own,
  );
}
