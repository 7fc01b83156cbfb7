import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { clockNanos, marketClose, nanosPerSecond } from '../trading-day.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

const mostTries = 100;
const retryAfter = 20 * nanosPerSecond;

/** Trades of the account, and how long before and after them the symbol is on the list at most. */
const trades = { blatant: 4, plain: 2, slight: 1 } as const;
const longest = clockNanos(0, 20);

/** An account of the firm or its staff trades in a listed symbol; or a customer does, or the firm before the listing. */
export const restrictedList: Scenario = {
  pattern: 'restricted-list',
  twins: 2,
  events: (part) => tradesOf(part) * 2,
  plan: planTrades,
};

function tradesOf({ abusive, intensity }: Part): number {
  return abusive ? trades[intensity] : 2;
}

/** The background's proprietary orders in an instrument come from the broker after its number, so this is another one. */
function firmOf({ symbol, variant }: Casting) {
  return brokerAt(symbol.instrument.index + 2 + (variant % 2));
}

function isEarly({ abusive, variant }: Part): boolean {
  return !abusive && variant % 2 === 1;
}

function planTrades(scene: Scene, casting: Casting): LabelledCase {
  const { register, schedule, random } = scene;
  const staff = casting.variant % 2 === 0 ? 'PRP' : 'EMP';
  const isCustomer = !casting.abusive && !isEarly(casting);
  const account = register.open({ kind: isCustomer ? 'IND' : staff, imid: firmOf(casting) });
  const labelled = openCase(casting, {
    kind: 'restricted-list',
    story: storyOf(casting, isCustomer),
    accounts: [account],
  });
  for (let turn = 0; turn < tradesOf(casting); turn += 1) {
    const at = clockNanos(11, 0) + turn * clockNanos(0, 5) + random.int(clockNanos(0, 4));
    schedule.at(at, () => take(scene, casting, { account, labelled, tries: 0 }));
  }
  schedule.at(marketClose - nanosPerSecond, () => enterList(scene, casting, labelled));
  return labelled;
}

function storyOf(casting: Casting, isCustomer: boolean): string {
  if (isCustomer) return 'A customer buys a security that is on the list of his broker.';
  if (isEarly(casting))
    return 'An account of the staff buys a security some time before it is put on the list.';
  return 'An account of the firm or its staff buys a security while it is on the list.';
}

function take(
  scene: Scene,
  casting: Casting,
  state: { account: Account; labelled: LabelledCase; tries: number },
): void {
  const { market, schedule } = scene;
  const { instrument } = casting.symbol;
  const price = market.ask(instrument);
  const wish = { account: state.account, instrument, side: 'buy', qty: 100, price, ioc: true } as const;
  const order = price === 0 ? undefined : market.place(wish);
  if (order !== undefined && order.fill_count > 0) label(state.labelled, 'trade', [order]);
  else if (state.tries < mostTries) {
    schedule.at(market.now_ns + retryAfter, () => take(scene, casting, { ...state, tries: state.tries + 1 }));
  }
}

/** Puts the symbol on the list around the trades, or after them, while nobody else of the firm or its staff traded in it. */
function enterList(scene: Scene, casting: Casting, labelled: LabelledCase): void {
  const { market, facts } = scene;
  const times = fillTimes(scene, casting, (account) => labelled.accounts.includes(account));
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return;
  const imid = firmOf(casting);
  const others = fillTimes(
    scene,
    casting,
    (account) => isStaff(account, imid) && !labelled.accounts.includes(account),
  );
  const isFree = casting.abusive || others.every((ts_ns) => ts_ns < first || ts_ns > last);
  const before = others.filter((ts_ns) => ts_ns < first).at(-1) ?? 0;
  const after = others.find((ts_ns) => ts_ns > last) ?? market.now_ns;
  const from_ns = wholeSecond(
    isEarly(casting) ? last + nanosPerSecond : Math.max(before + 1, first - longest),
    'up',
  );
  const to_ns = wholeSecond(Math.min(after, last + longest), 'down');
  const isListed = isEarly(casting) ? from_ns < to_ns : from_ns <= first && to_ns > last;
  if (!isFree || !isListed) return;
  const list_type = casting.intensity === 'slight' ? 'watch' : 'restricted';
  facts.restricted_list.push({ instrument: casting.symbol.instrument, imid, list_type, from_ns, to_ns });
  if (casting.abusive) labelOthers(scene, casting, { labelled, from_ns, to_ns });
  labelled.came_about = true;
}

/** Whoever else of the firm or its staff entered orders that traded while the symbol was listed did the same. */
function labelOthers(
  { market }: Scene,
  casting: Casting,
  { labelled, from_ns, to_ns }: { labelled: LabelledCase; from_ns: number; to_ns: number },
): void {
  const own = new Set(labelled.orders.map(({ order }) => order));
  const orders = market.events
    .filter(({ event_type, ts_ns }) => event_type === 'fill' && ts_ns >= from_ns && ts_ns < to_ns)
    .map(({ order }) => order)
    .filter(
      ({ instrument, account }) =>
        instrument === casting.symbol.instrument && isStaff(account, firmOf(casting)),
    )
    .filter((order) => !own.has(order));
  label(labelled, 'trade', [...new Set(orders)]);
}

/** Lists are kept by the second. */
function wholeSecond(ns: number, how: 'up' | 'down'): number {
  const seconds = ns / nanosPerSecond;
  return (how === 'up' ? Math.ceil(seconds) : Math.floor(seconds)) * nanosPerSecond;
}

function fillTimes({ market }: Scene, { symbol }: Casting, isMeant: (account: Account) => boolean): number[] {
  return market.events
    .filter(({ event_type, order }) => event_type === 'fill' && order.instrument === symbol.instrument)
    .filter(({ order }) => isMeant(order.account))
    .map(({ ts_ns }) => ts_ns);
}

function isStaff({ kind, imid }: Account, firm: string): boolean {
  return imid === firm && (kind === 'PRP' || kind === 'EMP');
}
