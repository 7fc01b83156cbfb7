import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { clockNanos } from '../trading-day.js';
import { type HandOvers, scheduleHandOvers } from './hand-over.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

const sizes = {
  blatant: { qty: 500, rounds: 8 },
  plain: { qty: 300, rounds: 5 },
  slight: { qty: 100, rounds: 3 },
} as const;

/** Two owners who enter opposite orders of one size together; or only twice, or as a small part of what they trade. */
export const prearrangedTrades: Scenario = {
  pattern: 'prearranged-trades',
  twins: 2,
  events: (part) => roundsOf(part) * 6 + (isBusy(part) ? 40 : 0),
  plan: planPair,
};

function isBusy({ abusive, variant }: Part): boolean {
  return !abusive && variant % 2 === 1;
}

function roundsOf(part: Part): number {
  if (part.abusive) return sizes[part.intensity].rounds;
  return isBusy(part) ? 3 : 2;
}

function planPair(scene: Scene, casting: Casting): LabelledCase {
  const { register, random } = scene;
  const { instrument } = casting.symbol;
  const one = register.open({ kind: 'IND', imid: brokerAt(casting.variant) });
  const other = register.open({ kind: 'IND', imid: brokerAt(casting.variant + 1) });
  const labelled = openCase(casting, {
    kind: 'prearranged-trades',
    story: storyOf(casting),
    accounts: [one, other],
  });
  const qty = casting.abusive ? sizes[casting.intensity].qty : 200;
  const rounds = roundsOf(casting);
  const steps = Array.from({ length: rounds }, (_, round): HandOvers['steps'][number] => {
    const [seller, buyer] = round % 2 === 0 ? [one, other] : [other, one];
    return { instrument, seller, buyer, qty };
  });
  if (isBusy(casting)) tradeElsewhere(scene, casting, [one, other]);
  scheduleHandOvers(scene, {
    steps,
    from_ns: clockNanos(10, 15) + random.int(clockNanos(1, 0)),
    pause_ns: clockNanos(0, 5),
    onDone: ([sell, buy], done) => {
      label(labelled, 'sell', [sell]);
      label(labelled, 'buy', [buy]);
      labelled.came_about = done === rounds;
    },
  });
  return labelled;
}

function storyOf(casting: Casting): string {
  if (casting.abusive)
    return 'Two owners enter opposite orders of one size at the same moment, again and again.';
  if (isBusy(casting)) return 'Two owners meet three times, and trade far more with everybody else.';
  return 'Two owners enter opposite orders of one size at the same moment, but only twice.';
}

/** Each takes eight times what stands at the touch, of a size of its own. */
function tradeElsewhere(
  { market, schedule, random }: Scene,
  casting: Casting,
  accounts: readonly Account[],
): void {
  const { instrument } = casting.symbol;
  for (const [index, account] of accounts.entries()) {
    for (let turn = 0; turn < 8; turn += 1) {
      const is_buy = turn % 2 === index;
      schedule.at(clockNanos(9, 40) + turn * clockNanos(0, 40) + random.int(clockNanos(0, 30)), () => {
        const price = is_buy ? market.ask(instrument) : market.bid(instrument);
        if (price === 0) return;
        const side = is_buy ? 'buy' : 'sell';
        market.place({ account, instrument, side, qty: 610 + 70 * turn + 30 * index, price, ioc: true });
      });
    }
  }
}
