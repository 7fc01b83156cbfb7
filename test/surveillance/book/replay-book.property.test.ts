import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readViewColumns } from '../../../src/lake/canonical-dataset.js';
import { replayBook } from '../../../src/surveillance/book/replay-book.js';
import { gatherEvents } from '../../../src/surveillance/gather-events.js';
import { type CaseRow, caseSql, caseTradeDate } from '../support/pattern-case.js';
import { withSession } from '../support/run-case.js';

const canonical = await readViewColumns();

const kinds = ['new', 'modify', 'fill', 'cancel'] as const;
type Step = { order: number; kind: (typeof kinds)[number]; ms: number; price: number; qty: number | null };
const PLACE = { new: 0, modify: 3, fill: 4, cancel: 5 };

const steps = fc.array(
  fc.record({
    order: fc.nat(4),
    kind: fc.constantFrom(...kinds),
    ms: fc.nat(12),
    price: fc.integer({ min: 1, max: 4 }),
    qty: fc.option(fc.integer({ min: 1, max: 9 }), { freq: 6 }),
  }),
  { minLength: 1, maxLength: 25 },
);

/** What is open at a millisecond, told one event after the other: `price → quantity` of buys. */
function plainBook(events: readonly Step[], ms: number): Record<string, number> {
  const book: Record<string, number> = {};
  for (let order = 0; order < 5; order += 1) {
    let [ordered, gone, price, ended]: [number | null, number, number | null, boolean] = [
      null,
      0,
      null,
      false,
    ];
    const own = events.filter((one) => one.order === order && one.ms <= ms);
    for (const { kind, price: at, qty } of own) {
      if (kind === 'new' || kind === 'modify') [ordered, price] = [qty ?? ordered, at];
      else if (qty !== null) gone += qty;
      else if (kind === 'cancel') ended = true;
    }
    const open = ended || ordered === null ? 0 : ordered - gone;
    if (price !== null && open > 0) book[price] = (book[price] ?? 0) + open;
  }
  return book;
}

test('at every key moment the book is what telling the events one after the other gives', async () => {
  await withSession(async (session) => {
    await fc.assert(
      fc.asyncProperty(steps, async (drawn) => {
        const sorted = drawn
          .map((step, index) => ({ ...step, id: `e${String(index).padStart(2, '0')}` }))
          .sort((a, b) => a.ms - b.ms || PLACE[a.kind] - PLACE[b.kind] || (a.id < b.id ? -1 : 1));
        const rows = sorted.map(({ id, order, kind, ms, price, qty }): CaseRow => {
          const at = `10:00:00.${String(ms).padStart(3, '0')}`;
          const what = {
            event_id: id,
            event_type: kind,
            at,
            symbol: 'XYZ',
            imid: 'ALFA',
            order_id: `O${order}`,
          };
          const size = qty === null ? null : String(qty);
          return { ...what, side: 'buy', ord_type: 'limit', price: String(price), qty: size };
        });
        const datasets = new Map([['order_events', rows]]);
        await session.run(`DROP TABLE IF EXISTS order_events;\n${caseSql({ datasets }, canonical)}`);
        const times = await session.rows('SELECT event_id, event_ts_ns FROM order_events');
        const evidence = times.map(({ event_id, event_ts_ns }) => ({
          ...{ alert_id: 'a', dataset: 'order_events' as const, event_id: String(event_id) },
          ...{ role: String(event_id), event_ts_ns: String(event_ts_ns) },
        }));
        const task = {
          symbol: 'XYZ',
          trade_date: caseTradeDate,
          events: await gatherEvents(session, evidence),
        };
        const { moments } = await replayBook(session, task, new Set(['order_events']));
        const first = BigInt(moments[0]?.at_ns ?? 0) + 1n;
        const start = first - BigInt(sorted[0]?.ms ?? 0) * 1_000_000n;
        for (const { at_ns, bids, asks } of moments) {
          const ms = Number((BigInt(at_ns) - start + 1n) / 1_000_000n) - (BigInt(at_ns) < first ? 1 : 0);
          const told = Object.fromEntries(bids.levels.map(({ price, qty }) => [Number(price), Number(qty)]));
          expect(told).toEqual(plainBook(sorted, BigInt(at_ns) < first ? -1 : ms));
          expect(asks.levels).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});
