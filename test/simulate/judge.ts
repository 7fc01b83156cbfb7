import type { Order } from '../../src/simulate/order-event.js';
import type { SimulatedMarket } from '../../src/simulate/simulate-market.js';

type Resting = { readonly order: Order; price: number; left: number; rank: number };

/** Every broken rule of matching, found from the record of the day alone; knows nothing of the book that made it. */
export function judge({ events, trades }: SimulatedMarket): string[] {
  const faults: string[] = [];
  const isHeld = (order: Order) =>
    order.handling === 'NH' || order.ord_type === 'pegged' || /^at_/.test(order.time_in_force);
  const lives = new Map<Order, Resting>();
  const traded = new Map<number, { buy: number; sell: number }>();
  let last = 0;
  for (const [rank, event] of events.entries()) {
    const { order, event_type, ts_ns, qty, price } = event;
    const say = (what: string) => faults.push(`${ts_ns} ${order.order_id} ${event_type}: ${what}`);
    if (ts_ns < last) say('time falls');
    last = ts_ns;
    if (event_type === 'new' || event_type === 'accept' || event_type === 'modify') {
      if (isCrossed(order)) say('the book was crossed before it');
    }
    const life = lives.get(order);
    if (event_type === 'new' || event_type === 'accept') {
      if (life !== undefined) say('entered twice');
      lives.set(order, { order, price, left: qty, rank });
      continue;
    }
    if (life === undefined) {
      say('the order is not live');
      continue;
    }
    if (event_type === 'modify') Object.assign(life, { price, left: event.leaves_qty, rank });
    else if (event_type !== 'route') {
      if (event_type === 'fill') {
        const sides = traded.get(event.trade_no) ?? { buy: 0, sell: 0 };
        traded.set(event.trade_no, sides);
        sides[order.is_buy ? 'buy' : 'sell'] += qty;
        if (!isHeld(order) && isLater(life, events[rank + 1]?.order)) say('another order stood before it');
        if (order.parent !== undefined) takeFrom(lives.get(order.parent), qty, lives);
      }
      if (qty > life.left) say(`${qty} of ${life.left} shares`);
      life.left -= qty;
      if (event_type !== 'fill' && life.left !== 0) say(`ends with ${life.left} shares`);
      if (life.left === 0) lives.delete(order);
    }
  }
  for (const { order, left } of lives.values())
    faults.push(`${order.order_id}: ${left} shares are left at the end`);
  for (const { trade_no, qty } of trades) {
    const sides = traded.get(trade_no);
    if (sides !== undefined && (sides.buy !== qty || sides.sell !== qty))
      faults.push(`trade ${trade_no}: ${sides.buy} bought, ${sides.sell} sold of ${qty}`);
  }
  return faults;

  function inBook(order: Order): Resting[] {
    return [...lives.values()].filter(
      (other) => other.order.instrument === order.instrument && !isHeld(other.order),
    );
  }

  function isCrossed({ instrument }: Order): boolean {
    const book = [...lives.values()].filter(
      (other) => other.order.instrument === instrument && !isHeld(other.order),
    );
    const bid = Math.max(0, ...book.filter(({ order }) => order.is_buy).map(({ price }) => price));
    const ask = Math.min(
      Number.POSITIVE_INFINITY,
      ...book.filter(({ order }) => !order.is_buy).map(({ price }) => price),
    );
    return bid >= ask;
  }

  /** The first of two fills of a trade is the resting order's: nobody on its side may stand before it. */
  function isLater(life: Resting, other: Order | undefined): boolean {
    if (other === undefined || other.is_buy === life.order.is_buy) return false;
    const counterpart = lives.get(other);
    if (counterpart === undefined || counterpart.rank < life.rank) return false;
    const sign = life.order.is_buy ? 1 : -1;
    return inBook(life.order).some(
      (rival) =>
        rival !== life &&
        rival.order.is_buy === life.order.is_buy &&
        ((rival.price - life.price) * sign > 0 || (rival.price === life.price && rival.rank < life.rank)),
    );
  }
}

function takeFrom(parent: Resting | undefined, qty: number, lives: Map<Order, Resting>): void {
  if (parent === undefined) return;
  parent.left -= qty;
  if (parent.left === 0) lives.delete(parent.order);
}
