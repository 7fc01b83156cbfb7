import { type Instrument, tick } from './instruments.js';
import { brokers } from './market-accounts.js';
import { bestLevel, createOrderBook, type OrderBook, removeOrder, restOrder } from './order-book.js';
import type { NbboQuote, Order, OrderEvent, TapeTrade } from './order-event.js';
import { newOrder, type OrderRequest } from './order-request.js';
import type { Random } from './random.js';
import { createWashGuard, type WashGuard } from './wash-guard.js';

type EventPart = Pick<OrderEvent, 'event_type' | 'qty'> &
  Partial<Pick<OrderEvent, 'destination' | 'routed_as'>>;

type Listing = {
  readonly instrument: Instrument;
  readonly book: OrderBook;
  readonly guard: WashGuard;
  last_price: number;
  volume: number;
  quote: NbboQuote | undefined;
};

/**
 * The matching venue: one price-time-priority book per symbol, the time, and the record of what happened.
 *
 * `events`, `trades` and `quotes` are in order of time. Every order event has a time of its own, later than the event before,
 * but for the two fills of one trade. Orders of one owner never trade with each other, nor answer each other's fills at the
 * same price within 1.2 s, unless both carry `may_wash`: the resting order is cancelled, or what is left of the incoming.
 */
export class Market {
  readonly events: OrderEvent[] = [];
  readonly trades: TapeTrade[] = [];
  readonly quotes: NbboQuote[] = [];
  now_ns = 0;
  open_orders = 0;
  readonly #held = new Set<Order>();
  readonly #listings: Listing[];
  readonly #random: Random;
  readonly #orderCounts = new Map<string, number>(brokers.map((imid) => [imid, 0]));

  constructor(instruments: readonly Instrument[], random: Random) {
    this.#random = random;
    this.#listings = instruments.map((instrument) => ({
      instrument,
      book: createOrderBook(),
      guard: createWashGuard(),
      last_price: instrument.opening_price,
      volume: 0,
      quote: undefined,
    }));
  }

  /** Events so far and the one that each open order will still have at least. Never falls. */
  get committed_events(): number {
    return this.events.length + this.open_orders;
  }

  /** Lets time pass until `tsNs`; a time that has passed already changes nothing. */
  advanceTo(tsNs: number): void {
    if (tsNs > this.now_ns) this.now_ns = tsNs;
  }

  /** Best bid, 0 if there is none. */
  bid(instrument: Instrument): number {
    return bestLevel(this.#listing(instrument).book, true)?.price ?? 0;
  }

  /** Best offer, 0 if there is none. */
  ask(instrument: Instrument): number {
    return bestLevel(this.#listing(instrument).book, false)?.price ?? 0;
  }

  /** First order in line at the best bid or offer. */
  firstInLine(instrument: Instrument, isBuy: boolean): Order | undefined {
    return bestLevel(this.#listing(instrument).book, isBuy)?.orders[0];
  }

  /** The order nearest to trading that has at least `qty` shares left, and the shares ahead of it. */
  firstOfSize(instrument: Instrument, wish: { is_buy: boolean; qty: number }) {
    const { book } = this.#listing(instrument);
    let ahead = 0;
    for (const level of [...(wish.is_buy ? book.bids : book.asks)].reverse()) {
      for (const order of level.orders) {
        if (order.leaves_qty >= wish.qty) return { order, ahead };
        ahead += order.leaves_qty;
      }
    }
    return undefined;
  }

  /** Shares at the best bid or offer. */
  touchQty(instrument: Instrument, isBuy: boolean): number {
    return bestLevel(this.#listing(instrument).book, isBuy)?.qty ?? 0;
  }

  /** Shares on a side at a price or better ones. */
  qtyUpTo(instrument: Instrument, limit: { is_buy: boolean; price: number }): number {
    const { book } = this.#listing(instrument);
    return (limit.is_buy ? book.bids : book.asks)
      .filter(({ price }) => (limit.is_buy ? price >= limit.price : price <= limit.price))
      .reduce((sum, level) => sum + level.qty, 0);
  }

  /** Price of the last trade, before the first one the opening price. */
  lastPrice(instrument: Instrument): number {
    return this.#listing(instrument).last_price;
  }

  /** Shares traded since the open. */
  volume(instrument: Instrument): number {
    return this.#listing(instrument).volume;
  }

  /** A new order: trades with what it can, then rests, or is cancelled if it may not rest. */
  place(request: OrderRequest): Order {
    const order = this.#newOrder(request);
    const listing = this.#listing(order.instrument);
    this.open_orders += 1;
    this.#tickOver(1 + this.#random.int(2_000));
    this.#emit(order, { event_type: order.sender === '' ? 'new' : 'accept', qty: order.qty });
    if (request.route_to !== undefined) this.route(order, request.route_to);
    if (request.dark !== true) this.#matchAndRest(listing, order);
    return order;
  }

  /** A new order that does not come into the book: for an auction, for a crossing network, or to be worked in slices. */
  hold(request: OrderRequest): Order {
    const order = this.#newOrder(request);
    this.open_orders += 1;
    this.#held.add(order);
    this.#tickOver(1 + this.#random.int(2_000));
    this.#emit(order, { event_type: 'new', qty: order.qty });
    return order;
  }

  /** Fills a held order by a print, for part of it or all. */
  execute(order: Order, trade: TapeTrade, qty: number): void {
    this.#fill(order, trade, qty);
  }

  /** Says that so many shares of a held order were traded by its slices, which have fills of their own. */
  workOff(order: Order, qty: number): void {
    order.leaves_qty -= qty;
    if (order.leaves_qty === 0) this.#markEnded(order);
  }

  /** Trades two open orders with each other off the book, as far as the smaller one goes. */
  cross(orders: readonly [Order, Order], at: { price: number; venue: string }): TapeTrade {
    const [one, other] = orders;
    const qty = Math.min(one.leaves_qty, other.leaves_qty);
    const trade = this.printTrade(one.instrument, { ...at, qty });
    for (const order of orders) this.#fill(order, trade, qty);
    return trade;
  }

  /** Notes that an open order goes to an exchange or another broker; gives the name under which it is known there. */
  route(order: Order, destination: string): string {
    const routed_as = `${order.order_id}R${order.event_count}`;
    this.#tickOver(1 + this.#random.int(2_000));
    this.#emit(order, { event_type: 'route', qty: order.leaves_qty, destination, routed_as });
    return routed_as;
  }

  /** Cancels what is left of an order; false if it is not open any more. */
  cancel(order: Order): boolean {
    return this.#end(order, 'cancel');
  }

  /**
   * Changes limit or quantity of an open order, which loses its place in line and may trade; false if it is not open or has
   * traded as much already.
   */
  modify(order: Order, change: { price?: number; qty?: number }): boolean {
    const { price = order.price, qty = order.qty } = change;
    const filled = order.filled_qty;
    if (!order.is_open || qty <= filled) return false;
    const listing = this.#listing(order.instrument);
    removeOrder(listing.book, order);
    order.price = price;
    order.qty = qty;
    order.leaves_qty = qty - filled;
    this.#tickOver(1 + this.#random.int(2_000));
    this.#emit(order, { event_type: 'modify', qty: order.qty });
    this.#matchAndRest(listing, order);
    return true;
  }

  /** A print from off the book, such as one that a dealer reports; `sale_condition` is regular without. */
  printTrade(
    instrument: Instrument,
    print: { price: number; qty: number; venue: string; sale_condition?: string },
  ): TapeTrade {
    this.#tickOver(1 + this.#random.int(2_000));
    const condition = print.sale_condition ?? regularCondition(print.qty);
    const { price, qty, venue } = print;
    const trade = {
      ts_ns: this.now_ns,
      instrument,
      trade_no: this.trades.length + 1,
      price,
      qty,
      venue,
      sale_condition: condition,
    };
    this.trades.push(trade);
    return trade;
  }

  /** A best bid and offer that no order of the book made; stands until the book changes. 0 for an empty side. */
  postQuote(instrument: Instrument, sides: Omit<NbboQuote, 'ts_ns' | 'instrument'>): NbboQuote {
    this.#tickOver(1 + this.#random.int(2_000));
    const quote = { ts_ns: this.now_ns, instrument, ...sides };
    this.#listing(instrument).quote = quote;
    this.quotes.push(quote);
    return quote;
  }

  /** Ends every open order: individuals' orders expire, but at CEDR; the others are cancelled. */
  close(): void {
    for (const order of this.#held) this.#end(order, 'cancel');
    for (const { book } of this.#listings) {
      const open = [...book.bids, ...book.asks].flatMap((level) => level.orders);
      for (const order of open) {
        const cancels = order.account.imid === 'CEDR' || order.account.kind !== 'IND';
        this.#end(order, cancels ? 'cancel' : 'expire');
      }
    }
  }

  #listing(instrument: Instrument): Listing {
    return this.#listings[instrument.index] as Listing;
  }

  #newOrder(request: OrderRequest): Order {
    const { imid } = request.account;
    const number = (this.#orderCounts.get(imid) ?? 0) + 1;
    this.#orderCounts.set(imid, number);
    return newOrder(request, `${imid.charAt(0)}${String(number).padStart(9, '0')}`);
  }

  #tickOver(ns: number): void {
    this.now_ns += ns;
  }

  #emit(order: Order, what: EventPart): void {
    const { event_type, qty, destination = '', routed_as = '' } = what;
    order.event_count += 1;
    this.events.push({
      event_type,
      ts_ns: this.now_ns,
      order,
      event_no: order.event_count,
      price: order.price,
      qty,
      leaves_qty: order.leaves_qty,
      trade_no: 0,
      venue: order.venue,
      destination,
      routed_as,
    });
  }

  #matchAndRest(listing: Listing, order: Order): void {
    const mayGoOn = this.#match(listing, order);
    if (order.leaves_qty > 0) {
      if (mayGoOn && order.time_in_force === 'day') restOrder(listing.book, order);
      else this.#end(order, 'cancel');
    }
    this.#quote(listing);
  }

  /** False if self-trade prevention stopped the incoming order. */
  #match(listing: Listing, taker: Order): boolean {
    while (taker.leaves_qty > 0) {
      const maker = bestLevel(listing.book, !taker.is_buy)?.orders[0];
      if (maker === undefined || !crosses(taker, maker)) return true;
      if (listing.guard.forbids(taker, maker.price, this.now_ns)) return false;
      if (this.#mustPull(listing, taker, maker)) this.#end(maker, 'cancel');
      else this.#trade(listing, taker, maker);
    }
    return true;
  }

  #mustPull(listing: Listing, taker: Order, maker: Order): boolean {
    const sameOwner = maker.account.owner === taker.account.owner;
    if (sameOwner && !(taker.may_wash && maker.may_wash)) return true;
    return listing.guard.forbids(maker, maker.price, this.now_ns);
  }

  #trade(listing: Listing, taker: Order, maker: Order): void {
    const { price } = maker;
    const qty = Math.min(taker.leaves_qty, maker.leaves_qty);
    this.#tickOver(20_000 + this.#random.int(40_000));
    const trade = {
      ts_ns: this.now_ns,
      instrument: listing.instrument,
      trade_no: this.trades.length + 1,
      price,
      qty,
      venue: maker.venue,
      sale_condition: regularCondition(qty),
    };
    this.trades.push(trade);
    listing.last_price = price;
    listing.volume += qty;
    if (qty === maker.leaves_qty) removeOrder(listing.book, maker);
    else (bestLevel(listing.book, maker.is_buy) as { qty: number }).qty -= qty;
    this.#fill(maker, trade, qty);
    this.#fill(taker, trade, qty);
    listing.guard.record(maker, price, this.now_ns);
    listing.guard.record(taker, price, this.now_ns);
  }

  #fill(order: Order, trade: TapeTrade, qty: number): void {
    order.leaves_qty -= qty;
    order.filled_qty += qty;
    order.event_count += 1;
    order.fill_count += 1;
    if (order.leaves_qty === 0) this.#markEnded(order);
    this.events.push({
      event_type: 'fill',
      ts_ns: trade.ts_ns,
      order,
      event_no: order.event_count,
      price: trade.price,
      qty,
      venue: trade.venue,
      leaves_qty: order.leaves_qty,
      trade_no: trade.trade_no,
      destination: '',
      routed_as: '',
    });
  }

  #end(order: Order, how: 'cancel' | 'expire'): boolean {
    if (!order.is_open) return false;
    const listing = this.#listing(order.instrument);
    removeOrder(listing.book, order);
    const qty = order.leaves_qty;
    order.leaves_qty = 0;
    this.#markEnded(order);
    this.#tickOver(1 + this.#random.int(2_000));
    this.#emit(order, { event_type: how, qty });
    this.#quote(listing);
    return true;
  }

  #markEnded(order: Order): void {
    order.is_open = false;
    this.open_orders -= 1;
    this.#held.delete(order);
  }

  #quote(listing: Listing): void {
    const bid = bestLevel(listing.book, true);
    const ask = bestLevel(listing.book, false);
    const quote = {
      ts_ns: this.now_ns,
      instrument: listing.instrument,
      bid: bid?.price ?? 0,
      bid_qty: bid?.qty ?? 0,
      ask: ask?.price ?? 0,
      ask_qty: ask?.qty ?? 0,
    };
    if (listing.quote !== undefined && isSameQuote(listing.quote, quote)) return;
    listing.quote = quote;
    this.quotes.push(quote);
  }
}

/** The nearest price at or below, on the grid of one tick. */
export function onTick(price: number): number {
  return price - (price % tick);
}

function regularCondition(qty: number): string {
  return qty < 100 ? 'I' : '@';
}

function crosses(taker: Order, maker: Order): boolean {
  if (taker.ord_type === 'market') return true;
  return taker.is_buy ? taker.price >= maker.price : taker.price <= maker.price;
}

function isSameQuote(left: NbboQuote, right: NbboQuote): boolean {
  return (
    left.bid === right.bid &&
    left.bid_qty === right.bid_qty &&
    left.ask === right.ask &&
    left.ask_qty === right.ask_qty
  );
}
