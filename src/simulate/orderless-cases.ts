import type { LabelledCase } from './labelled-case.js';
import type { MovedCustomers } from './move-customers.js';
import type { SimulatedMarket } from './simulate-market.js';

/** From so many executions on the pattern linkage-completeness looks at a broker. */
const fewest = 10;

/** Brokers whose executions name orders that nobody reports: cases that only their format makes. */
export function orderlessCases({ events }: SimulatedMarket, customers: MovedCustomers): LabelledCase[] {
  return [...new Set(customers.values())].flatMap(({ imid, has_orders }) => {
    const fills = events.filter(
      ({ event_type, order }) => event_type === 'fill' && customers.get(order.account)?.imid === imid,
    );
    const [first, last] = [fills[0], fills.at(-1)];
    if (has_orders || fills.length < fewest || first === undefined || last === undefined) return [];
    return [
      {
        kind: 'linkage-completeness',
        abusive: true,
        intensity: 'blatant' as const,
        story: 'A broker reports executions and none of the orders that they belong to.',
        instrument: first.order.instrument,
        accounts: [],
        orders: [],
        trades: [],
        quotes: [],
        earlier: [],
        broker: imid,
        span: { first_ns: first.ts_ns, last_ns: last.ts_ns },
        came_about: true,
      },
    ];
  });
}
