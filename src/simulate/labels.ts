import type { Case, Labels } from '../domain/generated/labels.js';
import { invariant } from '../domain/invariant.js';
import type { Density } from './density.js';
import type { FaultLabel } from './faults/feed-spoiler.js';
import type { WrittenDay } from './feed-files.js';
import type { LabelledCase } from './labelled-case.js';
import type { Account } from './market-accounts.js';
import { type NbboQuote, type Order, type OrderEvent, tradeId } from './order-event.js';
import { scenarios } from './scenarios/registry.js';
import type { SimulatedMarket } from './simulate-market.js';
import { epochNanos, type TradingDay } from './trading-day.js';

/** The answers to the day: every case that came about, in order of its first event, the files with their counts, and the faults. */
export function labelsOf(
  day: TradingDay,
  market: SimulatedMarket,
  run: { seed: number; density: Density; written: WrittenDay; faults: readonly FaultLabel[] },
): Labels {
  const spans = spansOfOrders(market);
  const quoteNumbers = numbersOfQuotes(market);
  const cases = [...market.cases, ...run.written.cases]
    .map((labelled) => ({ labelled, span: spanOfCase(labelled, spans) }))
    .sort((left, right) => left.span.first - right.span.first)
    .map(({ labelled, span }, index) =>
      caseLabel(day, { labelled, span, index, quoteNumbers, imidOf: run.written.imidOf }),
    );
  return {
    format: 1,
    trade_date: day.trade_date,
    seed: run.seed,
    density: run.density,
    events: market.events.length,
    cases,
    files: run.written.files.map(({ feed, name, records }) => ({ feed, name, records })),
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
  if (labelled.span !== undefined) return { first: labelled.span.first_ns, last: labelled.span.last_ns };
  const whole = { first: Number.POSITIVE_INFINITY, last: 0 };
  for (const { order } of labelled.orders) {
    const span = spans.get(order);
    whole.first = Math.min(whole.first, span?.first ?? whole.first);
    whole.last = Math.max(whole.last, span?.last ?? whole.last);
  }
  const prints = [...labelled.trades.map(({ trade }) => trade), ...labelled.quotes.map(({ quote }) => quote)];
  for (const { ts_ns } of prints) {
    whole.first = Math.min(whole.first, ts_ns);
    whole.last = Math.max(whole.last, ts_ns);
  }
  return whole;
}

/** Positions of the labelled quotes in the file of quotes, from 1. */
function numbersOfQuotes({ quotes, cases }: SimulatedMarket): Map<NbboQuote, number> {
  const wanted = new Set(cases.flatMap((labelled) => labelled.quotes.map(({ quote }) => quote)));
  const numbers = new Map<NbboQuote, number>();
  if (wanted.size === 0) return numbers;
  for (const [index, quote] of quotes.entries()) if (wanted.has(quote)) numbers.set(quote, index + 1);
  return numbers;
}

function caseLabel(
  day: TradingDay,
  at: {
    labelled: LabelledCase;
    span: Span;
    index: number;
    quoteNumbers: ReadonlyMap<NbboQuote, number>;
    imidOf: (account: Account) => string;
  },
): Case {
  const { labelled, span } = at;
  const { abusive, kind, intensity } = labelled;
  invariant(
    labelled.broker !== undefined ||
      labelled.orders.length + labelled.earlier.length + labelled.trades.length + labelled.quotes.length > 0,
    `a case of ${kind} has neither a broker nor orders nor prints nor quotes`,
  );
  return {
    case_id: `case-${String(at.index + 1).padStart(3, '0')}`,
    ...(abusive
      ? { kind, abusive, intensity, ...alsoOf(kind) }
      : { kind: 'innocent', abusive, resembles: kind }),
    story: labelled.story,
    ...(labelled.broker === undefined
      ? { symbol: labelled.instrument.symbol }
      : { brokers: [labelled.broker] }),
    accounts: labelled.accounts.map((account) => account.account_id),
    owner_ids: [...new Set(labelled.accounts.map((account) => account.owner_id))],
    orders: [
      ...labelled.earlier.map(({ order, role, sessions_ago }) => ({
        ...named(order, order.account.imid, role),
        sessions_ago,
      })),
      ...labelled.orders.map(({ order, role }) => named(order, at.imidOf(order.account), role)),
    ],
    ...printsOf(labelled, at.quoteNumbers),
    first_ts_ns: String(epochNanos(day, span.first)),
    last_ts_ns: String(epochNanos(day, span.last)),
  };
}

function named({ order_id }: Order, imid: string, role: string): Case['orders'][number] {
  return { imid, order_id, role };
}

function alsoOf(kind: string): { also?: string[] } {
  const also = scenarios.find(({ pattern }) => pattern === kind)?.also ?? [];
  return also.length === 0 ? {} : { also: [...also] };
}

function printsOf(
  { trades, quotes }: LabelledCase,
  quoteNumbers: ReadonlyMap<NbboQuote, number>,
): Pick<Case, 'trades' | 'quotes'> {
  return {
    ...(trades.length === 0
      ? {}
      : { trades: trades.map(({ trade, role }) => ({ trade_id: tradeId(trade), role })) }),
    ...(quotes.length === 0
      ? {}
      : { quotes: quotes.map(({ quote, role }) => ({ quote_seq: quoteNumbers.get(quote) ?? 0, role })) }),
  };
}
