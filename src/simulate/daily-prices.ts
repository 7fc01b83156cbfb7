import type { DailyPrices, Facts } from './facts.js';
import { type Instrument, tick } from './instruments.js';
import type { TapeTrade } from './order-event.js';
import type { Random } from './random.js';

/** The day's prices of every instrument from its prints, in their order; those without a print stand still. */
export function dailyPrices(instruments: readonly Instrument[], trades: readonly TapeTrade[]): DailyPrices[] {
  const days = instruments.map((instrument) => {
    const price = instrument.opening_price;
    return { instrument, open: price, high: price, low: price, close: price, volume: 0 };
  });
  for (const { instrument, price, qty } of trades) {
    const day = days[instrument.index];
    if (day === undefined) continue;
    const isFirst = day.volume === 0;
    day.open = isFirst ? price : day.open;
    day.high = isFirst ? price : Math.max(day.high, price);
    day.low = isFirst ? price : Math.min(day.low, price);
    day.close = price;
    day.volume += qty;
  }
  return days;
}

/**
 * The sessions before the day, the nearest first: each instrument wanders about 1 % a session and the last one closes where
 * the day opens. Sessions that the facts name stand as they say.
 */
export function earlierDailyPrices(
  instruments: readonly Instrument[],
  wish: { sessions: number; facts: Facts; random: Random },
): DailyPrices[][] {
  const named = new Map(
    wish.facts.daily_prices.map((prices) => [`${prices.sessions_ago} ${prices.instrument.index}`, prices]),
  );
  const closes = instruments.map(({ opening_price }) => opening_price);
  return Array.from({ length: wish.sessions }, (_, index) =>
    instruments.map((instrument) => {
      const close = closes[instrument.index] ?? instrument.opening_price;
      const prices =
        named.get(`${index + 1} ${instrument.index}`) ?? sessionBefore(instrument, close, wish.random);
      closes[instrument.index] = prices.open;
      return prices;
    }),
  );
}

function sessionBefore(instrument: Instrument, close: number, random: Random): DailyPrices {
  const away = () => Math.floor((close * random.int(120)) / 10_000 / tick) * tick;
  const open = Math.max(tick, random.chance(500) ? close + away() : close - away());
  const high = Math.max(open, close) + away();
  const low = Math.max(tick, Math.min(open, close) - away());
  return { instrument, open, high, low, close, volume: random.between(200, 900) * 100 };
}
