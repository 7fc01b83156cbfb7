import type { Instrument } from './instruments.js';
import type { Account } from './market-accounts.js';

export type Side = 'buy' | 'sell' | 'sell_short' | 'sell_short_exempt';

/** An order and its state now. Prices are ten-thousandths of a dollar, quantities are shares; both are whole. */
export type Order = {
  /** Unique in the run: letter of the broker and a number. */
  readonly order_id: string;
  readonly account: Account;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly is_buy: boolean;
  readonly ord_type: 'limit' | 'market' | 'pegged';
  readonly time_in_force: 'day' | 'ioc' | 'at_open' | 'at_close';
  /** MIC of the market where it rests or trades. */
  readonly venue: string;
  /** Handling instructions as CAT writes them, several parted by |; empty for none. */
  readonly handling: string;
  /** Unit behind an information barrier; empty for none. */
  readonly info_barrier_id: string;
  /** Who routed it here, and under which name; empty where the customer sent it himself. */
  readonly sender: string;
  readonly received_as: string;
  /** The order from which it was made. */
  readonly parent: Order | undefined;
  /** The scenario wants this order to trade with accounts of its own owner. */
  readonly may_wash: boolean;
  /** 0 for market orders. */
  price: number;
  qty: number;
  leaves_qty: number;
  /** Shares traded so far. */
  filled_qty: number;
  event_count: number;
  fill_count: number;
  is_open: boolean;
};

/** One event in the life of an order, as its broker reports it. */
export type OrderEvent = {
  readonly event_type: 'new' | 'route' | 'accept' | 'modify' | 'cancel' | 'expire' | 'fill';
  /** Nanoseconds since midnight in New York. */
  readonly ts_ns: number;
  readonly order: Order;
  /** Position in the life of the order, from 1. */
  readonly event_no: number;
  /** Limit price, 0 for market orders; on fills the price of the trade. */
  readonly price: number;
  /** Quantity ordered, cancelled, expired or filled. */
  readonly qty: number;
  readonly leaves_qty: number;
  /** Number of the trade, from 1; 0 on other events. */
  readonly trade_no: number;
  /** MIC: where the order stands, on fills where it traded. */
  readonly venue: string;
  /** On routes who receives the order, and under which name; empty on other events. */
  readonly destination: string;
  readonly routed_as: string;
};

/** A print on the tape: one match of two orders, or a trade reported from off the book. */
export type TapeTrade = {
  readonly ts_ns: number;
  readonly instrument: Instrument;
  readonly trade_no: number;
  readonly price: number;
  readonly qty: number;
  /** MIC */
  readonly venue: string;
  /** As printed: @ regular, I odd lot, or what the scenario says. */
  readonly sale_condition: string;
};

/** Identifier of a print, on the tape and on the fills that it made. */
export function tradeId({ trade_no }: { trade_no: number }): string {
  return `T${trade_no}`;
}

/** A change of the best bid and offer; a price of 0 means that the side is empty. */
export type NbboQuote = {
  readonly ts_ns: number;
  readonly instrument: Instrument;
  readonly bid: number;
  readonly bid_qty: number;
  readonly ask: number;
  readonly ask_qty: number;
};

/** Whether the order is for the firm's own account. */
export function isPrincipal({ account }: Order): boolean {
  return account.kind === 'PRP' || account.kind === 'MM';
}

/** On routes the name under which the order goes out, on accepts the one under which it came; else empty. */
export function routedName(event: OrderEvent): string {
  return event.event_type === 'accept' ? event.order.received_as : event.routed_as;
}
