import type { LabelledCase } from '../labelled-case.js';
import { onTick } from '../market.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { holdNear } from '../price-path.js';
import { clockNanos } from '../trading-day.js';
import { type Casting, openCase, type Part, type Scenario, type Scene } from './scenario.js';
import { tradeAtTouch } from './supplied-purchase.js';

const dollar = 10_000;

/** Sessions before the day on which the account buys, the move after the news in thousandths, and the profit in dollars; 50 and 25,000 are abuse. */
type Size = { readonly sessions: number; readonly move: number; readonly profit: number };

const sizes: Record<Part['intensity'], Size> = {
  blatant: { sessions: 5, move: 150, profit: 200_000 },
  plain: { sessions: 3, move: 90, profit: 70_000 },
  slight: { sessions: 2, move: 65, profit: 29_000 },
};
const twins = [
  {
    sessions: 3,
    move: 90,
    profit: 18_000,
    sells: false,
    hasNews: true,
    story: 'An account buys a security before news, too few shares for a profit that matters.',
  },
  {
    sessions: 3,
    move: 90,
    profit: 60_000,
    sells: true,
    hasNews: true,
    story: 'An account buys and sells a security before news, both of them much.',
  },
  {
    sessions: 3,
    move: 90,
    profit: 60_000,
    sells: false,
    hasNews: false,
    story: 'An account buys a security whose price then rises without any news.',
  },
] as const satisfies readonly (Size & { sells: boolean; hasNews: boolean; story: string })[];
const longest = 5;
const turns = 4;

/** A position built before news that moves the price far; or too small, or traded both ways, or without news. */
export const insiderTrading: Scenario = {
  pattern: 'insider-trading',
  twins: twins.length,
  events: () => 0,
  alone: true,
  on_request: true,
  history: 10,
  earlier_sessions: longest,
  before(scene, casting, sessions_ago) {
    const people = openPeople(scene, casting);
    const { sessions } = sizeOf(casting);
    // Nobody else is to be as lucky.
    casting.symbol.path.no_customers = true;
    if (sessions_ago > sessions) return;
    build(scene, casting, { ...people, sessions_ago, is_buy: true });
    if (!casting.abusive && twinOf(casting).sells && sessions_ago === 1)
      build(scene, casting, { ...people, sessions_ago, is_buy: false });
  },
  plan(scene, casting): LabelledCase {
    const { account } = openPeople(scene, casting);
    const { instrument, path } = casting.symbol;
    const { abusive } = casting;
    const story = abusive
      ? 'An account buys a security on the sessions before news after which the price rises far.'
      : twinOf(casting).story;
    const ts_ns = clockNanos(7, 30) + scene.random.int(clockNanos(1, 0));
    const labelled: LabelledCase = {
      ...openCase(casting, { kind: 'insider-trading', story, accounts: [account] }),
      earlier: scene.earlier,
      span: { first_ns: ts_ns, last_ns: ts_ns },
    };
    // The price opens where the news has brought it, and stays there.
    path.fair = onTick(Math.ceil((instrument.opening_price * (1_000 + sizeOf(casting).move)) / 1_000));
    holdNear(path, path.fair);
    if (abusive || twinOf(casting).hasNews)
      scene.facts.news.push({
        instrument,
        ts_ns,
        headline: `${instrument.name} agrees to be taken over`,
        category: 'merger',
      });
    labelled.came_about =
      new Set(scene.earlier.map(({ sessions_ago }) => sessions_ago)).size === sizeOf(casting).sessions;
    return labelled;
  },
};

function twinOf({ variant }: Part) {
  return twins[variant % twins.length] as (typeof twins)[number];
}

function sizeOf(part: Part): Size {
  return part.abusive ? sizes[part.intensity] : twinOf(part);
}

type People = { readonly account: Account; readonly strangers: readonly Account[] };

function openPeople({ register }: Scene, casting: Casting): People {
  const account = register.open({ kind: 'IND', imid: brokerAt(casting.variant) });
  return { account, strangers: [0, 1, 2, 3].map((at) => register.open({ kind: 'INS', imid: brokerAt(at) })) };
}

/** A session's part of the position; of what a twin sells, a quarter of all. */
function build(
  scene: Scene,
  casting: Casting,
  { account, strangers, sessions_ago, is_buy }: People & { sessions_ago: number; is_buy: boolean },
): void {
  const { schedule, random } = scene;
  const { symbol } = casting;
  const { sessions, move, profit } = sizeOf(casting);
  const shares = (profit * dollar * 1_000) / (symbol.instrument.opening_price * move);
  const qty = Math.ceil((is_buy ? shares / sessions : shares / 4) / turns);
  for (let turn = 0; turn < turns; turn += 1) {
    const at = clockNanos(is_buy ? 10 : 14, 0) + turn * clockNanos(0, 25) + random.int(clockNanos(0, 20));
    schedule.at(at, () => {
      const { orders } = tradeAtTouch(scene, { symbol, account, strangers }, { is_buy, qty });
      for (const order of orders)
        scene.earlier.push({ sessions_ago, order, role: is_buy ? 'purchase' : 'sale' });
    });
  }
}
