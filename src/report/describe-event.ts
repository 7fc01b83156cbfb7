import type { Evidence } from '../domain/generated/evidence.js';
import { formatPrice, formatValue, parseExact } from './exact-value.js';

type Row = Readonly<Record<string, string | null>>;

/**
 * An event in a few words: `new sell 500 ZXZZT at 10.05`, `trade 100 ZXZZT at 10.00`, `quote ZXZZT 300 at 10.00 / 500 at 10.02`,
 * `news ZXZZT: Results above forecast`.
 */
export function describeEvent(dataset: Evidence['dataset'], row: Row): string {
  const symbol = row['symbol'] ?? null;
  if (dataset === 'quotes') {
    const bid = sideOfQuote(row, 'bid');
    const ask = sideOfQuote(row, 'ask');
    return words(['quote', symbol, bid, '/', ask]);
  }
  if (dataset === 'news') return `news ${symbol ?? ''}: ${row['headline'] ?? ''}`;
  const qty = number(row['qty']);
  const price = priceOf(row['price']);
  const at = price === null ? marketWords(row) : `at ${price}`;
  return dataset === 'trades'
    ? words(['trade', qty, symbol, at])
    : words([eventAndSide(dataset, row), qty, symbol, at]);
}

const nounOf = { trades: 'trade', quotes: 'quote', news: 'news' } as const;

/** What happened and on which side, in words: `new sell`, `fill buy`, `trade`. */
export function eventAndSide(dataset: Evidence['dataset'], row: Row): string {
  if (dataset !== 'order_events') return nounOf[dataset];
  return words([row['event_type'] ?? 'event', row['side']?.replaceAll('_', ' ') ?? null]);
}

function sideOfQuote(row: Row, side: 'bid' | 'ask'): string {
  const price = priceOf(row[`${side}_price`]);
  if (price === null) return `no ${side}`;
  return words([number(row[`${side}_qty`]), `at ${price}`]);
}

function marketWords(row: Row): string | null {
  return row['ord_type'] === 'market' ? 'at market' : null;
}

function number(value: string | null | undefined): string | null {
  return value === null || value === undefined ? null : formatValue(value, '');
}

function priceOf(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const exact = parseExact(value);
  return exact === null ? value : formatPrice(exact);
}

function words(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' ');
}
