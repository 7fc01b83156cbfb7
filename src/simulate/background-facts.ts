import type { Facts } from './facts.js';
import type { Instrument } from './instruments.js';
import { brokerAt } from './market-accounts.js';
import type { Random } from './random.js';
import { clockNanos } from './trading-day.js';

const headlines = [
  ['analyst', 'keeps its place in the model portfolio'],
  ['other', 'opens a second plant'],
  ['other', 'to speak at an industry conference'],
  ['regulatory', 'files its annual list of subsidiaries'],
  ['guidance', 'repeats its outlook for the year'],
] as const;
const day = clockNanos(24, 0);

/**
 * Facts of an ordinary day: news that moves nothing, entries of lists that stand no more or not yet, dates of the corporate
 * calendar. `instruments` are those in which no scenario plays.
 */
export function addBackgroundFacts(facts: Facts, instruments: readonly Instrument[], random: Random): void {
  for (const instrument of instruments) {
    if (random.chance(250)) facts.news.push(newsOf(instrument, random));
    if (random.chance(150)) facts.restricted_list.push(pastEntry(instrument, random));
    if (random.chance(400)) facts.calendar.push(dateOf(instrument, random));
  }
}

function newsOf(instrument: Instrument, random: Random): Facts['news'][number] {
  const [category, what] = random.pick(headlines);
  const ts_ns = clockNanos(6, 0) + random.int(clockNanos(13, 0));
  return { instrument, ts_ns, headline: `${instrument.name} ${what}`, category };
}

function pastEntry(instrument: Instrument, random: Random): Facts['restricted_list'][number] {
  const list_type = random.chance(500) ? 'restricted' : 'watch';
  const from_ns = -day * random.between(20, 60) + clockNanos(8, 0);
  const to_ns = -day * random.between(2, 15) + clockNanos(18, 0);
  return { instrument, imid: brokerAt(random.int(4)), list_type, from_ns, to_ns };
}

function dateOf(instrument: Instrument, random: Random): Facts['calendar'][number] {
  const event_type = random.pick(['earnings', 'dividend', 'index_rebalance', 'expiry'] as const);
  return { instrument, event_type, days_ahead: random.between(1, 60) };
}
