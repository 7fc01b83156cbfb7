import type { Random } from './random.js';

/** A symbol of the synthetic market; it trades on its listing exchange only. */
export type Instrument = {
  readonly index: number;
  readonly symbol: string;
  readonly name: string;
  /** MIC */
  readonly exchange: string;
  readonly is_test_issue: boolean;
  /** First fair value of the day, in ten-thousandths of a dollar, a multiple of `tick`. */
  readonly opening_price: number;
};

/** Least price step: one cent in ten-thousandths of a dollar. */
export const tick = 100;

const letters = 'BDFGJKQVWXYZ';
const firstWords = [
  'Amber',
  'Basalt',
  'Cobalt',
  'Drift',
  'Ember',
  'Fallow',
  'Granite',
  'Harbor',
  'Indigo',
  'Juniper',
];
const secondWords = [
  'Analytics',
  'Biologics',
  'Freight',
  'Grid',
  'Materials',
  'Optics',
  'Robotics',
  'Utilities',
];
const forms = ['Inc', 'Corp', 'Ltd', 'Group', 'PLC'];
const exchanges = ['XNAS', 'XNYS', 'ARCX', 'BATS'];
const tickerLengths = [1, 5, 2, 3];

/** `count` made-up instruments and after them the test issue ZVZZT. Symbols are unique; prices are 20 to 380 dollars. */
export function listInstruments(count: number, random: Random): Instrument[] {
  const taken = new Set<string>(['ZVZZT']);
  const instruments = Array.from({ length: count }, (_, index) => ({
    index,
    symbol: newTicker({ taken, random, length: tickerLengths[index] ?? random.between(3, 4) }),
    name: nameOf(index, random),
    exchange: random.pick(exchanges),
    is_test_issue: false,
    opening_price: random.between(2_000, 38_000) * tick,
  }));
  const testIssue = {
    index: count,
    symbol: 'ZVZZT',
    name: 'Test Issue, Not for Trading',
    exchange: 'XNAS',
    is_test_issue: true,
    opening_price: 1_000 * tick,
  };
  return [...instruments, testIssue];
}

function newTicker({
  taken,
  random,
  length,
}: {
  taken: Set<string>;
  random: Random;
  length: number;
}): string {
  for (;;) {
    const ticker = random
      .shuffled([...letters])
      .slice(0, length)
      .join('');
    if (taken.has(ticker)) continue;
    taken.add(ticker);
    return ticker;
  }
}

function nameOf(index: number, random: Random): string {
  const name = `${random.pick(firstWords)} ${random.pick(secondWords)}`;
  if (index === 0) return `${name} Holdings, Inc.`;
  if (index === 1) return `The "${name}" Company`;
  return `${name} ${random.pick(forms)}`;
}
