import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

const start = clockNanos(9, 31);
const end = clockNanos(15, 45);
const latest = clockNanos(15, 58);

type Sender = { readonly symbol: TradedSymbol; readonly account: Account; readonly labelled: LabelledCase };

type Flood = { readonly orders: number; readonly takes_every: number };

const floods: Record<Part['intensity'], Flood> = {
  blatant: { orders: 1_100, takes_every: 200 },
  plain: { orders: 1_050, takes_every: 50 },
  slight: { orders: 1_005, takes_every: 24 },
};
const twins: readonly (Flood & { readonly story: string })[] = [
  {
    orders: 1_200,
    takes_every: 10,
    story: 'An account sends 1,200 orders in one symbol and cancels only about 90 % of them.',
  },
  {
    orders: 900,
    takes_every: 100,
    story: 'An account cancels about 99 % of its orders in one symbol, but sends only 900.',
  },
];

/** Very many orders of which nearly all are cancelled; or of which enough trade, or too few. */
export const excessiveCancels: Scenario = {
  pattern: 'excessive-cancels',
  twins: twins.length,
  events: (part) => 2 * floodOf(part).orders,
  plan: planFlood,
};

function floodOf({ abusive, intensity, variant }: Part): Flood & { readonly story: string } {
  if (!abusive) return twins[variant % twins.length] as (typeof twins)[number];
  const { orders, takes_every } = floods[intensity];
  const share = takes_every < 50 ? 'about 96' : 'more than 97';
  return {
    orders,
    takes_every,
    story: `An account sends ${orders} orders in one symbol and cancels ${share} % of them.`,
  };
}

/**
 * An account that sends `orders` orders at even intervals, buy and sell in turn; one in `takes_every` trades, the others are
 * cancelled within seconds.
 */
function planFlood(scene: Scene, casting: Casting): LabelledCase {
  const { symbol } = casting;
  const { orders, takes_every, story } = floodOf(casting);
  const account = scene.register.open({ kind: 'INS', imid: brokerAt(casting.variant + 3) });
  const labelled = openCase(casting, {
    kind: 'excessive-cancels',
    story,
    accounts: [account],
  });
  const sender = { symbol, account, labelled };
  const interval = Math.floor((end - start) / orders);
  for (let number = 0; number < orders; number += 1) {
    const at = start + number * interval + scene.random.int(2 * nanosPerSecond);
    const isBuy = number % 2 === 0;
    const takes = number % takes_every === takes_every - 1;
    scene.schedule.at(at, () => (takes ? takeOne(scene, sender, isBuy) : showOne(scene, sender, isBuy)));
  }
  scene.schedule.at(end, () => (casting.abusive ? makeUp(scene, sender) : finish(labelled)));
  return labelled;
}

function finish(labelled: LabelledCase): void {
  labelled.came_about = true;
}

/** Where strangers took orders that were only shown, more are shown until enough of all are cancelled again. */
function makeUp(scene: Scene, sender: Sender): void {
  const { market, schedule } = scene;
  const { orders } = sender.labelled;
  const traded = orders.filter(({ order }) => order.fill_count > 0).length;
  if (traded * 21 <= orders.length) finish(sender.labelled);
  else if (market.now_ns < latest) {
    showOne(scene, sender, orders.length % 2 === 0);
    schedule.at(market.now_ns + nanosPerSecond / 2, () => makeUp(scene, sender));
  }
}

function showOne(scene: Scene, sender: Sender, isBuy: boolean): void {
  const { market, random, schedule } = scene;
  const { instrument, path } = sender.symbol;
  const away = (5 + random.int(4)) * tick;
  const fair = path.fair - (path.fair % tick);
  const touch = (isBuy ? market.bid(instrument) : market.ask(instrument)) || fair;
  const order = send(scene, sender, { is_buy: isBuy, price: isBuy ? touch - away : touch + away });
  schedule.at(market.now_ns + 400_000_000 + random.int(3 * nanosPerSecond), () => {
    market.cancel(order);
  });
}

/** Trades with the first in line; where nobody stands, the order is shown and cancelled like the others. */
function takeOne(scene: Scene, sender: Sender, isBuy: boolean): void {
  const first = scene.market.firstInLine(sender.symbol.instrument, !isBuy);
  if (first === undefined) showOne(scene, sender, isBuy);
  else send(scene, sender, { is_buy: isBuy, price: first.price, most: first.leaves_qty });
}

function send(
  { market }: Scene,
  sender: Sender,
  wish: { is_buy: boolean; price: number; most?: number },
): Order {
  const order = market.place({
    account: sender.account,
    instrument: sender.symbol.instrument,
    side: wish.is_buy ? 'buy' : 'sell',
    qty: Math.min(100, wish.most ?? 100),
    price: wish.price,
    ioc: wish.most !== undefined,
  });
  label(sender.labelled, 'order', [order]);
  return order;
}
