import { dayEnd, type Order, type Row, type Truth } from './truth.js';

/** What a route and its receipt say; each fault changes one side. */
type Sides = { sent: Row; received: Row };

type Pair = { send: string; receipt: string; order: Order; taken: Order; sender: string; receiver: string };

/** A route with its receipt, of which nothing is linked yet: the fault says what becomes of them. */
function pair(
  truth: Truth,
  change: (sides: { sender: string; receiver: string; symbol: string }) => Partial<Sides>,
): Pair {
  const [sender, receiver] = ['FRM0', 'FRM1'];
  const order = truth.enter({ imid: sender });
  const { symbol } = order;
  const id = `R${truth.next()}`;
  const { sent = {}, received = {} } = change({ sender, receiver, symbol });
  const send = routeOf(truth, order, { routed_order_id: id, destination_imid: receiver, ...sent });
  const taken = truth.enter({
    event_type: 'accept',
    imid: receiver,
    symbol,
    routed_order_id: id,
    sender_imid: sender,
    ...received,
  });
  return { send, receipt: taken.key_event_id, order, taken, sender, receiver };
}

function routeOf(truth: Truth, order: Order, row: Row): string {
  order.lifecycle.routed_qty += 100;
  return truth.of(order, { event_type: 'route', qty: 100, ...row });
}

type Fault = (truth: Truth) => void;

/** Both sides get the code of their family for a reason; the ends of the codes are those of CAT E.3. */
function interfirm(reason: string, end: number, change: Parameters<typeof pair>[1]): Fault {
  return (truth) => {
    const made = pair(truth, change);
    const { destination_imid = made.receiver } = change({ ...made, symbol: made.order.symbol }).sent ?? {};
    const { sender_imid = made.sender } = change({ ...made, symbol: made.order.symbol }).received ?? {};
    const named = (imid: unknown, family: number) => ({
      reason,
      named_imid: String(imid),
      named_code: String(family + end + 1),
    });
    truth.error(made.send, 'interfirm', String(8000 + end), named(destination_imid, 9000));
    truth.error(made.receipt, 'interfirm', String(9000 + end), named(sender_imid, 8000));
  };
}

/** Routes between members that fail for each reason. */
export const interfirmFaults: Record<string, Fault> = {
  'routed id differs': interfirm('not-found', 3, () => ({ received: { routed_order_id: 'ANOTHER' } })),
  'sender differs': interfirm('sender', 5, () => ({ received: { sender_imid: 'FRM2' } })),
  'receiver differs': interfirm('receiver', 7, () => ({ sent: { destination_imid: 'FRM3' } })),
  'symbol differs': interfirm('symbol', 9, ({ symbol }) => ({ received: { symbol: `${symbol}.B` } })),
  'sender and symbol differ': interfirm('several', 11, ({ symbol }) => ({
    received: { sender_imid: 'FRM4', symbol: `${symbol}.B` },
  })),
  'the receipt is of the next day': interfirm('event-date', 3, () => ({ received: { event_ts_ns: dayEnd } })),
  'a route is sent twice under one key': (truth) => {
    const { send, receipt, order, receiver } = pair(truth, () => ({
      sent: { routed_order_id: 'TWICE' },
      received: { routed_order_id: 'TWICE' },
    }));
    const again = routeOf(truth, order, { routed_order_id: '00TWICE', destination_imid: receiver });
    for (const event_id of [send, again]) truth.error(event_id, 'interfirm', '8013', { reason: 'repeated' });
    truth.error(receipt, 'interfirm', '9013', { reason: 'repeated' });
  },
  'a route is received twice under one key': (truth) => {
    const { send, receipt, sender, receiver, order } = pair(truth, () => ({
      sent: { routed_order_id: 'DOUBLE' },
      received: { routed_order_id: 'DOUBLE' },
    }));
    const again = truth.enter({
      imid: receiver,
      symbol: order.symbol,
      routed_order_id: 'DOUBLE',
      sender_imid: sender,
    });
    truth.error(send, 'interfirm', '8013', { reason: 'repeated' });
    for (const event_id of [receipt, again.key_event_id]) {
      truth.error(event_id, 'interfirm', '9013', { reason: 'repeated' });
    }
  },
  'no event of the receiver bears the routed id': (truth) => {
    const order = truth.enter({ imid: 'FRM0' });
    const send = routeOf(truth, order, { routed_order_id: `R${truth.next()}`, destination_imid: '9:FRM1' });
    truth.error(send, 'interfirm', '8003', { named_imid: 'FRM1', named_code: '9004' });
  },
  'a linked route with the same routed id is nobody else’s partner': (truth) => {
    const { send, receipt, order, taken } = pair(truth, () => ({
      sent: { routed_order_id: '7' },
      received: { routed_order_id: '007' },
    }));
    truth.link('route', receipt, send);
    truth.join(taken, order);
    const lost = routeOf(truth, truth.enter({ imid: 'FRM2' }), {
      routed_order_id: '7',
      destination_imid: 'FRM3',
    });
    truth.error(lost, 'interfirm', '8003', { named_imid: 'FRM3', named_code: '9004' });
  },
  'a firm routes to itself': (truth) => {
    const order = truth.enter({ imid: 'FRM0' });
    const send = routeOf(truth, order, { routed_order_id: `R${truth.next()}`, destination_imid: '104:FRM0' });
    truth.error(send, 'ingestion', '2189', { reason: 'own-route' });
  },
  'a route names no destination': (truth) => {
    const send = routeOf(truth, truth.enter(), { routed_order_id: `R${truth.next()}` });
    truth.error(send, 'ingestion', '2217', { reason: 'destination-absent' });
  },
};

/** NYSE has a feed in these days; it takes a route and says something else than its sender. */
function toExchange(reason: string, codes: [string, string | null], change: (sent: Row) => Row): Fault {
  return (truth) => {
    const order = truth.enter({ imid: 'FRM0' });
    const sent = { routed_order_id: `R${truth.next()}`, destination_imid: 'NYSE' };
    const send = routeOf(truth, order, sent);
    const received = {
      event_type: 'accept',
      imid: 'NYSE',
      symbol: order.symbol,
      sender_imid: 'FRM0',
      ...sent,
    };
    const receipt = truth.enter({ ...received, ...change(received) }).key_event_id;
    const { sender_imid } = { ...received, ...change(received) };
    truth.error(send, 'exchange', codes[0], { reason });
    if (codes[1] !== null) {
      truth.error(receipt, 'exchange', null, {
        reason,
        named_imid: String(sender_imid),
        named_code: codes[1],
      });
    } else truth.error(receipt, 'exchange', null, { reason });
  };
}

/** Routes between members and an exchange of which the lake holds events. */
export const exchangeFaults: Record<string, Fault> = {
  'exchange: routed id differs': (truth) => {
    const send = routeOf(truth, truth.enter({ imid: 'FRM0' }), {
      routed_order_id: `R${truth.next()}`,
      destination_imid: 'NYSE',
    });
    truth.error(send, 'exchange', '6003');
    const { key_event_id } = truth.enter({
      event_type: 'accept',
      imid: 'NYSE',
      sender_imid: 'FRM0',
      routed_order_id: `R${truth.next()}`,
    });
    truth.error(key_event_id, 'exchange', null, { named_imid: 'FRM0', named_code: '7004' });
  },
  'exchange: sender differs': toExchange('sender', ['6005', '7006'], () => ({ sender_imid: 'FRM2' })),
  'exchange: symbol differs': toExchange('symbol', ['6007', '7008'], ({ symbol }) => ({
    symbol: `${symbol}.B`,
  })),
  'exchange: several differ': toExchange('several', ['6011', '7012'], ({ symbol }) => ({
    sender_imid: 'FRM2',
    symbol: `${symbol}.B`,
  })),
  'exchange: destination differs': toExchange('receiver', ['6017', '7018'], () => ({
    destination_imid: 'NSX',
  })),
  'exchange: a route is sent twice under one key': (truth) => {
    const order = truth.enter({ imid: 'FRM0' });
    const key = { routed_order_id: 'AGAIN', destination_imid: 'NYSE' };
    for (const event_id of [routeOf(truth, order, key), routeOf(truth, order, key)]) {
      truth.error(event_id, 'exchange', '6013', { reason: 'repeated' });
    }
    const { key_event_id } = truth.enter({
      event_type: 'accept',
      imid: 'NYSE',
      symbol: order.symbol,
      sender_imid: 'FRM0',
      ...key,
    });
    truth.error(key_event_id, 'exchange', null, { reason: 'repeated' });
  },
  'from an exchange: receiver differs': (truth) => {
    const order = truth.enter({ imid: 'NYSE' });
    const id = `R${truth.next()}`;
    const send = routeOf(truth, order, { routed_order_id: id, destination_imid: 'FRM3' });
    truth.error(send, 'exchange', null, { reason: 'receiver', named_imid: 'FRM3', named_code: '7020' });
    const { key_event_id } = truth.enter({
      event_type: 'accept',
      imid: 'FRM1',
      symbol: order.symbol,
      sender_imid: 'NYSE',
      routed_order_id: id,
    });
    truth.error(key_event_id, 'exchange', '6019', { reason: 'receiver' });
  },
  'from an exchange: no route bears the routed id': (truth) => {
    const { key_event_id } = truth.enter({
      event_type: 'accept',
      imid: 'FRM1',
      sender_imid: 'NYSE',
      routed_order_id: `R${truth.next()}`,
    });
    truth.error(key_event_id, 'exchange', '6003');
  },
  'from an exchange: a route is received twice under one key': (truth) => {
    const order = truth.enter({ imid: 'NYSE' });
    const key = { routed_order_id: 'REPEATED' };
    const send = routeOf(truth, order, { ...key, destination_imid: 'FRM1' });
    truth.error(send, 'exchange', null, { reason: 'repeated' });
    for (let copy = 0; copy < 2; copy += 1) {
      const { key_event_id } = truth.enter({
        event_type: 'accept',
        imid: 'FRM1',
        symbol: order.symbol,
        sender_imid: 'NYSE',
        ...key,
      });
      truth.error(key_event_id, 'exchange', '6015', { reason: 'repeated' });
    }
  },
};
