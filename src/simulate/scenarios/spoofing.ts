import type { LabelledCase } from '../labelled-case.js';
import { brokerAt } from '../market-accounts.js';
import { nanosPerSecond } from '../trading-day.js';
import { type Casting, openCase, type Part, type Scenario, type Scene } from './scenario.js';
import { scheduleShowing } from './shown-and-pulled.js';

const sizes = {
  blatant: { shown: 6_000, traded: 100, away: 1, episodes: 5, standing_ns: nanosPerSecond / 2 },
  plain: { shown: 2_500, traded: 300, away: 1, episodes: 4, standing_ns: nanosPerSecond },
  slight: { shown: 1_000, traded: 200, away: 2, episodes: 3, standing_ns: 3 * nanosPerSecond },
  seldom: { shown: 2_500, traded: 300, away: 1, episodes: 2, standing_ns: nanosPerSecond },
  patient: { shown: 2_500, traded: 300, away: 2, episodes: 3, standing_ns: 25 * nanosPerSecond },
} as const;

/** One large order near the touch, cancelled after a small trade on the other side; or too seldom, or left standing. */
export const spoofing: Scenario = {
  pattern: 'spoofing',
  twins: 2,
  events: (part) => sizeOf(part).episodes * 4,
  plan: planSpoofing,
};

function sizeOf({ abusive, intensity, variant }: Part) {
  if (abusive) return sizes[intensity];
  return variant % 2 === 0 ? sizes.seldom : sizes.patient;
}

function storyOf({ abusive, variant }: Part, episodes: number): string {
  if (abusive)
    return `An account shows a large order, trades on the other side and cancels it, ${episodes} times.`;
  return variant % 2 === 0
    ? 'An account does what spoofing looks like, but only twice on the day.'
    : 'An account trades against its own large orders, which it leaves standing for half a minute.';
}

function planSpoofing(scene: Scene, casting: Casting): LabelledCase {
  const { shown, ...size } = sizeOf(casting);
  const account = scene.register.open({ kind: 'INS', imid: brokerAt(casting.variant + 2) });
  const story = storyOf(casting, size.episodes);
  const labelled = openCase(casting, { kind: 'spoofing', story, accounts: [account] });
  const { symbol } = casting;
  scheduleShowing(scene, { symbol, labelled, shower: account, trader: account, shown: [shown], ...size });
  return labelled;
}
