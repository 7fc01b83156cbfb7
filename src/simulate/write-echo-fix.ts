import { clockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import { fixSeparator, frameFixMessage } from './frame-fix-message.js';
import type { FurtherBroker } from './further-broker.js';
import { isPrincipal, type Order, type OrderEvent } from './order-event.js';
import { priceText } from './price-text.js';
import { clockNanos, marketClose, marketOpen, nanosPerSecond, type TradingDay } from './trading-day.js';

/** ExecType and OrdStatus of reports; a new order is a message of its own, routes and accepts do not come here. */
const reports = {
  new: '',
  route: '',
  accept: '',
  modify: '5',
  cancel: '4',
  expire: 'C',
  fill: 'F',
} as const;
const tifCodes = { day: '0', ioc: '3', at_open: '2', at_close: '7' } as const;
const typeCodes = { limit: '2', market: '1', pegged: 'P' } as const;
const sideCodes = { buy: '1', sell: '2', sell_short: '5', sell_short_exempt: '6' } as const;

/** ECHO, whose log tells of an order all that patterns read but the print and the information barrier. */
export const echo: FurtherBroker = {
  feed: 'echo-fix',
  imid: 'ECHO',
  has_orders: true,
  cases: [
    'collusive-spoofing',
    'excessive-cancels',
    'layering',
    'marking-the-close',
    'marking-the-open',
    'momentum-ignition',
    'pump-and-dump',
    'quote-stuffing',
    'ramping',
    'short-sale-marking',
    'spoofing',
    'wash-trade',
  ],
  fits: () => true,
  write: writeEchoFix,
};

/** The log of ECHO's gateway of the day, FIX 4.4 in both directions, times in UTC to the microsecond; `events` are ECHO's, in order of time. */
function writeEchoFix(day: TradingDay, events: readonly OrderEvent[]): FeedFile {
  return {
    feed: 'echo-fix',
    name: `echo-gateway-${day.compact_date}.log`,
    is_gzipped: false,
    records: events.length,
    lines: messages(day, events),
  };
}

type Message = {
  readonly way: 'IN' | 'OUT';
  /** MsgType */
  readonly type: 'A' | '5' | 'D' | 'F' | 'G' | '8';
  readonly ts_ns: number;
  readonly body: readonly string[];
};
/** An order as it was last agreed on: fills do not say it. */
type Terms = { readonly qty: number; readonly price: number };

function* messages(day: TradingDay, events: readonly OrderEvent[]): Generator<string> {
  const agreed = new Map<Order, Terms>();
  const line = openLog(day);
  yield* session('A', marketOpen - 60 * nanosPerSecond, ['98=0', '108=30', '141=Y']).map(line);
  for (const event of events) {
    const { event_type, order } = event;
    if (event_type === 'new' || event_type === 'modify') agreed.set(order, event);
    yield* messagesOf(event, agreed.get(order) ?? order).map(line);
  }
  yield* session('5', marketClose + 60 * nanosPerSecond, []).map(line);
}

/** Makes lines of the log: each side counts its own messages, and fields end with | in place of SOH. */
function openLog(day: TradingDay): (message: Message) => string {
  const sent = { IN: 0, OUT: 0 };
  return ({ way, type, ts_ns, body }) => {
    sent[way] += 1;
    const clock = clockText(ts_ns + clockNanos(day.hours_behind_utc, 0)).slice(0, 15);
    const parties = way === 'IN' ? ['49=CLIENT', '56=ECHO'] : ['49=ECHO', '56=CLIENT'];
    const at = [`34=${sent[way]}`, `52=${day.compact_date}-${clock}`];
    const transacted = type === 'A' || type === '5' ? [] : [`60=${day.compact_date}-${clock}`];
    const fields = [`35=${type}`, ...parties, ...at, ...body, ...transacted];
    const message = frameFixMessage(fields).replaceAll(fixSeparator, '|');
    return `${day.trade_date} ${clock} ${way.padEnd(3)} ${message}\n`;
  };
}

/** What both sides say at the beginning or the end of the session. */
function session(type: 'A' | '5', ts_ns: number, body: readonly string[]): Message[] {
  return (['IN', 'OUT'] as const).map((way) => ({ way, type, ts_ns, body }));
}

/** An entry, or the report of what happened, after the request for it where there was one. */
function messagesOf(event: OrderEvent, terms: Terms): Message[] {
  const { event_type, order, ts_ns } = event;
  if (event_type === 'new') {
    const body = [`11=${order.order_id}`, ...orderFields(event, terms), ...parties(order)];
    return [{ way: 'IN', type: 'D', ts_ns, body }];
  }
  const request = isAsked(event) ? requestFields(event) : [`11=${order.order_id}`];
  const body = [`37=E-${order.order_id}`, ...request, ...reportFields(event, terms)];
  const report: Message = { way: 'OUT', type: '8', ts_ns, body };
  if (!isAsked(event)) return [report];
  const type = event_type === 'modify' ? 'G' : 'F';
  return [{ way: 'IN', type, ts_ns, body: askFields(event, request) }, report];
}

/** Changes, and cancellations of orders that rest, were asked for; what is left of others is cancelled without. */
function isAsked({ event_type, order }: OrderEvent): boolean {
  return event_type === 'modify' || (event_type === 'cancel' && order.time_in_force === 'day');
}

/** A request bears the number of its event, and names the order as it was entered. */
function requestFields({ order, event_no }: OrderEvent): string[] {
  return [`11=${order.order_id}-${event_no}`, `41=${order.order_id}`];
}

function askFields({ order, qty }: OrderEvent, request: readonly string[]): string[] {
  return [...request, `55=${order.instrument.symbol}`, `54=${sideCodes[order.side]}`, `38=${qty}`];
}

function orderFields({ order, venue }: OrderEvent, { qty, price }: Terms): string[] {
  return [
    `1=${order.account.account_id}`,
    `55=${order.instrument.symbol}`,
    `54=${sideCodes[order.side]}`,
    `38=${qty}`,
    `40=${typeCodes[order.ord_type]}`,
    ...(order.ord_type === 'market' ? [] : [`44=${priceText(price)}`]),
    `59=${tifCodes[order.time_in_force]}`,
    `100=${venue}`,
    `528=${isPrincipal(order) ? 'P' : 'A'}`,
  ];
}

function reportFields(event: OrderEvent, terms: Terms): string[] {
  const { event_type, order } = event;
  const isFill = event_type === 'fill';
  return [
    `17=${order.order_id}.${event.event_no}`,
    `150=${reports[event_type]}`,
    `39=${isFill ? (event.leaves_qty === 0 ? '2' : '1') : reports[event_type]}`,
    ...orderFields(event, terms),
    ...(isFill ? [`32=${event.qty}`, `31=${priceText(event.price)}`] : []),
    `151=${event.leaves_qty}`,
    ...(event_type === 'cancel' ? [] : parties(order)),
  ];
}

/** The firm and the trader who entered the order. */
function parties({ account }: Order): string[] {
  return ['453=2', '448=ECHO', '447=D', '452=1', `448=${account.trader_id}`, '447=D', '452=36'];
}
