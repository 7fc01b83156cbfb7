import { tick } from './instruments.js';
import type { Account } from './market-accounts.js';
import type { Order } from './order-event.js';
import { type Floor, isAdmitted, restingPrice, sideOf, type TradedSymbol } from './trading-floor.js';

type Quoter = { readonly account: Account; bid: Order | undefined; ask: Order | undefined };

/** Market makers with one quote on each side, replaced again and again. */
export type MarketMaking = {
  /** First quotes of every market maker in every symbol. */
  open(): void;
  /** One market maker cancels one quote and sends another near the fair value. */
  requote(symbol: TradedSymbol): void;
};

export function createMarketMaking(floor: Floor, symbols: readonly TradedSymbol[]): MarketMaking {
  const quoters = symbols.map(({ instrument }): Quoter[] => quotersOf(floor, instrument.index));
  return {
    open() {
      for (const symbol of symbols) {
        for (const quoter of quoters[symbol.instrument.index] ?? []) {
          quote(floor, symbol, { quoter, isBuy: true });
          quote(floor, symbol, { quoter, isBuy: false });
        }
      }
    },
    requote(symbol) {
      quote(floor, symbol, nextQuote(floor, symbol, quoters[symbol.instrument.index] ?? []));
    },
  };
}

/** Who moves first: one whose quote the fair value has passed, somebody where a side is empty, otherwise anybody. */
function nextQuote(
  { market, random }: Floor,
  { instrument, path }: TradedSymbol,
  quoters: readonly Quoter[],
) {
  const bid = market.firstInLine(instrument, true);
  const ask = market.firstInLine(instrument, false);
  const anybody = random.pick(quoters);
  if (ask === undefined) return { quoter: anybody, isBuy: false };
  if (bid === undefined) return { quoter: anybody, isBuy: true };
  const passed = ask.price < path.fair ? ask : bid.price > path.fair ? bid : undefined;
  const late = quoters.find(
    (quoter) => passed !== undefined && (quoter.bid === passed || quoter.ask === passed),
  );
  return late === undefined
    ? { quoter: anybody, isBuy: random.chance(500) }
    : { quoter: late, isBuy: late.bid === passed };
}

function quotersOf(floor: Floor, index: number): Quoter[] {
  const makers = floor.plan.market_makers;
  const count = floor.plan.makers_per_instrument[index] ?? 0;
  return Array.from({ length: count }, (_, place) => ({
    account: makers[(place + index) % makers.length] as Account,
    bid: undefined,
    ask: undefined,
  }));
}

function quote(floor: Floor, symbol: TradedSymbol, wish: { quoter: Quoter; isBuy: boolean }): void {
  const { market, random } = floor;
  const { instrument } = symbol;
  const { quoter, isBuy } = wish;
  const { is_full } = floor.behaviour;
  if (!is_full && !isAdmitted(floor, quoter.account, { instrument, is_buy: isBuy })) return;
  const old = isBuy ? quoter.bid : quoter.ask;
  if (is_full && old?.is_open === true && random.chance(250)) {
    const price = quotePrice(floor, symbol, isBuy);
    if (price !== old.price) market.modify(old, { price });
    return;
  }
  if (old !== undefined) market.cancel(old);
  const order = market.place({
    account: quoter.account,
    instrument,
    side: sideOf(isBuy, quoter.account, symbol),
    qty: random.between(1, 9) * 100,
    price: quotePrice(floor, symbol, isBuy),
  });
  if (isBuy) quoter.bid = order;
  else quoter.ask = order;
}

function quotePrice({ market, random }: Floor, { instrument, path }: TradedSymbol, isBuy: boolean): number {
  const away = path.half_spread + random.int(4) * tick;
  const price = isBuy ? path.fair - away : path.fair + away + tick - 1;
  return restingPrice(market, instrument, { is_buy: isBuy, price });
}
