import { addBackgroundFacts } from './background-facts.js';
import { createBackgroundFlow } from './background-flow.js';
import { planBackground } from './background-plan.js';
import { type AbuseWish, castParts } from './cast-parts.js';
import { type Facts, noFacts } from './facts.js';
import { type Instrument, listInstruments } from './instruments.js';
import type { LabelledCase } from './labelled-case.js';
import { Market } from './market.js';
import { type Account, createAccountRegister } from './market-accounts.js';
import type { NbboQuote, OrderEvent, TapeTrade } from './order-event.js';
import { createPricePath, holdNear } from './price-path.js';
import { createRandom } from './random.js';
import { planScenarios, symbolsNeeded } from './scenario-plan.js';
import { scenarios as registered } from './scenarios/registry.js';
import type { Scenario } from './scenarios/scenario.js';
import { createSchedule } from './schedule.js';
import { timeOfActivity } from './session-clock.js';
import { closingWindow, marketClose, marketOpen, nanosPerSecond } from './trading-day.js';

/** One simulated day in memory; events, trades and quotes in order of time. */
export type SimulatedMarket = {
  readonly instruments: readonly Instrument[];
  readonly accounts: readonly Account[];
  readonly events: readonly OrderEvent[];
  readonly trades: readonly TapeTrade[];
  readonly quotes: readonly NbboQuote[];
  readonly facts: Facts;
  /** Abuse and its innocent twins that really came about. */
  readonly cases: readonly LabelledCase[];
};

/** Number of the random stream of the background's facts. */
const streamOfFacts = 0x80000000;

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
  /** Scenarios to choose from; the registered ones without. */
  readonly scenarios?: readonly Scenario[];
};

/** A day of about `events` order events over all brokers, with abuse and its innocent twins. */
export function simulateMarket(options: MarketOptions): SimulatedMarket {
  const { events, seed, abuse: wish = {}, scenarios: choice = registered } = options;
  const random = createRandom(seed);
  const parts = castParts(choice, { events, wish });
  const count = Math.max(instrumentCount(events), symbolsNeeded(parts));
  const instruments = listInstruments(count, random);
  const facts = noFacts();
  const register = createAccountRegister();
  const plan = planBackground({ events, instruments: instruments.slice(0, -1), register, random });
  const market = new Market(instruments, random);
  const symbols = instruments
    .filter((instrument) => !instrument.is_test_issue)
    .map((instrument) => ({
      instrument,
      path: createPricePath(instrument, events / instruments.length / 2),
    }));
  const schedule = createSchedule();
  const scenarios = planScenarios(
    { market, random, register, schedule, facts },
    { seed, parts, symbols, test_issue: instruments.at(-1) as Instrument },
  );
  const quiet = symbols
    .map(({ instrument }) => instrument)
    .filter(({ index }) => !scenarios.reserved.has(index));
  addBackgroundFacts(facts, quiet, createRandom(seed, streamOfFacts));
  const flow = createBackgroundFlow({ market, random, plan, symbols, reserved: scenarios.reserved });
  schedule.at(holdTime, () => {
    for (const { instrument, path } of symbols) {
      if (!path.free_close) holdNear(path, market.lastPrice(instrument));
    }
  });
  market.advanceTo(marketOpen);
  flow.open();
  runDay({
    market,
    flow,
    schedule,
    budget: events - scenarios.planned_events,
    jitter: () => random.int(6 * unit),
  });
  return {
    instruments,
    accounts: register.accounts,
    events: market.events,
    trades: market.trades,
    quotes: market.quotes,
    facts,
    cases: scenarios.cases(),
  };
}

function instrumentCount(events: number): number {
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
  flow: { step(): void };
  schedule: ReturnType<typeof createSchedule>;
  budget: number;
  jitter: () => number;
}): void {
  const { market, flow, schedule, budget } = day;
  let scripted = 0;
  let idle = 0;
  for (;;) {
    const used = market.committed_events - scripted + Math.floor(idle / 16);
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
