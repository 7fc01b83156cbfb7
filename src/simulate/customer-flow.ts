import { tick } from './instruments.js';
import type { Account } from './market-accounts.js';
import type { Order } from './order-event.js';
import { withinBounds } from './price-path.js';
import { closingWindow, nanosPerSecond } from './trading-day.js';
import { type Floor, isAdmitted, restingPrice, sideOf, type TradedSymbol } from './trading-floor.js';

const mostResting = 16;
const noMarketOrders = closingWindow - 60 * nanosPerSecond;

/** Retail and agency algorithms: orders that rest, are changed or cancelled, and orders that take. */
export type CustomerFlow = { act(symbol: TradedSymbol): void };

export function createCustomerFlow(floor: Floor): CustomerFlow {
  const resting = new Map<number, Order[]>();
  return {
    act(symbol) {
      const orders = resting.get(symbol.instrument.index) ?? [];
      resting.set(symbol.instrument.index, orders);
      const roll = floor.random.int(1_000);
      const taking = 1_000 - floor.behaviour.take;
      if (roll < taking - 130) rest(floor, symbol, orders);
      else if (roll < taking) reprice(floor, symbol, orders);
      else take(floor, symbol, chooseTaker(floor));
    },
  };
}

/** Takes what stands at the touch, if its price is inside the bounds of the path. */
export function take(floor: Floor, symbol: TradedSymbol, account: Account): void {
  const { market, random } = floor;
  const { instrument, path } = symbol;
  const isBuy = random.chance(chanceToBuy(path.fair, market.bid(instrument), market.ask(instrument)));
  const touch = isBuy ? market.ask(instrument) : market.bid(instrument);
  const isFar = touch === 0 || Math.abs(touch - path.fair) * 100 > path.fair;
  if (isFar || withinBounds(path, touch) !== touch) return;
  if (!isAdmitted(floor, account, { instrument, is_buy: isBuy })) return;
  const isInstitution = account.kind === 'INS';
  const request = {
    account,
    instrument,
    side: sideOf(isBuy, account, symbol),
    qty: isInstitution ? random.between(1, 5) * 100 : random.between(1, 240),
  };
  if (!isInstitution && random.chance(500) && market.now_ns < noMarketOrders) market.place(request);
  else market.place({ ...request, price: touch, ioc: true });
}

/** Nobody buys above the fair value's reach: per mille, by where the fair value lies against the touch. */
function chanceToBuy(fair: number, bid: number, ask: number): number {
  if (fair > ask) return 900;
  return fair < bid ? 100 : 500;
}

/** In a full market most who take are individuals, whose orders are small. */
function chooseTaker(floor: Floor): Account {
  const { behaviour, plan, random } = floor;
  return behaviour.is_full && random.chance(700) ? random.pick(plan.retail) : chooseCustomer(floor);
}

function chooseCustomer({ plan, random }: Floor): Account {
  return random.pick(random.chance(450) ? plan.retail : plan.agencies);
}

function rest(floor: Floor, symbol: TradedSymbol, orders: Order[]): void {
  const { market, random } = floor;
  const { instrument, path } = symbol;
  const account = chooseCustomer(floor);
  const isBuy = random.chance(500);
  if (orders.length >= mostResting) cancelOne(floor, orders);
  if (!isAdmitted(floor, account, { instrument, is_buy: isBuy })) return;
  const away = random.int(12) * tick + path.half_spread;
  const wish = withinBounds(path, isBuy ? path.fair - away : path.fair + away);
  const order = market.place({
    account,
    instrument,
    side: sideOf(isBuy, account, symbol),
    qty: account.kind === 'INS' ? random.between(1, 12) * 100 : random.between(5, 400),
    price: restingPrice(market, instrument, { is_buy: isBuy, price: wish }),
  });
  if (order.is_open) orders.push(order);
}

function cancelOne({ market, random }: Floor, orders: Order[]): void {
  const [order] = orders.splice(random.int(orders.length), 1);
  if (order !== undefined) market.cancel(order);
}

function reprice(
  { market, random }: Floor,
  { instrument, path }: TradedSymbol,
  orders: readonly Order[],
): void {
  const order = orders[random.int(Math.max(orders.length, 1))];
  if (order === undefined || !order.is_open) return;
  const wish = withinBounds(path, order.price + (order.is_buy ? tick : -tick) * random.between(1, 2));
  const price = restingPrice(market, instrument, { is_buy: order.is_buy, price: wish });
  if (price !== order.price) market.modify(order, { price });
}
