import { type Order, Truth } from './truth.js';

/**
 * Life cycles without a fault over five firms: orders, children, routes between firms, acknowledgements, changes with and without
 * a new id, cancels, fills with their prints, allocations; with what linkage must make of them. The same seed, the same day.
 */
export function makeLifeCycles(seed: number, families: number): Truth {
  const truth = new Truth(seed);
  for (let number = 0; number < 9; number += 1) {
    truth.accounts.push({
      account_id: `AC${number}`,
      owner_id: 'O',
      account_type: 'individual',
      imid: `FRM${number % 5}`,
    });
  }
  for (let family = 0; family < families; family += 1) live(truth, truth.enter(), 0);
  return truth;
}

/** Gives an order a life of a few events, and its children and routed orders theirs. */
export function live(truth: Truth, order: Order, depth: number): void {
  const { random } = truth;
  const reports = random.chance(500);
  if (random.chance(300)) truth.of(order, { event_type: 'accept', qty: order.qty });
  for (let step = random.between(1, 6); step > 0 && order.lifecycle.leaves_qty > 0; step -= 1) {
    const kind = random.int(10);
    if (kind <= 1) change(truth, order, reports);
    else if (kind <= 3) rename(truth, order, reports);
    else if (kind === 4 && depth < 3) child(truth, order, depth);
    else if (kind === 5 && depth < 3) route(truth, order, depth);
    else if (kind === 6) routeOutside(truth, order);
    else if (kind <= 8) fill(truth, order, reports);
    else cancel(truth, order, reports);
  }
  if (order.lifecycle.leaves_qty > 0 && random.chance(600)) end(truth, order, reports);
}

function leaves({ lifecycle }: Order, reports: boolean): { leaves_qty: number | null } {
  return { leaves_qty: reports ? lifecycle.leaves_qty : null };
}

function changed(truth: Truth, { lifecycle }: Order): number {
  const qty = lifecycle.filled_qty + lifecycle.cancelled_qty + truth.random.between(1, 9) * 100;
  lifecycle.leaves_qty = qty - lifecycle.filled_qty - lifecycle.cancelled_qty;
  lifecycle.ordered_qty = qty;
  return qty;
}

function change(truth: Truth, order: Order, reports: boolean): void {
  const qty = truth.random.chance(800) ? changed(truth, order) : null;
  truth.of(order, { event_type: 'modify', qty, ...leaves(order, reports) });
}

function rename(truth: Truth, order: Order, reports: boolean): void {
  const { imid, symbol, order_id } = order;
  const next = `${imid}-${truth.next()}`;
  const qty = changed(truth, order);
  const row = { event_type: 'modify', imid, symbol, order_id: next, prior_order_id: order_id, qty };
  const event_id = truth.event({ ...row, ...leaves(order, reports) });
  truth.link('prior', event_id, order.key_event_id);
  Object.assign(order, { order_id: next, key_event_id: event_id });
  order.lifecycle.last_order_id = next;
}

function child(truth: Truth, parent: Order, depth: number): void {
  const { imid, symbol, order_id, key_event_id } = parent;
  const order = truth.enter({ imid, symbol, parent_order_id: order_id });
  truth.link('parent', order.key_event_id, key_event_id);
  truth.join(order, parent);
  live(truth, order, depth + 1);
}

/** Sender and receiver write the same id and IMID in different ways. */
function route(truth: Truth, order: Order, depth: number): void {
  const { random } = truth;
  const { imid, symbol } = order;
  const receiver = `FRM${(Number(imid.slice(3)) + random.between(1, 4)) % 5}`;
  const id = `R${truth.next()}`;
  const [sent, received] = random.pick([
    [id, id],
    [`000${id}`, id],
    [`0${id}`, `00${id}`],
  ] as const);
  const qty = random.between(1, 5) * 100;
  const destination_imid = random.pick([receiver, `104:${receiver}`]);
  const sent_id = truth.of(order, { event_type: 'route', qty, routed_order_id: sent, destination_imid });
  order.lifecycle.routed_qty += qty;
  const event_type = random.pick(['new', 'accept']);
  const sender_imid = random.pick([imid, `7:${imid}`]);
  const taken = truth.enter({
    event_type,
    imid: receiver,
    symbol,
    qty,
    routed_order_id: received,
    sender_imid,
  });
  truth.link('route', taken.key_event_id, sent_id);
  truth.join(taken, order);
  live(truth, taken, depth + 1);
}

function routeOutside(truth: Truth, order: Order): void {
  const qty = 100;
  const destination_imid = truth.random.pick(['ABROAD', 'NSDQ']);
  truth.of(order, { event_type: 'route', qty, routed_order_id: `R${truth.next()}`, destination_imid });
  order.lifecycle.routed_qty += qty;
}

/** Fills a part, prints it or not, and allocates the fill or not. */
export function fill(truth: Truth, order: Order, reports: boolean): string {
  const { random } = truth;
  const { lifecycle, imid, symbol } = order;
  const qty = random.between(1, lifecycle.leaves_qty);
  lifecycle.filled_qty += qty;
  lifecycle.leaves_qty -= qty;
  const exec_id = `X${truth.next()}`;
  const printed = random.chance(600);
  const trade_id = printed ? `T${truth.next()}` : null;
  const venue = random.pick(['XNAS', 'XNYS', null]);
  const event_id = truth.of(order, {
    event_type: 'fill',
    qty,
    exec_id,
    trade_id,
    venue,
    ...leaves(order, reports),
  });
  if (trade_id !== null) truth.link('trade', event_id, print(truth, { symbol, trade_id, venue, qty }));
  if (random.chance(300)) {
    const allocation = truth.of(order, { event_type: 'allocation', qty, exec_id });
    truth.link('execution', allocation, event_id);
    lifecycle.allocated_qty += qty;
  }
  void imid;
  return event_id;
}

/** Puts a print on the tape; returns its event id. */
export function print(truth: Truth, row: Record<string, string | number | null>): string {
  const event_id = `t${truth.next()}`;
  truth.trades.push({ event_id, event_ts_ns: truth.tick(), price: 10, ...row });
  return event_id;
}

/** Takes a part of an order back, or all that is open without saying how much. */
function cancel(truth: Truth, order: Order, reports: boolean): void {
  const { lifecycle } = order;
  const whole = truth.random.chance(300);
  const qty = whole ? lifecycle.leaves_qty : truth.random.between(1, lifecycle.leaves_qty);
  lifecycle.cancelled_qty += qty;
  lifecycle.leaves_qty -= qty;
  // Without a quantity all that is open goes, which later changes must not bring back.
  truth.of(order, { event_type: 'cancel', qty, ...leaves(order, reports) });
}

function end(truth: Truth, order: Order, reports: boolean): void {
  const { lifecycle } = order;
  const rest = lifecycle.leaves_qty;
  const whole = lifecycle.ordered_qty;
  lifecycle.cancelled_qty += rest;
  lifecycle.leaves_qty = 0;
  const qty = truth.random.pick([rest, whole, null]);
  const event_type = truth.random.pick(['cancel', 'expire', 'reject']);
  truth.of(order, { event_type, qty, ...leaves(order, reports) });
}
