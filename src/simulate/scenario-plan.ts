import { invariant } from '../domain/invariant.js';
import type { ScenarioPart } from './cast-parts.js';
import type { Instrument } from './instruments.js';
import type { LabelledCase } from './labelled-case.js';
import type { Order, OrderEvent } from './order-event.js';
import { createRandom } from './random.js';
import type { Scene } from './scenarios/scenario.js';
import { scheduleTestIssue } from './test-issue.js';
import type { TradedSymbol } from './trading-floor.js';

/** What was put on the schedule beside the background. */
export type ScenarioPlan = {
  readonly planned_events: number;
  /** Instruments in which a scenario plays. */
  readonly reserved: ReadonlySet<number>;
  /** The day's events as brokers report them; to be asked for after the close, before the cases. */
  report(events: readonly OrderEvent[]): readonly OrderEvent[];
  /** The cases that came about; complete after the close. */
  cases(): LabelledCase[];
};

/** Symbols that a day needs so that each of these parts finds its own. */
export function symbolsNeeded(parts: readonly ScenarioPart[]): number {
  const counts = new Map<string, number>();
  let alone = 0;
  for (const { scenario } of parts) {
    const symbols = scenario.symbols ?? 1;
    if (scenario.alone === true) alone += symbols;
    else counts.set(scenario.pattern, (counts.get(scenario.pattern) ?? 0) + symbols);
  }
  return alone + Math.max(0, ...counts.values());
}

/**
 * Puts parts on the schedule, each in symbols where no case of its pattern plays yet, if possible in symbols of their own.
 *
 * Each case draws from a random stream of its own, so that one scenario more changes no choice of the others.
 */
export function planScenarios(
  stage: Scene,
  day: {
    seed: number;
    /** Which of consecutive sessions, from 0. */
    session: number;
    parts: readonly ScenarioPart[];
    symbols: readonly TradedSymbol[];
    test_issue: Instrument;
  },
): ScenarioPlan {
  const places = createPlaces(stage.random.shuffled(day.symbols));
  const alone = day.parts.filter(({ scenario }) => scenario.alone === true);
  const others = day.parts.filter(({ scenario }) => scenario.alone !== true);
  const cases = [...alone, ...others].map((part) => {
    const { scenario } = part;
    const [symbol, ...more] = Array.from({ length: scenario.symbols ?? 1 }, () => places.take(scenario));
    invariant(symbol, 'a case needs a symbol');
    const random = createRandom(day.seed, streamOf(part, day.session));
    return scenario.plan({ ...stage, random }, { ...part, symbol, others: more });
  });
  const planned = day.parts.reduce((sum, part) => sum + part.scenario.events(part), 0);
  return {
    planned_events: planned + scheduleTestIssue(stage, day.test_issue),
    reserved: places.reserved,
    report(events) {
      const labelled = new Set(cases.flatMap(({ orders }) => orders.map(({ order }) => order)));
      const accounts = new Set(cases.flatMap((one) => one.accounts));
      const isOfCase = (order: Order) => labelled.has(order) || accounts.has(order.account);
      return stage.reports.reduce((told, report) => report(told, isOfCase), events);
    },
    cases: () => cases.filter((labelled) => labelled.came_about),
  };
}

type Place = { readonly symbol: TradedSymbol; readonly patterns: Set<string>; is_closed: boolean };

/** The least used symbol that is open to a scenario, and those in use. */
function createPlaces(symbols: readonly TradedSymbol[]) {
  const places = symbols.map((symbol): Place => ({ symbol, patterns: new Set(), is_closed: false }));
  const reserved = new Set<number>();
  return {
    reserved,
    take({ pattern, alone }: { pattern: string; alone?: boolean }): TradedSymbol {
      const open = places.filter(({ patterns, is_closed }) =>
        alone === true ? patterns.size === 0 : !is_closed && !patterns.has(pattern),
      );
      const place = open.reduce(
        (best, next) => (next.patterns.size < best.patterns.size ? next : best),
        open[0] as Place,
      );
      invariant(place, `no symbol is left for ${pattern}`);
      place.patterns.add(pattern);
      place.is_closed = alone === true;
      reserved.add(place.symbol.instrument.index);
      return place.symbol;
    },
  };
}

/** Number of a case's random stream, by FNV-1a of what the case is; the market and the faults draw from streams 0 and 1. */
function streamOf({ scenario, abusive, variant }: ScenarioPart, session: number): number {
  let hash = 0x811c9dc5;
  for (const char of `${scenario.pattern}/${abusive}/${variant}${session === 0 ? '' : `/${session}`}`) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  }
  return 2 + (hash % 0x7fffffff);
}
