import { CLOCK_TOLERANCE_NS } from '../../../../src/lake/linkage/link-day.js';
import { print } from './make-life-cycles.js';
import type { Order, Row, Truth } from './truth.js';

type Fault = (truth: Truth) => void;

const unknown = { imid: 'FRM0', symbol: 'AAA', side: 'buy' };

/** An event of an order that nobody has entered. */
function orphan(row: Row, code: string, reason = 'not-found'): Fault {
  return (truth) => {
    const event_id = truth.event({ ...unknown, order_id: `LOST${truth.next()}`, qty: 100, ...row });
    truth.error(event_id, 'intrafirm', code, { reason });
  };
}

/** Two entries under one key, with an event that names it. */
function repeatedEntry(second: Row): Fault {
  return (truth) => {
    const order_id = `TWICE${truth.next()}`;
    const entry = { ...unknown, event_type: 'new', order_id, qty: 100 };
    for (const event_id of [truth.event(entry), truth.event({ ...entry, ...second })]) {
      truth.error(event_id, 'key-duplicate', '3004', { reason: 'repeated' });
    }
    const cancel = truth.event({ ...unknown, event_type: 'cancel', order_id, qty: 100 });
    truth.error(cancel, 'intrafirm', '3501', { reason: 'refused' });
  };
}

/** A fill that counts nothing, because its key is repeated, and an allocation that names it. */
function repeatedFill(trade_id: string | null, code: string): Fault {
  return (truth) => {
    const order = truth.enter({ qty: 300 });
    const exec_id = `X${truth.next()}`;
    const fill = {
      imid: order.imid,
      symbol: order.symbol,
      order_id: order.order_id,
      event_type: 'fill',
      exec_id,
      trade_id,
    };
    for (const qty of [100, 200]) {
      truth.error(truth.event({ ...fill, qty }), 'key-duplicate', code, { reason: 'repeated' });
    }
    const allocation = truth.of(order, { event_type: 'allocation', qty: 100, exec_id });
    order.lifecycle.allocated_qty += 100;
    truth.error(allocation, 'allocation', null);
  };
}

function early(by: bigint, isFault: boolean): Fault {
  return (truth) => {
    const order = truth.enter({ qty: 100, event_ts_ns: truth.tick() });
    const entered = truth.events.at(-1)?.['event_ts_ns'] as bigint;
    const cancel = truth.of(order, { event_type: 'cancel', qty: 100, event_ts_ns: entered - by });
    Object.assign(order.lifecycle, { cancelled_qty: 100, leaves_qty: 0 });
    if (isFault) truth.error(cancel, 'sequence', '3601', { reason: 'before-primary' });
  };
}

/** A fill that names a print which stands on the tape otherwise, or not at all. */
function offTape(
  code: string,
  reason: string,
  prints: (fill: { symbol: string; trade_id: string; venue: string }) => Row[],
): Fault {
  return (truth) => {
    const order = truth.enter({ qty: 100 });
    const key = { symbol: order.symbol, trade_id: `T${truth.next()}`, venue: 'XNAS' };
    for (const row of prints(key))
      print(truth, { qty: 100, ...key, ...row } as Record<string, string | number | null>);
    const { trade_id, venue } = key;
    const event_id = truth.of(order, {
      event_type: 'fill',
      qty: 100,
      exec_id: `X${truth.next()}`,
      trade_id,
      venue,
    });
    Object.assign(order.lifecycle, { filled_qty: 100, leaves_qty: 0 });
    truth.error(event_id, 'trade', code, { reason });
  };
}

function modify(truth: Truth, order_id: string, prior_order_id: string): string {
  return truth.event({ ...unknown, event_type: 'modify', order_id, prior_order_id, qty: 100 });
}

/** An order with nothing but its one event. */
function alone(truth: Truth, event_id: string, order_id: string): Order {
  const lifecycle = {
    entry_event_id: event_id,
    family_event_id: event_id,
    last_order_id: order_id,
    ordered_qty: 100,
    filled_qty: 0,
    cancelled_qty: 0,
    routed_qty: 0,
    allocated_qty: 0,
    leaves_qty: 100,
  };
  truth.lifecycles.push(lifecycle);
  return { ...unknown, side: 'buy', order_id, key_event_id: event_id, lifecycle, qty: 100 };
}

/** Faults that a firm can find in its own records, and things that only look like one. */
export const firmFaults: Record<string, Fault> = {
  'an event is sent twice': (truth) => {
    const order = truth.enter();
    const event_id = truth.of(order, { event_type: 'modify', qty: null, price: '10.5' });
    truth.events.push({
      ...truth.events.at(-1),
      event_id: `${event_id}-copy`,
      source_line: 9,
      feed: 'other',
    });
    truth.error(`${event_id}-copy`, 'exact-duplicate', null, { reason: 'repeated' });
  },
  'an entry is sent twice': (truth) => {
    const { key_event_id } = truth.enter();
    truth.events.push({ ...truth.events.at(-1), event_id: `${key_event_id}-copy` });
    truth.error(`${key_event_id}-copy`, 'exact-duplicate', null, { reason: 'repeated' });
  },
  'two orders have one key': repeatedEntry({ qty: 200 }),
  'an accepted route takes the key of an order': repeatedEntry({
    event_type: 'accept',
    sender_imid: 'ABROAD',
    routed_order_id: 'A1',
  }),
  'one order id in two symbols is two keys': (truth) => {
    const order_id = `SAME${truth.next()}`;
    truth.enter({ imid: 'FRM0', symbol: 'AAA', order_id });
    truth.enter({ imid: 'FRM0', symbol: 'BBB', order_id });
    truth.enter({ imid: 'FRM1', symbol: 'AAA', order_id });
  },
  'two trades have one key': repeatedFill('T-NONE', '3010'),
  'two fulfilments have one key': repeatedFill(null, '3012'),
  'a cancel of no order': orphan({ event_type: 'cancel' }, '3501'),
  'a route of no order': orphan(
    { event_type: 'route', destination_imid: 'ABROAD', routed_order_id: 'A2' },
    '3501',
  ),
  'a trade of no order': (truth) => {
    const trade_id = `T${truth.next()}`;
    const parent = print(truth, { symbol: 'AAA', trade_id, venue: 'XNAS', qty: 100 });
    const row = { ...unknown, event_type: 'fill', order_id: 'NONE', qty: 100, trade_id, venue: 'XNAS' };
    const event_id = truth.event(row);
    truth.error(event_id, 'intrafirm', '3502');
    truth.link('trade', event_id, parent);
  },
  'a fulfilment of no order': orphan({ event_type: 'fill' }, '3503'),
  'an allocation needs no order': (truth) => {
    truth.event({ ...unknown, event_type: 'allocation', order_id: `LOST${truth.next()}`, qty: 100 });
  },
  'an allocation names no fill': (truth) => {
    const order = truth.enter();
    truth.error(truth.of(order, { event_type: 'allocation', qty: 100, exec_id: 'NONE' }), 'allocation', null);
    order.lifecycle.allocated_qty += 100;
  },
  'a change from no order gives a key all the same': (truth) => {
    const order_id = `NEW${truth.next()}`;
    const event_id = modify(truth, order_id, 'NONE');
    truth.error(event_id, 'intrafirm', '3501');
    const order = alone(truth, event_id, order_id);
    truth.of(order, { event_type: 'cancel', qty: 100 });
    Object.assign(order.lifecycle, { cancelled_qty: 100, leaves_qty: 0 });
  },
  'a child of no order': (truth) => {
    const { key_event_id } = truth.enter({ parent_order_id: 'NONE' });
    truth.error(key_event_id, 'intrafirm', '3501');
  },
  'a child of itself': (truth) => {
    const order_id = `OWN${truth.next()}`;
    const { key_event_id } = truth.enter({ order_id, parent_order_id: order_id });
    truth.error(key_event_id, 'ingestion', '2190', { reason: 'own-key' });
  },
  'two changes from each other': (truth) => {
    const [one, other] = [`C${truth.next()}`, `C${truth.next()}`] as const;
    const [first, second] = [modify(truth, one, other), modify(truth, other, one)];
    alone(truth, first, one);
    alone(truth, second, other);
    truth.link('prior', first, second);
    truth.link('prior', second, first);
    for (const event_id of [first, second]) truth.error(event_id, 'cycle', null, { reason: 'own-ancestor' });
    truth.error(first, 'sequence', '3601', { reason: 'before-primary' });
  },
  'a cancel before its order by more than clocks may differ': early(CLOCK_TOLERANCE_NS + 1n, true),
  'a cancel before its order by as much as clocks may differ': early(CLOCK_TOLERANCE_NS, false),
  'an account that the firm does not know': (truth) => {
    truth.error(truth.enter({ account_id: 'NOBODY' }).key_event_id, 'account', '3701');
  },
  'an account that is pending': (truth) => {
    const { key_event_id } = truth.enter({ account_id: 'PENDING' });
    truth.error(key_event_id, 'account', '3711', { reason: 'pending' });
  },
  'no print bears the id': offTape('4003', 'not-found', () => []),
  'the print is of another venue': offTape('4005', 'venue', () => [{ venue: 'XNYS' }]),
  'the print is of another symbol': offTape('4007', 'symbol', () => [{ symbol: 'ZZZ' }]),
  'the print is of another venue and symbol': offTape('4009', 'several', () => [
    { venue: 'XNYS', symbol: 'ZZZ' },
  ]),
  'the print’s key is repeated': offTape('4011', 'repeated', () => [{}, { qty: 200 }]),
  'leaves that are not what is left': (truth) => {
    const order = truth.enter({ qty: 500 });
    truth.of(order, { event_type: 'fill', qty: 100, leaves_qty: 300 });
    Object.assign(order.lifecycle, { filled_qty: 100, leaves_qty: 400 });
    truth.error(order.key_event_id, 'leaves', null, { reason: 'differs' });
  },
  'an order of an earlier session is known': (truth) => {
    const order_id = `GTC${truth.next()}`;
    const entry = {
      event_type: 'new',
      imid: 'FRM0',
      symbol: 'AAA',
      order_id,
      qty: 900,
      event_ts_ns: 1_795_100_000_000_000_000n,
    };
    truth.history.push({ event_id: `far-${order_id}`, ...entry, sessions_ago: 3 });
    truth.history.push({ event_id: `near-${order_id}`, ...entry, sessions_ago: 2 });
    const fill = truth.event({ ...unknown, event_type: 'fill', order_id, qty: 100 });
    truth.link('order', fill, `near-${order_id}`);
  },
};
