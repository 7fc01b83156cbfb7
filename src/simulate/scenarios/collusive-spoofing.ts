import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { nanosPerSecond } from '../trading-day.js';
import { type Casting, openCase, type Part, type Scenario, type Scene } from './scenario.js';
import { scheduleShowing } from './shown-and-pulled.js';

const sizes = {
  blatant: {
    shown: [2_000, 2_000, 2_000],
    traded: 100,
    away: 1,
    episodes: 5,
    standing_ns: nanosPerSecond / 2,
  },
  plain: { shown: [1_500, 1_000], traded: 300, away: 2, episodes: 4, standing_ns: nanosPerSecond },
  slight: { shown: [500, 500], traded: 200, away: 3, episodes: 3, standing_ns: 3 * nanosPerSecond },
  seldom: { shown: [1_500, 1_000], traded: 300, away: 2, episodes: 2, standing_ns: nanosPerSecond },
} as const;

/** Orders of one account, pulled after a trade of another account of its owner; or too seldom, or of another owner. */
export const collusiveSpoofing: Scenario = {
  pattern: 'collusive-spoofing',
  twins: 2,
  events: (part) => sizeOf(part).episodes * 8,
  plan: planCollusion,
};

function sizeOf({ abusive, intensity, variant }: Part) {
  if (abusive) return sizes[intensity];
  return variant % 2 === 0 ? sizes.seldom : sizes.plain;
}

function storyOf({ abusive, variant }: Part, episodes: number): string {
  if (abusive)
    return `One account of an owner shows orders, another trades against them, and they are cancelled, ${episodes} times.`;
  return variant % 2 === 0
    ? 'Two accounts of one owner do what collusive spoofing looks like, but only twice on the day.'
    : 'An account shows and cancels orders while an account of a stranger happens to trade against them.';
}

/** At two brokers, in slight cases at one. */
function openPair({ register }: Scene, part: Part): readonly [Account, Account] {
  const shower = register.open({ kind: 'IND', imid: brokerAt(part.variant) });
  const isOneOwner = part.abusive || part.variant % 2 === 0;
  const owner = isOneOwner ? shower.owner : register.newOwner();
  const apart = part.intensity === 'slight' ? 0 : 1;
  return [shower, register.open({ kind: 'IND', imid: brokerAt(part.variant + apart), owner })];
}

function planCollusion(scene: Scene, casting: Casting): LabelledCase {
  const size = sizeOf(casting);
  const [shower, trader] = openPair(scene, casting);
  const story = storyOf(casting, size.episodes);
  const labelled = openCase(casting, { kind: 'collusive-spoofing', story, accounts: [shower, trader] });
  scheduleShowing(scene, { symbol: casting.symbol, labelled, shower, trader, ...size });
  return labelled;
}
