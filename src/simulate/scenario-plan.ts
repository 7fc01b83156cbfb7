import { invariant } from '../domain/invariant.js';
import { scheduleOrderFlood } from './abuse-excessive-cancels.js';
import { scheduleFrontRunning } from './abuse-front-running.js';
import { scheduleLayering } from './abuse-layering.js';
import { scheduleClose } from './abuse-marking-the-close.js';
import { scheduleCrossing, scheduleRebalancing } from './abuse-wash-trade.js';
import type { Instrument } from './instruments.js';
import type { LabelledCase } from './labelled-case.js';
import type { Imid } from './market-accounts.js';
import type { Planned, Scene } from './scenario.js';
import { scheduleTestIssue } from './test-issue.js';
import type { TradedSymbol } from './trading-floor.js';
import { scheduleLevelQuoting } from './twin-level-quoting.js';

/** What was put on the schedule beside the background. */
export type ScenarioPlan = {
  readonly planned_events: number;
  /** Instruments in which a scenario plays; at most one in each. */
  readonly reserved: ReadonlySet<number>;
  /** The cases that came about; complete after the close. */
  cases(): LabelledCase[];
};

/** Fewest events of a day that has scenarios at all, and of one that can hide three floods of orders. */
const fewestForScenarios = 4_000;
const fewestForFloods = 12_000;

/** Puts the scenarios that a day of `events` events can carry on the schedule, each in a symbol of its own. */
export function planScenarios(
  scene: Scene,
  day: { events: number; symbols: readonly TradedSymbol[]; test_issue: Instrument },
): ScenarioPlan {
  const free = scene.random.shuffled(day.symbols);
  const reserved = new Set<number>();
  const nextSymbol = () => {
    const symbol = free.pop();
    invariant(symbol, 'more scenarios than symbols');
    reserved.add(symbol.instrument.index);
    return symbol;
  };
  const planned: Planned[] = [];
  if (day.events >= fewestForScenarios) {
    planned.push(
      ...layering(scene, nextSymbol),
      ...washTrades(scene, nextSymbol),
      ...closes(scene, nextSymbol),
      ...frontRunning(scene, nextSymbol),
    );
  }
  if (day.events >= fewestForFloods) planned.push(...floods(scene, nextSymbol));
  const test = scheduleTestIssue(scene, day.test_issue);
  return {
    planned_events: planned.reduce((sum, { planned_events }) => sum + planned_events, test),
    reserved,
    cases: () => planned.map(({ labelled }) => labelled).filter((labelled) => labelled.came_about),
  };
}

function layering(scene: Scene, nextSymbol: () => TradedSymbol): Planned[] {
  const blatant =
    'An account shows five orders behind the touch, trades on the other side and cancels them, four times.';
  const slight =
    'An account shows three orders behind the touch, trades on the other side and cancels them, three times.';
  const twice = 'An account does what layering looks like, but only twice on the day.';
  return [
    scheduleLayering(scene, { ...abuse(nextSymbol()), imid: 'ACME', levels: 5, episodes: 4, story: blatant }),
    scheduleLayering(scene, { ...abuse(nextSymbol()), imid: 'DELT', levels: 3, episodes: 3, story: slight }),
    scheduleLayering(scene, { ...twin(nextSymbol()), imid: 'CEDR', levels: 3, episodes: 2, story: twice }),
    scheduleLevelQuoting(scene, nextSymbol()),
  ];
}

function washTrades(scene: Scene, nextSymbol: () => TradedSymbol): Planned[] {
  const pair = (first: Imid, second: Imid, isOneOwner: boolean) => {
    const one = scene.register.open({ kind: 'IND', imid: first });
    const owner = isOneOwner ? one.owner : scene.register.newOwner();
    return [one, scene.register.open({ kind: 'IND', imid: second, owner })] as const;
  };
  const apart = 'One owner trades with himself through accounts at two brokers, to and fro.';
  const slight = 'One owner trades the least quantity that counts once between two accounts at one broker.';
  const strangers = 'Two accounts of different owners trade with each other at one price, to and fro.';
  return [
    scheduleCrossing(scene, {
      ...abuse(nextSymbol()),
      pair: pair('ACME', 'DELT', true),
      qty: 400,
      rounds: 4,
      story: apart,
    }),
    scheduleCrossing(scene, {
      ...abuse(nextSymbol()),
      pair: pair('BOLT', 'CEDR', true),
      qty: 700,
      rounds: 3,
      story: apart,
    }),
    scheduleCrossing(scene, {
      ...abuse(nextSymbol()),
      pair: pair('BOLT', 'BOLT', true),
      qty: 100,
      rounds: 1,
      story: slight,
    }),
    scheduleCrossing(scene, {
      ...twin(nextSymbol()),
      pair: pair('ACME', 'BOLT', false),
      qty: 400,
      rounds: 4,
      story: strangers,
    }),
    scheduleRebalancing(scene, nextSymbol()),
  ];
}

function closes(scene: Scene, nextSymbol: () => TradedSymbol): Planned[] {
  const up = 'An account buys most of the last ten minutes at ever higher prices.';
  const down = 'An account sells most of the last ten minutes at ever lower prices.';
  const flat = 'A large account buys most of the last ten minutes and the price stays where it was.';
  const even =
    'An account trades most of the last ten minutes while the price rises, as much on one side as on the other.';
  return [
    scheduleClose(scene, { ...abuse(nextSymbol()), imid: 'BOLT', is_buy: true, manner: 'ramp', story: up }),
    scheduleClose(scene, {
      ...abuse(nextSymbol()),
      imid: 'CEDR',
      is_buy: false,
      manner: 'ramp',
      story: down,
    }),
    scheduleClose(scene, { ...twin(nextSymbol()), imid: 'ACME', is_buy: true, manner: 'flat', story: flat }),
    scheduleClose(scene, {
      ...twin(nextSymbol()),
      imid: 'DELT',
      is_buy: true,
      manner: 'balanced',
      story: even,
    }),
  ];
}

function frontRunning(scene: Scene, nextSymbol: () => TradedSymbol): Planned[] {
  const bought =
    'A proprietary account buys after a customer block to buy was received and before it trades.';
  const sold =
    'A proprietary account sells after a customer block to sell was received and before it trades.';
  const before = 'A proprietary account buys about a second before a customer block to buy is received.';
  const opposite = 'A proprietary account sells while a customer block to buy waits.';
  return [
    scheduleFrontRunning(scene, { ...abuse(nextSymbol()), is_buy: true, manner: 'ahead', story: bought }),
    scheduleFrontRunning(scene, { ...abuse(nextSymbol()), is_buy: false, manner: 'ahead', story: sold }),
    scheduleFrontRunning(scene, { ...twin(nextSymbol()), is_buy: true, manner: 'before', story: before }),
    scheduleFrontRunning(scene, { ...twin(nextSymbol()), is_buy: true, manner: 'opposite', story: opposite }),
  ];
}

function floods(scene: Scene, nextSymbol: () => TradedSymbol): Planned[] {
  const flood = 'An account sends 1,020 orders in one symbol and cancels about 98 % of them.';
  const trading = 'An account sends 1,200 orders in one symbol and cancels only about 90 % of them.';
  const fewer = 'An account cancels about 99 % of its orders in one symbol, but sends only 900.';
  return [
    scheduleOrderFlood(scene, {
      ...abuse(nextSymbol()),
      imid: 'DELT',
      orders: 1_020,
      takes_every: 50,
      story: flood,
    }),
    scheduleOrderFlood(scene, {
      ...twin(nextSymbol()),
      imid: 'BOLT',
      orders: 1_200,
      takes_every: 10,
      story: trading,
    }),
    scheduleOrderFlood(scene, {
      ...twin(nextSymbol()),
      imid: 'ACME',
      orders: 900,
      takes_every: 100,
      story: fewer,
    }),
  ];
}

function abuse(symbol: TradedSymbol) {
  return { symbol, abusive: true };
}

function twin(symbol: TradedSymbol) {
  return { symbol, abusive: false };
}
