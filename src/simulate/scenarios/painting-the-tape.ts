import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import { clockNanos } from '../trading-day.js';
import { type HandOvers, scheduleHandOvers } from './hand-over.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

/** Even numbers of trades for two owners, multiples of three for three, so that everybody ends where he began. */
const sizes = {
  blatant: { owners: 3, trades: 90, qty: 300 },
  plain: { owners: 2, trades: 70, qty: 200 },
  slight: { owners: 2, trades: 50, qty: 100 },
} as const;
const twinTrades = 40;

/** A few owners who trade small quantities with each other; or one who trades as often with everybody else. */
export const paintingTheTape: Scenario = {
  pattern: 'painting-the-tape',
  twins: 1,
  events: (part) => tradesOf(part) * 6,
  also: ['collusion-ring', 'prearranged-trades'],
  plan: (scene, casting) => (casting.abusive ? planPainters(scene, casting) : planDayTrader(scene, casting)),
};

function tradesOf({ abusive, intensity }: Part): number {
  return abusive ? sizes[intensity].trades : twinTrades * 2;
}

function planPainters(scene: Scene, casting: Casting): LabelledCase {
  const { register, random } = scene;
  const { instrument } = casting.symbol;
  const { owners, trades, qty } = sizes[casting.intensity];
  const accounts = Array.from({ length: owners }, (_, index) =>
    register.open({ kind: 'IND', imid: brokerAt(casting.variant + index) }),
  );
  const story = 'A few owners trade small quantities with each other all day and end where they began.';
  const labelled = openCase(casting, { kind: 'painting-the-tape', story, accounts });
  const steps = Array.from({ length: trades }, (_, index): HandOvers['steps'][number] => {
    const seller = accounts[index % owners] as Account;
    return { instrument, seller, buyer: accounts[(index + 1) % owners] as Account, qty };
  });
  scheduleHandOvers(scene, {
    steps,
    from_ns: clockNanos(9, 45) + random.int(clockNanos(0, 30)),
    pause_ns: clockNanos(0, 0, 45),
    onDone: ([sell, buy], done) => {
      label(labelled, 'sell', [sell]);
      label(labelled, 'buy', [buy]);
      labelled.came_about = done === trades;
    },
  });
  return labelled;
}

/** Buys and sells in turn, small quantities, from whoever stands at the touch. */
function planDayTrader(scene: Scene, casting: Casting): LabelledCase {
  const { register, schedule, random } = scene;
  const account = register.open({ kind: 'IND', imid: brokerAt(casting.variant + 2) });
  const story =
    'A day trader buys and sells small quantities, flat at the end, with whoever is in the market.';
  const labelled = openCase(casting, { kind: 'painting-the-tape', story, accounts: [account] });
  for (let turn = 0; turn < twinTrades * 2; turn += 1) {
    const at = clockNanos(9, 45) + turn * clockNanos(0, 2) + random.int(clockNanos(0, 1));
    schedule.at(at, () => {
      const order = takeAtTouch(scene, casting, { account, is_buy: turn % 2 === 0 });
      if (order === undefined) return;
      label(labelled, 'trade', [order]);
      labelled.came_about = labelled.orders.length >= twinTrades;
    });
  }
  return labelled;
}

function takeAtTouch(
  { market }: Scene,
  { symbol }: Casting,
  { account, is_buy }: { account: Account; is_buy: boolean },
): Order | undefined {
  const { instrument } = symbol;
  const price = is_buy ? market.ask(instrument) : market.bid(instrument);
  if (price === 0) return undefined;
  const side = is_buy ? 'buy' : 'sell';
  const order = market.place({ account, instrument, side, qty: 100, price, ioc: true });
  return order.fill_count > 0 ? order : undefined;
}
