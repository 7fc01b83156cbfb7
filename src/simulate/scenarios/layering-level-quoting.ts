import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import type { Account } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { type Casting, label, openCase, type Scene } from './scenario.js';

const rounds = 25;
const levels = 4;
const standing = 30 * nanosPerSecond;

/** Order events that the twin adds to the day, about. */
export const levelQuotingEvents = (rounds - 1) * levels * 4 + 14;

type Quoting = {
  readonly symbol: TradedSymbol;
  readonly maker: Account;
  readonly customer: Account;
  readonly labelled: LabelledCase;
  standing: Order[];
  fills: number;
};

/**
 * A market maker who quotes four levels on both sides and replaces all of them every 30 s, with customers who trade with it.
 *
 * It trades seconds after quoting, as layering does, but the other side stands for its 30 s whatever trades.
 */
export function planLevelQuoting(scene: Scene, casting: Casting): LabelledCase {
  const { symbol } = casting;
  const maker = scene.register.open({ kind: 'MM', imid: 'BOLT' });
  const customer = scene.register.open({ kind: 'INS', imid: 'ACME' });
  const story =
    'A market maker quotes four levels on both sides and replaces them every 30 seconds, whatever trades.';
  const labelled = openCase(casting, { kind: 'layering', story, accounts: [maker] });
  const quoting: Quoting = { symbol, maker, customer, labelled, standing: [], fills: 0 };
  const start = clockNanos(11, 0) + scene.random.int(clockNanos(1, 0));
  for (let round = 0; round < rounds; round += 1) {
    scene.schedule.at(start + round * standing, () => replaceQuotes(scene, quoting, round === rounds - 1));
    if (round % 2 === 1) {
      scene.schedule.at(start + round * standing + 4 * nanosPerSecond, () => hit(scene, quoting));
    }
  }
  return labelled;
}

function replaceQuotes({ market, random }: Scene, quoting: Quoting, isLast: boolean): void {
  const { instrument } = quoting.symbol;
  for (const order of quoting.standing) market.cancel(order);
  quoting.standing = [];
  quoting.labelled.came_about = isLast && quoting.fills >= 2;
  const [bid, ask] = [market.bid(instrument), market.ask(instrument)];
  if (isLast || bid === 0 || ask === 0) return;
  const order = (isBuy: boolean, price: number) =>
    market.place({
      account: quoting.maker,
      instrument,
      side: isBuy ? 'buy' : 'sell',
      qty: random.between(2, 6) * 100,
      price,
    });
  for (let level = 0; level < levels; level += 1) {
    quoting.standing.push(order(true, bid - level * tick), order(false, ask + level * tick));
  }
  label(quoting.labelled, 'quote', quoting.standing);
}

/** A customer takes everything up to the market maker's best quote on one side. */
function hit({ market, random }: Scene, quoting: Quoting): void {
  const { instrument } = quoting.symbol;
  const isBuy = random.chance(500);
  const best = quoting.standing.find((order) => order.is_open && order.is_buy !== isBuy);
  if (best === undefined) return;
  const { price } = best;
  const qty = Math.min(9_000, market.qtyUpTo(instrument, { is_buy: !isBuy, price }));
  const before = fillsOf(quoting);
  market.place({
    account: quoting.customer,
    instrument,
    side: isBuy ? 'buy' : 'sell',
    qty,
    price,
    ioc: true,
  });
  if (fillsOf(quoting) > before) quoting.fills += 1;
}

function fillsOf({ standing }: Quoting): number {
  return standing.reduce((sum, order) => sum + order.fill_count, 0);
}
