import { createRandom, type Random } from '../../../../src/simulate/random.js';

/** A canonical row; columns that it leaves out are null. */
export type Row = Record<string, string | number | bigint | null>;

export type ExpectedLink = { link_kind: string; child_event_id: string; parent_event_id: string };
export type ExpectedError = {
  event_id: string;
  category: string;
  code: string | null;
  reason: string;
  named_imid: string | null;
  named_code: string | null;
};
/** Quantities are shares in text without decimals. */
export type ExpectedLifecycle = {
  entry_event_id: string;
  family_event_id: string;
  last_order_id: string;
  ordered_qty: number;
  filled_qty: number;
  cancelled_qty: number;
  routed_qty: number;
  allocated_qty: number;
  leaves_qty: number;
};

/** Midnight in New York at the beginning and at the end of the trade date, 2026-11-20. */
export const tradeDate = '2026-11-20';
export const dayStart = 1_795_150_800_000_000_000n;
export const dayEnd = dayStart + 86_400_000_000_000n;

export type Order = {
  imid: string;
  symbol: string;
  order_id: string;
  /** Event that gave the key that the order bears now. */
  key_event_id: string;
  lifecycle: ExpectedLifecycle;
  qty: number;
  side: 'buy' | 'sell';
};

/** Everything that a made day holds, and what linkage must say of it. */
export class Truth {
  readonly random: Random;
  readonly events: Row[] = [];
  readonly history: Row[] = [];
  readonly trades: Row[] = [];
  readonly accounts: Row[] = [];
  readonly links: ExpectedLink[] = [];
  readonly errors: ExpectedError[] = [];
  readonly lifecycles: ExpectedLifecycle[] = [];
  #now = dayStart + 34_200_000_000_000n;
  #number = 0;

  constructor(seed: number) {
    this.random = createRandom(seed);
  }

  /** A number not given before; ids made of it never clash. */
  next(): number {
    this.#number += 1;
    return this.#number;
  }

  /** Time goes on by up to a second, never by nothing. */
  tick(): bigint {
    this.#now += BigInt(this.random.between(1, 1_000_000_000));
    return this.#now;
  }

  event(row: Row): string {
    const event_id = `e${String(this.next()).padStart(7, '0')}`;
    this.events.push({ event_id, event_ts_ns: this.tick(), ...row });
    return event_id;
  }

  link(link_kind: string, child_event_id: string, parent_event_id: string): void {
    this.links.push({ link_kind, child_event_id, parent_event_id });
  }

  error(event_id: string, category: string, code: string | null, more: Partial<ExpectedError> = {}): void {
    this.errors.push({
      event_id,
      category,
      code,
      reason: 'not-found',
      named_imid: null,
      named_code: null,
      ...more,
    });
  }

  /** Enters an order that comes from nowhere else. */
  enter(given: Row = {}): Order {
    const imid = String(given['imid'] ?? `FRM${this.random.int(5)}`);
    const symbol = String(given['symbol'] ?? this.random.pick(['AAA', 'BBB', 'CCC']));
    const order_id = String(given['order_id'] ?? `${imid}-${this.next()}`);
    const qty = Number(given['qty'] ?? this.random.between(1, 20) * 100);
    const side = this.random.pick(['buy', 'sell'] as const);
    const entry = { event_type: 'new', account_id: `AC${this.random.int(9)}`, side, ...given };
    const event_id = this.event({ ...entry, imid, symbol, order_id, qty });
    const lifecycle = {
      entry_event_id: event_id,
      family_event_id: event_id,
      last_order_id: order_id,
      ordered_qty: qty,
      filled_qty: 0,
      cancelled_qty: 0,
      routed_qty: 0,
      allocated_qty: 0,
      leaves_qty: qty,
    };
    this.lifecycles.push(lifecycle);
    return { imid, symbol, order_id, key_event_id: event_id, lifecycle, qty, side };
  }

  /** An event of an order under the key that it bears now, linked to the event that gave the key. */
  of(order: Order, row: Row): string {
    const { imid, symbol, order_id, side } = order;
    const event_id = this.event({ imid, symbol, order_id, side, ...row });
    this.link('order', event_id, order.key_event_id);
    return event_id;
  }

  /** Puts one order under another's family. */
  join(child: Order, parent: Order): void {
    child.lifecycle.family_event_id = parent.lifecycle.family_event_id;
  }
}
