import { type Instrument, tick } from '../instruments.js';
import type { Market } from '../market.js';
import type { Account } from '../market-accounts.js';

/** Lets an account take what is offered at the touch until the spread is so many ticks wide; false where it does not get there. */
export function widenSpread(
  market: Market,
  instrument: Instrument,
  wish: { ticks: number; taker: Account },
): boolean {
  for (let tries = 0; tries < 4; tries += 1) {
    const [bid, ask] = [market.bid(instrument), market.ask(instrument)];
    if (bid === 0 || ask === 0) return false;
    if (ask - bid >= wish.ticks * tick) return true;
    const qty = market.touchQty(instrument, false);
    market.place({ account: wish.taker, instrument, side: 'buy', qty, price: ask, ioc: true });
  }
  return false;
}
