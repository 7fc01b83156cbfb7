import { expect, test } from 'vitest';
import type { BookReplay, BookSide } from '../../../src/domain/generated/book-replay.js';
import { readViewColumns } from '../../../src/lake/canonical-dataset.js';
import { replayBook } from '../../../src/surveillance/book/replay-book.js';
import { gatherEvents } from '../../../src/surveillance/gather-events.js';
import { schemaErrors } from '../../support/schema-errors.js';
import { type CaseRow, caseSql, caseTradeDate } from '../support/pattern-case.js';
import { withSession } from '../support/run-case.js';

const canonical = await readViewColumns();

/** An event of an order at so many milliseconds after 10:00; the id is `order:number`. */
function event(order_id: string, number: number, ms: number, more: CaseRow): CaseRow {
  const at = `10:00:${String(Math.floor(ms / 1000)).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}`;
  const base = {
    event_id: `${order_id}:${number}`,
    at,
    symbol: 'XYZ',
    imid: 'ALFA',
    order_id,
    account_id: 'A1',
  };
  return { ...base, ord_type: 'limit', ...more };
}

const entry = (order_id: string, ms: number, more: CaseRow): CaseRow =>
  event(order_id, 1, ms, { event_type: 'new', side: 'buy', ...more });

type Own = { [event_id: string]: string };

async function replay(datasets: Record<string, CaseRow[]>, own: Own): Promise<BookReplay> {
  return withSession(async (session) => {
    const given = new Map(Object.entries(datasets));
    await session.run(caseSql({ datasets: given }, canonical));
    const rows = [...given].flatMap(([dataset, of]) =>
      of.filter(({ event_id }) => Object.hasOwn(own, String(event_id))).map((row) => ({ dataset, row })),
    );
    const evidence = await Promise.all(
      rows.map(async ({ dataset, row }) => {
        const id = String(row['event_id']);
        const [found] = await session.rows(`SELECT event_ts_ns FROM ${dataset} WHERE event_id = '${id}'`);
        const event_ts_ns = String(found?.['event_ts_ns']);
        return {
          ...{ alert_id: 'a', dataset: dataset as 'trades', event_id: id, role: own[id] ?? '', event_ts_ns },
        };
      }),
    );
    const events = await gatherEvents(session, evidence);
    const task = { symbol: 'XYZ', trade_date: caseTradeDate, events };
    const document = await replayBook(session, task, new Set(given.keys()));
    expect(schemaErrors('book-replay', [document])).toEqual([]);
    return document;
  });
}

/** A side as `price quantity(own)`. */
const told = ({ levels }: BookSide): string[] =>
  levels.map(({ price, qty, own_qty }) => `${Number(price)} ${Number(qty)}(${Number(own_qty)})`);
const at = (book: BookReplay, name: string): BookReplay['moments'][number] => {
  const moment = book.moments.find((one) => one.name === name);
  if (moment === undefined) throw new Error(`there is a moment ${name}`);
  return moment;
};

const market: CaseRow[] = [
  entry('B1', 0, { price: '10.00', qty: '300' }),
  entry('B2', 1, { price: '9.99', qty: '200' }),
  entry('S1', 2, { side: 'sell', price: '10.02', qty: '400' }),
  entry('S2', 3, { side: 'sell_short', price: '10.02', qty: '100' }),
];
const bait = (more: CaseRow[]): CaseRow[] => [
  ...market,
  entry('L1', 2000, { price: '10.00000001', qty: '0.000001' }),
  ...more,
];
const cancel = (ms: number, more: CaseRow = {}): CaseRow =>
  event('L1', 9, ms, { event_type: 'cancel', side: 'buy', ...more });

test('the book stands before, at each role, when the own orders are largest, and after the last event', async () => {
  const rows = bait([entry('L2', 2500, { price: '9.99', qty: '700' }), cancel(3000)]);
  const book = await replay({ order_events: rows }, { 'L1:1': 'bait', 'L2:1': 'bait', 'L1:9': 'pull' });
  expect(book.moments.map(({ name, role }) => [name, role])).toEqual([
    ['before', null],
    ['role', 'bait'],
    ['largest', null],
    ['role', 'pull'],
  ]);
  expect(told(at(book, 'before').bids)).toEqual(['10 300(0)', '9.99 200(0)']);
  expect(told(at(book, 'before').asks)).toEqual(['10.02 500(0)']);
  expect(told(at(book, 'largest').bids)).toEqual([
    '10.00000001 0.000001(0.000001)',
    '10 300(0)',
    '9.99 900(700)',
  ]);
  expect(at(book, 'largest').own_qty).toBe('700.000001');
  expect(book.moments.at(-1)?.own_qty).toBe('700.000000');
});

test('a partial cancel and a partial fill leave the rest, a change of price moves it, a whole cancel takes it away', async () => {
  const steps = [
    event('L1', 2, 2100, { event_type: 'modify', side: 'buy', price: '10.01', qty: '1000' }),
    event('L1', 3, 2200, { event_type: 'fill', side: 'buy', price: '10.005', qty: '100' }),
    event('L1', 4, 2300, { event_type: 'cancel', side: 'buy', qty: '250' }),
    event('L1', 5, 2400, { event_type: 'cancel', side: 'buy' }),
  ];
  const own = Object.fromEntries(['L1:1', 'L1:2', 'L1:3', 'L1:4', 'L1:5'].map((id) => [id, id]));
  const book = await replay({ order_events: bait(steps) }, own);
  expect(book.moments.map(({ bids }) => told(bids)[0])).toEqual([
    '10 300(0)',
    '10.00000001 0.000001(0.000001)',
    '10.01 1000(1000)',
    '10.01 900(900)',
    '10.01 650(650)',
    '10 300(0)',
  ]);
  expect(book.orders[0]?.events.map(({ leaves_qty }) => leaves_qty)).toEqual([
    '0.000001',
    '1000.000000',
    '900.000000',
    '650.000000',
    '0.000000',
  ]);
});

test('what a broker reports as open counts before what the quantities come to', async () => {
  const rows = bait([
    event('L1', 2, 2100, { event_type: 'modify', side: 'buy', price: '10.01', qty: '900', leaves_qty: '40' }),
  ]);
  const book = await replay({ order_events: rows }, { 'L1:1': 'bait', 'L1:2': 'grown' });
  expect(book.moments.at(-1)?.own_qty).toBe('40.000000');
});

test('an order stays one order through changes of its id', async () => {
  const renamed = (order_id: string, prior_order_id: string, ms: number, qty: string): CaseRow =>
    event(order_id, 1, ms, { event_type: 'modify', prior_order_id, side: 'buy', price: '10.01', qty });
  const rows = bait([
    renamed('L2', 'L1', 2100, '20'),
    renamed('L3', 'L2', 2200, '30'),
    renamed('L4', 'L3', 2300, '40'),
  ]);
  const book = await replay({ order_events: rows }, { 'L4:1': 'change' });
  expect(book.orders.map(({ order_id, events }) => [order_id, events.length])).toEqual([['L1', 4]]);
  expect(told(book.moments.at(-1)?.bids as BookSide)[0]).toBe('10.01 40(40)');
});

test('an order that was passed on is not counted beside the order made of it, and marks it as the alert’s', async () => {
  const routed = { routed_order_id: '7' };
  const rows = bait([
    event('L1', 2, 2100, {
      event_type: 'route',
      side: 'buy',
      price: '10.01',
      qty: '100',
      destination_imid: 'BETA',
      ...routed,
    }),
    entry('X1', 2101, {
      imid: 'BETA',
      event_type: 'accept',
      sender_imid: '104:ALFA',
      price: '10.01',
      qty: '100',
      routed_order_id: '007',
    }),
    entry('C1', 2102, { parent_order_id: 'B1', price: '9.98', qty: '300', account_id: 'A9' }),
  ]);
  const book = await replay({ order_events: rows }, { 'L1:1': 'bait', 'L1:2': 'sent', 'X1:1': 'taken' });
  expect(told(book.moments.at(-1)?.bids as BookSide)).toEqual(['10.01 100(100)', '9.99 200(0)']);
});

test('orders without a limit, for an auction, waiting for a stop or never to rest have no place in the book and are counted', async () => {
  const rows = [
    ...bait([]),
    entry('M1', 10, { price: null, qty: '50', ord_type: 'market' }),
    entry('C1', 11, { price: '10.01', qty: '50', time_in_force: 'at_close' }),
    entry('I1', 11, { price: '10.01', qty: '50', time_in_force: 'ioc' }),
    entry('T1', 12, { price: '10.01', qty: '50', ord_type: 'stop_limit' }),
  ];
  const book = await replay({ order_events: rows }, { 'L1:1': 'bait' });
  expect(book.counts.unplaced).toBe(4);
  expect(told(at(book, 'before').bids)[0]).toBe('10 300(0)');
});

const quote = (id: string, at_: string, more: CaseRow): CaseRow => ({
  ...{ event_id: id, at: at_, symbol: 'XYZ', quote_seq: id.slice(1) },
  ...{ bid_price: '10.00', bid_qty: '300', ask_price: '10.02', ask_qty: '500', ...more },
});

test('best prices are the quotes where there are any: the one in force at the begin, and of one nanosecond the last', async () => {
  const quotes = [
    quote('q1', '09:59:00', { bid_price: '9.00' }),
    quote('q2', '09:59:30', {}),
    quote('q3', '10:00:02', { bid_price: null, bid_qty: null }),
    quote('q4', '10:00:02', { bid_price: '10.01' }),
    quote('q5', '10:00:04', {}),
  ];
  const book = await replay({ order_events: bait([]), quotes }, { 'L1:1': 'bait' });
  expect(book.prices_of).toBe('quotes');
  expect(book.prices.map(({ bid_price }) => bid_price)).toEqual(['10.00000000', '10.01000000']);
  expect(book.moments.map(({ best }) => best?.bid_price)).toEqual(['10.00000000', '10.01000000']);
});

test('without quotes the best prices are those of the orders in the lake, and it is said', async () => {
  const rows = bait([cancel(2500)]);
  const book = await replay({ order_events: rows }, { 'L1:1': 'bait', 'L1:9': 'pull' });
  expect(book.prices_of).toBe('orders');
  expect(book.prices.map(({ bid_price, bid_qty }) => [bid_price, bid_qty])).toEqual([
    ['10.00000000', '300.000000'],
    ['10.00000001', '0.000001'],
    ['10.00000000', '300.000000'],
  ]);
  expect(book.book_of).toEqual(['ALFA']);
});

test('an alert of the tape alone has prints and no book, and says that there are no best prices', async () => {
  const trades = [
    {
      event_id: 't1',
      at: '10:00:00',
      symbol: 'XYZ',
      trade_id: 'T1',
      price: '10.00',
      qty: '100',
      venue: 'XNAS',
    },
    { event_id: 't2', at: '10:00:01', symbol: 'XYZ', trade_id: 'T2', price: '10.01', qty: '5', venue: null },
    {
      event_id: 't3',
      at: '10:00:01.000000001',
      symbol: 'XYZ',
      trade_id: 'T3',
      price: '10.01',
      qty: '5',
      venue: null,
    },
  ];
  const book = await replay({ trades }, { t1: 'print' });
  expect(book.prints.map(({ event_id, own }) => [event_id, own])).toEqual([
    ['t1', true],
    ['t2', false],
  ]);
  expect(book).toMatchObject({ prices_of: 'none', prices: [], orders: [], reports_to: null, book_of: [] });
});

test('a print that a fill of an own order names is the alert’s', async () => {
  const rows = bait([
    event('L1', 2, 2100, {
      event_type: 'fill',
      side: 'buy',
      price: '10.02',
      qty: '0.000001',
      trade_id: 'T2',
    }),
  ]);
  const trades = [
    {
      event_id: 't2',
      at: '10:00:02.1',
      symbol: 'XYZ',
      trade_id: 'T2',
      price: '10.02',
      qty: '1',
      venue: null,
    },
  ];
  const book = await replay({ order_events: rows, trades }, { 'L1:1': 'bait' });
  expect(book.prints.map(({ own }) => own)).toEqual([true]);
});

test('quotes, prints, orders and levels beyond the bounds are cut and counted', async () => {
  const many = Array.from({ length: 450 }, (_, index) => index);
  const time = (index: number): string => `10:00:02.${String(index).padStart(3, '0')}`;
  const quotes = many.map((index) => quote(`q${index}`, time(index), {}));
  const trades = many.map((index) => ({
    ...{ event_id: `t${index}`, at: time(index), symbol: 'XYZ', trade_id: `T${index}`, venue: null },
    ...{ price: '10.00', qty: String(index + 1) },
  }));
  const orders = many.map((index) =>
    entry(`O${String(index).padStart(3, '0')}`, 2000 + index, { price: `9.${100 + index}`, qty: '1' }),
  );
  const own = Object.fromEntries(orders.slice(0, 210).map(({ event_id }) => [String(event_id), 'own']));
  const book = await replay({ order_events: orders, quotes, trades }, { ...own, t3: 'print' });
  expect(book.counts).toMatchObject({ prices: 450, prints: 450, orders: 210, orders_shown: 200 });
  expect(book.prices.length).toBe(book.counts.prices_shown);
  expect(book.counts.prices_shown).toBeLessThanOrEqual(401);
  expect(book.prices.at(-1)?.at_ns).toMatch(/449000000$/);
  expect(book.counts.prints_shown).toBe(400);
  expect(book.prints.find(({ event_id }) => event_id === 't3')?.own).toBe(true);
  const bids = book.moments.at(-1)?.bids as BookSide;
  expect([bids.levels.length + bids.more_levels, bids.more_levels]).toEqual([210, 0]);
});
