import type { FeedFile } from './feed-file.js';
import { type FurtherBroker, hasNoExemptSells } from './further-broker.js';
import type { OrderEvent } from './order-event.js';
import { priceText } from './price-text.js';
import { epochNanos, type TradingDay } from './trading-day.js';

/** An expiry is told as a cancellation; routes and accepts do not come here. */
const eventWords = {
  new: 'placed',
  route: '',
  accept: '',
  modify: 'changed',
  cancel: 'cancelled',
  expire: 'cancelled',
  fill: 'filled',
} as const;
const sideWords = { buy: 'BUY', sell: 'SELL', sell_short: 'SHORT', sell_short_exempt: 'SHORT' } as const;

/** FIRC, whose orders have neither type nor time in force. */
export const firc: FurtherBroker = {
  feed: 'fir-orders',
  imid: 'FIRC',
  has_orders: true,
  cases: [
    'excessive-cancels',
    'marking-the-close',
    'marking-the-open',
    'momentum-ignition',
    'pump-and-dump',
    'quote-stuffing',
    'ramping',
    'short-sale-marking',
    'wash-trade',
  ],
  fits: hasNoExemptSells,
  write: writeFirOrders,
};

/** FIRC's JSON document of the day, an order event a line; `events` are FIRC's, in order of time. */
function writeFirOrders(day: TradingDay, events: readonly OrderEvent[]): FeedFile {
  return {
    feed: 'fir-orders',
    name: `fir-orders-${day.trade_date}.json`,
    is_gzipped: false,
    records: events.length,
    lines: lines(day, events),
  };
}

function* lines(day: TradingDay, events: readonly OrderEvent[]): Generator<string> {
  let shares = 0;
  yield '{"orders":[\n';
  for (const [index, event] of events.entries()) {
    shares += event.qty;
    yield `${index === 0 ? '' : ','}${record(day, event)}\n`;
  }
  yield `],"meta":{"tradeDate":"${day.trade_date}","count":${events.length},"totalQuantity":${shares}}}\n`;
}

function record(day: TradingDay, event: OrderEvent): string {
  const { order } = event;
  return (
    `{"id":"${order.order_id}","revision":${event.event_no},"event":"${eventWords[event.event_type]}",` +
    `"time":${epochNanos(day, event.ts_ns)},"instrument":{"symbol":"${order.instrument.symbol}"},` +
    `"side":"${sideWords[order.side]}","quantity":${event.qty},` +
    `"limit":${event.price === 0 ? 'null' : priceText(event.price)},"account":"${order.account.account_id}"}`
  );
}
