import { brokers, type Imid } from '../market-accounts.js';
import type { OrderEvent } from '../order-event.js';
import type { Part } from './scenario.js';

/**
 * The broker of a case that is about all of a broker's records: each has one case a day and pattern. The last one has the twin;
 * undefined where no broker is left.
 */
export function brokerOfCase({ abusive, variant }: Part): Imid | undefined {
  const last = brokers.length - 1;
  if (abusive) return variant < last ? brokers[variant] : undefined;
  return variant === 0 ? brokers[last] : undefined;
}

/** Whether a broker reports an event, in a symbol that is no test issue. */
export function isOfBroker({ order }: OrderEvent, imid: Imid): boolean {
  return order.account.imid === imid && !order.instrument.is_test_issue;
}
