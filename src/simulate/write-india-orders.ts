import { clockText } from './clock-text.js';
import type { FeedTable } from './feed-file.js';
import { type FurtherBroker, hasNoExemptSells } from './further-broker.js';
import type { OrderEvent } from './order-event.js';
import { priceText } from './price-text.js';
import { clockNanos, type TradingDay } from './trading-day.js';

/** An expiry deletes the row as a cancellation does; fills, routes and accepts do not come here. */
const operations = {
  new: 'I',
  route: '',
  accept: '',
  modify: 'U',
  cancel: 'D',
  expire: 'D',
  fill: '',
} as const;
const sideCodes = { buy: 'B', sell: 'S', sell_short: 'X', sell_short_exempt: 'X' } as const;

const columns = [
  { name: 'Op', type: 'VARCHAR' },
  { name: 'transact_seq', type: 'UBIGINT' },
  { name: 'changed_at', type: 'TIMESTAMP_NS' },
  { name: 'order_id', type: 'VARCHAR' },
  { name: 'symbol', type: 'VARCHAR' },
  { name: 'side', type: 'VARCHAR' },
  { name: 'quantity', type: 'DECIMAL(18,6)' },
  { name: 'limit_price', type: 'DECIMAL(18,8)' },
  { name: 'account', type: 'VARCHAR' },
] as const;

/** INDX, whose table of orders knows no executions: it gets customers of whose orders none traded. */
export const indx: FurtherBroker = {
  feed: 'india-orders',
  imid: 'INDX',
  has_orders: true,
  cases: ['excessive-cancels', 'quote-stuffing'],
  fits: (events) => hasNoExemptSells(events) && events.every(({ event_type }) => event_type !== 'fill'),
  write: writeIndiaOrders,
};

/** The changes of INDX's order table on the day, times in UTC; `events` are INDX's, in order of time, none of them a fill. */
function writeIndiaOrders(day: TradingDay, events: readonly OrderEvent[]): FeedTable {
  return {
    feed: 'india-orders',
    name: `india-orders-${day.compact_date}-000001.parquet`,
    records: events.length,
    columns,
    rows: rows(day, events),
  };
}

function* rows(day: TradingDay, events: readonly OrderEvent[]): Generator<(string | null)[]> {
  const behind = clockNanos(day.hours_behind_utc, 0);
  for (const [index, event] of events.entries()) {
    const { order } = event;
    yield [
      operations[event.event_type],
      String(index + 1),
      `${day.trade_date} ${clockText(event.ts_ns + behind)}`,
      order.order_id,
      order.instrument.symbol,
      sideCodes[order.side],
      String(event.qty),
      event.price === 0 ? null : priceText(event.price),
      order.account.account_id,
    ];
  }
}
