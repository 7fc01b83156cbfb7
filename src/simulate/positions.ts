import type { Facts } from './facts.js';
import type { Account } from './market-accounts.js';
import type { OrderEvent } from './order-event.js';

type Position = Facts['positions'][number];
type Holding = { readonly first: OrderEvent; bought: number; sold: number; sold_short: number };

/**
 * Positions at the start of a day from which its sells are marked rightly: who sells holds all that he sells, who sells short
 * is short of all that he buys. What the facts say already stands; who does both in one symbol is left to them.
 */
export function positionsBefore(events: readonly OrderEvent[], facts: Facts): Position[] {
  const known = new Set(
    facts.positions.map(({ account, instrument }) => `${account.index} ${instrument.index}`),
  );
  const holdings = new Map<string, Holding>();
  for (const event of events) {
    if (event.event_type !== 'new' && event.event_type !== 'accept') continue;
    const { account, instrument, side } = event.order;
    const key = `${account.index} ${instrument.index}`;
    const holding = holdings.get(key) ?? { first: event, bought: 0, sold: 0, sold_short: 0 };
    holdings.set(key, holding);
    if (side === 'buy') holding.bought += event.qty;
    else if (side === 'sell') holding.sold += event.qty;
    else holding.sold_short += event.qty;
  }
  const needed = [...holdings]
    .filter(([key]) => !known.has(key))
    .map(([, { first, bought, sold, sold_short }]) => {
      const { account, instrument } = first.order;
      return { account, instrument, qty: sold_short === 0 ? sold : sold === 0 ? -bought : 0 };
    });
  return [...facts.positions, ...needed.filter(({ qty }) => qty !== 0)].sort(byAccountAndSymbol);
}

function byAccountAndSymbol(left: Position, right: Position): number {
  const accounts = left.account.index - right.account.index;
  return accounts === 0 ? left.instrument.index - right.instrument.index : accounts;
}

/** Whether an account sells a symbol that it has borrowed rather than one that it holds: one in five does, always. */
export function sellsShort(account: Account, instrument: { index: number }): boolean {
  return (account.index * 7 + instrument.index * 13) % 5 === 0;
}
