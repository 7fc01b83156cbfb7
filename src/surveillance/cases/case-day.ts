import { addDays } from '../../domain/calendar-date.js';
import { invariant } from '../../domain/invariant.js';
import { zonedInstant } from '../../domain/zoned-time.js';
import { loadTradingCalendar, MARKET_CALENDAR } from '../../lake/calendar/load-trading-calendar.js';
import { loadMarketDay, type MarketDay } from '../../lake/calendar/market-day.js';
import { sessionsBefore } from '../../lake/calendar/trading-calendar.js';
import type { ViewColumns } from '../../lake/canonical-dataset.js';
import { nanosOfDay } from './case-row.js';
import type { CaseRow } from './pattern-case.js';

/** The trade date of which every case is written, a regular session. */
export const CASE_DATE = '2026-11-20';

const ZONE = 'America/New_York';
const OPEN = zonedInstant(CASE_DATE, '09:30', ZONE);
const CLOSE = zonedInstant(CASE_DATE, '16:00', ZONE);
const MIDDLE = zonedInstant(CASE_DATE, '12:45', ZONE);
const MOST_SESSIONS = 260;

/** A day on which a case takes place, with the dates of the sessions before it, the nearest first. */
export type CaseDay = MarketDay & { readonly earlier: readonly string[] };

/** The day of a trade date. Throws `calendar-date-outside`. */
export async function loadCaseDay(trade_date: string): Promise<CaseDay> {
  const calendar = await loadTradingCalendar(MARKET_CALENDAR);
  const earlier = sessionsBefore(calendar, trade_date, MOST_SESSIONS);
  return { ...(await loadMarketDay(trade_date)), earlier };
}

type FilledRow = { readonly [column: string]: CaseRow[string] };

/**
 * A row of a case as it takes place on a day: every column of the view, those left out null, source columns with a filler.
 *
 * Instants before 12:45 of the case's date keep their distance from the open, later ones from the close, so that a canary stands in
 * a short session as in a long one; dates move by as many days. Rows of a history are of so many sessions before the day.
 */
export function filledRow(row: CaseRow, columns: ReadonlyMap<string, string>, day: CaseDay): FilledRow {
  const trade_date = tradeDateOf(row, day);
  const stands: FilledRow = {
    ...FILLERS,
    ...row,
    ...(row['at'] === undefined ? {} : { event_ts_ns: atOf(row, day) }),
  };
  return Object.fromEntries(
    [...columns].map(([name, type]) => {
      const value = name === 'trade_date' ? trade_date : (stands[name] ?? null);
      if (value === null) return [name, null];
      if (name.endsWith('_ns') && (name !== 'event_ts_ns' || row['at'] === undefined))
        return [name, movedInstant(BigInt(value), day).toString()];
      return [name, type === 'DATE' && name !== 'trade_date' ? movedDate(String(value), day) : value];
    }),
  );
}

/** All rows of a view; see `filledRow`. */
export function filledRows(
  view: string,
  rows: readonly CaseRow[],
  { columns, day }: { columns: ViewColumns; day: CaseDay },
): FilledRow[] {
  const known = columns.get(view);
  invariant(known !== undefined, `"${view}" is a canonical dataset`);
  return rows.map((row) => filledRow(row, known, day));
}

const FILLERS: CaseRow = { feed: 'case', source_sha256: '0', source_line: 1, source_byte_offset: 0 };

function tradeDateOf({ sessions_ago }: CaseRow, day: CaseDay): string {
  if (sessions_ago === undefined || sessions_ago === null) return day.trade_date;
  const date = day.earlier[Number(sessions_ago) - 1];
  invariant(date !== undefined, `${String(sessions_ago)} is a number of sessions before ${day.trade_date}`);
  return date;
}

function atOf(row: CaseRow, day: CaseDay): string {
  const nanos = nanosOfDay(row['at'] ?? null);
  invariant(nanos !== null, `"${String(row['at'])}" is a time of day`);
  const [date, moved] = row['sessions_ago'] === undefined ? [CASE_DATE, day] : [tradeDateOf(row, day), null];
  const instant = noonOf(date) - 43_200_000_000_000n + nanos;
  return (moved === null ? instant : movedInstant(instant, moved)).toString();
}

const noons = new Map<string, bigint>();

/** Noon of a date in New York; kept, because a case may have thousands of rows. */
function noonOf(date: string): bigint {
  const noon = noons.get(date) ?? zonedInstant(date, '12:00', ZONE);
  noons.set(date, noon);
  return noon;
}

function movedInstant(instant: bigint, { trade_date, session }: CaseDay): bigint {
  const open = session?.open_ns ?? noonOf(trade_date) - 9_000_000_000_000n;
  const close = session?.close_ns ?? noonOf(trade_date) + 14_400_000_000_000n;
  return instant < MIDDLE ? instant - OPEN + open : instant - CLOSE + close;
}

function movedDate(date: string, { trade_date }: CaseDay): string {
  const days = (Date.parse(trade_date) - Date.parse(CASE_DATE)) / 86_400_000;
  return addDays(date, days);
}
