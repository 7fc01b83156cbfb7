import type { PinnedInput } from '../domain/generated/run.js';
import { loadTradingCalendar, MARKET_CALENDAR } from '../lake/calendar/load-trading-calendar.js';
import { sessionsBefore } from '../lake/calendar/trading-calendar.js';
import { pinInputs } from '../lake/pin-inputs.js';
import { type Reading, readDays } from '../lake/read-lake.js';
import type { ObjectStore } from '../store/object-store.js';
import type { ConfiguredPattern } from './plan-jobs.js';

/** The inputs of a trade date, and those of the sessions before it whose history a pattern reads. Throws `calendar-date-outside`. */
export async function pinDay(
  { store, patterns }: { store: ObjectStore; patterns: readonly ConfiguredPattern[] },
  trade_date: string,
  reading: Reading,
): Promise<PinnedInput[]> {
  const histories = patterns.flatMap(({ pattern }) => Object.entries(pattern.spec.reads_history ?? {}));
  const most = Math.max(0, ...histories.map(([, { sessions }]) => sessions));
  const earlier = sessionsBefore(await loadTradingCalendar(MARKET_CALENDAR), trade_date, most);
  const files = await readDays(store, [trade_date, ...earlier], reading);
  return pinInputs(files, earlier).filter(
    ({ dataset, sessions_ago }) =>
      sessions_ago === undefined ||
      histories.some(([name, { sessions }]) => name === dataset && sessions_ago <= sessions),
  );
}
