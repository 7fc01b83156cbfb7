import { addDays } from '../../domain/calendar-date.js';
import type { FeedSpec } from '../../domain/generated/feed-spec.js';
import type { TradingCalendar } from '../../domain/generated/trading-calendar.js';
import { wallClock } from '../../domain/zoned-time.js';
import { dueTime } from '../../lake/ledger/due-time.js';

/** A run of a trade date (`yyyy-MM-dd`), due when the last deadline of one day has passed. Instants in nanoseconds since 1970 UTC. */
export type RunTime = {
  readonly trade_date: string;
  /** Name of the trading calendar; `every-day` for feeds that follow none. */
  readonly calendar: string;
  /** The latest of the deadlines. */
  readonly due_at_ns: bigint;
  /** Feeds whose deadline lies on that day, sorted. */
  readonly feeds: readonly string[];
  /** Whether no later run of the trade date follows by this calendar: nothing may be owed after it. */
  readonly last: boolean;
};

/** A trade date without a run by a calendar, and why: the holiday, or the day of the weekend. */
export type DayWithoutRun = { readonly trade_date: string; readonly calendar: string; readonly why: string };

/** Runs in the order in which they are due, and the days without one. */
export type RunTimes = { readonly runs: readonly RunTime[]; readonly without: readonly DayWithoutRun[] };

/** Calendar of feeds that name none: every day of the week is a session. */
export const EVERY_DAY = 'every-day';

/**
 * When trade dates are run: after the last deadline of each day on which something of them is due, for each calendar.
 *
 * A deadline moves with its feed's `early_close_by`, a session later with T+n; the zone of the feed decides what its time of day means on
 * days on which clocks change. Feeds that deliver on request set no deadline. Throws `calendar-date-outside`.
 */
export function runTimes(
  specs: readonly FeedSpec[],
  calendars: ReadonlyMap<string, TradingCalendar>,
  trade_dates: readonly string[],
): RunTimes {
  const daily = specs.filter(({ arrives }) => arrives.due !== 'on-request');
  const names = [...new Set(daily.map(({ arrives }) => arrives.calendar ?? EVERY_DAY))].sort();
  const runs: RunTime[] = [];
  const without: DayWithoutRun[] = [];
  for (const trade_date of trade_dates) {
    for (const name of names) {
      const own = daily.filter(({ arrives }) => (arrives.calendar ?? EVERY_DAY) === name);
      const due = own.map((spec) => ({
        feed: spec.feed,
        zone: spec.arrives.zone,
        ...dueTime(spec.arrives, calendars.get(name) ?? null, trade_date),
      }));
      const closed = due.find(({ due_at_ns }) => due_at_ns === null);
      if (closed === undefined) runs.push(...runsOf({ trade_date, calendar: name }, due));
      else without.push({ trade_date, calendar: name, why: closed.session.name ?? closed.session.kind });
    }
  }
  return { runs: runs.sort((left, right) => compare(left.due_at_ns, right.due_at_ns)), without };
}

/** Dates from so many days before one to so many after, ascending. */
export function datesAround(date: string, { before, after }: { before: number; after: number }): string[] {
  return Array.from({ length: before + after + 1 }, (_, index) => addDays(date, index - before));
}

function runsOf(
  of: Pick<RunTime, 'trade_date' | 'calendar'>,
  due: readonly { feed: string; zone: string; due_at_ns: bigint | null }[],
): RunTime[] {
  const days = new Map<string, { feed: string; due_at_ns: bigint }[]>();
  for (const { feed, zone, due_at_ns } of due) {
    if (due_at_ns === null) continue;
    const { date } = wallClock(due_at_ns, zone);
    days.set(date, [...(days.get(date) ?? []), { feed, due_at_ns }]);
  }
  const dates = [...days.keys()].sort();
  return dates.map((date) => {
    const owed = days.get(date) ?? [];
    return {
      ...of,
      due_at_ns:
        owed
          .map(({ due_at_ns }) => due_at_ns)
          .sort(compare)
          .at(-1) ?? 0n,
      feeds: owed.map(({ feed }) => feed).sort(),
      last: date === dates.at(-1),
    };
  });
}

function compare(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
