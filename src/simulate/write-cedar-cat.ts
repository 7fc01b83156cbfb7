import { compactClockText } from './clock-text.js';
import type { FeedFile } from './feed-file.js';
import { isPrincipal, type Order, type OrderEvent, tradeId } from './order-event.js';
import { priceText } from './price-text.js';
import type { TradingDay } from './trading-day.js';

const typeCodes = { limit: 'LMT', market: 'MKT', pegged: 'PEG' } as const;
const sideCodes = { buy: 'B', sell: 'SL', sell_short: 'SS', sell_short_exempt: 'SX' } as const;
const holderCodes = { IND: 'I', INS: 'A', PRP: 'P', MM: 'O', EMP: 'E' } as const;

/** CEDR's CAT-style JSON lines of the day; `events` are CEDR's, in order of time, and none of them is an expiry. */
export function writeCedarCat(day: TradingDay, events: readonly OrderEvent[]): FeedFile {
  return {
    feed: 'cedar-cat',
    name: `104_CEDR_${day.compact_date}_OrderEvents_000001.json.gz`,
    is_gzipped: true,
    records: events.length,
    lines: lines(day, events),
  };
}

function* lines(day: TradingDay, events: readonly OrderEvent[]): Generator<string> {
  let record = 0;
  for (const event of events) {
    record += 1;
    const head = `"actionType":"NEW","firmROEID":"${day.compact_date}_CEDR_${String(record).padStart(9, '0')}"`;
    yield `{${head},${body(day, event)}}\n`;
  }
}

function body(day: TradingDay, event: OrderEvent): string {
  if (event.event_type === 'new') return newOrder(day, event);
  if (event.event_type === 'modify') return modifiedOrder(day, event);
  if (event.event_type === 'fill') return trade(day, event);
  if (event.event_type === 'route' || event.event_type === 'accept') return passedOn(day, event);
  return cancelledOrder(day, event);
}

function newOrder(day: TradingDay, event: OrderEvent): string {
  const { account } = event.order;
  const own = isPrincipal(event.order) ? 'T' : 'A';
  return (
    `${orderHead(day, event, event.order.parent === undefined ? 'MENO' : 'MECO')}${parent(event)},"manualFlag":false,"electronicDupFlag":false,"deptType":"${own}",` +
    `"solicitationFlag":false,"side":"${sideCodes[event.order.side]}",${limit(event)}"quantity":${event.qty},` +
    `${orderTerms(day, event)},"custDspIntrFlag":false,"firmDesignatedID":"${account.account_id}",` +
    `"accountHolderType":"${holderCodes[account.kind]}","affiliateFlag":false,"negotiatedTradeFlag":false,` +
    `"representativeInd":"N"${handling(event)}`
  );
}

function modifiedOrder(day: TradingDay, event: OrderEvent): string {
  return (
    `${orderHead(day, event, 'MEOM')},"manualFlag":false,"electronicDupFlag":false,"initiator":"C",` +
    `"side":"${sideCodes[event.order.side]}",${limit(event)}"quantity":${event.qty},` +
    `"leavesQty":${event.leaves_qty},${orderTerms(day, event)},"isoInd":"NA","custDspIntrFlag":false,` +
    `"representativeInd":"N"`
  );
}

function cancelledOrder(day: TradingDay, event: OrderEvent): string {
  const rest = `"cancelQty":${event.qty},"leavesQty":0,"initiator":"${event.order.time_in_force === 'ioc' ? 'F' : 'C'}"`;
  return `${orderHead(day, event, 'MEOC')},"manualFlag":false,${rest}`;
}

function trade(day: TradingDay, event: OrderEvent): string {
  const { order } = event;
  const isOwn = isPrincipal(order);
  const details =
    `[{"orderKeyDate":"${day.compact_date}T000000","orderID":"${order.order_id}",` +
    `"side":"${sideCodes[order.side]}","firmDesignatedID":"${order.account.account_id}"}]`;
  return (
    `"type":"MEOT","CATReporterIMID":"CEDR","tradeKeyDate":"${day.compact_date}T000000",` +
    `"tradeID":"${order.order_id}-${event.trade_no}","symbol":"${order.instrument.symbol}",` +
    `"eventTimestamp":"${eventTime(day, event)}","manualFlag":false,"cancelFlag":false,"quantity":${event.qty},` +
    `"price":${priceText(event.price)},"capacity":"${isOwn ? 'P' : 'A'}","marketCenterID":"${event.venue}",` +
    `"sideDetailsInd":"${order.is_buy ? 'BUY' : 'SELL'}","${order.is_buy ? 'buy' : 'sell'}Details":${details},` +
    `"multiLegInd":false,"tapeTradeID":"${tradeId(event)}"`
  );
}

/** A route to another firm or an exchange, or what another member routed here. */
function passedOn(day: TradingDay, event: OrderEvent): string {
  const { order } = event;
  const isAccept = event.event_type === 'accept';
  const other = isAccept ? `"senderIMID":"${order.sender}"` : `"destination":"${event.destination}"`;
  return (
    `${orderHead(day, event, isAccept ? 'MEOA' : 'MEOR')},"manualFlag":false,"electronicDupFlag":false,${other},` +
    `"routedOrderID":"${isAccept ? order.received_as : event.routed_as}","side":"${sideCodes[order.side]}",` +
    `${limit(event)}"quantity":${event.qty},${orderTerms(day, event)},"affiliateFlag":false,` +
    `"deptType":"${isPrincipal(order) ? 'T' : 'A'}"${handling(event)}`
  );
}

function parent({ order }: OrderEvent): string {
  return order.parent === undefined ? '' : `,"parentOrderID":"${order.parent.order_id}"`;
}

function handling({ order }: OrderEvent): string {
  const all = [auctionCode(order), order.handling].filter((code) => code !== '').join('|');
  const how = all === '' ? '' : `,"handlingInstructions":"${all}"`;
  return `${how}${order.info_barrier_id === '' ? '' : `,"infoBarrierID":"${order.info_barrier_id}"`}`;
}

/** CAT tells an order for an auction by its handling, not by its time in force. */
function auctionCode({ time_in_force, ord_type }: Order): string {
  const kind = ord_type === 'market' ? 'M' : 'L';
  if (time_in_force === 'at_open') return `${kind}OO`;
  return time_in_force === 'at_close' ? `${kind}OC` : '';
}

function orderHead(day: TradingDay, event: OrderEvent, type: string): string {
  const { order } = event;
  return (
    `"type":"${type}","CATReporterIMID":"CEDR","orderKeyDate":"${day.compact_date}T000000",` +
    `"orderID":"${order.order_id}","symbol":"${order.instrument.symbol}","eventTimestamp":"${eventTime(day, event)}"`
  );
}

function limit(event: OrderEvent): string {
  return event.order.ord_type !== 'market' ? `"price":${priceText(event.price)},` : '';
}

function orderTerms(day: TradingDay, event: OrderEvent): string {
  const { order } = event;
  const inForce = order.time_in_force === 'ioc' ? '{"IOC":true}' : `{"DAY":"${day.compact_date}"}`;
  const type = typeCodes[order.ord_type];
  return `"orderType":"${type}","timeInForce":${inForce},"tradingSession":"REG"`;
}

function eventTime(day: TradingDay, event: OrderEvent): string {
  return `${day.compact_date}T${compactClockText(event.ts_ns)}`;
}
