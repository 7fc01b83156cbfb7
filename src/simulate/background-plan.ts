import type { Instrument } from './instruments.js';
import {
  type Account,
  type AccountKind,
  type AccountRegister,
  brokerAt,
  brokers,
} from './market-accounts.js';
import type { Random } from './random.js';

/** Who takes part in the background of the market, and how busy each symbol is. */
export type BackgroundPlan = {
  readonly market_makers: readonly Account[];
  readonly retail: readonly Account[];
  readonly agencies: readonly Account[];
  readonly proprietary: readonly Account[];
  /** Relative activity per instrument, whole numbers from 6 to 18. */
  readonly weights: readonly number[];
  /** Number of market makers per instrument: enough that none comes near 1,000 orders in it. */
  readonly makers_per_instrument: readonly number[];
};

/** Accounts in numbers that grow with `events`, so that no account stands out at any size. */
export function planBackground(options: {
  events: number;
  instruments: readonly Instrument[];
  register: AccountRegister;
  random: Random;
}): BackgroundPlan {
  const { events, instruments, register, random } = options;
  const weights = instruments.map(() => random.between(6, 18));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const makersPerInstrument = weights.map((weight) => 4 + Math.ceil((events * weight) / sum / 1_000));
  const firms = Math.ceil(Math.max(...makersPerInstrument) / brokers.length);
  return {
    weights,
    makers_per_instrument: makersPerInstrument,
    market_makers: openAtEveryBroker(register, 'MM', firms),
    proprietary: openAtEveryBroker(register, 'PRP', 1),
    agencies: openAgencies(register, 12 + Math.floor(events / 5_000)),
    retail: openRetail(register, 40 + Math.floor(events / 500)),
  };
}

function openAtEveryBroker(register: AccountRegister, kind: AccountKind, owners: number): Account[] {
  return Array.from({ length: owners }, () => register.newOwner()).flatMap((owner) =>
    brokers.map((imid) => register.open({ kind, imid, owner })),
  );
}

function openAgencies(register: AccountRegister, count: number): Account[] {
  return Array.from({ length: count }, (_, index) => register.open({ kind: 'INS', imid: brokerAt(index) }));
}

/** Every eighth owner has a second account at another broker; some are employees. */
function openRetail(register: AccountRegister, count: number): Account[] {
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const first = register.open({ kind: index % 29 === 28 ? 'EMP' : 'IND', imid: brokerAt(index) });
    if (index % 8 !== 7) return [first];
    return [first, register.open({ kind: 'IND', imid: brokerAt(index + 1), owner: first.owner })];
  });
}
