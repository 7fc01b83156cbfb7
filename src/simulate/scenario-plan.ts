import { invariant } from '../domain/invariant.js';
import type { ScenarioPart } from './cast-parts.js';
import type { Instrument } from './instruments.js';
import type { EarlierOrder, LabelledCase } from './labelled-case.js';
import type { Order, OrderEvent } from './order-event.js';
import { createRandom, type Random } from './random.js';
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
  stage: Omit<Scene, 'random' | 'earlier'> & { random: Random },
  day: {
    seed: number;
    /** Which of consecutive sessions, from 0; below 0 before the day. */
    session: number;
    memory: Memory;
    parts: readonly ScenarioPart[];
    symbols: readonly TradedSymbol[];
    test_issue: Instrument;
  },
): ScenarioPlan {
  const places = createPlaces(stage.random.shuffled(day.symbols));
  const lasting = createRandom(day.seed, streamOfPlaces).shuffled(day.symbols);
  const spanning = day.parts.filter(isSpanning);
  const alone = day.parts.filter((part) => !isSpanning(part) && part.scenario.alone === true);
  const others = day.parts.filter((part) => !isSpanning(part) && part.scenario.alone !== true);
  // Those that began before the day come first, so that symbols and accounts are theirs in every session.
  const parts = day.session < 0 ? spanning : [...spanning, ...alone, ...others];
  const cases = parts.flatMap((part, index) => {
    const { scenario } = part;
    const kept = isSpanning(part) ? lasting[index] : undefined;
    if (kept !== undefined) places.close(kept);
    const [symbol, ...more] =
      kept === undefined
        ? Array.from({ length: scenario.symbols ?? 1 }, () => places.take(scenario))
        : [kept];
    invariant(symbol, 'a case needs a symbol');
    const random = createRandom(day.seed, streamOf(part, day.session));
    const scene = { ...stage, random, earlier: earlierOf(day.memory, part) };
    const casting = { ...part, symbol, others: more };
    if (day.session >= 0) return [scenario.plan(scene, casting)];
    scenario.before?.(scene, casting, -day.session);
    return [];
  });
  const planned = parts.reduce((sum, part) => sum + part.scenario.events(part), 0);
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

/** What cases did in the sessions before the day, by case. */
export type Memory = Map<string, EarlierOrder[]>;

function earlierOf(memory: Memory, { scenario, abusive, variant }: ScenarioPart): EarlierOrder[] {
  const key = `${scenario.pattern}/${abusive}/${variant}`;
  const known = memory.get(key) ?? [];
  memory.set(key, known);
  return known;
}

function isSpanning({ scenario }: ScenarioPart): boolean {
  return scenario.before !== undefined;
}

/** Number of the random stream that gives symbols to cases which began before the day. */
const streamOfPlaces = 0x90000000;

type Place = { readonly symbol: TradedSymbol; readonly patterns: Set<string>; is_closed: boolean };

/** The least used symbol that is open to a scenario, and those in use. */
function createPlaces(symbols: readonly TradedSymbol[]) {
  const places = symbols.map((symbol): Place => ({ symbol, patterns: new Set(), is_closed: false }));
  const reserved = new Set<number>();
  return {
    reserved,
    /** Keeps a symbol for one case alone. */
    close(symbol: TradedSymbol): void {
      const place = places.find((one) => one.symbol === symbol);
      invariant(place, 'a symbol has a place');
      place.patterns.add('');
      place.is_closed = true;
      reserved.add(symbol.instrument.index);
    },
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
