import type { AbuseKind, LabelledCase, OrderRole } from './labelled-case.js';
import type { Market } from './market.js';
import type { Account, AccountRegister } from './market-accounts.js';
import type { Order } from './order-event.js';
import type { Random } from './random.js';
import type { Schedule } from './schedule.js';
import type { TradedSymbol } from './trading-floor.js';

/** What a scenario has to work with. */
export type Scene = {
  readonly market: Market;
  readonly random: Random;
  readonly register: AccountRegister;
  readonly schedule: Schedule;
};

/** A scenario on the schedule: its label, and about how many order events it adds to the day. */
export type Planned = { readonly labelled: LabelledCase; readonly planned_events: number };

/** Where a scenario plays, and whether it is abuse or its innocent twin. */
export type Casting = { readonly symbol: TradedSymbol; readonly abusive: boolean };

/** A case that has not come about yet. */
export function openCase(
  { symbol, abusive }: Casting,
  what: { kind: AbuseKind; story: string; accounts: readonly Account[] },
): LabelledCase {
  return { ...what, abusive, instrument: symbol.instrument, orders: [], came_about: false };
}

/** Adds orders to a case under one role. */
export function label(labelled: LabelledCase, role: OrderRole, orders: readonly Order[]): void {
  for (const order of orders) labelled.orders.push({ order, role });
}
