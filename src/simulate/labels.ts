import type { Case, Labels } from '../domain/generated/labels.js';
import { invariant } from '../domain/invariant.js';
import type { FaultLabel } from './faults/feed-spoiler.js';
import type { FeedFile } from './feed-file.js';
import type { LabelledCase } from './labelled-case.js';
import type { Order, OrderEvent } from './order-event.js';
import type { SimulatedMarket } from './simulate-market.js';
import { epochNanos, type TradingDay } from './trading-day.js';

/** The answers to the day: every case that came about, in order of its first event, the files with their counts, and the faults. */
export function labelsOf(
  day: TradingDay,
  market: SimulatedMarket,
  run: { seed: number; files: readonly FeedFile[]; faults: readonly FaultLabel[] },
): Labels {
  const spans = spansOfOrders(market);
  const cases = market.cases
    .map((labelled) => ({ labelled, span: spanOfCase(labelled, spans) }))
    .sort((left, right) => left.span.first - right.span.first)
    .map(({ labelled, span }, index) => caseLabel(day, { labelled, span, index }));
  return {
    format: 1,
    trade_date: day.trade_date,
    seed: run.seed,
    events: market.events.length,
    cases,
    files: run.files.map(({ feed, name, records }) => ({ feed, name, records })),
    ...(run.faults.length === 0 ? {} : { faults: [...run.faults] }),
  };
}

type Span = { first: number; last: number };

function spansOfOrders(market: SimulatedMarket): Map<Order, Span> {
  const spans = new Map<Order, Span>();
  for (const { orders } of market.cases) {
    for (const { order } of orders) spans.set(order, { first: Number.POSITIVE_INFINITY, last: 0 });
  }
  for (const event of market.events) widen(spans.get(event.order), event);
  return spans;
}

function widen(span: Span | undefined, event: OrderEvent): void {
  if (span === undefined) return;
  span.first = Math.min(span.first, event.ts_ns);
  span.last = Math.max(span.last, event.ts_ns);
}

function spanOfCase(labelled: LabelledCase, spans: ReadonlyMap<Order, Span>): Span {
  const whole = { first: Number.POSITIVE_INFINITY, last: 0 };
  for (const { order } of labelled.orders) {
    const span = spans.get(order);
    whole.first = Math.min(whole.first, span?.first ?? whole.first);
    whole.last = Math.max(whole.last, span?.last ?? whole.last);
  }
  return whole;
}

function caseLabel(
  day: TradingDay,
  { labelled, span, index }: { labelled: LabelledCase; span: Span; index: number },
): Case {
  return {
    case_id: `case-${String(index + 1).padStart(3, '0')}`,
    kind: labelled.abusive ? labelled.kind : 'innocent',
    abusive: labelled.abusive,
    ...(labelled.abusive ? {} : { resembles: labelled.kind }),
    story: labelled.story,
    symbol: labelled.instrument.symbol,
    accounts: nonEmpty(labelled.accounts.map((account) => account.account_id)),
    owner_ids: nonEmpty([...new Set(labelled.accounts.map((account) => account.owner_id))]),
    orders: nonEmpty(
      labelled.orders.map(({ order, role }) => ({
        imid: order.account.imid,
        order_id: order.order_id,
        role,
      })),
    ),
    first_ts_ns: String(epochNanos(day, span.first)),
    last_ts_ns: String(epochNanos(day, span.last)),
  };
}

function nonEmpty<Item>([first, ...rest]: readonly Item[]): [Item, ...Item[]] {
  invariant(first !== undefined, 'a case has accounts, owners and orders');
  return [first, ...rest];
}
