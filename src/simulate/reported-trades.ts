import type { TapeTrade } from './order-event.js';
import type { SimulatedMarket } from './simulate-market.js';

/**
 * Prints that are told by transaction reports in place of the tape, which would otherwise have them twice: the regular ones, as reports
 * have no sale condition, of every second symbol.
 */
export function reportedTrades({ trades }: SimulatedMarket): ReadonlySet<TapeTrade> {
  return new Set(
    trades.filter(({ instrument, sale_condition }) => sale_condition === '@' && instrument.index % 2 === 0),
  );
}
