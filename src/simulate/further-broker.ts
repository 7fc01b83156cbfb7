import type { DeliveryFile } from './feed-file.js';
import type { OrderEvent } from './order-event.js';
import type { TradingDay } from './trading-day.js';

/** A broker beside the four whose customers come from them, and what its format can say of their orders. */
export type FurtherBroker = {
  readonly feed: string;
  readonly imid: string;
  /** Whether its format tells orders, or executions alone. */
  readonly has_orders: boolean;
  /** Patterns that find their cases in what the format says; customers who play in cases of others do not come. */
  readonly cases: readonly string[];
  /** Whether the format can hold a customer whose events of the day, at least one, these are. */
  readonly fits: (events: readonly OrderEvent[]) => boolean;
  /** The broker's file of the day; events are in order of time. */
  readonly write: (day: TradingDay, events: readonly OrderEvent[]) => DeliveryFile;
};

/** Whether there is no sell that is exempt from the price test, which most formats have no word for. */
export function hasNoExemptSells(events: readonly OrderEvent[]): boolean {
  return events.every(({ order }) => order.side !== 'sell_short_exempt');
}
