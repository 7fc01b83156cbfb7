import { clockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import { isPrincipal, type OrderEvent, routedName, tradeId } from './order-event.js';
import type { TradingDay } from './trading-day.js';

const eventCodes = {
  new: 'N',
  route: 'T',
  accept: 'A',
  modify: 'R',
  cancel: 'C',
  expire: 'E',
  fill: 'F',
} as const;
/** Columns of the file, in order. */
export const acmeColumns =
  'ordId|seq|evt|ts|sym|side|type|tif|px|qty|acct|mkt|trd|parent|routed|dest|from|cap|trader|hand|unit';

const tifCodes = { day: 'D', ioc: 'I', at_open: 'O', at_close: 'C' } as const;
const typeCodes = { limit: 'L', market: 'M', pegged: 'P' } as const;
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
  yield `${acmeColumns}\n`;
  for (const event of events) {
    shares += event.qty;
    yield line(day, event);
  }
  yield `TRAILER|${day.compact_date}|${events.length}|${shares}\n`;
}

function line(day: TradingDay, event: OrderEvent): string {
  const { order } = event;
  const time = `${day.compact_date}-${clockText(event.ts_ns)}`;
  const type = typeCodes[order.ord_type];
  const tif = tifCodes[order.time_in_force];
  const price = event.price === 0 ? '' : String(event.price);
  const terms = `${sideCodes[order.side]}|${type}|${tif}|${price}|${event.qty}`;
  const identity = `${order.order_id}|${event.event_no}|${eventCodes[event.event_type]}|${time}`;
  return `${identity}|${order.instrument.symbol}|${terms}|${order.account.account_id}|${event.venue}|${links(event)}\n`;
}

/** What links the order to a print, to its parent and to other firms, and how it is handled. */
function links(event: OrderEvent): string {
  const { order } = event;
  return [
    event.trade_no === 0 ? '' : tradeId(event),
    order.parent?.order_id ?? '',
    routedName(event),
    event.destination,
    event.event_type === 'accept' ? order.sender : '',
    isPrincipal(order) ? 'P' : 'A',
    order.account.trader_id,
    order.handling.replaceAll('|', ' '),
    order.info_barrier_id,
  ].join('|');
}
