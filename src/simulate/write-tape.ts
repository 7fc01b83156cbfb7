import { clockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import { type NbboQuote, type TapeTrade, tradeId } from './order-event.js';
import { priceText } from './price-text.js';
import type { TradingDay } from './trading-day.js';

/** The consolidated tape of prints; trade ids are unique in the run. */
export function writeTapeTrades(day: TradingDay, trades: readonly TapeTrade[]): FeedFile {
  return {
    feed: 'tape-trades',
    name: `tape-trades-${day.compact_date}.psv.gz`,
    is_gzipped: true,
    records: trades.length,
    lines: tradeLines(day, trades),
  };
}

/** The changes of the best bid and offer; `seq` counts from 1, sides that are empty have empty fields. */
export function writeTapeQuotes(day: TradingDay, quotes: readonly NbboQuote[]): FeedFile {
  return {
    feed: 'tape-quotes',
    name: `tape-quotes-${day.compact_date}.psv.gz`,
    is_gzipped: true,
    records: quotes.length,
    lines: quoteLines(day, quotes),
  };
}

function* tradeLines(day: TradingDay, trades: readonly TapeTrade[]): Generator<string> {
  yield 'time|symbol|trade_id|price|size|venue|condition\n';
  for (const trade of trades) {
    const terms = `${tradeId(trade)}|${priceText(trade.price)}|${trade.qty}|${trade.venue}`;
    yield `${day.compact_date}-${clockText(trade.ts_ns)}|${trade.instrument.symbol}|${terms}|${trade.sale_condition}\n`;
  }
  yield `END|${day.compact_date}|${trades.length}\n`;
}

function* quoteLines(day: TradingDay, quotes: readonly NbboQuote[]): Generator<string> {
  let sequence = 0;
  yield 'time|symbol|seq|bid|bid_size|ask|ask_size\n';
  for (const quote of quotes) {
    sequence += 1;
    const bid = side(quote.bid, quote.bid_qty);
    const time = `${day.compact_date}-${clockText(quote.ts_ns)}`;
    yield `${time}|${quote.instrument.symbol}|${sequence}|${bid}|${side(quote.ask, quote.ask_qty)}\n`;
  }
  yield `END|${day.compact_date}|${quotes.length}\n`;
}

function side(price: number, qty: number): string {
  return price === 0 ? '|' : `${priceText(price)}|${qty}`;
}
