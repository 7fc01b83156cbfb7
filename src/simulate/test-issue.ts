import { type Instrument, tick } from './instruments.js';
import { brokerAt } from './market-accounts.js';
import type { Scene } from './scenarios/scenario.js';
import { clockNanos } from './trading-day.js';

const wide = 5 * tick;

/** Who sends what: broker, minute after 09:40, side, distance from the opening price. The second line trades with the first. */
const orders = [
  { broker: 0, minute: 0, side: 'sell', away: 0 },
  { broker: 1, minute: 1, side: 'buy', away: 0 },
  { broker: 1, minute: 1, side: 'sell', away: wide },
  { broker: 2, minute: 2, side: 'buy', away: -wide },
  { broker: 2, minute: 2, side: 'sell', away: wide },
  { broker: 3, minute: 3, side: 'buy', away: -wide },
  { broker: 3, minute: 3, side: 'sell', away: wide },
] as const;

/** The systems test of the morning: a few orders of every broker in the test issue. Gives the number of their events. */
export function scheduleTestIssue(
  { market, register, schedule }: Pick<Scene, 'market' | 'register' | 'schedule'>,
  instrument: Instrument,
): number {
  const accounts = [0, 1, 2, 3].map((broker) => register.open({ kind: 'IND', imid: brokerAt(broker) }));
  for (const { broker, minute, side, away } of orders) {
    const account = accounts[broker];
    if (account === undefined) continue;
    schedule.at(clockNanos(9, 40 + minute), () => {
      market.place({ account, instrument, side, qty: 100, price: instrument.opening_price + away });
    });
  }
  return 2 * orders.length;
}
