import { clockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import type { OrderEvent } from './order-event.js';
import type { TradingDay } from './trading-day.js';

const eventCodes = { new: 'N', modify: 'R', cancel: 'C', expire: 'E', fill: 'F' } as const;
const sideCodes = { buy: '1', sell: '2', sell_short: '5', sell_short_exempt: '6' } as const;

/** ACME's pipe-delimited order file of the day; `events` are ACME's, in order of time. */
export function writeAcmeOrders(day: TradingDay, events: readonly OrderEvent[]): FeedFile {
  return {
    feed: 'acme-orders',
    name: `acme-orders-${day.compact_date}.psv.gz`,
    is_gzipped: true,
    records: events.length,
    lines: lines(day, events),
  };
}

function* lines(day: TradingDay, events: readonly OrderEvent[]): Generator<string> {
  let shares = 0;
  yield 'ordId|seq|evt|ts|sym|side|type|tif|px|qty|acct|mkt\n';
  for (const event of events) {
    shares += event.qty;
    yield line(day, event);
  }
  yield `TRAILER|${day.compact_date}|${events.length}|${shares}\n`;
}

function line(day: TradingDay, event: OrderEvent): string {
  const { order } = event;
  const time = `${day.compact_date}-${clockText(event.ts_ns)}`;
  const type = order.ord_type === 'market' ? 'M' : 'L';
  const tif = order.time_in_force === 'ioc' ? 'I' : 'D';
  const price = event.price === 0 ? '' : String(event.price);
  const terms = `${sideCodes[order.side]}|${type}|${tif}|${price}|${event.qty}`;
  const identity = `${order.order_id}|${event.event_no}|${eventCodes[event.event_type]}|${time}`;
  return `${identity}|${order.instrument.symbol}|${terms}|${order.account.account_id}|${order.venue}\n`;
}
