import { tick } from './instruments.js';
import type { LabelledCase } from './labelled-case.js';
import type { Account, Imid } from './market-accounts.js';
import type { Order } from './order-event.js';
import { type Casting, label, openCase, type Planned, type Scene } from './scenario.js';
import { clockNanos, nanosPerSecond } from './trading-day.js';
import type { TradedSymbol } from './trading-floor.js';

const start = clockNanos(9, 31);
const end = clockNanos(15, 45);

type Sender = { readonly symbol: TradedSymbol; readonly account: Account; readonly labelled: LabelledCase };

/**
 * An account that sends `orders` orders at even intervals, buy and sell in turn; one in `takes_every` trades, the others are
 * cancelled within seconds.
 */
export function scheduleOrderFlood(
  scene: Scene,
  casting: Casting & { imid: Imid; orders: number; takes_every: number; story: string },
): Planned {
  const { symbol, orders } = casting;
  const account = scene.register.open({ kind: 'INS', imid: casting.imid });
  const labelled = openCase(casting, {
    kind: 'excessive-cancels',
    story: casting.story,
    accounts: [account],
  });
  const sender = { symbol, account, labelled };
  const interval = Math.floor((end - start) / orders);
  for (let number = 0; number < orders; number += 1) {
    const at = start + number * interval + scene.random.int(2 * nanosPerSecond);
    const isBuy = number % 2 === 0;
    const takes = number % casting.takes_every === casting.takes_every - 1;
    scene.schedule.at(at, () => (takes ? takeOne(scene, sender, isBuy) : showOne(scene, sender, isBuy)));
  }
  scene.schedule.at(end, () => {
    labelled.came_about = true;
  });
  return { labelled, planned_events: 2 * orders };
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
