import type { Facts } from '../facts.js';
import type { EarlierOrder, Intensity, LabelledCase } from '../labelled-case.js';
import type { Market } from '../market.js';
import type { Account, AccountRegister } from '../market-accounts.js';
import type { Order, OrderEvent } from '../order-event.js';
import type { Random } from '../random.js';
import type { Schedule } from '../schedule.js';
import type { TradedSymbol } from '../trading-floor.js';

/** One case to be put into the day. */
export type Part = {
  /** Abuse, or a twin that looks like it and is innocent. */
  readonly abusive: boolean;
  /** Of abuse; twins get `plain`. */
  readonly intensity: Intensity;
  /** Counts the pattern's cases of abuse, or its twins, from 0; chooses the twin, the broker, the side. */
  readonly variant: number;
};

/** A part with the symbols in which it plays: no other case of the same pattern plays there. */
export type Casting = Part & {
  readonly symbol: TradedSymbol;
  /** Further symbols, where the scenario asked for them. */
  readonly others: readonly TradedSymbol[];
};

/** What a scenario has to work with. */
export type Scene = {
  readonly market: Market;
  /** Of this case alone: what it draws changes no other case. */
  readonly random: Random;
  readonly register: AccountRegister;
  readonly schedule: Schedule;
  /** News, lists, dates, positions and earlier closes, which become files of their own. */
  readonly facts: Facts;
  /** What the case did in the sessions before the day: they add to it, the day reads it. */
  readonly earlier: EarlierOrder[];
  /** What brokers report otherwise than it happened; each takes the day's events after the close, in the order of planning. */
  readonly reports: Report[];
};

/** The events as brokers report them, in order of time; it leaves the orders of cases and of their accounts alone. */
export type Report = (
  events: readonly OrderEvent[],
  isOfCase: (order: Order) => boolean,
) => readonly OrderEvent[];

/** The abuse that one pattern looks for, and what looks like it. */
export type Scenario = {
  /** Pattern id. */
  readonly pattern: string;
  /** How many different twins there are. */
  readonly twins: number;
  /** Order events that a case adds to the day, about. */
  readonly events: (part: Part) => number;
  /** Symbols of one case; 1 without. */
  readonly symbols?: number;
  /** True where a case moves the symbol's price or sends blocks, so that no case of another pattern may play there. */
  readonly alone?: boolean;
  /** True where only a wish for its pattern brings it about: a day without wishes has it not. */
  readonly on_request?: boolean;
  /** Sessions before the day that the pattern reads; a day with a case comes with at least as many of history. */
  readonly history?: number;
  /** Of these sessions, how many the case plays in: so many are simulated before the day, each with what `before` does. */
  readonly earlier_sessions?: number;
  /** Puts on the schedule what a case does in a session before the day; opens the same accounts as `plan` does. */
  readonly before?: (scene: Scene, casting: Casting, sessions_ago: number) => void;
  /** Other patterns that may rightly alert on the abuse as well. */
  readonly also?: readonly string[];
  /** Puts a case on the schedule; it sets `came_about` when all that makes the case has happened. */
  readonly plan: (scene: Scene, casting: Casting) => LabelledCase;
};

/** A case that has not come about yet. */
export function openCase(
  { symbol, abusive, intensity }: Casting,
  what: { kind: string; story: string; accounts: readonly Account[] },
): LabelledCase {
  return {
    ...what,
    abusive,
    intensity,
    instrument: symbol.instrument,
    orders: [],
    trades: [],
    quotes: [],
    earlier: [],
    came_about: false,
  };
}

/** Adds orders to a case under one role. */
export function label(labelled: LabelledCase, role: string, orders: readonly Order[]): void {
  for (const order of orders) labelled.orders.push({ order, role });
}
