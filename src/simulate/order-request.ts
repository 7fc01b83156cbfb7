import type { Instrument } from './instruments.js';
import type { Account } from './market-accounts.js';
import type { Order, Side } from './order-event.js';

/** What a participant asks for. Without `price` it is a market order; without `ioc` what is left rests for the day. */
export type OrderRequest = {
  readonly account: Account;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly qty: number;
  readonly price?: number;
  readonly ioc?: boolean;
  /** For an auction; such orders are held. */
  readonly auction?: 'at_open' | 'at_close';
  /** It goes to this exchange or broker at once. */
  readonly route_to?: string;
  /** MIC; the listing exchange without. */
  readonly venue?: string;
  /** Only a name on the order: it trades at its limit. */
  readonly pegged?: boolean;
  /** Waits unseen in a crossing system: it trades in `Market.cross` alone, and is to be cancelled by who sent it. */
  readonly dark?: boolean;
  readonly handling?: string;
  readonly info_barrier_id?: string;
  readonly parent?: Order;
  /** Another broker routed the order here, under this name: it is accepted instead of entered. */
  readonly received?: { readonly sender: string; readonly routed_as: string };
  readonly may_wash?: boolean;
};

/** The open order that a request makes, under an identifier, before anything has happened to it. */
export function newOrder(request: OrderRequest, order_id: string): Order {
  const isMarket = request.price === undefined;
  return {
    order_id,
    account: request.account,
    instrument: request.instrument,
    side: request.side,
    is_buy: request.side === 'buy',
    ord_type: ordType(request),
    venue: request.venue ?? request.instrument.exchange,
    handling: request.handling ?? '',
    info_barrier_id: request.info_barrier_id ?? '',
    parent: request.parent,
    sender: request.received?.sender ?? '',
    received_as: request.received?.routed_as ?? '',
    time_in_force: request.auction ?? (request.ioc === true || isMarket ? 'ioc' : 'day'),
    may_wash: request.may_wash === true,
    price: request.price ?? 0,
    qty: request.qty,
    leaves_qty: request.qty,
    filled_qty: 0,
    event_count: 0,
    fill_count: 0,
    is_open: true,
  };
}

function ordType({ price, pegged }: OrderRequest): Order['ord_type'] {
  if (price === undefined) return 'market';
  return pegged === true ? 'pegged' : 'limit';
}
