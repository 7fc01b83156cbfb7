import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { onTick } from '../market.js';
import { type Account, brokerAt } from '../market-accounts.js';
import type { Side } from '../order-event.js';
import { clockNanos } from '../trading-day.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

const mostTries = 200;
const retryAfter = clockNanos(0, 0, 20);

/** Short sales, and the low of the session before in thousandths of the close before it; 900 starts the restriction. */
const sizes = {
  blatant: { sales: 6, low: 800 },
  plain: { sales: 3, low: 860 },
  slight: { sales: 1, low: 900 },
} as const;

const twins = [
  {
    low: 900,
    above: tick,
    side: 'sell_short',
    is_shown: false,
    story: 'An account sells short at the bid; the price fell a tick less than a tenth.',
  },
  {
    low: 860,
    above: 0,
    side: 'sell_short_exempt',
    is_shown: false,
    story: 'An account sells at the bid, after a fall of more than a tenth, short sales that are exempt.',
  },
  {
    low: 860,
    above: 0,
    side: 'sell_short',
    is_shown: true,
    story:
      'An account offers short sales above the bid, after a fall of more than a tenth, and somebody takes them.',
  },
] as const satisfies readonly (Fall & { side: Side; is_shown: boolean; story: string })[];
const twinSales = 3;

type Fall = { readonly low: number; readonly above: number };
type Seller = Casting & {
  readonly account: Account;
  readonly taker: Account;
  readonly labelled: LabelledCase;
};
type Sale = { readonly side: Side; readonly is_shown: boolean; readonly sales: number };

/** Short sales at the bid the day after a fall of a tenth; or after less of one, or exempt, or offered above the bid. */
export const shortSalePriceTest: Scenario = {
  pattern: 'short-sale-price-test',
  twins: twins.length,
  events: (part) => 3 * salesOf(part),
  alone: true,
  on_request: true,
  history: 2,
  plan(scene, casting) {
    const { register, schedule, random } = scene;
    const { abusive, intensity, variant, symbol } = casting;
    const twin = twins[variant % twins.length] as (typeof twins)[number];
    const account = register.open({ kind: 'INS', imid: brokerAt(variant) });
    const taker = register.open({ kind: 'INS', imid: brokerAt(variant + 1) });
    const story = abusive
      ? 'An account sells short at the bid the day after the price fell by a tenth or more.'
      : twin.story;
    const labelled = openCase(casting, { kind: 'short-sale-price-test', story, accounts: [account] });
    addFall(scene, casting, abusive ? { low: sizes[intensity].low, above: 0 } : twin);
    symbol.path.no_short = true;
    const sale: Sale = abusive
      ? { side: 'sell_short', is_shown: false, sales: sizes[intensity].sales }
      : { ...twin, sales: twinSales };
    const seller = { ...casting, account, taker, labelled };
    schedule.at(clockNanos(10, 0) + random.int(clockNanos(3, 0)), () =>
      sell(scene, seller, { ...sale, tries: 0 }),
    );
    return labelled;
  },
};

function salesOf({ abusive, intensity }: Part): number {
  return abusive ? sizes[intensity].sales : twinSales;
}

/** The session before opens where the one before it closed, falls, and closes where the day opens. */
function addFall({ facts }: Scene, { symbol }: Casting, { low, above }: Fall): void {
  const { instrument } = symbol;
  const close = instrument.opening_price;
  const before = onTick(Math.floor((close * 990) / low)) + tick;
  const lowest = onTick(Math.floor((before * low) / 1_000)) + above;
  const volume = 60_000;
  facts.daily_prices.push(
    {
      instrument,
      sessions_ago: 1,
      open: before,
      high: before,
      low: lowest,
      close,
      volume,
    },
    {
      instrument,
      sessions_ago: 2,
      open: before,
      high: before + tick,
      low: before - tick,
      close: before,
      volume,
    },
  );
}

function sell(scene: Scene, seller: Seller, sale: Sale & { readonly tries: number }): void {
  const { market, schedule, random } = scene;
  const { labelled } = seller;
  const order = sale.is_shown ? offer(scene, seller, sale.side) : hitBid(scene, seller, sale.side);
  if (order !== undefined && order.fill_count > 0) label(labelled, 'short_sale', [order]);
  labelled.came_about = labelled.orders.length === sale.sales;
  if (labelled.came_about || sale.tries === mostTries) return;
  const at = market.now_ns + retryAfter + random.int(retryAfter);
  schedule.at(at, () => sell(scene, seller, { ...sale, tries: sale.tries + 1 }));
}

function hitBid({ market }: Scene, { symbol, account }: Seller, side: Side) {
  const { instrument } = symbol;
  const first = market.firstInLine(instrument, true);
  if (first === undefined) return undefined;
  const qty = Math.min(200, first.leaves_qty);
  return market.place({ account, instrument, side, qty, price: first.price, ioc: true });
}

/** Inside the spread, so that the taker finds it first. */
function offer({ market }: Scene, { symbol, account, taker }: Seller, side: Side) {
  const { instrument } = symbol;
  const [bid, ask] = [market.bid(instrument), market.ask(instrument)];
  if (bid === 0 || ask - bid <= tick) return undefined;
  const order = market.place({ account, instrument, side, qty: 200, price: ask - tick });
  market.advanceTo(market.now_ns + 40_000_000);
  // Of another size than the offer, so that the two do not look as if they had agreed.
  market.place({ account: taker, instrument, side: 'buy', qty: 100, price: ask - tick, ioc: true });
  market.cancel(order);
  return order;
}
