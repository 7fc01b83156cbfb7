import { auctionEvents } from './auction-orders.js';
import { addBackgroundFacts } from './background-facts.js';
import { createBackgroundFlow } from './background-flow.js';
import { planBackground } from './background-plan.js';
import { type AbuseWish, castParts } from './cast-parts.js';
import { behaviours, type Density } from './density.js';
import { type Facts, noFacts } from './facts.js';
import { type Instrument, listInstruments } from './instruments.js';
import type { EarlierOrder, LabelledCase } from './labelled-case.js';
import { Market } from './market.js';
import { type Account, createAccountRegister } from './market-accounts.js';
import type { NbboQuote, OrderEvent, TapeTrade } from './order-event.js';
import { createPricePath, holdNear } from './price-path.js';
import { createRandom } from './random.js';
import { type Memory, planScenarios, symbolsNeeded } from './scenario-plan.js';
import { scenarios as registered } from './scenarios/registry.js';
import type { Scenario } from './scenarios/scenario.js';
import { createSchedule } from './schedule.js';
import { timeOfActivity } from './session-clock.js';
import { closingWindow, marketClose, marketOpen, nanosPerSecond } from './trading-day.js';

/** One simulated day in memory; events, trades and quotes in order of time. */
export type SimulatedMarket = {
  readonly instruments: readonly Instrument[];
  readonly accounts: readonly Account[];
  /** As brokers report them. */
  readonly events: readonly OrderEvent[];
  /** As they happened; the same but where a case is a broker's wrong report. */
  readonly happened: readonly OrderEvent[];
  readonly trades: readonly TapeTrade[];
  readonly quotes: readonly NbboQuote[];
  readonly facts: Facts;
  /** Abuse and its innocent twins that really came about. */
  readonly cases: readonly LabelledCase[];
};

/** Where the random streams of the background's facts begin, one a session. */
const streamOfFacts = 0x80000000;

/** Where the streams of sessions after the first begin. */
const streamOfSessions = 0xa0000000;

/** Parts into which the time of one event is cut, so that times fall anywhere. */
const unit = 1024;

/** Bands hold from shortly before the closing window, so that no trade falls between the two. */
const holdTime = closingWindow - nanosPerSecond / 10;

/** What a day is made from; the same values give the same day. */
export type MarketOptions = {
  /** Order events over all brokers, about. */
  readonly events: number;
  readonly seed: number;
  /** Without it every scenario gets what the day can carry. */
  readonly abuse?: AbuseWish;
  /** How many orders there are to a trade; `low` without. */
  readonly density?: Density;
  /**
   * Which of consecutive sessions it is, from 0: symbols and accounts stay, what happens does not. One below 0 is before the day: only
   * cases that began then play in it, before a thin background.
   */
  readonly session?: number;
  /** What cases did in the sessions before. */
  readonly memory?: Memory;
  /** Opening prices by symbol, where a session before it left them. */
  readonly opening?: ReadonlyMap<string, number>;
  /** Scenarios to choose from; the registered ones without. */
  readonly scenarios?: readonly Scenario[];
};

/** A day of about `events` order events over all brokers, with abuse and its innocent twins. */
export function simulateMarket(options: MarketOptions): SimulatedMarket {
  const { events, seed, abuse: wish = {}, scenarios: choice = registered } = options;
  const { density = 'low', session = 0 } = options;
  const memory = options.memory ?? new Map<string, EarlierOrder[]>();
  const behaviour = behaviours[density];
  const lasting = createRandom(seed);
  const parts = castParts(choice, { events, wish });
  const count = Math.max(instrumentCount(events, behaviour.events_per_symbol), symbolsNeeded(parts));
  const instruments = openingAt(listInstruments(count, lasting), options.opening);
  const facts = noFacts();
  const register = createAccountRegister();
  const plan = planBackground({ events, instruments: instruments.slice(0, -1), register, random: lasting });
  const random = session === 0 ? lasting : createRandom(seed, streamOfSessions + session);
  const market = new Market(instruments, random);
  const symbols = instruments
    .filter((instrument) => !instrument.is_test_issue)
    .map((instrument) => ({
      instrument,
      path: createPricePath(instrument, events / instruments.length / 2),
    }));
  const schedule = createSchedule();
  const scenarios = planScenarios(
    { market, random, register, schedule, facts, reports: [] },
    { seed, session, memory, parts, symbols, test_issue: instruments.at(-1) as Instrument },
  );
  const quiet = symbols
    .map(({ instrument }) => instrument)
    .filter(({ index }) => !scenarios.reserved.has(index));
  addBackgroundFacts(facts, quiet, createRandom(seed, streamOfFacts + session));
  const flow = createBackgroundFlow({
    ...{ market, random, schedule, plan, symbols, behaviour },
    reserved: scenarios.reserved,
  });
  schedule.at(holdTime, () => {
    for (const { instrument, path } of symbols) {
      if (!path.free_close) holdNear(path, market.lastPrice(instrument));
    }
  });
  flow.prepare();
  while (schedule.next() <= marketOpen) {
    market.advanceTo(schedule.next());
    schedule.runNext();
  }
  market.advanceTo(marketOpen);
  flow.open();
  runDay({
    market,
    flow,
    schedule,
    budget:
      (session < 0 ? thinEvents(events, count) : events) -
      scenarios.planned_events -
      (behaviour.is_full ? symbols.length * auctionEvents : 0),
    jitter: () => random.int(6 * unit),
  });
  return {
    instruments,
    accounts: register.accounts,
    events: scenarios.report(market.events),
    happened: market.events,
    trades: market.trades,
    quotes: market.quotes,
    facts,
    cases: scenarios.cases(),
  };
}

/** Events of a session before the day: enough that every symbol trades. */
function thinEvents(events: number, symbols: number): number {
  return Math.min(events, 3_000 + 40 * symbols);
}

function openingAt(instruments: Instrument[], opening?: ReadonlyMap<string, number>): Instrument[] {
  return instruments.map((instrument) => ({
    ...instrument,
    opening_price: opening?.get(instrument.symbol) ?? instrument.opening_price,
  }));
}

function instrumentCount(events: number, perSymbol: number): number {
  if (perSymbol > 0) return Math.max(4, Math.min(600, Math.floor(events / perSymbol)));
  return events < 4_000 ? 4 : Math.min(40, 30 + Math.floor(events / 20_000));
}

/**
 * Runs planned actions and background steps in order of time until the close.
 *
 * The time of the next background step follows from the share of the budget that the background has used, so that the
 * events run out at the close and not before or after it.
 */
function runDay(day: {
  market: Market;
  flow: { step(): void; readonly followed_events: number };
  schedule: ReturnType<typeof createSchedule>;
  budget: number;
  jitter: () => number;
}): void {
  const { market, flow, schedule, budget } = day;
  let scripted = 0;
  let idle = 0;
  for (;;) {
    const used = market.committed_events - scripted + flow.followed_events + Math.floor(idle / 16);
    const stepTime = used >= budget ? marketClose : timeOfActivity(used * unit + day.jitter(), budget * unit);
    const before = market.committed_events;
    if (schedule.next() <= Math.min(stepTime, marketClose)) {
      market.advanceTo(schedule.next());
      schedule.runNext();
      scripted += market.committed_events - before;
    } else if (stepTime >= marketClose || market.now_ns >= marketClose) break;
    else {
      market.advanceTo(stepTime);
      flow.step();
      if (market.committed_events === before) idle += 1;
    }
  }
  market.advanceTo(marketClose);
  market.close();
}
