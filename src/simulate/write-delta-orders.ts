import { compactClockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import { isPrincipal, type OrderEvent, tradeId } from './order-event.js';
import type { TradingDay } from './trading-day.js';

const width = 132;
const eventCodes = {
  new: 'NEW',
  route: '',
  accept: 'ACK',
  modify: 'REP',
  cancel: 'CXL',
  expire: 'EXP',
  fill: 'EXE',
} as const;
const tifCodes = { day: 'DAY', ioc: 'IOC', at_open: 'OPG', at_close: 'CLS' } as const;
const typeCodes = { limit: 'LM', market: 'MK', pegged: 'PG' } as const;
const sideCodes = { buy: 'B', sell: 'S', sell_short: 'H', sell_short_exempt: 'X' } as const;

/** DELTA's fixed-width order file of the day, 132 columns a line; `events` are DELT's, in order of time, none of them a route. */
export function writeDeltaOrders(day: TradingDay, events: readonly OrderEvent[]): FeedFile {
  return {
    feed: 'delta-orders',
    name: `DELTA.ORD.${day.compact_date}.txt.gz`,
    is_gzipped: true,
    records: events.length,
    lines: lines(day, events),
  };
}

function* lines(day: TradingDay, events: readonly OrderEvent[]): Generator<string> {
  yield `${`HDELTA ORDERS ${day.compact_date}`.padEnd(width)}\n`;
  for (const event of events) yield line(day, event);
  yield `${`T${zeros(events.length, 10)}`.padEnd(width)}\n`;
}

function line(day: TradingDay, event: OrderEvent): string {
  const { order } = event;
  const identity = `D${order.order_id.padEnd(12)}${zeros(event.event_no, 4)}${eventCodes[event.event_type]}`;
  const time = `${day.compact_date}${compactClockText(event.ts_ns).replace('.', '')}`;
  const type = typeCodes[order.ord_type];
  const tif = tifCodes[order.time_in_force];
  const terms = `${order.instrument.symbol.padEnd(8)}${sideCodes[order.side]}${type}${tif}`;
  const numbers = `${zeros(event.price, 14)}0000${zeros(event.qty, 12)}00`;
  const parties = `${order.account.account_id.padEnd(12)}${event.venue}${order.account.trader_id.padEnd(8)}`;
  return `${`${identity}${time}${terms}${numbers}${parties}${links(event)}`.padEnd(width)}\n`;
}

function links(event: OrderEvent): string {
  const { order } = event;
  return [
    isPrincipal(order) ? 'P' : 'A',
    (event.trade_no === 0 ? '' : tradeId(event)).padEnd(12),
    order.handling.padEnd(6),
  ].join('');
}

function zeros(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
