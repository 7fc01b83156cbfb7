import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import { clockNanos } from '../trading-day.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';
import { tradeAtTouch } from './supplied-purchase.js';

/** Sessions before the day, and the account's share of the volume there and today in thousandths; 250 on three sessions is abuse. */
type Size = { readonly earlier: number; readonly share: number; readonly today: number };

const sizes: Record<Part['intensity'], Size> = {
  blatant: { earlier: 4, share: 600, today: 600 },
  plain: { earlier: 3, share: 400, today: 400 },
  slight: { earlier: 2, share: 320, today: 300 },
};
const twins = [
  {
    earlier: 1,
    share: 400,
    today: 400,
    kind: 'INS',
    story: 'An account is much of the volume of a security, today and on one session before.',
  },
  {
    earlier: 4,
    share: 400,
    today: 400,
    kind: 'MM',
    story: 'A market maker is much of the volume of a security on every session.',
  },
  {
    earlier: 4,
    share: 400,
    today: 230,
    kind: 'INS',
    story: 'An account was much of the volume of a security on the sessions before, and is less of it today.',
  },
] as const satisfies readonly (Size & { kind: Account['kind']; story: string })[];
const longest = 4;

const enough = 250;
const turns = 35;
const turn = clockNanos(0, 10);
/** Shares that the account has traded at the end of a session, at least. */
const fewestShares = 4_200;

/** An account that is a large part of a security's volume on many sessions; or on too few, or less today, or a market maker. */
export const concentration: Scenario = {
  pattern: 'concentration',
  twins: twins.length,
  events: () => turns * 8,
  alone: true,
  on_request: true,
  history: longest,
  earlier_sessions: longest,
  before(scene, casting, sessions_ago) {
    const people = openPeople(scene, casting);
    const { earlier, share } = sizeOf(casting);
    if (sessions_ago > earlier) return;
    const orders = work(scene, casting, { ...people, share });
    scene.reports.push((events) => {
      if (shareOf(scene, casting, orders()) >= enough)
        for (const order of orders()) scene.earlier.push({ sessions_ago, order, role: 'earlier_trade' });
      return events;
    });
  },
  plan(scene, casting): LabelledCase {
    const people = openPeople(scene, casting);
    const { earlier, today } = sizeOf(casting);
    const story = casting.abusive
      ? 'An account is a large part of all that trades in a security, today and on sessions before.'
      : twinOf(casting).story;
    const labelled = {
      ...openCase(casting, { kind: 'concentration', story, accounts: [people.account] }),
      earlier: scene.earlier,
    };
    const orders = work(scene, casting, { ...people, share: today });
    scene.reports.push((events) => {
      label(labelled, 'trade', orders());
      const sessions = new Set(scene.earlier.map(({ sessions_ago }) => sessions_ago)).size;
      const isMuch = shareOf(scene, casting, orders()) >= enough;
      labelled.came_about = sessions === earlier && isMuch === today >= enough;
      return events;
    });
    return labelled;
  },
};

function twinOf({ variant }: Part) {
  return twins[variant % twins.length] as (typeof twins)[number];
}

function sizeOf(part: Part): Size {
  return part.abusive ? sizes[part.intensity] : twinOf(part);
}

/** The account, those who sell to it, and those who buy from these so that there is a market. */
type People = {
  readonly account: Account;
  readonly sellers: readonly Account[];
  readonly buyers: readonly Account[];
};

function openPeople({ register }: Scene, casting: Casting): People {
  const kind = casting.abusive ? 'INS' : twinOf(casting).kind;
  const open = (at: number) => register.open({ kind: 'INS', imid: brokerAt(at) });
  const account = register.open({ kind, imid: brokerAt(casting.variant) });
  // So many that none of them is much of the volume.
  return { account, sellers: [0, 1, 2, 3, 4, 5].map(open), buyers: [2, 3, 4, 5, 6, 7].map(open) };
}

/** Puts the account's purchases on the schedule; gives those that it has made. */
function work(
  scene: Scene,
  casting: Casting,
  people: People & { readonly share: number },
): () => readonly Order[] {
  const { market, schedule, random } = scene;
  const { symbol } = casting;
  // What the closing auction adds after the last purchase is little.
  symbol.path.even_auctions = true;
  const made: Order[] = [];
  for (let index = 0; index < turns; index += 1) {
    schedule.at(clockNanos(9, 45) + index * turn + random.int(turn / 2), () => {
      const strangers = rotated(people.sellers, index);
      const own = sharesOf(made);
      const needed = Math.max(0, Math.ceil((fewestShares * (index + 1)) / turns) - own);
      const volume = market.volume(symbol.instrument);
      const lacking = Math.ceil(((own + needed) * 1_000) / people.share) - needed - volume;
      const buyer = people.buyers[index % people.buyers.length];
      if (lacking >= 100 && buyer !== undefined)
        tradeAtTouch(scene, { symbol, account: buyer, strangers }, { is_buy: true, qty: roundLots(lacking) });
      const rest = market.volume(symbol.instrument);
      const qty = Math.ceil((people.share * rest - own * 1_000) / (1_000 - people.share));
      if (qty <= 0) return;
      made.push(
        ...tradeAtTouch(
          scene,
          { symbol, account: people.account, strangers },
          { is_buy: true, qty: roundLots(qty) },
        ).orders,
      );
    });
  }
  return () => made;
}

function rotated<T>(list: readonly T[], by: number): T[] {
  return list.map((_, index) => list[(index + by) % list.length] as T);
}

function roundLots(qty: number): number {
  return Math.ceil(qty / 100) * 100;
}

function sharesOf(orders: readonly Order[]): number {
  return orders.reduce((sum, { filled_qty }) => sum + filled_qty, 0);
}

/** The account's share of the session's prints so far, in thousandths. */
function shareOf({ market }: Scene, { symbol }: Casting, orders: readonly Order[]): number {
  const volume = market.trades
    .filter(({ instrument }) => instrument === symbol.instrument)
    .reduce((sum, { qty }) => sum + qty, 0);
  return volume === 0 ? 0 : Math.floor((sharesOf(orders) * 1_000) / volume);
}
