import { compactClockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import { type FurtherBroker, hasNoExemptSells } from './further-broker.js';
import { cusipOf } from './instrument-numbers.js';
import { isPrincipal, type OrderEvent } from './order-event.js';
import { settlementDate, type TradingDay } from './trading-day.js';

const width = 80;
const sideCodes = { buy: '0', sell: '1', sell_short: '3', sell_short_exempt: '3' } as const;
/** Exchanges that blue sheets have a letter for. */
const exchangeCodes: Readonly<Record<string, string>> = { XNYS: 'N', XNAS: 'Q', ARCX: 'P', BATS: 'Z' };

/** FOXT, of whose orders only the executions on four exchanges are known, to the second. */
export const foxt: FurtherBroker = {
  feed: 'foxtrot-blue-sheets',
  imid: 'FOXT',
  has_orders: false,
  cases: ['marking-the-close'],
  fits: (events) => {
    const fills = events.filter(({ event_type }) => event_type === 'fill');
    const areKnown = fills.every(({ venue }) => venue in exchangeCodes);
    return hasNoExemptSells(events) && fills.length > 0 && areKnown;
  },
  write: writeBlueSheets,
};

/** FOXT's blue sheets of the day, seven lines of 80 columns an execution; `events` are FOXT's, in order of time. */
function writeBlueSheets(day: TradingDay, events: readonly OrderEvent[]): FeedFile {
  const fills = events.filter(({ event_type }) => event_type === 'fill');
  return {
    feed: 'foxtrot-blue-sheets',
    name: `FOXT.EBS.${day.compact_date}.txt`,
    is_gzipped: false,
    records: fills.length,
    lines: lines(day, fills),
  };
}

function* lines(day: TradingDay, fills: readonly OrderEvent[]): Generator<string> {
  const shares = fills.reduce((sum, { qty }) => sum + qty, 0);
  const settles = settlementDate(day);
  yield ended(`HDR.FOXT.BLUESHEETS.${day.compact_date}`);
  for (const fill of fills) {
    for (const [index, line] of execution(day, fill, settles).entries()) yield ended(`${index + 1}${line}`);
  }
  yield ended(`TRL${zeros(fills.length, 8)}${zeros(shares, 15)}`);
}

/** The seven lines without their numbers; holders are known by their owner's number alone. */
function execution(day: TradingDay, fill: OrderEvent, settles: string): string[] {
  const { account, instrument, order_id, side } = fill.order;
  const net = Math.floor((fill.qty * fill.price) / 100);
  const numbers = `${zeros(fill.qty, 12)}${zeros(fill.price, 10)}00${zeros(net, 13)}`;
  const traded = `${cusipOf(instrument)}${instrument.symbol.padEnd(8)}${day.compact_date}${settles}`;
  return [
    `04170226${traded}${numbers}${sideCodes[side]}`,
    `${order_id.padEnd(12)}${zeros(fill.event_no, 6)}0012${account.trader_id.slice(1).padEnd(4)}20190304`,
    `HOLDER ${account.owner_id}`,
    '1 SAMPLE STREET'.padEnd(40).concat('SPRINGFIELD'),
    'NY10001',
    account.account_id,
    `${compactClockText(fill.ts_ns).slice(0, 6)}${exchangeCodes[fill.venue]}${isPrincipal(fill.order) ? 'P' : 'A'}`,
  ];
}

function ended(text: string): string {
  return `${text.padEnd(width)}\n`;
}

function zeros(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
