import { clockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import { frameFixMessage } from './frame-fix-message.js';
import { isPrincipal, type Order, type OrderEvent, tradeId } from './order-event.js';
import { priceText } from './price-text.js';
import { clockNanos, marketClose, marketOpen, nanosPerSecond, type TradingDay } from './trading-day.js';

const heartbeatEvery = clockNanos(1, 0);
const execTypes = {
  new: '0',
  route: '',
  accept: '0',
  modify: '5',
  cancel: '4',
  expire: 'C',
  fill: 'F',
} as const;
const tifCodes = { day: '0', ioc: '3', at_open: '2', at_close: '7' } as const;
const typeCodes = { limit: '2', market: '1', pegged: 'P' } as const;
const sideCodes = { buy: '1', sell: '2', sell_short: '5', sell_short_exempt: '6' } as const;

/** What a drop copy knows of an order beside its events: what it traded, the requests so far and the limit now. */
type Progress = { filled_qty: number; notional: number; requests: number; limit: number };

/** BOLT's FIX 4.4 drop copy of the day, one message a line, times in UTC; `events` are BOLT's, in order of time, none of them a route. */
export function writeBoltFix(day: TradingDay, events: readonly OrderEvent[]): FeedFile {
  return {
    feed: 'bolt-fix',
    name: `bolt-dropcopy-${day.compact_date}.log.gz`,
    is_gzipped: true,
    records: events.length,
    lines: messages(day, events),
  };
}

function* messages(day: TradingDay, events: readonly OrderEvent[]): Generator<string> {
  const progress = new Map<Order, Progress>();
  let sequence = 1;
  const send = (message: { type: string; ts_ns: number; body: readonly string[] }) => {
    const time = utcTime(day, message.ts_ns);
    const text = [
      `35=${message.type}`,
      '49=BOLT',
      '56=TAPEWARDEN',
      `34=${sequence}`,
      `52=${time}`,
      ...message.body,
    ];
    sequence += 1;
    return `${frameFixMessage(text)}\n`;
  };
  yield send({ type: 'A', ts_ns: marketOpen - 60 * nanosPerSecond, body: ['98=0', '108=3600', '141=Y'] });
  let heartbeat = clockNanos(10, 0);
  for (const event of events) {
    while (heartbeat <= event.ts_ns && heartbeat < marketClose) {
      yield send({ type: '0', ts_ns: heartbeat, body: [] });
      heartbeat += heartbeatEvery;
    }
    yield send({ type: '8', ts_ns: event.ts_ns, body: executionReport(day, event, progress) });
  }
  yield send({ type: '5', ts_ns: marketClose + 60 * nanosPerSecond, body: [] });
}

function executionReport(day: TradingDay, event: OrderEvent, known: Map<Order, Progress>): string[] {
  const { order } = event;
  const progress = advance(known, event);
  const isFill = event.event_type === 'fill';
  const limit = order.ord_type !== 'market' ? [`44=${priceText(progress.limit)}`] : [];
  const last = isFill ? [`32=${event.qty}`, `31=${priceText(event.price)}`, `880=${tradeId(event)}`] : [];
  const previous = progress.requests > 1 && !isFill ? [`41=${order.order_id}-${progress.requests - 1}`] : [];
  return [
    `50=${order.account.trader_id}`,
    `37=${order.order_id}`,
    `11=${order.order_id}-${progress.requests}`,
    ...previous,
    `17=${order.order_id}.${event.event_no}`,
    `150=${execTypes[event.event_type]}`,
    `39=${orderStatus(event, progress)}`,
    `1=${order.account.account_id}`,
    `55=${order.instrument.symbol}`,
    `54=${sideCodes[order.side]}`,
    `38=${order.qty}`,
    `40=${typeCodes[order.ord_type]}`,
    ...limit,
    `59=${tifCodes[order.time_in_force]}`,
    ...last,
    `151=${event.leaves_qty}`,
    `14=${progress.filled_qty}`,
    `6=${priceText(averagePrice(progress))}`,
    `60=${utcTime(day, event.ts_ns)}`,
    `100=${event.venue}`,
    `528=${isPrincipal(order) ? 'P' : 'A'}`,
    ...(order.parent === undefined ? [] : [`9717=${order.parent.order_id}`]),
    ...(order.handling === '' ? [] : [`9718=${order.handling}`]),
    ...(order.info_barrier_id === '' ? [] : [`9719=${order.info_barrier_id}`]),
  ];
}

function advance(known: Map<Order, Progress>, event: OrderEvent): Progress {
  const progress = known.get(event.order) ?? { filled_qty: 0, notional: 0, requests: 0, limit: 0 };
  known.set(event.order, progress);
  if (event.event_type === 'fill') {
    progress.filled_qty += event.qty;
    progress.notional += event.qty * event.price;
    return progress;
  }
  progress.limit = event.price;
  if (event.event_type !== 'expire') progress.requests += 1;
  return progress;
}

function averagePrice({ filled_qty, notional }: Progress): number {
  return filled_qty === 0 ? 0 : (notional - (notional % filled_qty)) / filled_qty;
}

function orderStatus(event: OrderEvent, progress: Progress): string {
  if (event.event_type === 'fill') return event.leaves_qty === 0 ? '2' : '1';
  if (event.event_type === 'cancel') return '4';
  if (event.event_type === 'expire') return 'C';
  return progress.filled_qty > 0 ? '1' : '0';
}

function utcTime(day: TradingDay, ns: number): string {
  return `${day.compact_date}-${clockText(ns + clockNanos(day.hours_behind_utc, 0))}`;
}
