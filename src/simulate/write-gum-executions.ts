import { clockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import { type FurtherBroker, hasNoExemptSells } from './further-broker.js';
import type { OrderEvent } from './order-event.js';
import { priceText } from './price-text.js';
import { clockNanos, type TradingDay } from './trading-day.js';

const sideCodes = { buy: '1', sell: '2', sell_short: '5', sell_short_exempt: '5' } as const;

/** GUMX, of whose orders only the executions are known: it gets customers who trade. */
export const gumx: FurtherBroker = {
  feed: 'gum-executions',
  imid: 'GUMX',
  has_orders: false,
  cases: ['marking-the-close', 'marking-the-open', 'pump-and-dump', 'wash-trade'],
  fits: (events) => hasNoExemptSells(events) && events.some(({ event_type }) => event_type === 'fill'),
  write: writeGumExecutions,
};

/** GUMX's stream of executions of the day, times in UTC; `events` are GUMX's, in order of time. */
function writeGumExecutions(day: TradingDay, events: readonly OrderEvent[]): FeedFile {
  const fills = events.filter(({ event_type }) => event_type === 'fill');
  return {
    feed: 'gum-executions',
    name: `gum-executions-${day.compact_date}-000001.gz`,
    is_gzipped: true,
    records: fills.length,
    lines: lines(day, fills),
  };
}

function* lines(day: TradingDay, fills: readonly OrderEvent[]): Generator<string> {
  const behind = clockNanos(day.hours_behind_utc, 0);
  for (const fill of fills) {
    const { order } = fill;
    const { symbol } = order.instrument;
    const terms = `{"symbol":"${symbol}","side":"${sideCodes[order.side]}","account":"${order.account.account_id}"}`;
    yield `{"execId":"${order.order_id}.${fill.event_no}","orderId":"${order.order_id}","order":${terms},` +
      `"lastPx":${priceText(fill.price)},"lastQty":${fill.qty},"leavesQty":${fill.leaves_qty},` +
      `"transactTime":"${day.trade_date}T${clockText(fill.ts_ns + behind)}Z","market":"${fill.venue}"}\n`;
  }
}
