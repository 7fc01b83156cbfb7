import type { FeedFile } from './feed-file.js';
import type { Order, OrderEvent } from './order-event.js';
import type { TradingDay } from './trading-day.js';

const width = 60;
/** Of allocations: half an hour after the close. */
const time = '163000';
const sideCodes = { buy: 'B', sell: 'S', sell_short: 'H', sell_short_exempt: 'H' } as const;

/** What of an order was traded: shares, and shares times price. */
type Traded = { readonly order: Order; qty: number; notional: number };

/**
 * HOTL's allocations of the day: what each order of an institution traded, with whichever broker, goes to its account at the average price,
 * cut to ten-thousandths of a dollar.
 */
export function writeHotelAllocations(day: TradingDay, events: readonly OrderEvent[]): FeedFile {
  const batches = batchesOf(events);
  return {
    feed: 'hotel-allocations',
    name: `HOTL.ALLOC.${day.compact_date}.txt`,
    is_gzipped: false,
    records: batches.reduce((sum, batch) => sum + batch.length, 0),
    lines: lines(day, batches),
  };
}

/** Orders that traded, by account and symbol, in order of both; orders in that of their first execution. */
function batchesOf(events: readonly OrderEvent[]): Traded[][] {
  const orders = new Map<Order, Traded>();
  for (const { event_type, order, qty, price } of events) {
    if (event_type !== 'fill' || order.account.kind !== 'INS') continue;
    const traded = orders.get(order) ?? { order, qty: 0, notional: 0 };
    orders.set(order, traded);
    traded.qty += qty;
    traded.notional += qty * price;
  }
  const batches = new Map<string, Traded[]>();
  for (const traded of orders.values()) {
    const key = batchKey(traded);
    const batch = batches.get(key);
    if (batch === undefined) batches.set(key, [traded]);
    else batch.push(traded);
  }
  return [...batches].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, batch]) => batch);
}

function batchKey({ order: { account, instrument } }: Traded): string {
  return `${zeros(account.index, 9)} ${zeros(instrument.index, 9)}`;
}

function* lines(day: TradingDay, batches: readonly Traded[][]): Generator<string> {
  yield ended(`FHHOTEL ALLOCATIONS ${day.compact_date}`);
  for (const [index, batch] of batches.entries()) yield* batchLines(day, batch, zeros((index % 9999) + 1, 4));
  const all = batches.flat();
  yield ended(`FT${zeros(batches.length, 6)}${zeros(all.length, 8)}${zeros(hundredths(all), 15)}`);
}

function* batchLines(day: TradingDay, batch: readonly Traded[], no: string): Generator<string> {
  for (const { order } of batch.slice(0, 1)) {
    const { account, instrument } = order;
    yield ended(`BH${no}${day.compact_date}${account.account_id.padEnd(12)}${instrument.symbol.padEnd(8)}`);
  }
  for (const { order, qty, notional } of batch) {
    const average = (notional - (notional % qty)) / qty;
    const numbers = `${zeros(qty, 10)}00${zeros(average, 12)}`;
    yield ended(`DT${order.order_id.padEnd(12)}0001${sideCodes[order.side]}${numbers}${time}`);
  }
  yield ended(`BT${no}${zeros(batch.length, 6)}${zeros(hundredths(batch), 15)}`);
}

/** Sum of the shares with their two implied decimals. */
function hundredths(orders: readonly Traded[]): number {
  return orders.reduce((sum, { qty }) => sum + qty, 0) * 100;
}

function ended(text: string): string {
  return `${text.padEnd(width)}\n`;
}

function zeros(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
