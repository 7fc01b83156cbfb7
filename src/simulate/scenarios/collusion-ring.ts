import type { LabelledCase } from '../labelled-case.js';
import { type Account, brokerAt } from '../market-accounts.js';
import { clockNanos } from '../trading-day.js';
import { type HandOvers, scheduleHandOvers } from './hand-over.js';
import { type Casting, label, openCase, type Part, type Scenario, type Scene } from './scenario.js';

const sizes = {
  blatant: { owners: 4, laps: 5, qty: 400 },
  plain: { owners: 3, laps: 3, qty: 300 },
  slight: { owners: 3, laps: 2, qty: 100 },
} as const;
const chain = { owners: 3, laps: 2, qty: 300 } as const;

/** Owners who pass shares on in a circle until they are back; or down a chain, and they do not come back. */
export const collusionRing: Scenario = {
  pattern: 'collusion-ring',
  twins: 1,
  events: (part) => sizeOf(part).owners * sizeOf(part).laps * 6,
  also: ['prearranged-trades'],
  plan: planRing,
};

function sizeOf({ abusive, intensity }: Part) {
  return abusive ? sizes[intensity] : chain;
}

function planRing(scene: Scene, casting: Casting): LabelledCase {
  const { register, random } = scene;
  const { owners, laps } = sizeOf(casting);
  const accounts = Array.from({ length: owners }, (_, index) =>
    register.open({ kind: 'IND', imid: brokerAt(casting.variant + index) }),
  );
  const story = casting.abusive
    ? 'Owners sell the same shares on to each other in a circle, more than once round.'
    : 'Three owners sell shares on down a chain, twice, and the first never gets them back.';
  const labelled = openCase(casting, { kind: 'collusion-ring', story, accounts });
  const steps = Array.from({ length: laps }, () => stepsOf(casting, accounts)).flat();
  scheduleHandOvers(scene, {
    steps,
    from_ns: clockNanos(10, 0) + random.int(clockNanos(1, 30)),
    pause_ns: clockNanos(0, 3),
    onDone: ([sell, buy], done) => {
      label(labelled, 'sell', [sell]);
      label(labelled, 'buy', [buy]);
      labelled.came_about = done === steps.length;
    },
  });
  return labelled;
}

/** Once round, or once down. */
function stepsOf(casting: Casting, accounts: readonly Account[]): HandOvers['steps'] {
  const { instrument } = casting.symbol;
  const { qty } = sizeOf(casting);
  const sellers = casting.abusive ? accounts : accounts.slice(0, -1);
  return sellers.map((seller, index) => ({
    instrument,
    seller,
    buyer: accounts[(index + 1) % accounts.length] as Account,
    qty,
  }));
}
