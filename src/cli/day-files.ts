import { formatFault } from '../canonicalize/diagnostics.js';
import type { Feed } from '../canonicalize/feed.js';
import { matchDelivery } from '../canonicalize/match-delivery.js';
import { isCalendarDate } from '../domain/calendar-date.js';
import { someOf } from '../domain/diagnostic.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';

/** A trade date as given on the command line, checked. */
export function parseDate(text: string): string {
  if (isCalendarDate(text)) return text;
  throw new SyntaxError('expected a day of the calendar as yyyy-MM-dd');
}

/** A month as given on the command line, checked. */
export function parseMonth(text: string): string {
  if (isCalendarDate(`${text}-01`)) return text;
  throw new SyntaxError('expected a month as yyyy-MM');
}

/** A quarter as given on the command line, checked. */
export function parseQuarter(text: string): string {
  if (/^[0-9]{4}-Q[1-4]$/.test(text)) return text;
  throw new SyntaxError('expected a quarter as yyyy-Qn, such as 2026-Q4');
}

/** The one trade date that names of deliveries carry; refuses where they carry none or several. `where` begins the message. */
export function onlyTradeDate(where: string, names: readonly string[], feeds: readonly Feed[]): string {
  const matches = names.map((name) => matchDelivery(name, feeds, ''));
  const dates = new Set(
    matches.flatMap((match) =>
      'code' in match && match.code === 'file-date-differs' ? [match.data.file_date] : [],
    ),
  );
  const [date] = dates;
  if (dates.size === 1 && date !== undefined) return date;
  const unclaimed = matches.flatMap((match) =>
    'code' in match && match.code === 'feed-unknown' ? [match] : [],
  );
  if (names.length > 0 && unclaimed.length === names.length) {
    throw new Refusal(EXIT.usage, unclaimed.slice(0, 5).map(formatFault));
  }
  throw new Refusal(EXIT.usage, [
    names.length === 0
      ? `${where}: holds no file, expected deliveries; put files there, or say the trade date with --date [deliveries-missing]`
      : `${where}: the names carry ${foundText([...dates].sort())}, expected one; say which with --date [date-unclear]`,
  ]);
}

function foundText(dates: readonly string[]): string {
  return dates.length === 0 ? 'no date' : `the dates ${someOf(dates)}`;
}
