import { tick } from '../instruments.js';
import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import type { Order } from '../order-event.js';
import { clockNanos, nanosPerSecond } from '../trading-day.js';
import type { TradedSymbol } from '../trading-floor.js';
import { levelQuotingEvents, planLevelQuoting } from './layering-level-quoting.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

/** Episodes on one day from which it is abuse. */
const fewestEpisodes = 3;
const mostTries = 200;
const retryAfter = 40 * nanosPerSecond;

type Layering = {
  readonly symbol: TradedSymbol;
  readonly account: Account;
  readonly labelled: LabelledCase;
  readonly levels: number;
  readonly episodes: number;
  readonly fakes_buy: boolean;
  done: number;
  tries: number;
};

type Episode = { readonly fakes: Order[]; real: Order | undefined };

const sizes = {
  blatant: { levels: 5, episodes: 4 },
  plain: { levels: 4, episodes: 4 },
  slight: { levels: 3, episodes: fewestEpisodes },
  twin: { levels: 3, episodes: fewestEpisodes - 1 },
} as const;

/** Orders shown behind the touch and cancelled after a trade on the other side; or too seldom, or by a market maker. */
export const layering: Scenario = {
  pattern: 'layering',
  twins: 2,
  also: ['spoofing'],
  events: (part) => {
    if (isQuoting(part)) return levelQuotingEvents;
    const { levels, episodes } = sizeOf(part);
    return episodes * (2 * levels + 3);
  },
  plan: (scene, casting) =>
    isQuoting(casting) ? planLevelQuoting(scene, casting) : planLayering(scene, casting),
};

function isQuoting({ abusive, variant }: Part): boolean {
  return !abusive && variant % 2 === 1;
}

function sizeOf({ abusive, intensity }: Part) {
  return sizes[abusive ? intensity : 'twin'];
}

/**
 * An account that shows `levels` orders behind the touch, trades on the other side, and cancels them, `episodes` times.
 *
 * An attempt in which the real order finds nobody, or a shown order trades, is no episode; it is tried again.
 */
function planLayering(scene: Scene, casting: Casting): LabelledCase {
  const { levels, episodes } = sizeOf(casting);
  const story = casting.abusive
    ? `An account shows ${levels} orders behind the touch, trades on the other side and cancels them, ${episodes} times.`
    : 'An account does what layering looks like, but only twice on the day.';
  const account = scene.register.open({ kind: 'IND', imid: brokerAt(casting.variant * 3) });
  const labelled = openCase(casting, { kind: 'layering', story, accounts: [account] });
  const { symbol } = casting;
  const layering = {
    symbol,
    account,
    labelled,
    levels,
    episodes,
    fakes_buy: scene.random.chance(500),
    done: 0,
    tries: 0,
  };
  scene.schedule.at(clockNanos(10, 0) + scene.random.int(clockNanos(0, 45)), () =>
    showLayers(scene, layering),
  );
  return labelled;
}

function showLayers(scene: Scene, layering: Layering): void {
  const { market, schedule, random } = scene;
  const { instrument } = layering.symbol;
  layering.tries += 1;
  if (layering.tries > mostTries) return;
  if (market.bid(instrument) === 0 || market.ask(instrument) === 0) {
    schedule.at(market.now_ns + retryAfter, () => showLayers(scene, layering));
    return;
  }
  const episode: Episode = { fakes: [], real: undefined };
  let at = market.now_ns;
  for (let level = 0; level < layering.levels; level += 1) {
    schedule.at(at, () => showOne(scene, layering, { episode, level }));
    at += 60_000_000 + random.int(70_000_000);
  }
  schedule.at(at + 150_000_000, () => {
    episode.real = tradeForReal(scene, layering);
  });
  schedule.at(at + 500_000_000 + random.int(2 * nanosPerSecond), () => pull(scene, layering, episode));
}

function showOne(
  { market, random }: Scene,
  layering: Layering,
  at: { episode: Episode; level: number },
): void {
  const { instrument } = layering.symbol;
  const away = (3 + at.level) * tick;
  const touch = layering.fakes_buy ? market.bid(instrument) : market.ask(instrument);
  if (touch === 0) return;
  at.episode.fakes.push(
    market.place({
      account: layering.account,
      instrument,
      side: layering.fakes_buy ? 'buy' : 'sell',
      qty: random.between(8, 18) * 100,
      price: layering.fakes_buy ? touch - away : touch + away,
    }),
  );
}

/** Takes from the first order in line only, so that an episode has one fill. */
function tradeForReal({ market }: Scene, { symbol, account, fakes_buy }: Layering): Order | undefined {
  const first = market.firstInLine(symbol.instrument, fakes_buy);
  if (first === undefined || first.account === account) return undefined;
  return market.place({
    account,
    instrument: symbol.instrument,
    side: fakes_buy ? 'sell' : 'buy',
    qty: Math.min(100, first.leaves_qty),
    price: first.price,
    ioc: true,
  });
}

function pull(scene: Scene, layering: Layering, { fakes, real }: Episode): void {
  const { market, schedule, random } = scene;
  const cancelled = fakes.filter((order) => market.cancel(order)).length;
  const prices = new Set(fakes.map((order) => order.price)).size;
  const traded = real !== undefined && real.fill_count > 0;
  const isEpisode = traded && prices >= 3 && cancelled * 5 >= fakes.length * 4;
  if (isEpisode) {
    layering.done += 1;
    label(layering.labelled, 'layer', fakes);
    label(layering.labelled, 'trade', [real]);
  }
  layering.labelled.came_about = layering.done >= Math.min(layering.episodes, fewestEpisodes);
  if (layering.done === layering.episodes) return;
  const pause = isEpisode ? clockNanos(0, 9) + random.int(clockNanos(0, 12)) : retryAfter;
  schedule.at(market.now_ns + pause, () => showLayers(scene, layering));
}
