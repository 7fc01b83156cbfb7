import { clockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import { type FurtherBroker, hasNoExemptSells } from './further-broker.js';
import { tick } from './instruments.js';
import type { Order, OrderEvent } from './order-event.js';
import { clockNanos, hoursBehindUtc, type TradingDay } from './trading-day.js';

const columns = 'Auftrag;Lauf;Ereignis;Zeit;Symbol;Seite;Kurs;Menge;Konto;Bemerkung';
/** An expiry is told as a cancellation; routes and accepts do not come here. */
const eventWords = {
  new: 'Neu',
  route: '',
  accept: '',
  modify: 'Änderung',
  cancel: 'Storno',
  expire: 'Storno',
  fill: 'Ausführung',
} as const;
const sideWords = {
  buy: 'Kauf',
  sell: 'Verkauf',
  sell_short: 'Leerverkauf',
  sell_short_exempt: 'Leerverkauf',
} as const;

/** GOLF, which writes whole cents only and a price on every order. */
export const golf: FurtherBroker = {
  feed: 'golf-orders',
  imid: 'GOLF',
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
  fits: (events) =>
    hasNoExemptSells(events) && events.every(({ price }) => price !== 0 && price % tick === 0),
  write: writeGolfOrders,
};

/** GOLF's semicolon-separated file of the day, times in Berlin; `events` are GOLF's, in order of time. */
function writeGolfOrders(day: TradingDay, events: readonly OrderEvent[]): FeedFile {
  return {
    feed: 'golf-orders',
    name: `golf-auftraege-${day.trade_date}.csv`,
    is_gzipped: false,
    records: events.length,
    lines: lines(day, events),
  };
}

function* lines(day: TradingDay, events: readonly OrderEvent[]): Generator<string> {
  const date = day.trade_date.split('-').reverse().join('.');
  const ahead = clockNanos(day.hours_behind_utc - hoursBehindUtc(day.trade_date, 'Europe/Berlin'), 0);
  yield `Golf Brokerage – Aufträge\nerstellt ${date} 23:05 "endgültig"\n\n${columns}\n`;
  let shares = 0;
  let prices = 0;
  for (const event of events) {
    shares += event.qty;
    prices += event.price;
    yield line(event, `${date} ${clockText(event.ts_ns + ahead).replace('.', ',')}`);
  }
  yield `Summe;${day.compact_date};${events.length};${shares};${kurs(prices)};;;;;\n`;
}

function line(event: OrderEvent, time: string): string {
  const { order } = event;
  const identity = `${order.order_id};${event.event_no};${eventWords[event.event_type]};${time}`;
  const terms = `${order.instrument.symbol};${sideWords[order.side]};${kurs(event.price)};${event.qty}`;
  return `${identity};${terms};${order.account.account_id};${event.event_type === 'new' ? remark(order) : ''}\n`;
}

/** Free text with what the columns have no place for. */
function remark({ time_in_force }: Order): string {
  if (time_in_force === 'day') return '"limitiert; tagesgültig"';
  return time_in_force === 'ioc' ? 'sofort oder gar nicht' : '"nur\nAuktion"';
}

/** Ten-thousandths of a dollar as `1.234,50`. */
function kurs(price: number): string {
  const cents = String(price / tick).padStart(3, '0');
  return `${cents.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, '.')},${cents.slice(-2)}`;
}
