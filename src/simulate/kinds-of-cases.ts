import type { Account } from './market-accounts.js';
import type { Order } from './order-event.js';
import type { SimulatedMarket } from './simulate-market.js';

/** Patterns of the cases and twins in which each account plays, or with whose orders it traded. */
export function kindsOfCases({ cases, events }: SimulatedMarket): ReadonlyMap<Account, ReadonlySet<string>> {
  const byAccount = new Map<Account, Set<string>>();
  const byOrder = new Map<Order, Set<string>>();
  const byTrade = new Map<number, Set<string>>();
  for (const { kind, accounts, orders } of cases) {
    for (const account of accounts) note(byAccount, account, [kind]);
    for (const { order } of orders) note(byOrder, order, [kind]);
  }
  for (const [order, kinds] of byOrder) note(byAccount, order.account, kinds);
  const fills = events.filter(({ event_type }) => event_type === 'fill');
  for (const { order, trade_no } of fills) note(byTrade, trade_no, byOrder.get(order));
  for (const { order, trade_no } of fills) note(byAccount, order.account, byTrade.get(trade_no));
  return byAccount;
}

function note<Key>(known: Map<Key, Set<string>>, key: Key, kinds: Iterable<string> = []): void {
  const all = known.get(key) ?? new Set();
  for (const kind of kinds) known.set(key, all.add(kind));
}
