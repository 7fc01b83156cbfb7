import type { FurtherBroker } from './further-broker.js';
import { kindsOfCases } from './kinds-of-cases.js';
import type { Account } from './market-accounts.js';
import type { OrderEvent } from './order-event.js';
import type { SimulatedMarket } from './simulate-market.js';

/** Accounts and the broker to which they were moved. */
export type MovedCustomers = ReadonlyMap<Account, FurtherBroker>;

/**
 * Moves two of three customers of a finished day to brokers whose format can hold all that they did.
 *
 * A customer goes with all his orders to the one of these brokers that has the fewest events so far. Who routes, is routed or works orders
 * in slices stays, because orders of other accounts hang on it; so do market makers, proprietary accounts and staff, who belong to
 * their firm, and all customers of a broker who is a case itself, by shares of what it reports.
 */
export function moveCustomers(market: SimulatedMarket, brokers: readonly FurtherBroker[]): MovedCustomers {
  const moved = new Map<Account, FurtherBroker>();
  if (brokers.length === 0) return moved;
  const taken = new Map(brokers.map((broker) => [broker, 0]));
  const kinds = kindsOfCases(market);
  const judged = new Set(market.cases.flatMap(({ broker }) => broker ?? []));
  for (const [account, events] of eventsOfCustomers(market)) {
    if (account.index % 3 === 2 || judged.has(account.imid)) continue;
    const [broker] = brokers
      .filter(({ cases }) => [...(kinds.get(account) ?? [])].every((kind) => cases.includes(kind)))
      .filter(({ fits }) => fits(events))
      .sort((left, right) => (taken.get(left) ?? 0) - (taken.get(right) ?? 0));
    if (broker === undefined) continue;
    moved.set(account, broker);
    taken.set(broker, (taken.get(broker) ?? 0) + events.length);
  }
  return moved;
}

/** Events by account, in order of account, of customers on whom no other account's order hangs. */
function eventsOfCustomers({ events }: SimulatedMarket): [Account, OrderEvent[]][] {
  const byAccount = new Map<Account, OrderEvent[]>();
  const bound = new Set<Account>();
  for (const event of events) {
    const { account, parent } = event.order;
    const own = byAccount.get(account);
    if (own === undefined) byAccount.set(account, [event]);
    else own.push(event);
    if (parent !== undefined) bound.add(account).add(parent.account);
    else if (isBound(event)) bound.add(account);
  }
  return [...byAccount]
    .filter(([account]) => (account.kind === 'IND' || account.kind === 'INS') && !bound.has(account))
    .sort(([left], [right]) => left.index - right.index);
}

function isBound({ event_type, order }: OrderEvent): boolean {
  const isPassedOn = event_type === 'route' || event_type === 'accept';
  return isPassedOn || order.handling !== '' || order.info_barrier_id !== '';
}
